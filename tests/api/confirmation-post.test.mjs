// Confirming a mail address with the code that came by mail.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, freshName, newcomer, PASSWORD, person, signIn }
  from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

const confirm = (name, code, way = 'http') => nobody(chinwag, way)
  .post(`/users/${encodeURIComponent(name)}/confirmation`, { code });

const otherThan = (code) => String((Number(code) + 1) % 1e6).padStart(6, '0');

everyWay('the code from the mail confirms, once', async (way) => {
  const someone = await newcomer(chinwag);
  const code = await codeOf(chinwag, someone.email);
  is(await confirm(someone.name, code, way), 204);
  await signIn(chinwag, someone);
  refused(await confirm(someone.name, code, way), 400, 'code_mismatch');
});

test('the name may come in any case', async () => {
  const someone = await newcomer(chinwag, freshName('Case'));
  const code = await codeOf(chinwag, someone.email);
  is(await confirm(someone.name.toUpperCase(), code), 204);
});

test('wrong, of another, of nobody: all the same', async () => {
  const one = await newcomer(chinwag);
  const other = await newcomer(chinwag);
  const code = await codeOf(chinwag, one.email);
  const done = await person(chinwag);
  const answers = [
    await confirm(one.name, otherThan(code)),
    await confirm(other.name, code),
    await confirm('nobody-at-all', code),
    await confirm(done.name, code),
  ];
  const bodies = answers.map((answer) =>
    ({ ...refused(answer, 400, 'code_mismatch').json, request: '' }));
  for (const body of bodies)
    assert.deepEqual(body, bodies[0]);
});

test('after five wrong tries the right code is void', async () => {
  const someone = await newcomer(chinwag);
  const code = await codeOf(chinwag, someone.email);
  for (let i = 0; i < 5; i += 1)
    refused(await confirm(someone.name, otherThan(code)), 400,
      'code_mismatch');
  refused(await confirm(someone.name, code), 400, 'code_mismatch');
});

test('a name is tried fifteen times an hour, whoever has it', async () => {
  const someone = await newcomer(chinwag);
  for (const name of [someone.name, freshName('nobody')]) {
    for (let i = 0; i < 15; i += 1)
      refused(await confirm(name, '000000'), 400, 'code_mismatch');
    refused(await confirm(name, '000000'), 429, 'too_many');
  }
});

test('the code of an address that is another\'s by now is of no use', async () => {
  const [one, other] = [freshName(), freshName()];
  const email = `${one}@example.org`;
  for (const username of [one, other])
    is(await nobody(chinwag).post('/users', { username, email,
      password: PASSWORD }), 201);
  const codes = [await codeOf(chinwag, email),
    await codeOf(chinwag, email, 1)];
  const [first, second] = codes;
  const owner = (await confirm(one, first)).status === 204 ? one : other;
  if (owner === other)
    is(await confirm(other, first), 204);
  refused(await confirm(owner === one ? other : one, second), 400,
    'code_mismatch');
});

test('a code used eight times at once works once', async () => {
  const someone = await newcomer(chinwag);
  const code = await codeOf(chinwag, someone.email);
  const answers = await Promise.all(Array.from({ length: 8 }, () =>
    confirm(someone.name, code)));
  const good = answers.filter((answer) => answer.status === 204);
  assert.equal(good.length, 1);
  for (const answer of answers)
    if (answer.status !== 204)
      refused(answer, 400, 'code_mismatch');
});

test('what is no code is refused against the model', async () => {
  const someone = await newcomer(chinwag);
  for (const code of ['', '12345', '1234567', 'abcdef', '12 456',
    '\uff11\uff12\uff13\uff14\uff15\uff16',
    123456, null, ['123456'], { code: 1 }])
    refused(await confirm(someone.name, code), 400, 'invalid', '/code');
});

test('confirmed people are found by others, newcomers are not', async () => {
  const reader = await person(chinwag);
  const someone = await newcomer(chinwag);
  assert.ok(!(await reader.get('/users')).json.includes(someone.name));
  is(await confirm(someone.name, await codeOf(chinwag, someone.email)), 204);
  assert.ok((await reader.get('/users')).json.includes(someone.name));
});

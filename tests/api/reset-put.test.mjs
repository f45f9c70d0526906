// Another password, by the code from the mail.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, newcomer, PASSWORD, person, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const CHOSEN = 'tractor papyrus lamp';

const set = (name, code, password = CHOSEN, way = 'http') =>
  nobody(chinwag, way).put(`/users/${encodeURIComponent(name)}/reset`,
    { code, password });

async function codeFor(someone, known = 0) {
  is(await nobody(chinwag).post(`/users/${someone.name}/reset`, {}), 202);
  return codeOf(chinwag, someone.email, known);
}

const wrong = (code) => (code === '000000' ? '000001' : '000000');

everyWay('the new password counts and the sessions are over', async (way) => {
  const someone = await person(chinwag);
  const code = await codeFor(someone);
  refused(await set(someone.name, wrong(code), CHOSEN, way), 400,
    'code_mismatch');
  const answer = is(await set(someone.email, code, CHOSEN, way), 204);
  assert.equal(answer.header('set-cookie'), undefined);
  refused(await someone.get('/session'), 401, 'unauthorized');
  refused(await nobody(chinwag).post('/session',
    { username: someone.name, password: PASSWORD }), 401, 'wrong_credentials');
  await signIn(chinwag, { ...someone, name: someone.name, password: CHOSEN });
  refused(await set(someone.name, code, CHOSEN, way), 400, 'code_mismatch');
});

test('unknown names are answered like wrong codes', async () => {
  const someone = await person(chinwag);
  const bodies = [];
  for (const name of [someone.name, 'nobody-here', 'nobody@example.org'])
    bodies.push({ ...refused(await set(name, '000000'), 400, 'code_mismatch')
      .json, request: '' });
  assert.deepEqual(bodies[1], bodies[0]);
  assert.deepEqual(bodies[2], bodies[0]);
});

test('the code of a sign-up is good for nothing here', async () => {
  const someone = await newcomer(chinwag);
  const code = await codeOf(chinwag, someone.email);
  refused(await set(someone.name, code), 400, 'code_mismatch');
});

test('one code twice at once sets one password', async () => {
  const someone = await person(chinwag);
  const code = await codeFor(someone);
  const answers = await Promise.all([1, 2, 3].map((i) =>
    set(someone.name, code, `${CHOSEN} ${i}`)));
  assert.equal(answers.filter(({ status }) => status === 204).length, 1,
    answers.map(({ text }) => text).join('\n'));
});

test('common and short passwords are refused', async () => {
  const someone = await person(chinwag);
  const code = await codeFor(someone);
  for (const password of ['password1234', 'elevenchars'])
    refused(await set(someone.name, code, password), 400, 'invalid',
      '/password');
  is(await set(someone.name, code), 204);
});

test('guessing without end is refused', async () => {
  let answer = await set('nobody-here', '000000');
  for (let i = 0; i < 100 && answer.status === 400; i += 1)
    answer = await set('nobody-here', '000000');
  refused(answer, 429, 'too_many');
});

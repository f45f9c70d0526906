// Forgetting one's password.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, freshName, newcomer, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

const ask = (name, way = 'http') =>
  nobody(chinwag, way).post(`/users/${encodeURIComponent(name)}/reset`, {});

// Behind one server all come from one network, which may ask 20 times an hour.

everyWay('a code comes, to a name or a mail address', async (way) => {
  const someone = await person(chinwag);
  assert.deepEqual(is(await ask(someone.name, way), 202).json, {});
  const first = await codeOf(chinwag, someone.email);
  is(await ask(someone.email.toUpperCase(), way), 202);
  assert.match(await codeOf(chinwag, someone.email, 1), /^\d{6}$/);
  assert.match(first, /^\d{6}$/);
});

test('known, unknown and unconfirmed get the same answer', async () => {
  const known = is(await ask((await person(chinwag)).name), 202);
  for (const name of ['nobody-here', 'nobody@example.org',
    (await newcomer(chinwag)).name]) {
    const answer = is(await ask(name), 202);
    assert.equal(answer.text, known.text);
    assert.deepEqual(answer.headers.map(([header]) => header).sort(),
      known.headers.map(([header]) => header).sort());
  }
});

test('asking without end is refused', async () => {
  const name = freshName('asked');
  let answer = await ask(name);
  for (let i = 0; i < 5 && answer.status === 202; i += 1)
    answer = await ask(name);
  refused(answer, 429, 'too_many');
});

test('links and words come from the configuration alone', async () => {
  const someone = await person(chinwag);
  is(await nobody(chinwag).post(`/users/${someone.name}/reset`, {},
    { headers: [['X-Forwarded-Host', 'evil.example']] }), 202);
  const mail = await chinwag.mailTo(someone.email);
  assert.ok(!mail.includes('evil.example'), mail);
  assert.ok(mail.includes(chinwag.url), mail);
});

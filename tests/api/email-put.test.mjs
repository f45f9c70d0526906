// Asking for another mail address.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, freshName, PASSWORD, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite();

const freshEmail = () => `${freshName('mail')}@example.com`;

const ask = (someone, email, password = PASSWORD) =>
  someone.put('/me/email', { email, password });

everyWay('a code goes to the new address, and the old one stays',
  async (way) => {
    const someone = (await person(chinwag)).via(way);
    const email = freshEmail();
    assert.deepEqual(is(await ask(someone, email), 202).json, {});
    assert.match(await codeOf(chinwag, email), /^\d{6}$/);
    assert.equal((await someone.get('/session')).json.email, someone.email);
  });

test('whose address it is already is not told to who asks', async () => {
  const someone = await person(chinwag);
  const other = await person(chinwag);
  const free = is(await ask(someone, freshEmail()), 202);
  const taken = is(await ask(someone, other.email), 202);
  assert.equal(taken.text, free.text);
  assert.ok((await chinwag.mailTo(other.email)).includes(other.name));
});

test('the password is needed, and guesses lock', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 5; i += 1)
    refused(await ask(someone, freshEmail(), 'wrong horse battery'), 401,
      'wrong_credentials');
  await stretchLocks(chinwag);
  refused(await ask(someone, freshEmail()), 429, 'locked');
});

test('what is no address is refused, and asking without end', async () => {
  const someone = await person(chinwag);
  refused(await ask(someone, 'nowhere'), 400, 'invalid', '/email');
  for (let i = 0; i < 5; i += 1)
    is(await ask(someone, freshEmail()), 202);
  refused(await ask(someone, freshEmail()), 429, 'too_many');
});

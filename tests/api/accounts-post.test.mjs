// Making an account for somebody.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, freshName, person } from './lib/actors.mjs';
import { Client } from './lib/client.mjs';
import { is, refused } from './lib/expect.mjs';
import { start } from './lib/harness.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const root = await administrator(chinwag);

const make = (who, change = {}) => {
  const username = freshName('made');
  return who.post('/accounts', { username,
    email: `${username}@example.org`, ...change });
};

// The password stands alone on a line of the mail.
const passwordIn = (mail) => /^\s*([A-Za-z2-9]{5}(?:-[a-z2-9]{5}){3})\s*$/m
  .exec(mail)[1];

everyWay('a temporary password comes by mail and must be changed',
  async (way) => {
    const answer = is(await make(root.via(way)), 201);
    const { username, email, status } = answer.json;
    assert.equal(answer.header('location'), `/api/accounts/${username}`);
    assert.equal(status, 'FORCE_CHANGE_PASSWORD');
    const mail = await chinwag.mailTo(email);
    assert.doesNotMatch(answer.text, new RegExp(passwordIn(mail)));
    const step = is(await nobody(chinwag, way).post('/session',
      { username, password: passwordIn(mail) }), 200).json;
    assert.equal(step.challenge, 'new_password');
    const choose = (password) => nobody(chinwag, way).post(
      '/session/challenge', { session: step.session, password, token: true });
    refused(await choose('password1234'), 400, 'invalid');
    refused(await choose(undefined), 400, 'invalid');
    const { token } = is(await choose('tractor papyrus lamp'), 200).json;
    const me = is(await new Client(chinwag, { token }).get('/me'), 200).json;
    assert.equal(me.status, 'CONFIRMED');
    refused(await nobody(chinwag).post('/session',
      { username, password: passwordIn(mail) }), 401, 'wrong_credentials');
  });

test('names and addresses that are taken, or are none', async () => {
  const someone = await person(chinwag);
  refused(await make(root, { username: someone.name.toUpperCase() }), 409,
    'conflict');
  refused(await make(root, { email: someone.email }), 409, 'conflict');
  refused(await make(root, { username: 'two words' }), 400, 'invalid',
    '/username');
  refused(await make(root, { email: 'nowhere' }), 400, 'invalid', '/email');
  refused(await make(root, { password: 'tractor papyrus lamp' }), 400,
    'invalid');
  refused(await make(someone), 403, 'forbidden');
});

test('mail is not sent without end', async () => {
  const narrow = await start({ conf: { mail_per_hour_total: 2 }, mail: false });
  try {
    const boss = await administrator(narrow);
    for (let i = 0; i < 2; i += 1)
      is(await make(boss), 201);
    refused(await make(boss), 429, 'too_many');
  } finally {
    await narrow.stop();
  }
});

// A seed for an authenticator app.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, person } from './lib/actors.mjs';
import { install } from './lib/app.mjs';
import { is, refused } from './lib/expect.mjs';
import { start } from './lib/harness.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

everyWay('each time another seed, which counts for nothing yet', async (way) => {
  const someone = await person(chinwag);
  const seeds = new Set();
  for (let i = 0; i < 2; i += 1) {
    const { json } = is(await someone.via(way).post('/me/totp',
      { password: PASSWORD }), 200);
    assert.match(json.secret, /^[A-Z2-7]{32}$/);
    seeds.add(json.secret);
  }
  assert.equal(seeds.size, 2);
  const answer = is(await nobody(chinwag).post('/session',
    { username: someone.name, password: PASSWORD }), 200);
  assert.equal(answer.json.challenge, undefined);
});

test('one app at a time', async () => {
  const someone = await person(chinwag);
  await install(someone);
  refused(await someone.post('/me/totp', { password: PASSWORD }), 409,
    'conflict');
});

test('the password is needed, and guesses lock', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 5; i += 1)
    refused(await someone.post('/me/totp',
      { password: 'wrong horse battery' }), 401, 'wrong_credentials');
  await stretchLocks(chinwag);
  refused(await someone.post('/me/totp', { password: PASSWORD }), 429,
    'locked');
});

test('where second factors are off nobody begins', async () => {
  const off = await start({ conf: { mfa: 'off' }, mail: false });
  try {
    refused(await (await person(off)).post('/me/totp',
      { password: PASSWORD }), 403, 'forbidden');
  } finally {
    await off.stop();
  }
});

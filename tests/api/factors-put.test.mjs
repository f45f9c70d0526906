// Choosing second factors.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, person } from './lib/actors.mjs';
import { enter, install } from './lib/app.mjs';
import { is, refused } from './lib/expect.mjs';
import { start } from './lib/harness.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

const wish = (someone, values) => someone.put('/me/factors',
  { password: PASSWORD, totp: false, mail: false, ...values });

const signIn = (someone) => nobody(chinwag).post('/session',
  { username: someone.name, password: PASSWORD });

everyWay('mail is asked for, and then no more', async (way) => {
  const someone = (await person(chinwag)).via(way);
  is(await wish(someone, { mail: true }), 204);
  assert.equal((await signIn(someone)).json.challenge, 'mail');
  is(await wish(someone, {}), 204);
  assert.equal((await signIn(someone)).json.challenge, undefined);
});

test('the app goes when nobody wants it', async () => {
  const someone = await person(chinwag);
  refused(await wish(someone, { totp: true }), 409, 'conflict');
  await install(someone);
  is(await wish(someone, { totp: true, mail: true, first: 'mail' }), 204);
  assert.equal((await signIn(someone)).json.challenge, 'mail');
  is(await wish(someone, { totp: true, mail: true, first: 'totp' }), 204);
  assert.equal((await signIn(someone)).json.challenge, 'totp');
  is(await wish(someone, {}), 204);
  assert.equal((await signIn(someone)).json.challenge, undefined);
});

test('the password is needed, and guesses lock', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 5; i += 1)
    refused(await wish(someone, { password: 'wrong horse battery' }), 401,
      'wrong_credentials');
  await stretchLocks(chinwag);
  refused(await wish(someone, {}), 429, 'locked');
  refused(await signIn(someone), 429, 'locked');
  is(await someone.get('/session'), 200);
});

test('one stays where it is required, and none comes where all are off', async () => {
  for (const [mfa, values] of [['required', {}], ['off', { mail: true }]]) {
    const other = await start({ conf: { mfa }, mail: false });
    try {
      const newcomer = await person(other);
      const someone = mfa === 'off' ? newcomer : await enter(other, newcomer);
      refused(await wish(someone, values), 403, 'forbidden');
      assert.equal((await someone.get('/me/factors')).json.policy, mfa);
    } finally {
      await other.stop();
    }
  }
});

test('strange wishes are refused', async () => {
  const someone = await person(chinwag);
  refused(await wish(someone, { first: 'post' }), 400, 'invalid', '/first');
  refused(await someone.put('/me/factors', { password: PASSWORD, mail: true }),
    400, 'invalid', '/totp');
});

// Fresh recovery codes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, person } from './lib/actors.mjs';
import { install } from './lib/app.mjs';
import { is, refused } from './lib/expect.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

everyWay('those before are void', async (way) => {
  const someone = await person(chinwag);
  const old = await install(someone);
  const { codes } = is(await someone.via(way).post('/me/recovery',
    { password: PASSWORD }), 200).json;
  const use = async (recovery) => nobody(chinwag).post('/session/challenge', {
    recovery,
    session: (await nobody(chinwag).post('/session',
      { username: someone.name, password: PASSWORD })).json.session,
  });
  refused(await use(old.codes[0]), 400, 'code_mismatch');
  is(await use(codes[9]), 200);
});

test('the password is needed, and guesses lock', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 5; i += 1)
    refused(await someone.post('/me/recovery',
      { password: 'wrong horse battery' }), 401, 'wrong_credentials');
  await stretchLocks(chinwag);
  const answer = refused(await someone.post('/me/recovery',
    { password: PASSWORD }), 429, 'locked');
  assert.ok(Number(answer.header('retry-after')) >= 1);
});

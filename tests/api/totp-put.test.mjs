// Proving that an authenticator app makes the right codes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, person } from './lib/actors.mjs';
import { show } from './lib/app.mjs';
import { is, refused } from './lib/expect.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

const seedOf = async (someone) => is(await someone.post('/me/totp',
  { password: PASSWORD }), 200).json.secret;

const prove = (someone, code) => someone.put('/me/totp', { code });

everyWay('a code turns the app on and brings recovery codes', async (way) => {
  const someone = (await person(chinwag)).via(way);
  const code = show(await seedOf(someone));
  const { codes } = is(await prove(someone, code), 200).json;
  assert.equal(new Set(codes).size, 10);
  for (const one of codes)
    assert.match(one, /^[a-z2-9]{5}-[a-z2-9]{5}$/);
  refused(await prove(someone, code), 400, 'code_mismatch');
});

test('without a seed, and with another\'s, nothing is proven', async () => {
  const someone = await person(chinwag);
  const other = await seedOf(await person(chinwag));
  refused(await prove(someone, '000000'), 400, 'code_mismatch');
  await seedOf(someone);
  refused(await prove(someone, show(other)), 400, 'code_mismatch');
  assert.equal((await someone.get('/me/factors')).json.totp, false);
});

test('guesses lock', async () => {
  const someone = await person(chinwag);
  const secret = await seedOf(someone);
  const wrong = show(secret) === '000000' ? '000001' : '000000';
  for (let i = 0; i < 5; i += 1)
    refused(await prove(someone, wrong), 400, 'code_mismatch');
  await stretchLocks(chinwag);
  refused(await prove(someone, wrong), 429, 'locked');
});

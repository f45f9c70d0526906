// Listing one's second factors.

import assert from 'node:assert/strict';
import { PASSWORD, person } from './lib/actors.mjs';
import { install } from './lib/app.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

everyWay('what there is, is told', async (way) => {
  const someone = await person(chinwag);
  const ask = async () => is(await someone.via(way).get('/me/factors'), 200)
    .json;
  assert.deepEqual(await ask(), { totp: false, mail: false, recovery: 0,
    policy: 'optional' });
  await install(someone);
  is(await someone.put('/me/factors', { password: PASSWORD, totp: true,
    mail: true, first: 'mail' }), 204);
  assert.deepEqual(await ask(), { totp: true, label: 'phone', mail: true,
    first: 'mail', recovery: 10, policy: 'optional' });
});

everyWay('only to those who are signed in', async (way) => {
  refused(await nobody(chinwag, way).get('/me/factors'), 401, 'unauthorized');
});

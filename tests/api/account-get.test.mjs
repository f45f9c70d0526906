// One account, for administrators.

import assert from 'node:assert/strict';
import { administrator, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('what its owner sees, and nothing for others', async (way) => {
  const someone = await person(chinwag);
  await someone.patch('/me', { attributes: { name: 'Anna' } });
  const { json } = is(await root.via(way)
    .get(`/accounts/${someone.name.toUpperCase()}`), 200);
  assert.deepEqual(json, (await someone.get('/me')).json);
  refused(await root.via(way).get('/accounts/nobody-here'), 404, 'not_found');
  refused(await someone.via(way).get(`/accounts/${someone.name}`), 403,
    'forbidden');
});

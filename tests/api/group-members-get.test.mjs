// Who is in a group.

import assert from 'node:assert/strict';
import { administrator, freshName, people, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('by name, page by page', async (way) => {
  const name = freshName('staff');
  const [anna, bob] = await people(chinwag, 'anna', 'Bob');
  is(await root.post('/groups', { name }), 201);
  for (const { name: who } of [bob, anna])
    is(await root.put(`/groups/${name}/members/${who}`), 204);
  const ask = async (query = '') => is(await root.via(way)
    .get(`/groups/${name}/members${query}`), 200).json;
  assert.deepEqual(await ask(), [anna.name, bob.name]);
  assert.deepEqual(await ask('?limit=1'), [anna.name]);
  assert.deepEqual(await ask(`?after=${anna.name}`), [bob.name]);
  refused(await root.via(way).get('/groups/none/members'), 404, 'not_found');
  refused(await (await person(chinwag)).get(`/groups/${name}/members`), 403,
    'forbidden');
});

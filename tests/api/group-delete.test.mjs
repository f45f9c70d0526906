// Removing a group.

import assert from 'node:assert/strict';
import { administrator, freshName, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('its members stay, that of administrators too', async (way) => {
  const name = freshName('staff');
  const someone = await person(chinwag);
  is(await root.post('/groups', { name }), 201);
  is(await root.put(`/groups/${name}/members/${someone.name}`), 204);
  assert.deepEqual((await someone.get('/me')).json.groups, [name]);
  is(await root.via(way).delete(`/groups/${name}`), 204);
  assert.deepEqual((await someone.get('/me')).json.groups, []);
  refused(await root.via(way).delete(`/groups/${name}`), 404, 'not_found');
  refused(await root.via(way).delete('/groups/Administrators'), 403,
    'forbidden');
});

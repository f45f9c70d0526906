// Changing what a group is for.

import assert from 'node:assert/strict';
import { administrator, freshName, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('description and precedence', async (way) => {
  const name = freshName('staff');
  is(await root.post('/groups', { name, precedence: 5 }), 201);
  const { json } = is(await root.via(way).patch(`/groups/${name.toUpperCase()}`,
    { description: 'Others.' }), 200);
  assert.equal(json.name, name);
  assert.equal(json.description, 'Others.');
  assert.equal(json.precedence, undefined);
  refused(await root.via(way).patch('/groups/none', { description: '' }), 404,
    'not_found');
  refused(await (await person(chinwag)).patch(`/groups/${name}`,
    { description: '' }), 403, 'forbidden');
});

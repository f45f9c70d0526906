// Reading a group.

import assert from 'node:assert/strict';
import { administrator, freshName, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('what it is for and how much it counts', async (way) => {
  const name = freshName('Staff');
  const made = is(await root.post('/groups', { name, precedence: 5,
    description: 'Those who work here.' }), 201).json;
  const read = is(await root.via(way).get(`/groups/${name.toLowerCase()}`),
    200).json;
  assert.deepEqual(read, made);
  const { precedence } = is(await root.via(way).get('/groups/administrators'),
    200).json;
  assert.equal(precedence, 0);
  refused(await root.via(way).get('/groups/none'), 404, 'not_found');
  refused(await (await person(chinwag)).via(way).get(`/groups/${name}`), 403,
    'forbidden');
});

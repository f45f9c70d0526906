// Listing invitations.

import assert from 'node:assert/strict';
import { administrator, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('the newest first, and no token', async (way) => {
  const made = [];
  for (const note of ['one', 'two', 'three'])
    made.push(is(await root.post('/invitations', { note }), 201).json);
  const ask = async (query) => is(await root.via(way)
    .get(`/invitations${query}`), 200);
  const { json, text } = await ask('?limit=2');
  assert.deepEqual(json.invitations.map(({ note }) => note), ['three', 'two']);
  assert.equal(json.more, true);
  for (const { token } of made)
    assert.ok(!text.includes(token));
  assert.equal((await ask(`?before=${made[1].id}`)).json.invitations[0].id,
    made[0].id);
  refused(await (await person(chinwag)).get('/invitations'), 403, 'forbidden');
});

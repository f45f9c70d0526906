// Putting somebody into a group.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, freshName, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('an administrator makes another, at once', async (way) => {
  const someone = await person(chinwag);
  const put = (who, name) => who.via(way)
    .put(`/groups/administrators/members/${name}`);
  refused(await put(someone, someone.name), 403, 'forbidden');
  is(await put(root, someone.name.toUpperCase()), 204);
  is(await put(root, someone.name), 204);
  is(await someone.get('/audit'), 200);
  refused(await put(root, 'nobody-here'), 404, 'not_found');
  refused(await root.put(`/groups/none/members/${someone.name}`), 404,
    'not_found');
});

test('an account is in a hundred groups and no more', async () => {
  const someone = await person(chinwag);
  let answer;
  for (let i = 0; i <= 100; i += 1) {
    const name = freshName('group');
    await root.post('/groups', { name });
    answer = await root.put(`/groups/${name}/members/${someone.name}`);
  }
  refused(answer, 429, 'too_many');
  assert.equal((await someone.get('/me')).json.groups.length, 100);
});

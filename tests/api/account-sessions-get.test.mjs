// Listing where somebody else is signed in.

import assert from 'node:assert/strict';
import { administrator, person, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('theirs alone, and none of their secrets', async (way) => {
  const someone = await person(chinwag);
  await signIn(chinwag, someone);
  const ask = async (name) => is(await root.via(way)
    .get(`/accounts/${name}/sessions`), 200);
  const answer = await ask(someone.name.toUpperCase());
  assert.equal(answer.json.length, 2);
  for (const one of answer.json) {
    assert.equal(one.current, false);
    assert.equal(one.address, '127.0.0.0/24');
    assert.ok(one.expires > Date.now());
  }
  assert.ok(!answer.text.includes(someone.token));
  assert.deepEqual((await ask(root.name)).json.map(({ current }) => current),
    [true]);
  is(await someone.delete('/sessions'), 204);
  assert.deepEqual((await ask(someone.name)).json, []);
  refused(await root.via(way).get('/accounts/nobody-here/sessions'), 404,
    'not_found');
  refused(await (await person(chinwag)).via(way)
    .get(`/accounts/${root.name}/sessions`), 403, 'forbidden');
});

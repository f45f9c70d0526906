// Signing out somewhere else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

const others = async (someone) => (await someone.get('/sessions')).json
  .filter(({ current }) => !current).map(({ id }) => id);

everyWay('one ends and this one goes on', async (way) => {
  const here = await person(chinwag);
  const there = await signIn(chinwag, here);
  const [id] = await others(here);
  const answer = is(await here.via(way).delete(`/sessions/${id}`), 204);
  assert.equal(answer.header('set-cookie'), undefined);
  refused(await there.get('/session'), 401, 'unauthorized');
  is(await here.get('/session'), 200);
  refused(await here.via(way).delete(`/sessions/${id}`), 404, 'not_found');
});

test('nobody ends a session of others', async () => {
  const anna = await person(chinwag);
  await signIn(chinwag, anna);
  const eve = await person(chinwag);
  for (const { id } of (await anna.get('/sessions')).json)
    refused(await eve.delete(`/sessions/${id}`), 404, 'not_found');
  assert.equal((await anna.get('/sessions')).json.length, 2);
  for (const id of ['0', 'x', '9007199254740992', '-1'])
    refused(await anna.delete(`/sessions/${id}`), 400, 'invalid');
});

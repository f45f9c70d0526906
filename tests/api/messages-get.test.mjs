// Pages of a conversation.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { is, NO_ID, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const [anna, bob, stranger] = await people(chinwag, 'anna', 'bob', 'stranger');
const id = await anna.converse(bob);
const said = [];
for (let i = 1; i <= 120; i += 1)
  said.push(await (i % 3 ? anna : bob).say(id, `message ${i}`));

const page = async (query = '', caller = bob) =>
  is(await caller.get(`/conversations/${id}/messages${query}`), 200).json;

everyWay('the newest 50, and that there are more', async (way) => {
  assert.deepEqual(await page('', bob.via(way)),
    { messages: said.slice(-50), more: true });
  assert.deepEqual(await page('?limit=200', bob.via(way)),
    { messages: said, more: false });
});

everyWay('backwards to the start without a gap', async (way) => {
  const seen = [];
  let before = '';
  let more = true;
  while (more) {
    const got = await page(`?limit=50${before}`, bob.via(way));
    seen.unshift(...got.messages);
    before = `&before=${got.messages[0].time}`;
    more = got.more;
  }
  assert.deepEqual(seen, said);
});

everyWay('forwards to the end without a gap', async (way) => {
  const seen = [];
  let after = '0';
  let more = true;
  while (more) {
    const got = await page(`?limit=40&after=${after}`, bob.via(way));
    seen.push(...got.messages);
    after = got.messages.at(-1).time;
    more = got.more;
  }
  assert.deepEqual(seen, said);
});

test('an exact fit has no more', async () => {
  assert.equal((await page('?limit=120')).more, false);
  assert.equal((await page('?limit=119')).more, true);
  assert.equal((await page(`?after=${said[99].time}&limit=20`)).more, false);
  assert.equal((await page(`?after=${said[98].time}&limit=20`)).more, true);
  assert.deepEqual(await page(`?before=${said[0].time}`),
    { messages: [], more: false });
});

test('strange pages are refused', async () => {
  for (const query of ['limit=0', 'limit=201', 'before=soon', 'after=',
    'before=1&before=2', 'after=9007199254740992', 'page=2'])
    refused(await bob.get(`/conversations/${id}/messages?${query}`), 400,
      'invalid');
});

everyWay('not there and not yours are the same', async (way) => {
  refused(await stranger.via(way).get(`/conversations/${id}/messages`), 404,
    'not_found');
  refused(await bob.via(way).get(`/conversations/${NO_ID}/messages`), 404,
    'not_found');
  refused(await nobody(chinwag, way).get(`/conversations/${id}/messages`),
    401, 'unauthorized');
});

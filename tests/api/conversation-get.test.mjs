// A conversation with its newest messages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { increasing, is, NO_ID, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const [anna, bob, stranger] = await people(chinwag, 'anna', 'bob', 'stranger');
const id = await anna.converse(bob);
const said = [];
for (let i = 1; i <= 130; i += 1)
  said.push(await (i % 2 ? anna : bob).say(id, `message ${i}`));

const read = async (query = '', caller = anna) =>
  is(await caller.get(`/conversations/${id}${query}`), 200).json;

everyWay('the newest 100, ascending', async (way) => {
  const seen = await read('', anna.via(way));
  assert.equal(seen.id, id);
  assert.deepEqual([...seen.participants].sort(), [anna.name, bob.name].sort());
  assert.equal(seen.last, said.at(-1).time);
  assert.equal(seen.unread, 65);
  assert.equal(seen.read, 0);
  assert.deepEqual(seen.messages, said.slice(-100));
  increasing(seen.messages.map((message) => message.time));
});

everyWay('before and after, exclusive', async (way) => {
  const caller = anna.via(way);
  assert.deepEqual((await read('?limit=3', caller)).messages, said.slice(-3));
  assert.deepEqual((await read(`?before=${said[10].time}`, caller)).messages,
    said.slice(0, 10));
  assert.deepEqual(
    (await read(`?before=${said[50].time}&limit=5`, caller)).messages,
    said.slice(45, 50));
  assert.deepEqual(
    (await read(`?after=${said[50].time}&limit=5`, caller)).messages,
    said.slice(51, 56));
  assert.deepEqual((await read(`?after=${said[127].time}`, caller)).messages,
    said.slice(128));
  assert.deepEqual((await read(`?after=${said.at(-1).time}`, caller)).messages,
    []);
});

test('an empty one has neither last nor messages', async () => {
  const empty = is(await anna.get(`/conversations/${
    await anna.converse(bob, stranger)}`), 200).json;
  assert.ok(!('last' in empty));
  assert.deepEqual(empty.messages, []);
  assert.equal(empty.unread, 0);
});

everyWay('not there and not yours are the same', async (way) => {
  const answers = [
    refused(await stranger.via(way).get(`/conversations/${id}`), 404,
      'not_found'),
    refused(await stranger.via(way).get(`/conversations/${NO_ID}`), 404,
      'not_found')];
  assert.deepEqual({ ...answers[0].json, request: '' },
    { ...answers[1].json, request: '' });
  refused(await nobody(chinwag, way).get(`/conversations/${id}`), 401,
    'unauthorized');
});

test('strange pages are refused', async () => {
  for (const query of ['limit=0', 'limit=201', 'limit=-1', 'before=x',
    'after=1.5', 'before=99999999999999999999', 'after=-1x', 'since=3',
    'limit=1&limit=2', 'limit'])
    refused(await anna.get(`/conversations/${id}?${query}`), 400, 'invalid');
});

test('what is no id is not found', async () => {
  for (const bad of [id.toUpperCase(), id.slice(1), `${id}0`, 'x', '0',
    id.replaceAll('-', ''), `%7B${id}%7D`, `${id}%00`, `${id}%0a`, '%ff',
    '\'%20OR%20\'1\'=\'1', '%e2%80%ae']) {
    const answer = await anna.get(`/conversations/${bad}`);
    assert.ok([400, 404].includes(answer.status), `${bad} ${answer.text}`);
  }
});

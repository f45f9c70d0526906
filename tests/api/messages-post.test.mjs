// Saying something.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { increasing, is, NO_ID, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const [anna, bob, stranger] = await people(chinwag, 'anna', 'bob', 'stranger');
const id = await anna.converse(bob);
const other = await anna.converse(bob, stranger);

const post = (caller, message, key, to = id) => caller.post(
  `/conversations/${to}/messages`, { message }, { key });

const all = async (to = id) =>
  (await anna.messages(to, '?limit=200')).messages;

everyWay('it is stored, and comes back as the others will see it',
  async (way) => {
    const before = Date.now();
    const answer = is(await post(anna.via(way), 'hello', randomUUID()), 201);
    assert.equal(answer.json.sender, anna.name);
    assert.equal(answer.json.message, 'hello');
    assert.ok(Math.abs(answer.json.time - before) < 60e3);
    assert.ok(answer.header('location')
      .endsWith(`/conversations/${id}/messages/${answer.json.time}`));
    const seen = (await bob.messages(id, '?limit=1')).messages[0];
    assert.deepEqual(seen, answer.json);
  });

everyWay('the same key: the same answer, stored once', async (way) => {
  const key = randomUUID();
  const first = is(await post(anna.via(way), 'once', key), 201);
  const count = (await all()).length;
  const again = is(await post(anna.via(way), 'once', key), 201);
  assert.equal(again.text, first.text);
  assert.equal(again.header('location'), first.header('location'));
  assert.equal((await all()).length, count);
  refused(await post(anna.via(way), 'twice', key), 422, 'key_reused');
  refused(await post(anna.via(way), 'once', key, other), 422, 'key_reused');
  // A key is its owner's alone.
  is(await post(bob.via(way), 'once', key), 201);
  assert.equal((await all()).length, count + 1);
});

test('a key 16 times at once: one message', async () => {
  for (let round = 0; round < 5; round += 1) {
    const key = randomUUID();
    const count = (await all(other)).length;
    const answers = await Promise.all(Array.from({ length: 16 }, () =>
      post(anna, 'at once', key, other)));
    const good = answers.filter((answer) => answer.status === 201);
    assert.ok(good.length >= 1);
    assert.equal(new Set(good.map((answer) => answer.text)).size, 1);
    assert.ok(answers.every((answer) => [201, 409].includes(answer.status)),
      answers.map((answer) => answer.status).join(' '));
    assert.equal((await all(other)).length, count + 1);
  }
});

test('a key with another body at once: one of the two', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) =>
    post(anna, `body ${i % 2}`, key)));
  assert.ok(answers.every((answer) => [201, 409, 422].includes(answer.status)));
  const stored = new Set(answers.filter((answer) => answer.status === 201)
    .map((answer) => answer.json.time));
  assert.equal(stored.size, 1);
});

test('200 posts at once: none lost, times strictly increasing', async () => {
  const [one, two] = await people(chinwag, 'one', 'two');
  const to = await one.converse(two);
  const times = new Set();
  for (let round = 0; round < 4; round += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) =>
      post(i % 2 ? one : two, `${round} ${i}`, randomUUID(), to)));
    for (const answer of answers)
      times.add(is(answer, 201).json.time);
  }
  assert.equal(times.size, 200);
  const stored = (await one.messages(to, '?limit=200')).messages;
  assert.deepEqual(new Set(stored.map((message) => message.time)), times);
  increasing(stored.map((message) => message.time));
  const { last } = (await one.get(`/conversations/${to}`)).json;
  assert.equal(last, stored.at(-1).time);
});

test('words come back to the byte', async () => {
  for (const message of ['\u0301e', 'e\u0301', '\u00e9', '\ufeffx', 'a\r\nb',
    '\ttab', '\u202eevil', 'x'.repeat(8000),
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    'data: x\n\ndata: y',
    'a\u2028b\u2029c', '</script>', '\\u0041', '\uffff', '{{7*7}}', '%00',
    '" \\" \\\\', '\u{10ffff}', 'Z\u0351\u0343\u035b'.repeat(100)]) {
    assert.equal(is(await post(anna, message), 201).json.message, message);
    assert.equal((await all()).at(-1).message, message);
  }
});

test('nothing, blanks, control characters and too much are refused',
  async () => {
    const before = await all();
    for (const message of ['', ' ', '\n\t ', '\u00a0\u2003', 'x'.repeat(8001),
      'a\u0007b', '\u001b[31m', 'a\u007fb', null, 1, true, [], {},
      ['x']])
      refused(await post(anna, message, randomUUID()), 400, 'invalid',
        '/message');
    refused(await anna.post(`/conversations/${id}/messages`, {}), 400,
      'invalid', '/message');
    assert.deepEqual(await all(), before);
  });

test('lone surrogates are no text', async () => {
  for (const body of ['{"message":"\\ud800"}', '{"message":"\\udc00x"}',
    '{"message":"a\\u0000"}'])
    is(await anna.call('POST', `/conversations/${id}/messages`, { body,
      type: 'application/json' }), 400);
});

test('a bad key is refused', async () => {
  const before = await all();
  for (const key of ['x'.repeat(65), 'with blank', '\xe9', 'a\tb'])
    refused(await post(anna, 'hello', key), 400, 'invalid', 'Idempotency-Key');
  const path = `/conversations/${id}/messages`;
  const twice = await anna.post(path, { message: 'hello' }, { headers: [
    ['Idempotency-Key', 'one'], ['Idempotency-Key', 'two']] });
  refused(twice, 400, 'invalid');
  assert.deepEqual(await all(), before);
  is(await post(anna, 'hello', 'k'.repeat(64)), 201);
});

test('a refused request does not use up its key', async () => {
  const key = randomUUID();
  refused(await post(anna, '', key), 400, 'invalid');
  is(await post(anna, 'now right', key), 201);
});

test('nobody writes in another\'s name or time', async () => {
  const answer = await anna.post(`/conversations/${id}/messages`,
    { message: 'mine', sender: bob.name, time: 1, id: 7 });
  assert.ok([201, 400].includes(answer.status));
  if (answer.status === 201) {
    assert.equal(answer.json.sender, anna.name);
    assert.ok(answer.json.time > 1);
  }
});

everyWay('only members speak', async (way) => {
  const before = await all();
  refused(await post(stranger.via(way), 'hi', randomUUID()), 404, 'not_found');
  refused(await post(anna.via(way), 'hi', randomUUID(), NO_ID), 404,
    'not_found');
  refused(await post(nobody(chinwag, way), 'hi'), 401, 'unauthorized');
  assert.deepEqual(await all(), before);
});

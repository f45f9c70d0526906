// Following what happens without a program that waits: cursor files.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { people, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { eventually, start } from './lib/harness.mjs';
import { ranMs } from './lib/patience.mjs';
import { countStarts } from './lib/starts.mjs';
import { Stream } from './lib/stream.mjs';
import { everyWay, lacking, suite } from './lib/suite.mjs';
import { request } from './lib/wire.mjs';

const chinwag = await suite({ mail: false });

const read = (name, etag, from = chinwag.port) => request(from,
  { path: `/live/${name}.json`,
    headers: etag ? [['If-None-Match', etag]] : [] });

// A server may look at a file once a second only.
const changed = (name, etag, { status = 200, from } = {}) =>
  eventually(`status ${status}`, async () => {
    const answer = await read(name, etag, from);
    return answer.status === status && answer;
  });

const gone = (name) => changed(name, undefined, { status: 404 });

async function watch(caller) {
  const { json } = is(await caller.get('/events?wait=0&cursor=1'), 200);
  assert.match(json.cursor, /^[A-Za-z0-9_-]{43}$/);
  return json;
}

async function pair(instance = chinwag) {
  const [anna, bob] = await people(instance, 'anna', 'bob');
  return { anna, bob, id: await anna.converse(bob) };
}

everyWay('the answer says how to follow events', async (way) => {
  const { bob } = await pair();
  const { json } = is(await bob.via(way).get('/events?wait=0'), 200);
  const { mode } = json;
  if (way === 'http')
    assert.ok(mode === 'stream' || mode === 'cursor', mode);
  else
    assert.equal(mode, 'cursor');
  assert.equal(json.cursor, undefined, 'nobody asked for it');
});

everyWay('a cursor file changes with each event, and only then', async (way) => {
  const { anna, bob, id } = await pair();
  const [carla] = await people(chinwag, 'carla');
  const other = await carla.converse(anna);
  const { cursor, last } = await watch(bob.via(way));
  const first = is(await read(cursor), 200);
  assert.deepEqual(first.json, { last });
  assert.equal(first.header('Cache-Control'), 'no-cache');
  assert.match(first.header('Content-Type'), /^application\/json/);
  const tag = first.header('ETag');
  is(await read(cursor, tag), 304);
  await carla.say(other, 'not for Bob');
  const file = path.join(chinwag.data, 'live', `${cursor}.json`);
  assert.deepEqual(JSON.parse(fs.readFileSync(file)), { last });
  const tags = new Set([tag]);
  const change = async () => {
    const answer = await changed(cursor, [...tags].at(-1));
    tags.add(answer.header('ETag'));
    return answer.json.last;
  };
  const said = await anna.via(way).say(id, 'for Bob');
  const position = await change();
  const { events } = (await bob.get(`/events?after=${last}&wait=0`)).json;
  assert.equal(events.at(-1).id, position);
  is(await bob.via(way).put(`/conversations/${id}/read`,
    { time: said.time }), 204);
  await change();
  is(await bob.via(way).post('/conversations', [carla.name, anna.name]), 201);
  await change();
  is(await anna.via(way).delete(
    `/conversations/${id}/members/${anna.name}`), 204);
  await change();
  is(await bob.via(way).put('/me/datasets/drafts', { value: '' }), 200);
  is(await anna.via(way).put('/me/datasets/drafts', { value: '' }), 200);
  await change();
  assert.equal(tags.size, 6);
});

test('many changes within a second are all told apart', async () => {
  const { anna, bob, id } = await pair();
  const { cursor } = await watch(bob);
  const file = path.join(chinwag.data, 'live', `${cursor}.json`);
  const seen = new Set();
  for (let i = 0; i < 20; i += 1) {
    await anna.say(id, `number ${i}`);
    const { mtimeMs, size } = fs.statSync(file);
    seen.add(`${Math.floor(mtimeMs / 1000)} ${size}`);
  }
  assert.equal(seen.size, 20);
});

test('one session has one file, and others have others', async () => {
  const { bob } = await pair();
  const phone = await signIn(chinwag, bob);
  const { cursor } = await watch(bob);
  assert.equal((await watch(bob)).cursor, cursor);
  const { cursor: other } = await watch(phone);
  assert.notEqual(other, cursor);
  is(await phone.delete('/session'), 204);
  await gone(other);
  is(await read(cursor), 200);
  const again = await signIn(chinwag, bob);
  const { cursor: next } = await watch(again);
  assert.notEqual(next, other);
  is(await again.delete('/sessions'), 204);
  await gone(cursor);
  await gone(next);
});

test('a message after signing out brings no file back', async () => {
  const { anna, bob, id } = await pair();
  const { cursor } = await watch(bob);
  is(await bob.delete('/session'), 204);
  await anna.say(id, 'he is gone');
  await gone(cursor);
});

test('nothing else is given from that directory', async () => {
  const { bob } = await pair();
  const { cursor } = await watch(bob);
  const place = path.join(chinwag.data, 'live');
  fs.writeFileSync(path.join(place, `.${cursor}.draft`), 'draft');
  fs.writeFileSync(path.join(place, 'other.json'), 'other');
  for (const name of ['', `.${cursor}.draft`, 'other.json', `${cursor}`,
    '../chat.db', '%2e%2e/chat.db', '..%2fkeys', `${cursor}.json/x`]) {
    const answer = await request(chinwag.port, { path: `/live/${name}` });
    assert.ok([400, 403, 404].includes(answer.status),
      `${name} ${answer.status}`);
    assert.doesNotMatch(answer.text, new RegExp(cursor));
  }
});

test('a reader who has nothing to read starts no program', {
  skip: lacking.cgi }, async () => {
  const counted = await start({ mail: false });
  try {
    const started = countStarts(counted);
    const from = await counted.cgi();
    const { anna, bob, id } = await pair(counted);
    started();
    const { cursor } = await watch(bob.via('cgi'));
    assert.deepEqual(started(), [counted.nameOf('events-get')]);
    const tag = is(await read(cursor, undefined, from), 200).header('ETag');
    // As many polls as a browser makes in two minutes.
    for (let i = 0; i < 60; i += 1)
      is(await read(cursor, tag, from), 304);
    assert.deepEqual(started(), []);
    await anna.via('cgi').say(id, 'hello');
    assert.deepEqual(started(), [counted.nameOf('messages-post')]);
    await changed(cursor, tag, { from });
    assert.deepEqual(started(), []);
  } finally {
    await counted.stop();
  }
});

test('where nobody may wait, nobody does', async () => {
  const strict = await start({ conf: { events_by: 'cursor' }, mail: false });
  try {
    const [dora] = await people(strict, 'dora');
    const began = ranMs();
    const { json } = is(await dora.get('/events?wait=25'), 200);
    assert.ok(ranMs() - began < 20000);
    assert.equal(json.mode, 'cursor');
    const stream = new Stream(dora);
    await stream.over();
    assert.equal(stream.status, 503);
    const { cursor } = await watch(dora);
    is(await read(cursor, undefined, strict.port), 200);
  } finally {
    await strict.stop();
  }
});

test('where streams are not wanted, polls wait', {
  skip: lacking.streams }, async () => {
  const polls = await start({ conf: { events_by: 'poll' }, mail: false });
  try {
    const [dora, emil] = await people(polls, 'dora', 'emil');
    const { json } = is(await dora.get('/events?wait=0'), 200);
    assert.equal(json.mode, 'poll');
    const stream = new Stream(dora);
    await stream.over();
    assert.equal(stream.status, 503);
    const waiting = dora.get(`/events?after=${json.last}&wait=25`);
    const id = await emil.converse(dora);
    const { events } = is(await waiting, 200).json;
    assert.equal(events[0].conversation, id);
  } finally {
    await polls.stop();
  }
});

test('the operator\'s command moves files, too', async () => {
  const { anna, bob } = await pair();
  const { cursor } = await watch(bob);
  const tag = is(await read(cursor), 200).header('ETag');
  await chinwag.admin(['conversation-add', anna.name, bob.name,
    ...(await people(chinwag, 'carla')).map(({ name }) => name)]);
  await changed(cursor, tag);
});

test('what is asked wrongly is refused', async () => {
  const { bob } = await pair();
  refused(await bob.get('/events?wait=0&cursor=maybe'), 400, 'invalid',
    '?cursor');
});

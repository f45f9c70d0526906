// Moving the read mark.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { is, NO_ID, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const [anna, bob, stranger] = await people(chinwag, 'anna', 'bob', 'stranger');

async function conversation() {
  const [carla] = await people(chinwag, 'carla');
  const id = await anna.converse(bob, carla);
  const said = [];
  for (let i = 0; i < 5; i += 1)
    said.push(await bob.say(id, `message ${i}`));
  return { id, said };
}

const mark = (caller, id, values) =>
  caller.put(`/conversations/${id}/read`, values);

const state = async (caller, id) => {
  const { read, unread } = (await caller.get(`/conversations/${id}`)).json;
  return { read, unread };
};

everyWay('forward, and back only when asked', async (way) => {
  const { id, said } = await conversation();
  const caller = anna.via(way);
  assert.deepEqual(await state(anna, id), { read: 0, unread: 5 });
  is(await mark(caller, id, { time: said[2].time }), 204);
  assert.deepEqual(await state(anna, id), { read: said[2].time, unread: 2 });
  is(await mark(caller, id, { time: said[1].time }), 204);
  assert.deepEqual(await state(anna, id), { read: said[2].time, unread: 2 });
  is(await mark(caller, id, { time: said[1].time, unread: true }), 204);
  assert.deepEqual(await state(anna, id), { read: said[1].time, unread: 3 });
  is(await mark(caller, id, { time: said[4].time }), 204);
  assert.deepEqual(await state(anna, id), { read: said[4].time, unread: 0 });
  is(await mark(caller, id, { time: 0, unread: true }), 204);
  assert.deepEqual(await state(anna, id), { read: 0, unread: 5 });
});

test('a time between messages is that of the one before', async () => {
  const { id, said } = await conversation();
  is(await mark(anna, id, { time: said[1].time - 1 }), 204);
  assert.equal((await state(anna, id)).unread, said[1].time - said[0].time > 1
    ? 4 : 4);
  is(await mark(anna, id, { time: 9007199254740991 }), 204);
  assert.deepEqual(await state(anna, id), { read: said[4].time, unread: 0 });
});

test('the mark is mine alone', async () => {
  const { id, said } = await conversation();
  is(await mark(bob, id, { time: said[4].time }), 204);
  assert.deepEqual(await state(anna, id), { read: 0, unread: 5 });
});

test('strange marks are refused', async () => {
  const { id } = await conversation();
  for (const values of [{}, { time: '1' }, { time: 1.5 }, { time: null },
    { time: -1 }, { time: true }, { time: 1e300 }, { time: 1, unread: 'yes' },
    [1], 1, null])
    refused(await mark(anna, id, values), 400, 'invalid');
  is(await anna.call('PUT', `/conversations/${id}/read`, { type:
    'application/json', body: '{"time":99999999999999999999}' }), 400);
  assert.deepEqual(await state(anna, id), { read: 0, unread: 5 });
});

everyWay('only members have one', async (way) => {
  const { id, said } = await conversation();
  const { time } = said[0];
  refused(await mark(stranger.via(way), id, { time }), 404, 'not_found');
  refused(await mark(anna.via(way), NO_ID, { time }), 404, 'not_found');
  refused(await mark(nobody(chinwag, way), id, { time }), 401, 'unauthorized');
});

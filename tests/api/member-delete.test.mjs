// Leaving a conversation.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { is, NO_ID, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const [anna, bob, carla, stranger] = await people(chinwag, 'anna', 'bob',
  'Carla', 'stranger');

const drop = (caller, id, name) => caller.delete(
  `/conversations/${id}/members/${encodeURIComponent(name)}`);

everyWay('who leaves is out, for everything', async (way) => {
  const id = await anna.converse(bob, carla);
  await carla.say(id, 'before');
  is(await drop(carla.via(way), id, carla.name.toUpperCase()), 204);
  for (const answer of [
    await carla.get(`/conversations/${id}`),
    await carla.get(`/conversations/${id}/messages`),
    await carla.post(`/conversations/${id}/messages`, { message: 'after' }),
    await carla.call('POST', `/conversations/${id}`, { body: '"after"',
      type: 'application/json' }),
    await carla.put(`/conversations/${id}/read`, { time: 1 }),
    await drop(carla, id, carla.name)])
    refused(answer, 404, 'not_found');
  assert.equal(await carla.conversation(id), undefined);
  const left = (await anna.get(`/conversations/${id}`)).json;
  assert.deepEqual([...left.participants].sort(), [anna.name, bob.name].sort());
  assert.deepEqual(left.messages.map((message) => message.sender),
    [carla.name]);
});

everyWay('nobody throws another out', async (way) => {
  const id = await anna.converse(bob, carla);
  refused(await drop(anna.via(way), id, bob.name), 403, 'forbidden');
  is(await bob.get(`/conversations/${id}`), 200);
  refused(await drop(stranger.via(way), id, bob.name), 404, 'not_found');
  refused(await drop(stranger.via(way), id, stranger.name), 404, 'not_found');
  refused(await drop(anna.via(way), NO_ID, anna.name), 404, 'not_found');
  refused(await drop(nobody(chinwag, way), id, anna.name), 401,
    'unauthorized');
});

test('the last one may leave too', async () => {
  const [one, two] = await people(chinwag, 'one', 'two');
  const id = await one.converse(two);
  is(await drop(one, id, one.name), 204);
  is(await drop(two, id, two.name), 204);
  assert.deepEqual((await two.get('/conversations')).json, []);
});

test('leaving while writing: no word after the goodbye', async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = await anna.converse(bob, carla);
    const answers = await Promise.all([
      drop(carla, id, carla.name),
      ...Array.from({ length: 6 }, (_, i) => carla.post(
        `/conversations/${id}/messages`, { message: `word ${i}` }))]);
    is(answers[0], 204);
    const said = answers.slice(1).filter((answer) => answer.status === 201);
    assert.ok(answers.slice(1).every((answer) =>
      [201, 404].includes(answer.status)));
    assert.equal((await anna.messages(id)).messages.length, said.length);
  }
});

// Starting a conversation.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { newcomer, people, person } from './lib/actors.mjs';
import { is, refused, UUID } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const [anna, bob, carla, dora] = await people(chinwag, 'Anna', 'bob', 'carla',
  'dora');

const start = (caller, names, options) =>
  caller.post('/conversations', names, options);

everyWay('two people have one conversation, whoever starts it', async (way) => {
  const [one, two] = await people(chinwag, 'one', 'two');
  const first = is(await start(one.via(way), [two.name]), 201);
  assert.match(first.json, UUID);
  assert.ok(first.header('location').endsWith(`/conversations/${first.json}`));
  const again = is(await start(one.via(way), [two.name.toUpperCase()]), 200);
  assert.equal(again.json, first.json);
  const back = is(await start(two.via(way), [one.name]), 200);
  assert.equal(back.json, first.json);
});

everyWay('groups may be many', async (way) => {
  const names = [bob.name, carla.name];
  const first = is(await start(anna.via(way), names), 201).json;
  const second = is(await start(anna.via(way), names), 201).json;
  assert.notEqual(first, second);
  for (const member of [anna, bob, carla]) {
    const seen = is(await member.get(`/conversations/${first}`), 200).json;
    assert.deepEqual([...seen.participants].sort(),
      [anna.name, bob.name, carla.name].sort());
  }
  is(await dora.get(`/conversations/${first}`), 404);
});

test('myself and repeated names change nothing', async () => {
  const id = is(await start(anna,
    [dora.name, anna.name, dora.name.toUpperCase(), anna.name.toLowerCase()]),
  201).json;
  const seen = is(await dora.get(`/conversations/${id}`), 200).json;
  assert.equal(seen.participants.length, 2);
  refused(await start(anna, [anna.name]), 400, 'invalid');
  refused(await start(anna, []), 400, 'invalid');
});

test('unknown names are refused by place, and nothing begins', async () => {
  const before = (await bob.get('/conversations')).text;
  const noOne = 'no-such-person';
  refused(await start(anna, [noOne, bob.name]), 400, 'invalid', '/0');
  refused(await start(anna, [bob.name, noOne]), 400, 'invalid', '/1');
  refused(await start(anna, [(await newcomer(chinwag)).name]), 400, 'invalid',
    '/0');
  refused(await start(anna, [bob.name, '']), 400, 'invalid');
  refused(await start(anna, [bob.name, 'x'.repeat(200)]), 400, 'invalid');
  assert.equal((await bob.get('/conversations')).text, before);
});

test('what is no list of names is refused', async () => {
  for (const json of [null, 'bob', 1, true, {}, { 0: bob.name }, [1], [null],
    [[bob.name]], [{ username: bob.name }]])
    refused(await start(anna, json), 400, 'invalid');
});

test('too many are refused, 499 others are not too many for the model',
  async () => {
    const many = Array.from({ length: 501 }, (_, i) => `nobody-${i}`);
    refused(await start(anna, many), 400, 'invalid');
  });

test('two people who start at once get the same one', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, two] = await people(chinwag, 'at', 'once');
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) =>
      i % 2 ? start(one, [two.name]) : start(two, [one.name])));
    assert.equal(new Set(answers.map((answer) => answer.json)).size, 1);
    assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
    assert.equal((await one.get('/conversations')).json.length, 1);
  }
});

everyWay('a key makes one group of many tries', async (way) => {
  const key = randomUUID();
  const names = [bob.name, dora.name];
  const first = is(await start(anna.via(way), names, { key }), 201);
  const again = is(await start(anna.via(way), names, { key }), 201);
  assert.equal(again.json, first.json);
  assert.equal(again.header('location'), first.header('location'));
  refused(await start(anna.via(way), [bob.name, carla.name], { key }), 422,
    'key_reused');
});

test('a key 16 times at once makes one group', async () => {
  const key = randomUUID();
  const names = [carla.name, dora.name];
  const count = (await anna.get('/conversations')).json.length;
  const answers = await Promise.all(Array.from({ length: 16 }, () =>
    start(anna, names, { key })));
  const ids = new Set(answers.filter((answer) => answer.status === 201)
    .map((answer) => answer.json));
  assert.equal(ids.size, 1);
  assert.ok(answers.every((answer) => [201, 409].includes(answer.status)));
  assert.equal((await anna.get('/conversations')).json.length, count + 1);
});

test('nobody starts nothing', async () => {
  refused(await start(nobody(chinwag), [bob.name]), 401, 'unauthorized');
});

test('who left a group of two is not drawn back by accident', async () => {
  const one = await person(chinwag);
  const two = await person(chinwag);
  const first = await one.converse(two);
  is(await one.delete(`/conversations/${first}/members/${one.name}`), 204);
  const again = await start(one, [two.name]);
  assert.ok([200, 201].includes(again.status));
  is(await one.get(`/conversations/${again.json}`), 200);
});

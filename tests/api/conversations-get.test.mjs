// My conversations.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { is, NO_ID, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

everyWay('newest activity first, with last words and unread', async (way) => {
  const [me, bob, carla] = await people(chinwag, 'me', 'bob', 'carla');
  const first = await me.converse(bob);
  const second = await me.converse(carla);
  const group = await me.converse(bob, carla);
  await bob.say(first, 'one');
  const last = await bob.say(first, 'two');
  const list = is(await me.via(way).get('/conversations'), 200).json;
  assert.equal(list[0].id, first);
  assert.deepEqual(new Set(list.map((one) => one.id)),
    new Set([first, second, group]));
  assert.deepEqual([...list[0].participants].sort(),
    [me.name, bob.name].sort());
  assert.equal(list[0].last, last.time);
  assert.equal(list[0].unread, 2);
  assert.deepEqual(list[0].preview, last);
  const empty = list.find((one) => one.id === second);
  assert.ok(!('last' in empty) && !('preview' in empty));
  assert.equal(empty.unread, 0);
  await carla.say(second, 'three');
  const moved = (await me.via(way).get('/conversations')).json;
  assert.equal(moved[0].id, second);
});

test('my own words are not unread, and do not move my mark', async () => {
  const [me, bob] = await people(chinwag, 'me', 'bob');
  const id = await me.converse(bob);
  const unread = async (who) => (await who.conversation(id)).unread;
  await me.say(id, '1');
  assert.equal(await unread(me), 0);
  assert.equal(await unread(bob), 1);
  const two = await bob.say(id, '2');
  await me.say(id, '3');
  await bob.say(id, '4');
  assert.equal(await unread(me), 2);
  assert.equal(await unread(bob), 2);
  is(await me.put(`/conversations/${id}/read`, { time: two.time }), 204);
  assert.equal(await unread(me), 1);
});

test('unread stays exact through a long exchange', async () => {
  const all = await people(chinwag, 'a', 'b', 'c');
  const id = await all[0].converse(all[1], all[2]);
  const said = [];
  const marks = new Map(all.map((who) => [who, 0]));
  let seed = 7;
  const random = (n) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor(seed / 65536) % n;
  };
  for (let i = 0; i < 60; i += 1) {
    const who = all[random(3)];
    if (random(4) === 0 && said.length > 0) {
      const { time } = said[random(said.length)];
      const isUnread = random(3) === 0;
      is(await who.put(`/conversations/${id}/read`,
        isUnread ? { time, unread: true } : { time }), 204);
      marks.set(who, isUnread ? time : Math.max(time, marks.get(who)));
    } else {
      said.push(await who.say(id, `message ${i}`));
    }
  }
  for (const who of all) {
    const expected = said.filter((message) => message.sender !== who.name &&
      message.time > marks.get(who)).length;
    assert.equal((await who.conversation(id)).unread, expected, who.name);
    const one = (await who.get(`/conversations/${id}`)).json;
    assert.equal(one.unread, expected);
    assert.equal(one.read, marks.get(who));
  }
});

everyWay('pages without a gap or a double', async (way) => {
  const [me, ...others] = await people(chinwag, 'me', ...'abcdefg');
  for (const other of others) {
    const id = await me.converse(other);
    if (other !== others[3])
      await other.say(id, 'hello');
  }
  const all = is(await me.via(way).get('/conversations'), 200).json
    .map((one) => one.id);
  assert.equal(all.length, 7);
  const seen = [];
  for (let before = ''; ;) {
    const page = is(await me.via(way).get(
      `/conversations?limit=2${before && `&before=${before}`}`), 200).json;
    seen.push(...page.map((one) => one.id));
    if (page.length < 2)
      break;
    before = page.at(-1).id;
  }
  assert.deepEqual(seen, all);
});

test('a preview is cut, between characters', async () => {
  const [me, bob] = await people(chinwag, 'me', 'bob');
  const id = await me.converse(bob);
  await bob.say(id, '\u{1f600}'.repeat(500));
  const { preview } = await me.conversation(id);
  assert.ok([...preview.message].length <= 200);
  assert.match(preview.message, /^(\u{1f600})+\u2026?$/u);
});

test('strange pages are refused', async () => {
  const [me, bob] = await people(chinwag, 'me', 'bob');
  const id = await bob.converse(me);
  for (const query of ['limit=0', 'limit=501', 'limit=x', 'before=x',
    'before=', 'offset=1', 'before=1'])
    refused(await me.get(`/conversations?${query}`), 400, 'invalid');
  const [stranger] = await people(chinwag, 'stranger');
  for (const before of [NO_ID, id]) {
    const answer = await stranger.get(`/conversations?before=${before}`);
    assert.ok([200, 400, 404].includes(answer.status));
    if (answer.status === 200)
      assert.deepEqual(answer.json, []);
  }
});

test('nobody has none', async () => {
  refused(await nobody(chinwag).get('/conversations'), 401, 'unauthorized');
});

// An answer that has not changed is not sent again; one that has always is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshName, people, person, PASSWORD } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { server } from './lib/harness.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

const ask = (caller, path, ...tags) => caller.get(path,
  { headers: tags.length ? [['If-None-Match', tags.join(', ')]] : [] });

async function tagOf(caller, path) {
  const answer = is(await ask(caller, path), 200);
  const tag = answer.header('ETag');
  assert.match(tag, /^"[\w-]{22}"$/);
  return tag;
}

async function scene() {
  const [anna, bob, carla] = await people(chinwag, 'anna', 'bob', 'carla');
  const id = await anna.converse(bob, carla);
  const said = await anna.say(id, 'hello');
  return { anna, bob, carla, id, said, paths: {
    list: '/conversations',
    page: `/conversations/${id}`,
    messages: `/conversations/${id}/messages`,
    users: '/users',
    people: '/users?detail=1',
  } };
}

everyWay('what a client has already is not sent again', async (way) => {
  const { bob, paths } = await scene();
  for (const path of Object.values(paths)) {
    const caller = bob.via(way);
    const full = is(await ask(caller, path), 200);
    const tag = full.header('ETag');
    assert.equal(full.header('Cache-Control'), 'private, no-cache');
    const answer = is(await ask(caller, path, tag), 304, path);
    assert.equal(answer.body.length, 0);
    assert.equal(answer.header('ETag'), tag);
    assert.equal(answer.header('Cache-Control'), 'private, no-cache');
    assert.match(answer.header('Vary'), /Cookie/);
    assert.match(answer.header('Vary'), /Authorization/);
    assert.equal(answer.header('Content-Type'), undefined);
  }
});

test('a tag is one of a list, weak, or any', async () => {
  const { bob, paths } = await scene();
  for (const path of Object.values(paths)) {
    const tag = await tagOf(bob, path);
    for (const tags of [[`W/${tag}`], ['"x"', tag], [`"a,b"`, `W/${tag}`],
      ['*'], [tag, tag], [`"x",${tag}`], [',', tag]])
      is(await ask(bob, path, ...tags), 304, tags.join());
    for (const tags of [['"x"'], ['""'], [tag.slice(1, -1)], [`W/"x"`],
      [tag.slice(0, -1)], [tag.toLowerCase() === tag ? '"y"'
        : tag.toLowerCase()], ['*x'], ['"x', tag], ['w/"x"'], [' ']])
      is(await ask(bob, path, ...tags), 200, tags.join());
  }
});

test('one person\'s tag is not another\'s, nor one page\'s another\'s',
  async () => {
    const { anna, bob, paths } = await scene();
    for (const path of Object.values(paths)) {
      is(await ask(anna, path, await tagOf(bob, path)), 200);
      const more = path.includes('?') ? '&' : '?';
      is(await ask(bob, `${path}${more}limit=1`, await tagOf(bob, path)), 200);
    }
  });

test('with a tag nobody gets in', async () => {
  const { bob, id, paths } = await scene();
  const tags = {};
  for (const [name, path] of Object.entries(paths))
    tags[name] = await tagOf(bob, path);
  is(await bob.delete(`/conversations/${id}/members/${bob.name}`), 204);
  refused(await ask(bob, paths.page, tags.page), 404, 'not_found');
  refused(await ask(bob, paths.messages, tags.messages), 404, 'not_found');
  is(await ask(bob, paths.list, tags.list), 200);
  is(await bob.delete('/session'), 204);
  for (const [name, path] of Object.entries(paths)) {
    refused(await ask(bob, path, tags[name]), 401, 'unauthorized');
    refused(await ask(bob, path, '*'), 401, 'unauthorized');
  }
});

test('a bad query is bad with a tag, too', async () => {
  const { bob } = await scene();
  refused(await ask(bob, '/conversations?limit=0', '*'), 400, 'invalid');
  // Not mine: the list has no such page.
  refused(await ask(bob,
    '/conversations?before=00000000-0000-4000-8000-000000000000'), 404,
  'not_found');
});

// What Bob does or suffers, and which of his answers it changes.
const changes = {
  'another says something': [({ anna, id }) => anna.say(id, 'news'),
    ['list', 'page', 'messages']],
  'I say something': [({ bob, id }) => bob.say(id, 'mine'),
    ['list', 'page', 'messages']],
  'I read': [({ bob, id, said }) =>
    bob.put(`/conversations/${id}/read`, { time: said.time }),
  ['list', 'page']],
  'I mark unread': [async ({ bob, id, said }) => {
    await bob.put(`/conversations/${id}/read`, { time: said.time });
    return () => bob.put(`/conversations/${id}/read`,
      { time: 0, unread: true });
  }, ['list', 'page']],
  'a member leaves': [({ carla, id }) =>
    carla.delete(`/conversations/${id}/members/${carla.name}`),
  ['list', 'page']],
  'somebody starts a conversation with me': [({ carla, bob }) =>
    carla.converse(bob), ['list']],
  'I start one': [({ carla, bob }) => bob.converse(carla), ['list']],
  'somebody new comes': [() => person(chinwag), ['users', 'people']],
};

for (const [title, [change, changed]] of Object.entries(changes))
  test(`${title}: ${changed.join(', ')}`, async () => {
    const all = await scene();
    const late = title === 'I mark unread' ? await change(all)
      : () => change(all);
    const tags = {};
    for (const [name, path] of Object.entries(all.paths))
      tags[name] = await tagOf(all.bob, path);
    await late();
    for (const [name, path] of Object.entries(all.paths))
      is(await ask(all.bob, path, tags[name]),
        changed.includes(name) ? 200 : 304, name);
  });

test('what happens to others changes nothing for me, for a while', async () => {
  const { anna, bob, carla, paths } = await scene();
  const other = await anna.converse(carla);
  const tag = await tagOf(bob, paths.list);
  const page = await tagOf(bob, paths.page);
  let kept = 0;
  for (let i = 0; i < 100; i += 1) {
    await carla.say(other, `number ${i}`);
    const answer = await ask(bob, paths.list, tag);
    kept += answer.status === 304;
  }
  assert.ok(kept >= 32, `${kept} of 100`);
  is(await ask(bob, paths.page, page), 304);
});

// Whatever happens: who is told that nothing changed has what there is.  It is the
// programs that know; servers only have to hand it on.
const ROUNDS = server.name === 'lighttpd' ? 150 : 30;

test('nobody is ever told that an old answer is good', async () => {
  const crowd = await people(chinwag, 'dora', 'emil', 'fred', 'gina');
  const pick = (list) => list[Math.floor(Math.random() * list.length)];
  const talks = [await crowd[0].converse(crowd[1])];
  const deeds = [
    async (one) => {
      const id = pick(talks);
      const answer = await one.post(`/conversations/${id}/messages`,
        { message: `at ${Date.now()}` });
      assert.ok([201, 404].includes(answer.status));
    },
    async (one) => one.put(`/conversations/${pick(talks)}/read`,
      { time: Date.now(), unread: true }),
    async (one) => one.put(`/conversations/${pick(talks)}/read`,
      { time: Math.random() < 0.5 ? 0 : Date.now() - 50, unread: true }),
    async (one) => {
      const others = crowd.filter((other) => other !== one &&
        Math.random() < 0.6);
      if (others.length)
        talks.push(await one.converse(...others));
    },
    async (one) => Math.random() < 0.2 &&
      one.delete(`/conversations/${pick(talks)}/members/${one.name}`),
    async () => Math.random() < 0.1 &&
      chinwag.addUser(freshName('new'), `${freshName('x')}@example.org`,
        PASSWORD),
  ];
  const known = new Map();
  const look = async (one, path) => {
    const key = `${one.name} ${path}`;
    const { tag, text } = known.get(key) ?? {};
    const answer = tag ? await ask(one, path, tag) : await ask(one, path);
    const now = await ask(one, path);
    if (answer.status === 304)
      assert.equal(text, now.text, key);
    if (now.status === 200)
      known.set(key, { tag: now.header('ETag'), text: now.text });
    return answer.status;
  };
  let unchanged = 0;
  for (let i = 0; i < ROUNDS; i += 1) {
    await pick(deeds)(pick(crowd));
    for (const one of crowd) {
      const id = pick(talks);
      for (const path of ['/conversations', '/conversations?limit=2',
        `/conversations/${id}`, `/conversations/${id}/messages?limit=3`,
        '/users'])
        unchanged += await look(one, path) === 304;
    }
  }
  assert.ok(unchanged > ROUNDS * 10 / 3, `${unchanged} answers were unchanged`);
});

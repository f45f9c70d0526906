// Taking one's data along.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people, person } from './lib/actors.mjs';
import { is, refused, NO_ID } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

everyWay('my account, where I am, what the log says, what I said',
  async (way) => {
    const [anna, bob] = await people(chinwag, 'anna', 'bob');
    const id = await anna.converse(bob);
    await anna.say(id, 'mine');
    await bob.say(id, 'his');
    const { json } = is(await anna.via(way).get('/me/export'), 200);
    assert.equal(json.account.username, anna.name);
    assert.equal(json.sessions.length, 1);
    assert.equal(json.sessions[0].current, true);
    assert.deepEqual(json.events.map(({ event }) => event),
      ['sign_in', 'create']);
    assert.deepEqual(json.messages.map(({ conversation, message }) =>
      [conversation, message]), [[id, 'mine']]);
    assert.equal(json.more, false);
    const again = is(await anna.via(way).get('/me/export'), 200).json;
    assert.equal(again.events[0].event, 'export');
  });

test('page by page, through all conversations', async () => {
  const [anna, bob, carla] = await people(chinwag, 'anna', 'bob', 'carla');
  const said = [];
  for (const other of [bob, carla]) {
    const id = await anna.converse(other);
    for (let i = 0; i < 60; i += 1) {
      const { time } = await anna.say(id, `word ${i}`);
      said.push(`${id} ${time}`);
    }
  }
  const found = [];
  let page = is(await anna.get('/me/export'), 200).json;
  for (;;) {
    found.push(...page.messages.map(({ conversation, time }) =>
      `${conversation} ${time}`));
    if (!page.more)
      break;
    const { conversation, time } = page.messages.at(-1);
    page = is(await anna.get(
      `/me/export?conversation=${conversation}&time=${time}`), 200).json;
    assert.equal(page.account, undefined);
  }
  assert.deepEqual(found.sort(), said.sort());
});

test('from nowhere of mine there is no going on', async () => {
  const [anna, bob] = await people(chinwag, 'anna', 'bob');
  const id = await anna.converse(bob);
  const eve = await person(chinwag);
  for (const conversation of [id, NO_ID])
    refused(await eve.get(`/me/export?conversation=${conversation}`), 404,
      'not_found');
});

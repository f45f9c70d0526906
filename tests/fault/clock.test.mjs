// A clock that jumps a day back and forth: times still rise, nobody is
// signed out, nobody locked out for long.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { people, signIn } from '../api/lib/actors.mjs';
import { increasing, is } from '../api/lib/expect.mjs';
import { FAKETIME } from '../api/lib/harness.mjs';
import { suite } from '../api/lib/suite.mjs';

const options = { skip: fs.existsSync(FAKETIME) ? false
  : 'package faketime is not installed' };
const chinwag = await suite();
const [anna, bob] = await people(chinwag, 'anna', 'bob');

const STEPS = ['+0', '+1d', '-1d', '+0', '-1s', '+1s', '+0', '-1d', '+1d'];

const at = (who, time) => who.with({ way: 'shell', instance:
  chinwag.at(time) });

test('times rise whatever the clock does', options, async () => {
  const id = await anna.converse(bob);
  const times = [];
  for (const step of STEPS)
    for (let i = 0; i < 4; i += 1) {
      const who = i % 2 ? anna : bob;
      times.push((await at(who, step).say(id, `${step} ${i}`)).time);
    }
  // And through the programs that never saw another time.
  for (let i = 0; i < 10; i += 1)
    times.push((await anna.say(id, `now ${i}`)).time);
  increasing(times);
  const { messages } = await anna.messages(id, '?limit=200');
  assert.deepEqual(messages.map(({ time }) => time), times);
  const { last } = (await anna.get(`/conversations/${id}`)).json;
  assert.equal(last, times.at(-1));
});

test('many at once on clocks a day apart', options, async () => {
  const id = await bob.converse(...await people(chinwag, 'x', 'y'));
  const answers = await Promise.all(Array.from({ length: 24 }, (_, i) =>
    at(bob, ['+1d', '-1d', '+0'][i % 3]).say(id, `at once ${i}`)));
  const { messages } = await bob.messages(id, '?limit=200');
  assert.equal(messages.length, 24);
  increasing(messages.map(({ time }) => time));
  assert.deepEqual(new Set(answers.map(({ time }) => time)),
    new Set(messages.map(({ time }) => time)));
});

test('unread and read marks hold', options, async () => {
  const id = await anna.converse(...await people(chinwag, 'z', 'q'), bob);
  const ahead = await at(bob, '+1d').say(id, 'from tomorrow');
  await at(bob, '-1d').say(id, 'from yesterday');
  assert.equal((await anna.conversation(id)).unread, 2);
  is(await anna.put(`/conversations/${id}/read`, { time: ahead.time }), 204);
  assert.equal((await anna.conversation(id)).unread, 1);
});

test('sessions live on over a day either way', options, async () => {
  for (const step of ['+1d', '-1d', '+29d'])
    is(await at(anna, step).get('/session'), 200);
});

test('a lock made tomorrow does not last until then', options, async () => {
  const [someone] = await people(chinwag, 'someone');
  const nobody = someone.with({ token: undefined });
  for (let i = 0; i < 6; i += 1)
    await at(nobody, '+1d').post('/session',
      { username: someone.name, password: 'wrong password' });
  const answer = await nobody.post('/session',
    { username: someone.name, password: someone.password });
  assert.ok([200, 429].includes(answer.status));
  if (answer.status === 429) {
    assert.ok(Number(answer.header('retry-after')) <= 900,
      answer.header('retry-after'));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await signIn(chinwag, someone);
  }
});

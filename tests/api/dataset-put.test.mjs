// Sharing something among one's devices.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

const put = (someone, values, name = 'settings') =>
  someone.put(`/me/datasets/${name}`, values);

everyWay('who has not seen the last version is told', async (way) => {
  const someone = (await person(chinwag)).via(way);
  const first = is(await put(someone, { value: 'one', version: 0 }), 200).json;
  assert.equal(first.value, undefined);
  refused(await put(someone, { value: 'two', version: 0 }), 409, 'conflict');
  const second = is(await put(someone,
    { value: 'two', version: first.version }), 200).json;
  assert.ok(second.version > first.version);
  refused(await put(someone, { value: 'three', version: first.version }), 409,
    'conflict');
  is(await put(someone, { value: 'four' }), 200);
  assert.equal((await someone.get('/me/datasets/settings')).json.value, 'four');
});

test('of many writers at once with one version, one writes', async () => {
  const someone = await person(chinwag);
  const { version } = (await put(someone, { value: 'start' })).json;
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) =>
    put(someone, { value: String(i), version })));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, 7);
});

test('there is an end to it', async () => {
  const someone = await person(chinwag);
  refused(await put(someone, { value: 'x'.repeat(32769) }), 400, 'invalid',
    '/value');
  is(await put(someone, { value: 'x'.repeat(32768) }), 200);
  refused(await put(someone, { value: { a: 1 } }), 400, 'invalid', '/value');
  refused(await put(someone, { value: '' }, 'x'.repeat(65)), 400, 'invalid',
    '{name}');
  refused(await put(someone, { value: '' }, 'a%20b'), 400, 'invalid', '{name}');
  let answer;
  for (let i = 0; i < 100; i += 1)
    answer = await put(someone, { value: 'x' }, `set${i}`);
  refused(answer, 429, 'too_many');
});

test('other devices hear of the newest, other people of nothing', async () => {
  const [anna, eve] = [await person(chinwag), await person(chinwag)];
  const { last } = (await anna.get('/events?wait=0')).json;
  const hasHeard = async (version) => {
    const { events } = (await anna.get(`/events?wait=0&after=${last}`)).json;
    assert.deepEqual(events, [{ id: events[0]?.id, event: 'dataset',
      version }]);
  };
  const { version } = is(await put(anna, { value: 'x', version: 0 }), 200).json;
  await hasHeard(version);
  refused(await put(anna, { value: 'y', version: 0 }), 409, 'conflict');
  await hasHeard(version);
  is(await anna.delete(`/me/datasets/settings?version=${version}`), 200);
  await hasHeard(version + 1);
  assert.deepEqual((await eve.get(`/events?wait=0&after=${last}`)).json.events,
    []);
});

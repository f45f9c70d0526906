// Reading the log of security events.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, PASSWORD, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

const read = async (query = '', way = 'http') =>
  is(await root.via(way).get(`/audit${query}`), 200).json;

everyWay('each thing is written down, the newest first', async (way) => {
  const someone = await person(chinwag);
  await nobody(chinwag).post('/session',
    { username: someone.name, password: 'wrong horse battery' });
  await someone.put('/me/password', { current: PASSWORD,
    password: 'tractor papyrus lamp' });
  const { events } = await read(`?username=${someone.name}`, way);
  assert.deepEqual(events.map(({ event }) => event),
    ['password_change', 'sign_in_fail', 'sign_in', 'create']);
  assert.equal(events[3].by, 'chinwag');
  assert.equal(events[2].by, undefined);
  assert.equal(events[2].address, '127.0.0.0/24');
  assert.equal(events[2].detail, 'password');
  assert.ok(events.every(({ time }) => time <= Date.now()));
});

test('page by page', async () => {
  for (let i = 0; i < 3; i += 1)
    await person(chinwag);
  const all = (await read('?limit=500')).events;
  const found = [];
  let page = await read('?limit=2');
  for (;;) {
    found.push(...page.events);
    if (!page.more)
      break;
    page = await read(`?limit=2&before=${page.events.at(-1).id}`);
  }
  assert.deepEqual(found, all);
});

test('by what happened, and by when', async () => {
  const someone = await person(chinwag);
  const mine = `?username=${someone.name}`;
  const { events } = await read(mine);
  const [signIn, create] = events;
  const words = async (query) => (await read(`${mine}&${query}`)).events
    .map(({ event }) => event);
  assert.deepEqual(await words('event=create'), ['create']);
  assert.deepEqual(await words('event=sign_out'), []);
  assert.deepEqual(await words(`since=${signIn.time}`), create.time <
    signIn.time ? ['sign_in'] : ['sign_in', 'create']);
  assert.deepEqual(await words(`since=${signIn.time + 1}`), []);
  assert.deepEqual(await words(`until=${signIn.time + 1}`),
    ['sign_in', 'create']);
  assert.deepEqual(await words(`until=${create.time}`), []);
  const all = (await read('?event=create')).events;
  assert.ok(all.length > 1);
  assert.ok(all.every(({ event }) => event === 'create'));
  refused(await root.get('/audit?event=odd'), 400, 'invalid', '?event');
});

test('of an account that is gone, by the name that it had', async () => {
  const someone = await person(chinwag);
  is(await root.delete(`/accounts/${someone.name}`), 204);
  refused(await root.get(`/accounts/${someone.name}`), 404, 'not_found');
  const mine = `?username=${someone.name}`;
  const { events } = await read(mine);
  assert.deepEqual(events.map(({ event }) => event),
    ['delete', 'disable', 'sign_in', 'create']);
  assert.deepEqual((await read(`${mine}&event=sign_in`)).events, [events[2]]);
  assert.deepEqual((await read(`${mine}&before=${events[2].id}`)).events,
    [events[3]]);
});

test('what nobody is called is not written down', async () => {
  await nobody(chinwag).post('/session',
    { username: 'my secret password', password: 'anna' });
  const { events } = await read('?limit=1');
  assert.equal(events[0].event, 'sign_in_fail');
  assert.doesNotMatch(JSON.stringify(await read('?limit=500')), /my secret/);
});

test('for administrators alone', async () => {
  refused(await (await person(chinwag)).get('/audit'), 403, 'forbidden');
  refused(await root.get('/audit?username=nobody-here'), 404, 'not_found');
});

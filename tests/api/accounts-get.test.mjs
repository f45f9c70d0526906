// Listing accounts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, newcomer, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag, 'root');

const list = async (query = '', who = root) =>
  is(await who.get(`/accounts${query}`), 200).json;

const names = async (query) => (await list(query)).accounts
  .map(({ username }) => username);

everyWay('all accounts, by name, and no secret of them', async (way) => {
  const someone = await person(chinwag);
  const { accounts, more } = await list('?limit=200', root.via(way));
  assert.equal(more, false);
  const one = accounts.find(({ username }) => username === someone.name);
  assert.deepEqual({ ...one, created: 0 }, { username: someone.name,
    email: someone.email, status: 'CONFIRMED', enabled: true, waiting: false,
    deleting: false, created: 0, sessions: 1 });
  const sorted = accounts.map(({ username }) => username.toLowerCase());
  assert.deepEqual(sorted, [...sorted].sort());
  refused(await someone.via(way).get('/accounts'), 403, 'forbidden');
});

test('found by how a name or an address begins, page by page', async () => {
  const wanted = [];
  for (const name of ['findme-c', 'FindMe-a', 'findme-b'])
    wanted.push((await person(chinwag, name)).name);
  await person(chinwag, 'zoe', 'findme-zoe@example.org');
  assert.deepEqual(await names('?q=FINDME'), ['FindMe-a', 'findme-b',
    'findme-c', 'zoe']);
  const first = await list('?q=findme&limit=2');
  assert.equal(first.more, true);
  assert.deepEqual(await names('?q=findme&limit=2&after=findme-b'),
    ['findme-c', 'zoe']);
  for (const q of ['%25', '_', '*', "'%20OR%201=1;--", '%22'])
    assert.deepEqual(await names(`?q=${q}`), [], q);
});

test('by state', async () => {
  const early = await newcomer(chinwag);
  const shut = await person(chinwag);
  await root.post(`/accounts/${shut.name}/actions`, { action: 'disable' });
  assert.ok((await names('?state=unconfirmed')).includes(early.name));
  assert.deepEqual(await names('?state=disabled'), [shut.name]);
  assert.deepEqual(await names('?state=waiting'), []);
  refused(await root.get('/accounts?state=odd'), 400, 'invalid', '?state');
  const leaving = await person(chinwag);
  is(await leaving.delete('/me'), 204);
  const { accounts } = await list('?state=deleting');
  assert.deepEqual(accounts.map(({ username, deleting }) =>
    [username, deleting]), [[leaving.name, true]]);
});

test('members of a group alone', async () => {
  const singer = await person(chinwag);
  await person(chinwag);
  is(await root.post('/groups', { name: 'choir' }), 201);
  is(await root.put(`/groups/choir/members/${singer.name}`), 204);
  assert.deepEqual(await names('?group=Choir'), [singer.name]);
  assert.deepEqual(await names('?group=choir&state=disabled'), []);
  assert.deepEqual(await names('?group=administrators'), [root.name]);
  refused(await root.get('/accounts?group=none'), 400, 'invalid', '?group');
});

// Backups while people talk, and restoring beside programs that run.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { asCgi } from '../api/lib/cgi.mjs';
import { eventually, start } from '../api/lib/harness.mjs';
import { request } from '../api/lib/wire.mjs';
import { place } from './lib/place.mjs';

const instance = await start({ mail: false });
after(() => instance.stop());

const json = (method, uri, body, headers = {}) => request(instance.port, {
  method, path: uri, headers: { 'Content-Type': 'application/json',
    ...headers }, body: JSON.stringify(body) });

for (const name of ['anna', 'bob'])
  await instance.addUser(name, `${name}@example.org`, `password of ${name}`);
const { token } = (await json('POST', '/api/session', { username: 'anna',
  password: 'password of anna', token: true })).json;
const bearer = { Authorization: `Bearer ${token}` };
const talk = (await json('POST', '/api/conversations', ['bob'], bearer)).json;
const backups = path.join(instance.directory, 'backups');
const keys = path.join(instance.directory, 'keys.copy');

// Post until told to stop; the number of each that was acknowledged.
function talker(name) {
  const state = { acknowledged: 0, stopped: false };
  state.done = (async () => {
    while (!state.stopped) {
      const answer = await json('POST', `/api/conversations/${talk}/messages`,
        { message: `${name} ${state.acknowledged}` }, bearer);
      assert.equal(answer.status, 201, answer.text);
      state.acknowledged += 1;
    }
  })();
  return state;
}

async function allMessages(there) {
  const env = { ...there.env };
  const found = [];
  const ask = (uri, more) => asCgi({ programs: instance.programs, env },
    { method: 'GET', path: uri, ...more });
  const fresh = (await asCgi({ programs: instance.programs, env }, {
    method: 'POST', path: '/api/session',
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({
      username: 'anna', password: 'password of anna', token: true }) }))
    .json.token;
  for (let last = 0, more = true; more;) {
    const page = (await ask(`/api/conversations/${talk}/messages?limit=200` +
      `&after=${last}`, { headers: { Authorization: `Bearer ${fresh}` } }))
      .json;
    found.push(...page.messages.map(({ message }) => message));
    last = page.messages.at(-1)?.time ?? last;
    more = page.more;
  }
  return found;
}

test('a backup has every message that was acknowledged before it began',
  async () => {
    const talkers = ['a', 'b', 'c', 'd'].map(talker);
    for (let i = 0; i < 5; i++) {
      await eventually('everybody has said something more', () =>
        talkers.every(({ acknowledged }) => acknowledged > i * 5));
      const before = talkers.map(({ acknowledged }) => acknowledged);
      const { backup } = JSON.parse(await instance.admin(['backup', '--json',
        '--keep-all', '--keys', keys, backups]));
      const there = place();
      await there.ok(['restore', '--yes', '--keys', keys, backup]);
      const found = new Set(await allMessages(there));
      ['a', 'b', 'c', 'd'].forEach((name, index) => {
        for (let n = 0; n < before[index]; n++)
          assert.ok(found.has(`${name} ${n}`), `backup ${i}: ${name} ${n}`);
      });
    }
    talkers.forEach((state) => { state.stopped = true; });
    await Promise.all(talkers.map(({ done }) => done));
    await instance.admin(['restore', '--drill',
      path.join(instance.directory, 'drill'), backups]);
  });

test('beside programs that run nothing is put back', async () => {
  const controller = new AbortController();
  const stream = await fetch(`${instance.url}/api/events`, {
    headers: { ...bearer, Accept: 'text/event-stream' },
    signal: controller.signal });
  const inode = fs.statSync(path.join(instance.data, 'chat.db')).ino;
  await assert.rejects(instance.admin(['restore', '--yes', backups]),
    /have the stores open: .*events-get.*Stop the web server/s);
  assert.equal(fs.statSync(path.join(instance.data, 'chat.db')).ino, inode);
  assert.equal((await json('POST', `/api/conversations/${talk}/messages`,
    { message: 'still there' }, bearer)).status, 201);
  controller.abort();
  await stream.body?.cancel().catch(() => {});
});

test('when they have stopped it is, and old sessions are over', async () => {
  const gone = once(instance.server, 'exit');
  instance.server.kill('SIGTERM');
  await gone;
  await eventually('the programs are gone', () =>
    instance.workers().length === 0);
  await instance.admin(['restore', '--yes', backups]);
  await instance.serve();
  assert.equal((await request(instance.port, { path: '/api/session',
    headers: bearer })).status, 401);
  const again = await json('POST', '/api/session', { username: 'anna',
    password: 'password of anna', token: true });
  assert.equal(again.status, 200);
  const page = await request(instance.port, {
    path: `/api/conversations/${talk}/messages`,
    headers: { Authorization: `Bearer ${again.json.token}` } });
  assert.equal(page.status, 200);
  assert.ok(!page.json.messages.some(({ message }) =>
    message === 'still there'));
});

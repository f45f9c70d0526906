// chinwag housekeep: what is over goes, what lives stays.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { run } from '../api/lib/cgi.mjs';
import { build } from '../api/lib/harness.mjs';
import { at, place } from './lib/place.mjs';

async function signIn({ env }, username, password) {
  const body = JSON.stringify({ username, password, token: true });
  const done = await run(path.join(build, 'cgi-bin/session-post'), [],
    { env: { ...env, REQUEST_METHOD: 'POST', REQUEST_URI: '/api/session',
      CONTENT_TYPE: 'application/json',
      CONTENT_LENGTH: String(body.length) }, stdin: body });
  assert.match(done.stdout.toString(), /^Status: 200/);
}

async function withSessions(count) {
  const here = place();
  await here.ok(['init']);
  await here.ok(['user-add', '--stdin', 'anna', 'anna@example.org'],
    { stdin: 'correct horse battery\n' });
  for (let i = 0; i < count; i++)
    await signIn(here, 'anna', 'correct horse battery');
  return here;
}

test('what is over goes, and what lives stays', async () => {
  const { ok } = await withSessions(7);
  assert.equal(await ok(['housekeep']), '');
  assert.equal(JSON.parse(await ok(['housekeep', '--json'])).sessions, 0);
  const later = { env: at('+31d') };
  assert.match(await ok(['housekeep'], later), /^removed 7 sessions$/m);
  assert.equal(JSON.parse(await ok(['housekeep', '--json'], later)).sessions,
    0);
});

test('the logs of writes are empty after it', async () => {
  const { data, ok } = await withSessions(1);
  await ok(['housekeep']);
  for (const store of ['chat', 'pool']) {
    const log = path.join(data, `${store}.db-wal`);
    assert.equal(fs.existsSync(log) ? fs.statSync(log).size : 0, 0, store);
  }
});

test('wrong use is refused, and a store that is not there', async () => {
  const { command } = place();
  assert.equal((await command(['housekeep', 'now'])).code, 1);
  const here = await withSessions(0);
  assert.equal((await here.command(['housekeep', 'now'])).code, 2);
  fs.rmSync(path.join(here.data, 'pool.db'));
  assert.equal((await here.command(['housekeep'])).code, 1);
});

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
  return /"token":"([^"]+)"/.exec(done.stdout.toString())[1];
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

test('a cursor file goes that nobody asks for any more', async () => {
  const here = place();
  await here.ok(['init']);
  await here.ok(['user-add', '--stdin', 'anna', 'anna@example.org'],
    { stdin: 'correct horse battery\n' });
  const token = await signIn(here, 'anna', 'correct horse battery');
  const done = await run(path.join(build, 'cgi-bin/events-get'), [],
    { env: { ...here.env, REQUEST_METHOD: 'GET',
      REQUEST_URI: '/api/events?wait=0&cursor=1',
      HTTP_AUTHORIZATION: token } });
  assert.match(done.stdout.toString(), /"cursor":"[\w-]{43}"/);
  const files = () => fs.readdirSync(path.join(here.data, 'live'));
  assert.equal(files().length, 1);
  assert.equal(await here.ok(['housekeep']), '');
  assert.match(await here.ok(['housekeep'], { env: at('+25h') }),
    /^removed 1 cursor files$/m);
  assert.deepEqual(files(), []);
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

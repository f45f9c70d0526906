// chinwag migrate: old stores become new ones, with a way back; and a store
// that cannot is as it was.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { source } from '../api/lib/harness.mjs';
import { contents, inhabited, sql } from './lib/place.mjs';

const steps = (store) => fs.readdirSync(path.join(source, 'sql/schema'))
  .filter((name) => name.startsWith(`${store}-`)).sort();

const current = { chat: steps('chat').length, pool: steps('pool').length };

// A pool store as the first release made it, with an account in it.
async function old() {
  const here = await inhabited();
  const file = path.join(here.data, 'pool.db');
  const text = fs.readFileSync(path.join(source, 'sql/schema',
    steps('pool')[0]), 'utf8');
  fs.unlinkSync(file);
  await sql(file, `PRAGMA journal_mode = WAL; ${text};
    INSERT INTO account (id, name, name_fold, email, email_fold, password,
      created, confirmed)
    VALUES (1, 'anna', 'anna', 'a@b.org', 'a@b.org', 'x', 1, 2);
    INSERT INTO session (id, token_hash, account_id, created, expires)
    VALUES (7, x'07', 1, 1, 9999999999999);
    PRAGMA user_version = 1`);
  fs.chmodSync(file, 0o600);
  here.pool = file;
  return here;
}

test('stores that are up to date are left alone', async () => {
  const here = await inhabited();
  const before = contents(here.data);
  for (const args of [[], ['--check'], ['--dry-run']])
    assert.match(await here.ok(['migrate', ...args]),
      /^chat: schema \d+, up to date\npool: schema \d+, up to date\n$/);
  assert.deepEqual(contents(here.data), before);
});

test('--check tells what is there and what is needed', async () => {
  const here = await old();
  const before = contents(here.data);
  const done = await here.command(['migrate', '--check', '--json']);
  assert.equal(done.code, 3);
  assert.deepEqual(JSON.parse(done.stdout), { stores: [
    { store: 'chat', found: current.chat, needed: current.chat },
    { store: 'pool', found: 1, needed: current.pool }], copies: null });
  assert.deepEqual(contents(here.data), before);
});

test('--dry-run changes nothing but copies', async () => {
  const here = await old();
  const before = contents(here.data);
  assert.match(await here.ok(['migrate', '--dry-run']),
    new RegExp(`\\npool: could go from schema 1 to ${current.pool}\\n$`));
  assert.deepEqual(contents(here.data), before);
});

test('an old store becomes a new one, and the old one stays', async () => {
  const here = await old();
  const done = JSON.parse(await here.ok(['migrate', '--json']));
  assert.equal(await sql(here.pool, 'PRAGMA user_version'),
    String(current.pool));
  assert.equal(await sql(here.pool, `SELECT name, length(sub) FROM account;
    SELECT seen FROM session`), 'anna\t36\n1');
  const copy = path.join(done.copies, 'pool.db');
  assert.equal(await sql(copy, 'PRAGMA user_version; SELECT name FROM account'),
    '1\nanna');
  assert.equal((await here.command(['migrate', '--check'])).code, 0);
  // The copies are a backup like any other.
  await here.ok(['restore', '--yes', done.copies]);
  assert.equal(await sql(here.pool, 'SELECT name FROM account'), 'anna');
});

test('--back gives the old schema, and what came since stays', async () => {
  const here = await old();
  const { copies } = JSON.parse(await here.ok(['migrate', '--json']));
  await sql(here.pool, "UPDATE account SET name = 'Anna'");
  assert.match(await here.ok(['migrate', '--dry-run', '--back', copies]),
    new RegExp(`pool: could go from schema ${current.pool} to 1\\n$`));
  const check = await here.command(['migrate', '--check', '--back', copies]);
  assert.equal(check.code, 3);
  assert.match(await here.ok(['migrate', '--back', copies]),
    new RegExp(`pool: went from schema ${current.pool} to 1\\n`));
  assert.equal(await sql(here.pool, `PRAGMA user_version;
    SELECT name FROM account; SELECT count(*) FROM session`), '1\nAnna\n1');
  // Forward again, as if nothing had been.
  await here.ok(['migrate']);
  assert.equal(await sql(here.pool, 'SELECT name FROM account'), 'Anna');
});

test('there is no way back to what is no copy, or a later one', async () => {
  const here = await inhabited();
  const later = await inhabited();
  await sql(path.join(later.data, 'pool.db'), 'PRAGMA user_version = 900');
  const before = contents(here.data);
  for (const [place, why] of [['/nonexistent', /no good copy of the chat/],
    [here.directory, /no good copy/], [later.data, /the later 900/]]) {
    const done = await here.command(['migrate', '--back', place]);
    assert.equal(done.code, 1);
    assert.match(done.stderr, why);
  }
  assert.deepEqual(contents(here.data), before);
});

test('--then is run when the stores have changed, and not before', async () => {
  const here = await old();
  const file = path.join(here.directory, 'then');
  const then = ['--then', `echo "$CHINWAG_CONF" >'${file}'; exit 3`];
  assert.equal((await here.command(['migrate', '--check', ...then])).code, 3);
  await here.ok(['migrate', '--dry-run', ...then]);
  assert.ok(!fs.existsSync(file));
  const done = await here.command(['migrate', ...then]);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /have changed, but echo .* failed with 3/);
  assert.match(fs.readFileSync(file, 'utf8'), /chinwag\.conf\n$/);
  assert.equal(await sql(here.pool, 'PRAGMA user_version'),
    String(current.pool));
});

test('a store that cannot be changed is as it was', async () => {
  const here = await old();
  await sql(here.pool, 'ALTER TABLE account ADD COLUMN sub TEXT');
  const before = contents(here.data);
  for (const args of [[], ['--dry-run']]) {
    const done = await here.command(['migrate', ...args]);
    assert.equal(done.code, 1);
    assert.match(done.stderr, /cannot be brought there: .* as they were/);
    assert.deepEqual(contents(here.data), before);
  }
});

test('a damaged store is not changed', async () => {
  const here = await old();
  await sql(here.pool, `WITH RECURSIVE
    n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
    INSERT INTO mail (recipient, recipient_fold, sealed, due, created)
    SELECT 'x', 'x', zeroblob(3000), 0, i FROM n`);
  const bytes = fs.readFileSync(here.pool);
  bytes.fill(0x55, 40 * 4096 + 8, 41 * 4096);
  fs.writeFileSync(here.pool, bytes);
  const before = contents(here.data);
  const done = await here.command(['migrate']);
  assert.equal(done.code, 1, done.stdout);
  assert.match(done.stderr, /as they were/);
  assert.deepEqual(contents(here.data), before);
});

test('a newer store is refused', async () => {
  const here = await old();
  await sql(here.pool, 'PRAGMA user_version = 99');
  const done = await here.command(['migrate']);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /has schema 99 and this program knows \d+/);
});

test('killed anywhere, the store is the old or the new', async () => {
  for (const [call, when] of [['fsync', 2], ['fdatasync', 1], ['rename', 1],
    ['unlink', 3], ['fdatasync', 4], ['fsync', 6]]) {
    const here = await old();
    await here.command(['migrate'], { wrap: ['/usr/bin/strace', '-f', '-o',
      '/dev/null', '-e', `trace=${call}`, '-e',
      `inject=${call}:signal=KILL:when=${when}`] });
    const number = await sql(here.pool, 'PRAGMA user_version');
    assert.ok(['1', String(current.pool)].includes(number), number);
    assert.equal(await sql(here.pool, 'PRAGMA integrity_check;' +
      'SELECT name FROM account'), 'ok\nanna');
    await here.ok(['migrate']);
    assert.equal(await sql(here.pool, 'PRAGMA user_version'),
      String(current.pool));
  }
});

// chinwag backup and restore: whole copies, the right ones kept, and nothing
// put back that is not exactly what was copied.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { asCgi } from '../api/lib/cgi.mjs';
import { build } from '../api/lib/harness.mjs';
import { at, contents, inhabited, mode, place, scratch, sql }
  from './lib/place.mjs';

const programs = path.join(build, 'cgi-bin');

const names = (directory) => fs.readdirSync(directory).sort();

// A place with a backup of what is in it.
async function saved() {
  const here = await inhabited();
  here.keys = path.join(here.directory, 'keys.copy');
  here.backups = path.join(here.directory, 'backups');
  here.backup = /^made (\S+) /.exec(
    await here.ok(['backup', '--keys', here.keys, here.backups]))[1];
  return here;
}

const ask = (here, request) => asCgi({ programs, env: here.env }, request);

async function signIn(here, name = 'anna') {
  const answer = await ask(here, { method: 'POST', path: '/api/session',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: name,
      password: `the password of ${name}`, token: true }) });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.token;
}

const get = (here, token, uri) => ask(here, { method: 'GET', path: uri,
  headers: { Authorization: `Bearer ${token}` } });

const messages = async (here) => (await get(here, await signIn(here),
  `/api/conversations/${here.talk}/messages`)).json.messages
  .map(({ message }) => message);

describe('a backup', () => {
  test('has the stores and a manifest, for its owner, and no keys',
    async () => {
      const { backup, backups, keys, data } = await saved();
      assert.deepEqual(names(backups), [path.basename(backup)]);
      assert.deepEqual(names(backup), ['chat.db', 'manifest', 'pool.db']);
      for (const name of names(backup))
        assert.equal(mode(path.join(backup, name)), 0o600, name);
      assert.equal(mode(backup), 0o700);
      const manifest = fs.readFileSync(path.join(backup, 'manifest'), 'utf8');
      assert.match(manifest, /^chinwag backup 1\nmade \d+ .* UTC\n/);
      assert.match(manifest, /\nrows message 1\n/);
      assert.match(manifest, /\nseal [0-9a-f]{64}\n$/);
      assert.deepEqual(fs.readFileSync(keys),
        fs.readFileSync(path.join(data, 'keys')));
      assert.equal(mode(keys), 0o600);
    });

  test('keys lie elsewhere, and others are not written over', async () => {
    const here = await saved();
    await here.ok(['backup', '--keys', here.keys, here.backups]);
    for (const inside of ['keys', 'x/../keys', '../backups/keys']) {
      fs.mkdirSync(path.join(here.backups, 'x'), { recursive: true });
      const done = await here.command(['backup', '--keys',
        `${here.backups}/${inside}`, here.backups]);
      assert.equal(done.code, 1, inside);
      assert.match(done.stderr, /keys must not lie with the backups/);
    }
    fs.writeFileSync(here.keys, 'chinwag keys 1\nothers\n');
    const done = await here.command(['backup', '--keys', here.keys,
      here.backups]);
    assert.equal(done.code, 1);
    assert.match(done.stderr, /has other keys, or is damaged/);
  });

  test('older ones thin out by day, week and month', async () => {
    const here = await inhabited();
    const backups = path.join(here.directory, 'backups');
    for (const day of ['2025-01-15', '2025-02-27', '2025-03-03', '2025-03-04',
      '2025-03-10', '2025-03-11', '2025-03-12'])
      for (const hour of ['08', '20'])
        await here.ok(['backup', '--keep-all', backups],
          { env: at(`@${day} ${hour}:00:00`) });
    fs.mkdirSync(path.join(backups, 'my own'));
    fs.mkdirSync(path.join(backups, '2024-01-01T000000.000Z'));
    const done = JSON.parse(await here.ok(['backup', '--json', '--keep',
      '2,2,3', backups], { env: at('@2025-03-12 22:00:00') }));
    assert.deepEqual(names(backups).map((name) => name.slice(0, 13)), [
      '2024-01-01T00', // has no manifest: not ours
      '2025-01-15T20', // the newest of January,
      '2025-02-27T20', // of February,
      '2025-03-04T20', // of the week before,
      '2025-03-11T20', // of yesterday,
      '2025-03-12T22', // of today, of this week and of March
      'my own']);
    assert.equal(done.removed.length, 10);
    assert.equal(path.basename(done.backup).slice(0, 13), '2025-03-12T22');
  });

  test('what a killed one left is no backup, and goes', async () => {
    for (const [call, when] of [['fsync', 1], ['fsync', 2], ['fsync', 3],
      ['rename', 1]]) {
      const here = await inhabited();
      const backups = path.join(here.directory, 'backups');
      const killed = await here.command(['backup', backups],
        { wrap: ['/usr/bin/strace', '-f', '-o', '/dev/null', '-e',
          `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${when}`] });
      assert.equal(killed.signal, 'SIGKILL', `${call} ${when}`);
      for (const name of names(backups))
        assert.match(name, /^\.draft-/);
      const none = await here.command(['restore', '--yes', backups]);
      assert.match(none.stderr, /has no manifest/);
      await here.ok(['backup', backups]);
      assert.equal(names(backups).length, 1);
      await here.ok(['restore', '--yes', backups]);
    }
  });

  test('a disk that fails while it is made leaves none', async () => {
    for (const [call, error, when] of [['fsync', 'EIO', '2'],
      ['pwrite64', 'ENOSPC', '5+'], ['fsync', 'EIO', '3']]) {
      const here = await inhabited();
      const backups = path.join(here.directory, 'backups');
      const done = await here.command(['backup', backups],
        { wrap: ['/usr/bin/strace', '-f', '-o', '/dev/null', '-e',
          `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`]
        });
      assert.equal(done.code, 1, `${call} ${done.stdout}`);
      assert.match(done.stderr, /no backup was made: /);
      assert.deepEqual(names(backups), []);
    }
  });

  test('wrong use ends with 2', async () => {
    const here = await inhabited();
    for (const args of [['backup'], ['backup', 'a', 'b'],
      ['backup', '--keep', '7,4', 'a'], ['backup', '--keep', '7,4,6,1', 'a'],
      ['backup', '--keep', 'x,4,6', 'a'], ['backup', '--what', 'a'],
      ['backup', '--keys'], ['restore'], ['restore', 'a', 'b'],
      ['restore', '--keys', 'k', '--new-keys', 'a'], ['migrate', 'x'],
      ['migrate', '--check', '--dry-run']])
      assert.equal((await here.command(args)).code, 2, args.join(' '));
  });
});

describe('restoring', () => {
  test('brings back what was there then, and sets aside what was there',
    async () => {
      const here = await saved();
      const token = await signIn(here);
      assert.equal((await get(here, token, '/api/session')).status, 200);
      await here.ok(['conversation-add', '--message', 'Later', 'anna', 'bob']);
      await here.ok(['user-add', 'carl', 'carl@example.org']);
      const before = contents(here.data);
      const said = await here.ok(['restore', '--yes', here.backup]);
      const aside = /is in (\S+)\n/.exec(said)[1];
      assert.deepEqual(contents(aside), { 'chat.db': before['chat.db'],
        'pool.db': before['pool.db'] });
      assert.deepEqual(names(here.data), [path.basename(aside), 'chat.db',
        'keys', 'pool.db', 'run'].sort());
      assert.equal((await get(here, token, '/api/session')).status, 401);
      assert.deepEqual(await messages(here), ['Hello, Bob']);
      assert.equal((await ask(here, { method: 'POST', path: '/api/session',
        headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(
          { username: 'carl', password: 'the password of carl' }) })).status,
      401);
    });

  test('makes void what was good only then', async () => {
    const here = await saved();
    const pool = path.join(here.data, 'pool.db');
    await signIn(here);
    await sql(pool, `INSERT INTO code (account_id, purpose, hash, tries,
      expires) VALUES (1, 'confirm', x'00', 0, 9999999999999);
      INSERT INTO mail (recipient, recipient_fold, sealed, state, due, created)
      VALUES ('a@b.org', 'a@b.org', x'00', 0, 0, 0);
      INSERT INTO invitation (token_hash, note, uses_max, expires, created,
      created_by) VALUES (x'01', '', 1, 9999999999999, 0, 'x');
      INSERT INTO totp (account_id, sealed, label, created)
      VALUES (1, x'00', '', 0)`);
    const now = Math.floor(Date.now() / 30000);
    await here.ok(['backup', here.backups]);
    await here.ok(['restore', '--yes', here.backups]);
    const [counts, mail, step] = (await sql(pool, `SELECT
      (SELECT COUNT(*) FROM session), (SELECT COUNT(*) FROM code),
      (SELECT COUNT(*) FROM invitation WHERE revoked IS NULL);
      SELECT state FROM mail; SELECT last_step FROM totp`)).split('\n');
    assert.equal(counts, '0\t0\t0');
    assert.equal(mail, '2');
    assert.ok(Number(step) >= now);
  });

  test('onto a new machine, with the copy of the keys', async () => {
    const here = await saved();
    const there = place();
    there.talk = here.talk;
    const refused = await there.command(['restore', '--yes', here.backup]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /name their copy with --keys/);
    await there.ok(['restore', '--keys', here.keys, '--yes', here.backups]);
    assert.deepEqual(names(there.data), ['chat.db', 'keys', 'pool.db', 'run']);
    assert.equal(mode(there.data), 0o700);
    assert.deepEqual(fs.readFileSync(path.join(there.data, 'keys')),
      fs.readFileSync(here.keys));
    assert.deepEqual(await messages(there), ['Hello, Bob']);
  });

  test('without the keys only if that is said', async () => {
    const here = await saved();
    const there = await inhabited();
    const mine = fs.readFileSync(path.join(there.data, 'keys'));
    const refused = await there.command(['restore', '--yes', here.backup]);
    assert.match(refused.stderr, /made with other keys/);
    await there.ok(['restore', '--new-keys', '--yes', here.backup]);
    there.talk = here.talk;
    assert.deepEqual(await messages(there), ['Hello, Bob']);
    assert.notDeepEqual(fs.readFileSync(path.join(there.data, 'keys')), mine);
    const aside = names(there.data).find((name) => /^before-/.test(name));
    assert.deepEqual(fs.readFileSync(path.join(there.data, aside, 'keys')),
      mine);
  });

  test('asks first, and without anybody to ask does nothing', async () => {
    const here = await saved();
    const before = contents(here.data);
    const done = await here.command(['restore', here.backup],
      { stdin: 'yes\n' });
    assert.equal(done.code, 1);
    assert.match(done.stderr, /go aside.*\n.*with --yes/);
    assert.deepEqual(contents(here.data), before);
  });

  test('is refused while a program has a store open', async () => {
    const here = await saved();
    const before = contents(here.data);
    const held = fs.openSync(path.join(here.data, 'pool.db'), 'r');
    const done = await here.command(['restore', '--yes', here.backup]);
    fs.closeSync(held);
    assert.equal(done.code, 1);
    assert.match(done.stderr,
      new RegExp(`have the stores open: .*${process.pid} \\(`));
    assert.deepEqual(contents(here.data), before);
    await here.ok(['restore', '--yes', here.backup]);
  });

  test('killed anywhere, it leaves the old, the new, or neither', async () => {
    const here = await saved();
    await here.ok(['conversation-add', '--message', 'Later', 'anna', 'bob']);
    for (let when = 1; when <= 8; when++) {
      const killed = await here.command(['restore', '--yes', here.backup],
        { wrap: ['/usr/bin/strace', '-f', '-o', '/dev/null', '-e',
          'trace=rename', '-e', `inject=rename:signal=KILL:when=${when}`] });
      const present = ['chat.db', 'pool.db'].map((name) =>
        fs.existsSync(path.join(here.data, name)));
      if (present[0] && present[1])
        assert.ok([1, 2].includes((await messages(here)).length));
      else
        assert.equal(killed.signal, 'SIGKILL', `rename ${when}`);
      // And it can be done again.
      await here.ok(['restore', '--yes', here.backup]);
      assert.deepEqual(await messages(here), ['Hello, Bob']);
      if (!killed.signal)
        return;
    }
  });
});

describe('a backup is not restored', () => {
  const refused = async (here, wanted, what) => {
    const before = contents(here.data);
    for (const how of [['--yes'],
      ['--drill', path.join(here.directory, 'drill')]]) {
      const done = await here.command(['restore', ...how, here.backup]);
      assert.equal(done.code, 1, `${what}: ${done.stdout}`);
      assert.match(done.stderr, wanted, what);
      assert.deepEqual(contents(here.data), before, what);
      assert.ok(!fs.existsSync(path.join(here.directory, 'drill')), what);
    }
  };

  const edit = async (here, name, change, wanted, what) => {
    const file = path.join(here.backup, name);
    const bytes = fs.readFileSync(file);
    fs.writeFileSync(file, change(Buffer.from(bytes)));
    await refused(here, wanted, what);
    fs.writeFileSync(file, bytes);
  };

  test('if its manifest was cut, anywhere', async () => {
    const here = await saved();
    const { size } = fs.statSync(path.join(here.backup, 'manifest'));
    for (const keep of [0, 1, 100, size - 200, size - 72, size - 71, size - 70,
      size - 2, size - 1])
      await edit(here, 'manifest', (bytes) => bytes.subarray(0, keep),
        /manifest was cut/, `${keep} of ${size}`);
  });

  test('if its manifest was changed, however', async () => {
    const here = await saved();
    for (const [from, to] of [[/made \d/, 'made 9'], ['rows message 1',
      'rows message 2'], ['rows message 1\n', ''], [/store chat \d+/,
      'store chat 0'], [/0(?=[0-9a-f]*\nseal)/, '1'], ['program 0', 'program 9'],
    [/(?<=seal )./, (c) => (c === '0' ? '1' : '0')],
    ['rows message', 'rows  message'], ['\nrows', '\0rows'],
    ['chinwag backup 1', 'chinwag backup 2'], [/$/, 'x']])
      await edit(here, 'manifest', (bytes) => {
        const text = bytes.toString('latin1');
        const changed = text.replace(from, to);
        assert.notEqual(changed, text, `${from}`);
        return changed;
      }, /manifest (was (changed|cut)|is damaged)/, `${from}`);
  });

  test('if a copy was changed in one bit, or cut, or is missing', async () => {
    const here = await saved();
    for (const name of ['chat.db', 'pool.db']) {
      const { size } = fs.statSync(path.join(here.backup, name));
      for (const place of [0, 30, 5000, Math.floor(size / 2), size - 1])
        await edit(here, name, (bytes) => {
          bytes[place] ^= 1;
          return bytes;
        }, /changed or damaged/, `${name} ${place}`);
      await edit(here, name, (bytes) => bytes.subarray(0, size - 4096),
        /has \d+ bytes, its manifest says \d+/, name);
      await edit(here, name, (bytes) => Buffer.concat([bytes, bytes]),
        /has \d+ bytes/, name);
      fs.renameSync(path.join(here.backup, name), `${here.backup}/x`);
      await refused(here, /cannot read its/, name);
      fs.renameSync(`${here.backup}/x`, path.join(here.backup, name));
    }
  });

  test('if its parts are of two backups', async () => {
    const here = await saved();
    await here.ok(['conversation-add', '--message', 'Later', 'anna', 'bob']);
    const other = JSON.parse(await here.ok(['backup', '--json', '--keep-all',
      here.backups])).backup;
    await edit(here, 'chat.db', () =>
      fs.readFileSync(path.join(other, 'chat.db')), /bytes|changed/, 'chat');
    await edit(here, 'manifest', () =>
      fs.readFileSync(path.join(other, 'manifest')), /bytes|changed/, 'it');
  });

  test('if it is of a newer program', async () => {
    const here = await saved();
    const there = path.join(here.directory, 'newer');
    const file = path.join(here.data, 'chat.db');
    const number = await sql(file, 'PRAGMA user_version');
    await sql(file, 'PRAGMA user_version = 99');
    await here.ok(['backup', there]);
    await sql(file, `PRAGMA user_version = ${number}`);
    here.backup = path.join(there, names(there)[0]);
    await refused(here, /schema 99, newer than \d+: it needs the chinwag/);
  });

  test('if it is none', async () => {
    const here = await saved();
    here.backup = scratch();
    await refused(here, /has no manifest/);
    here.backup = path.join(here.backup, 'nowhere');
    await refused(here, /has no manifest/);
  });
});

describe('a drill', () => {
  test('starts programs on a copy, and leaves nothing', async () => {
    const here = await saved();
    const before = contents(here.data);
    const drill = path.join(here.directory, 'drill');
    const said = await here.ok(['restore', '--drill', drill, here.backups]);
    assert.match(said, /^drill done: \d+ rows came back, and somebody/);
    assert.ok(!fs.existsSync(drill));
    assert.deepEqual(contents(here.data), before);
  });

  test('fails if a program does not serve, and says which', async () => {
    const here = await saved();
    const broken = scratch();
    for (const name of fs.readdirSync(programs))
      fs.symlinkSync(path.join(programs, name), path.join(broken, name));
    fs.unlinkSync(path.join(broken, 'session-post'));
    fs.writeFileSync(path.join(broken, 'session-post'),
      '#!/bin/sh\nprintf "Status: 503 No\\r\\n\\r\\nno"\n', { mode: 0o755 });
    const done = await here.command(['restore', '--drill',
      path.join(here.directory, 'drill'), '--programs', broken, here.backup]);
    assert.equal(done.code, 1);
    assert.match(done.stderr, /session-post answered 503: no/);
    assert.ok(!fs.existsSync(path.join(here.directory, 'drill')));
  });

  test('goes into no directory that is there', async () => {
    const here = await saved();
    const done = await here.command(['restore', '--drill', here.directory,
      here.backup]);
    assert.equal(done.code, 1);
    assert.match(done.stderr, /cannot make .*: File exists/);
    assert.ok(fs.existsSync(here.data));
  });
});

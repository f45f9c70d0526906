// chinwag doctor on hosts that are wrong: each thing has its name.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fromShell, run } from '../api/lib/cgi.mjs';
import { build, freePort } from '../api/lib/harness.mjs';
import { at, inhabited, place, scratch, sql } from './lib/place.mjs';

const isRoot = process.getuid() === 0;
const programs = path.join(build, 'cgi-bin');

// Without the web server; what is found, by name.
async function findings(here, args = [], options = {}) {
  const done = await here.command(['doctor', '--json', '--no-web', ...args],
    options);
  assert.ok([0, 1].includes(done.code), done.stderr);
  const told = JSON.parse(done.stdout);
  assert.equal(done.code, told.wrong > 0 ? 1 : 0);
  const found = {};
  for (const { name, seen, mends } of told.findings) {
    assert.ok(mends.length > 0, name);
    found[name] = found[name] ? `${found[name]}\n${seen}` : seen;
  }
  // The test machine's own affair.
  delete found['clock-unkept'];
  return found;
}

const names = async (...args) => Object.keys(await findings(...args)).sort();

// A system call's answer changed on its way back.
const poke = (call, what) => ({ wrap: ['/usr/bin/strace', '-f', '-o',
  '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:poke_exit=${what}`]
});

describe('a host that is well', () => {
  test('has no finding but that of a backup, until there is one', async () => {
    const here = await inhabited();
    assert.deepEqual(await findings(here), { backup: 'none was made' });
    await here.ok(['backup', path.join(here.directory, 'backups')]);
    assert.deepEqual(await findings(here), {});
    const later = await findings(here, [], { env: at('+30h') });
    assert.equal(later.backup, '30 hours ago');
  });

  test('says so in lines, too', async () => {
    const here = await inhabited();
    const said = await here.ok(['doctor', '--no-web']);
    assert.match(said, /^warning: backup: .*\n {2}seen: none.*\n {2}mend: /);
    assert.match(said, /\n0 wrong, [12] warnings, \d+ things looked at\n$/);
    assert.equal((await here.command(['doctor', '--what'])).code, 2);
    assert.equal((await here.command(['doctor', '--server', 'iis'])).code, 2);
  });
});

describe('data', () => {
  test('that are not there', async () => {
    const here = place();
    assert.ok((await names(here)).includes('data-dir'));
    fs.mkdirSync(here.data, { mode: 0o700 });
    assert.deepEqual(await names(here), ['backup', 'keys', 'store']);
  });

  test('that others may read', async () => {
    const here = await inhabited();
    fs.chmodSync(here.data, 0o755);
    fs.chmodSync(path.join(here.data, 'chat.db'), 0o644);
    const found = await findings(here);
    assert.match(found['data-open'], /data has mode 755\n.*chat\.db has mode/);
  });

  test('that belong to several', { skip: !isRoot && 'needs root' },
    async () => {
      const here = await inhabited();
      fs.chownSync(path.join(here.data, 'pool.db'), 65534, 65534);
      assert.match((await findings(here))['data-owner'],
        /pool\.db belongs to user 65534/);
    });

  test('on a file system of another machine', async () => {
    const here = await inhabited();
    const found = await findings(here, [],
      poke('statfs', '@arg2=6969000000000000'));
    assert.match(found['data-foreign'], /data is on nfs/);
    assert.ok((await findings(here, [],
      poke('statfs', '@arg2=4655736500000000')))['data-foreign']
      .endsWith('is on fuse'));
  });

  test('where no room is left', async () => {
    const here = await inhabited();
    // struct statfs: type, size of a block, blocks, free, free for us.
    const full = '53ef000000000000' + '0010000000000000' +
      '0000100000000000' + '0100000000000000' + '0100000000000000';
    assert.equal((await findings(here, [], poke('statfs', `@arg2=${full}`)))[
      'data-room'], '0 MiB are free');
  });

  test('whose keys are damaged, gone or open', async () => {
    const here = await inhabited();
    const keys = path.join(here.data, 'keys');
    fs.chmodSync(keys, 0o640);
    assert.deepEqual(await names(here), ['backup', 'data-open', 'keys']);
    fs.chmodSync(keys, 0o600);
    fs.writeFileSync(keys, 'chinwag keys 1\nnothing\n');
    assert.deepEqual(await names(here), ['backup', 'keys']);
    fs.unlinkSync(keys);
    assert.deepEqual(await names(here), ['backup', 'keys']);
  });

  test('of another schema, or none', async () => {
    const here = await inhabited();
    const chat = path.join(here.data, 'chat.db');
    await sql(chat, 'PRAGMA user_version = 99');
    assert.match((await findings(here)).schema, /^chat has schema 99, needed/);
    fs.writeFileSync(chat, 'nothing like a database, but long enough'
      .repeat(200));
    assert.match((await findings(here)).store, /^chat: /);
  });
});

describe('programs', () => {
  const fake = (lines) => {
    const directory = scratch();
    fs.writeFileSync(path.join(directory, 'health-get'),
      `#!/bin/sh\nprintf '${lines}'\n`, { mode: 0o755 });
    return directory;
  };

  test('that are not there', async () => {
    const here = await inhabited();
    assert.match((await findings(here, ['--programs', '/nowhere']))[
      'programs-absent'], /^\/nowhere\/health-get$/);
  });

  test('of another version, or with a json-c that does not fit', async () => {
    const here = await inhabited();
    const found = await findings(here, ['--programs',
      fake('health-get (chinwag) 0.0.9\\njson-c 0.17\\nlibfcgi 2.4.5\\n')]);
    assert.match(found['programs-version'], /^0\.0\.9 and \d/);
    assert.equal(found['json-c'], '0.17');
    assert.ok(!('libfcgi' in found));
  });

  test('with a SQLite that several may not write to at once', async () => {
    const here = await inhabited();
    const done = await run(path.join(build, 'tests/chinwag/old_sqlite'),
      ['doctor', '--json', '--no-web'], { env: here.env });
    const told = JSON.parse(done.stdout).findings
      .find(({ name }) => name === 'sqlite');
    assert.match(told?.seen, /truncate$/);
    assert.match(told.mends.join(), /--with-sqlite=bundled/);
  });

  test('with a libfcgi that is known to be unsafe', async () => {
    const here = await inhabited();
    // Debian mends it under the same number, and is asked: it is not there.
    const wrap = ['/usr/bin/strace', '-f', '-o', '/dev/null',
      '-P', '/usr/bin/dpkg-query', '-e', 'inject=execve:error=ENOENT'];
    const found = await findings(here,
      ['--programs', fake('libfcgi 2.4.2\\n')], { wrap });
    assert.equal(found.libfcgi, '2.4.2');
  });
});

describe('the clock', () => {
  test('is before the program was made', async () => {
    const here = await inhabited();
    const found = await findings(here, [], { env: {
      ...at('@2020-01-01 00:00:00'), NO_FAKE_STAT: '1' } });
    assert.match(found['clock-behind'], /^it says 2020-01-01 .* this program/);
  });

  test('is before what has happened', async () => {
    const here = place();
    await here.ok(['init']);
    await here.ok(['user-add', 'anna', 'a@example.org'], { env: at('+9h') });
    await here.ok(['user-add', 'bob', 'b@example.org'], { env: at('+9h') });
    await here.ok(['conversation-add', '--message', 'from tomorrow', 'anna',
      'bob'], { env: at('+9h') });
    assert.match((await findings(here))['clock-behind'], /and chat is of /);
  });

  test('jumps', async () => {
    const here = await inhabited();
    const found = await findings(here, [], { env: { ...at('+0 x1000'),
      FAKETIME: '+0 x1000' } });
    assert.match(found['clock-steps'], /^by \d+ ms while I looked$/);
  });

  test('is kept by nobody', async () => {
    const here = await inhabited();
    const done = await here.command(['doctor', '--json', '--no-web'], {
      wrap: ['/usr/bin/strace', '-f', '-o', '/dev/null', '-e',
        'trace=adjtimex,clock_adjtime', '-e',
        'inject=adjtimex,clock_adjtime:retval=5'] });
    const told = JSON.parse(done.stdout).findings
      .find(({ name }) => name === 'clock-unkept');
    assert.equal(told?.seen, 'adjtimex(2)');
    assert.match(told.mends.join(), /chrony/);
  });
});

describe('mail', () => {
  test('cannot leave by sendmail', async () => {
    const here = await inhabited({ mail_transport: 'sendmail',
      mail_sendmail: '/nowhere/sendmail' });
    assert.match((await findings(here))['mail-transport'],
      /^mail_sendmail = \/nowhere\/sendmail: No such file/);
  });

  test('cannot leave by SMTP', async () => {
    const port = await freePort();
    const here = await inhabited({ mail_transport: 'smtp',
      mail_smtp_url: `smtp://127.0.0.1:${port}`, mail_smtp_user: 'anna',
      mail_smtp_ca_file: '/nowhere/ca.pem' });
    const found = await findings(here);
    assert.match(found['mail-transport'], /Connection refused$/);
    assert.match(found['mail-transport'],
      /^mail_smtp_ca_file = \/nowhere\/ca\.pem: No such file/);
    assert.ok('mail-password' in found);
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.end('220 hello\r\n');
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const password = path.join(here.directory, 'password');
    fs.writeFileSync(password, 'secret\n', { mode: 0o644 });
    fs.chmodSync(password, 0o644);
    const env = { CHINWAG_MAIL_SMTP_PASSWORD_FILE: password,
      CHINWAG_MAIL_SMTP_CA_FILE: '' };
    assert.match((await findings(here, [], { env }))['mail-password'],
      /has mode 644$/);
    fs.chmodSync(password, 0o600);
    assert.deepEqual(Object.keys(await findings(here, [], { env })),
      ['backup']);
    server.close();
  });

  test('goes into files, from nobody, though others use the site',
    async () => {
      const here = await inhabited();
      const found = await findings(here, ['--url', 'https://chat.example.org']);
      assert.deepEqual(Object.keys(found).sort(),
        ['backup', 'mail-from', 'mail-to-files']);
    });

  test('has templates that are not good, or none where they should be',
    async () => {
      const letters = path.join(scratch(), 'letters');
      const here = await inhabited({ mail_templates_dir: letters });
      assert.equal((await findings(here))['mail-templates'],
        `${letters}: No such file or directory`);
      await here.ok(['mail', 'templates', letters]);
      assert.ok(!('mail-templates' in await findings(here)));
      fs.writeFileSync(path.join(letters, 'de/reset.txt'),
        'Subject: x\n\n{cod}\n');
      assert.match((await findings(here))['mail-templates'],
        /letters\/de\/reset\.txt:3: there is no \{cod\} here; there are /);
    });

  test('waits, or was given up', async () => {
    const here = await inhabited({ mail_transport: 'sendmail',
      mail_sendmail: '/bin/false' });
    assert.equal((await fromShell({ programs, env: here.env }, {
      method: 'POST', path: '/api/users',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'carl', email: 'carl@example.org',
        password: 'correct horse battery' }) })).status, 201);
    assert.ok(!('mail-waits' in await findings(here)));
    assert.match((await findings(here, [], { env: at('+20m') }))['mail-waits'],
      /^1 wait, the oldest for (20|19) minutes$/);
    await here.ok(['mail'], { env: at('+25h') });
    assert.equal((await findings(here))['mail-given-up'], '1');
  });
});

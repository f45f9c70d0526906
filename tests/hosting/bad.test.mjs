// Hosts and uploads that are wrong: each is refused with its reason, and
// nothing is made or harmed.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { is, refused } from '../api/lib/expect.mjs';
import { host, missing } from './lib/host.mjs';

const skip = missing;
const HOME = '/var/www/vhosts/example.org';
const MANIFEST = 'chinwag/manifest.txt';
const chinwag = skip ? null : await host('cgi', { isQuiet: true });
if (chinwag)
  after(() => chinwag.stop());

const inWeb = (name) => path.join(chinwag.web, name);
const wanted = (change = {}) => ({ code: chinwag.code()?.code ?? 'none',
  place: `${HOME}/chinwag-data`, base_url: 'https://example.org',
  username: 'Anna', email: 'anna@example.org',
  password: 'correct horse battery', mail: 'file',
  mail_from: 'chinwag@example.org', ...change });

// What the survey has to say of a thing that is not well.
async function flaw(name, options) {
  is(await chinwag.cgi('GET', '/api/setup', undefined, options), 200);
  const { items } = is(await chinwag.cgi('POST', '/api/setup/survey',
    { code: chinwag.code().code }, options), 200).json;
  const item = items.find((one) => one.name === name);
  assert.equal(item.ok, false, `${name} is said to be well`);
  // Nothing is set up then.
  const answer = refused(await chinwag.cgi('POST', '/api/setup', wanted(),
    options), 400, 'invalid', '');
  assert.ok(items.some(({ ok, says }) =>
    !ok && says === answer.json.errors[0].message));
  isUntouched();
  return item.says;
}

function isUntouched() {
  assert.ok(!fs.existsSync(inWeb('chinwag/place')));
  assert.deepEqual(fs.readdirSync(chinwag.home)
    .filter((name) => name.startsWith('chinwag-data')), []);
}

// With a file changed for as long as the check takes.
async function changed(name, change, check) {
  const file = inWeb(name);
  const { mode } = fs.statSync(file);
  const bytes = fs.readFileSync(file);
  try {
    const now = change(bytes.toString('latin1'));
    if (now === null)
      fs.rmSync(file);
    else
      fs.writeFileSync(file, now, 'latin1');
    await check();
  } finally {
    fs.writeFileSync(file, bytes);
    fs.chmodSync(file, mode);
    fs.chownSync(file, 1000, 1000);
  }
}

const bad = (name, check) => test(name, { skip }, check);

bad('a half-uploaded archive', async () => {
  await changed('index.html', (text) => text.slice(0, 100), async () =>
    assert.match(await flaw('files'), /1 of \d+ files .*index\.html/));
  await changed('setup/setup.css', () => null, async () =>
    assert.match(await flaw('files'), /setup\/setup\.css/));
  // FTP in text mode.
  await changed('setup/setup.js', (text) => text.replaceAll('\n', '\r\n') + '\r',
    async () => assert.match(await flaw('files'), /setup\/setup\.js/));
  await changed(MANIFEST, () => null, async () =>
    assert.match(await flaw('release'), /not complete/));
  await changed(MANIFEST, (text) => text.slice(0, 1000), async () =>
    assert.match(await flaw('release'), /cut off/));
  await changed(MANIFEST, () => '', async () =>
    assert.match(await flaw('release'), /cut off/));
  await changed(MANIFEST, () => 'chinwag\n\n\n', async () =>
    assert.match(await flaw('release'), /damaged/));
  await changed(MANIFEST, (text) =>
    `${text}${'0'.repeat(64)}  ../../../etc/passwd\n`, async () =>
    assert.match(await flaw('release'), /damaged/));
});

bad('the archive of another machine, or of another release', async () => {
  await changed(MANIFEST, (text) => text.replace('x86_64', 'aarch64'),
    async () => assert.match(await flaw('release'), /aarch64.*x86_64/));
  await changed(MANIFEST, (text) => text.replace(/^chinwag \S+/,
    'chinwag 99.0.0-00000000'), async () =>
    assert.match(await flaw('release'), /99\.0\.0/));
});

bad('a clock in the past', async () => {
  await changed(MANIFEST, (text) => text.replace(/^(.*) \S+\n/,
    '$1 2999-01-01\n'), async () =>
    assert.match(await flaw('clock'), /2999-01-01/));
});

bad('a web root that everyone may write to', async () => {
  for (const name of ['', 'chinwag', 'index.html']) {
    const { mode } = fs.statSync(inWeb(name));
    fs.chmodSync(inWeb(name), 0o777);
    try {
      assert.match(await flaw('permissions'), /Everyone .*Set its/);
    } finally {
      fs.chmodSync(inWeb(name), mode);
    }
  }
});

bad('programs that run as somebody else', async () => {
  // All the same whose code it is: it is another's process.
  fs.chownSync(chinwag.web, 1001, 1001);
  try {
    assert.match(await flaw('owner'), /user 1000.*user 1001/);
  } finally {
    fs.chownSync(chinwag.web, 1000, 1000);
  }
});

bad('programs that run as root', async () => {
  fs.rmSync(chinwag.code().file);
  assert.match(await flaw('owner', { user: 0 }), /as root/);
  fs.rmSync(chinwag.code().file);
});

bad('no place that is not served', async () => {
  fs.rmSync(chinwag.code()?.file ?? '/nonexistent', { force: true });
  for (const [close, open] of [
    [() => fs.chmodSync(chinwag.home, 0o511),
      () => fs.chmodSync(chinwag.home, 0o711)],
    [() => fs.writeFileSync(path.join(chinwag.home, 'index.php'), ''),
      () => fs.rmSync(path.join(chinwag.home, 'index.php'))]]) {
    close();
    try {
      const state = is(await chinwag.cgi('GET', '/api/setup'), 200).json;
      assert.equal(state.folder, 'chinwag');
      const { file, code } = chinwag.code();
      assert.equal(path.dirname(file), inWeb('chinwag'));
      assert.equal(fs.statSync(file).mode & 0o777, 0o600);
      const found = is(await chinwag.cgi('POST', '/api/setup/survey',
        { code }), 200).json;
      assert.equal(found.place, undefined);
      const answer = refused(await chinwag.cgi('POST', '/api/setup',
        wanted()), 400, 'invalid', '/place');
      assert.match(answer.json.errors[0].message, /may not write|shows/);
      fs.rmSync(file);
    } finally {
      open();
    }
  }
  isUntouched();
});

bad('data that others could read, or that is somebody\'s', async () => {
  is(await chinwag.cgi('GET', '/api/setup'), 200);
  const place = path.join(chinwag.home, 'data');
  const refusal = async () => refused(await chinwag.cgi('POST', '/api/setup',
    wanted({ place: `${HOME}/data` })), 400, 'invalid', '/place')
    .json.errors[0].message;
  fs.mkdirSync(place);
  fs.chownSync(place, 1000, 1000);
  fs.chmodSync(place, 0o755);
  assert.match(await refusal(), /Others .*0700/);
  fs.chmodSync(place, 0o700);
  fs.writeFileSync(path.join(place, 'chat.db'), 'precious');
  assert.match(await refusal(), /not empty/);
  assert.equal(fs.readFileSync(path.join(place, 'chat.db'), 'utf8'),
    'precious');
  fs.rmSync(place, { recursive: true });
  isUntouched();
});

bad('a store on NFS', async () => {
  is(await chinwag.cgi('GET', '/api/setup'), 200);
  // The program is told that every file system is NFS.
  const before = ['strace', '-f', '-qq', '-o', '/dev/null', '-e',
    'inject=statfs:poke_exit=@arg2=6969000000000000'];
  const answer = refused(await chinwag.cgi('POST', '/api/setup', wanted(),
    { before }), 400, 'invalid', '/place');
  assert.match(answer.json.errors[0].message, /0x6969, such as NFS/);
  isUntouched();
});

bad('a code that is old, or that others may read', async () => {
  is(await chinwag.cgi('GET', '/api/setup'), 200);
  const first = chinwag.code();
  fs.utimesSync(first.file, 1e9, 1e9);
  refused(await chinwag.cgi('POST', '/api/setup', wanted()), 400, 'invalid',
    '/code');
  is(await chinwag.cgi('GET', '/api/setup'), 200);
  const second = chinwag.code();
  assert.notEqual(second.code, first.code);
  fs.chmodSync(second.file, 0o644);
  refused(await chinwag.cgi('POST', '/api/setup', wanted()), 400, 'invalid',
    '/code');
  // A stranger's file, named like ours, counts for nothing.
  fs.writeFileSync(second.file, second.code, { mode: 0o600 });
  fs.chownSync(second.file, 1001, 1001);
  is(await chinwag.cgi('GET', '/api/setup'), 200);
  assert.notEqual(chinwag.code().code, second.code);
  isUntouched();
});

bad('after all that, and a try that was broken off, it is set up', async () => {
  const left = path.join(chinwag.home, 'chinwag-data.unfinished');
  fs.mkdirSync(left);
  fs.writeFileSync(path.join(left, 'chat.db'), 'half');
  fs.chownSync(left, 1000, 1000);
  is(await chinwag.cgi('GET', '/api/setup'), 200);
  is(await chinwag.cgi('POST', '/api/setup', wanted()), 204);
  assert.ok(!fs.existsSync(left));
  is(await chinwag.cgi('GET', '/api/health'), 200);
});

bad('data that has gone is not set up over', async () => {
  const data = path.join(chinwag.home, 'chinwag-data');
  fs.renameSync(data, `${data}-elsewhere`);
  assert.equal(is(await chinwag.cgi('GET', '/api/setup'), 200).json.state,
    'lost');
  refused(await chinwag.cgi('POST', '/api/setup', wanted()), 409, 'conflict');
  is(await chinwag.cgi('GET', '/api/health'), 503);
  assert.ok(!fs.existsSync(data));
  fs.renameSync(`${data}-elsewhere`, data);
  is(await chinwag.cgi('GET', '/api/health'), 200);
});

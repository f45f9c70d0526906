// chinwag, the operator's command: what it makes, what it says, how it ends.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { run } from '../api/lib/cgi.mjs';
import { build } from '../api/lib/harness.mjs';

const chinwag = path.join(build, 'contrib/chinwag/chinwag');

const directories = [];
after(() => directories.forEach((directory) =>
  fs.rmSync(directory, { recursive: true, force: true })));

// A command in a data directory of its own.
function place() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-op-'));
  directories.push(directory);
  const data = path.join(directory, 'data');
  const conf = path.join(directory, 'chinwag.conf');
  fs.writeFileSync(conf, `data_dir = ${data}\nargon2_memory_kib = 64\n` +
    'argon2_passes = 1\n');
  const command = async (args, stdin) => {
    const done = await run(chinwag, args,
      { env: { CHINWAG_CONF: conf }, stdin });
    return { ...done, stdout: done.stdout.toString() };
  };
  return { data, command };
}

async function made() {
  const here = place();
  assert.equal((await here.command(['init'])).code, 0);
  return here;
}

const mode = (file) => fs.statSync(file).mode & 0o777;

test('init makes what is absent, for its owner alone', async () => {
  const { data, command } = place();
  const done = await command(['init']);
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stdout, /^made .*\/data\nmade .*\/keys\n/);
  assert.match(done.stdout, /made .*\/chat\.db, schema \d+\n/);
  assert.equal(mode(data), 0o700);
  for (const name of ['keys', 'chat.db', 'pool.db'])
    assert.equal(mode(path.join(data, name)), 0o600, name);
});

test('init again keeps the keys and says so', async () => {
  const { data, command } = await made();
  const keys = fs.readFileSync(path.join(data, 'keys'));
  const done = await command(['init']);
  assert.equal(done.code, 0);
  assert.doesNotMatch(done.stdout, /made/);
  assert.match(done.stdout, /checked .*\/pool\.db/);
  assert.deepEqual(fs.readFileSync(path.join(data, 'keys')), keys);
});

test('init closes a directory that others could enter', async () => {
  const { data, command } = place();
  fs.mkdirSync(data, { mode: 0o755 });
  assert.match((await command(['init'])).stdout, /^closed .* to others\n/);
  assert.equal(mode(data), 0o700);
});

test('init says what stands in the way', async () => {
  const { data, command } = place();
  fs.writeFileSync(data, '');
  const done = await command(['init']);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /data is not a directory\n$/);
});

test('user-add makes a password or takes one', async () => {
  const { command } = await made();
  const anna = await command(['user-add', 'Anna', 'anna@example.org']);
  assert.equal(anna.code, 0, anna.stderr);
  assert.match(anna.stdout, /^name: Anna\nemail: anna@example\.org\n/);
  assert.match(anna.stdout, /\npassword: ([A-Za-z2-9]{5}-){3}[a-z2-9]{5}\n$/);
  const bob = await command(['user-add', '--stdin', 'bob', 'b@example.org'],
    'a password of his own\r\n');
  assert.match(bob.stdout, /\npassword: a password of his own\n$/);
});

test('user-add refuses what sign-up refuses', async () => {
  const { command } = await made();
  assert.equal((await command(['user-add', 'anna', 'a@example.org'])).code, 0);
  for (const [args, stdin, says] of [
    [['ANNA', 'b@example.org'], '', /ANNA or the address/],
    [['bob', 'A@example.org'], '', /A@example.org is taken/],
    [['b', 'b@example.org'], '', /2 to 32/],
    [['bob', 'nowhere'], '', /mail address/],
    [['--stdin', 'bob', 'b@example.org'], 'short\n', /12 characters/],
    [['--stdin', 'bob', 'b@example.org'], '', /no password/]]) {
    const done = await command(['user-add', ...args], stdin);
    assert.equal(done.code, 1, args.join(' '));
    assert.match(done.stderr, says);
  }
});

test('conversation-add starts one, and names who is missing', async () => {
  const { command } = await made();
  for (const name of ['anna', 'bob'])
    await command(['user-add', name, `${name}@example.org`]);
  const done = await command(['conversation-add', '--message', 'Hello, Bob',
    'Anna', 'BOB']);
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stdout, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n$/);
  assert.equal((await command(['conversation-add', 'bob', 'anna'])).stdout,
    done.stdout, 'the same two have it already');
  const missing = await command(['conversation-add', 'anna', 'bob', 'carl']);
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /nobody is called carl/);
  const blank = await command(['conversation-add', '--message', ' ', 'anna',
    'bob']);
  assert.equal(blank.code, 1);
});

test('info tells the same in lines and in JSON', async () => {
  const { data, command } = await made();
  const lines = (await command(['info'])).stdout;
  const facts = JSON.parse((await command(['info', '--json'])).stdout);
  assert.equal(facts.data_dir, data);
  for (const [name, value] of Object.entries(facts))
    assert.match(lines, new RegExp(`^${name} +${value.replace(
      /[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'));
  assert.match((await command(['info', '--keys'])).stdout,
    /^mail_per_hour = 5\n/m);
});

test('wrong use ends with 2, and help with 0', async () => {
  const { command } = await made();
  for (const args of [[], ['nothing'], ['init', 'x'], ['mail', '--what'],
    ['user-add'], ['user-add', 'a', 'b', 'c'], ['conversation-add', 'anna'],
    ['info', '--yaml']])
    assert.equal((await command(args)).code, 2, args.join(' '));
  for (const args of [['--help'], ['--version'], ['init', '--help'],
    ['mail', '-h'], ['user-add', '--help'], ['info', '--help']]) {
    const done = await command(args);
    assert.equal(done.code, 0, args.join(' '));
    assert.notEqual(done.stdout, '');
  }
});

test('without a store, a sentence that says how to make one', async () => {
  const { command } = place();
  const done = await command(['conversation-add', 'anna', 'bob']);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /chinwag init/);
});

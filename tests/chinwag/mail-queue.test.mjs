// chinwag mail list, retry, drop and test.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fromShell } from '../api/lib/cgi.mjs';
import { build } from '../api/lib/harness.mjs';
import { at, place } from './lib/place.mjs';

const programs = path.join(build, 'cgi-bin');

// Mail is refused for now: by `false', or for good by a program of its own.
async function queue(count, conf = {}) {
  const here = place({ mail_transport: 'sendmail', mail_sendmail: '/bin/false',
    mail_per_hour: 100, ...conf });
  await here.ok(['init']);
  for (let i = 1; i <= count; i++)
    assert.equal((await fromShell({ programs, env: here.env }, {
      method: 'POST', path: '/api/users',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: `anna${i}`,
        email: `anna${i}@example.org`, password: 'correct horse battery' }),
    })).status, 201);
  here.list = async () => JSON.parse(await here.ok(['mail', 'list',
    '--json']));
  return here;
}

const toFiles = { CHINWAG_MAIL_TRANSPORT: 'file' };

const files = (here) => {
  const folder = path.join(here.data, 'mail');
  return fs.existsSync(folder) ? fs.readdirSync(folder)
    .filter((name) => name.endsWith('.eml')) : [];
};

test('an empty queue has no rows', async () => {
  const here = await queue(0);
  assert.equal(await here.ok(['mail', 'list']), '');
  assert.deepEqual(await here.list(), []);
});

test('what waits is listed, with how often it was tried', async () => {
  const here = await queue(2);
  await here.ok(['mail']);
  const rows = await here.list();
  assert.deepEqual(rows.map(({ id, recipient, state, tries }) =>
    [id, recipient, state, tries]), [
    [1, 'anna1@example.org', 'waiting', 1],
    [2, 'anna2@example.org', 'waiting', 1]]);
  assert.ok(rows[0].due > Date.now());
  assert.match(await here.ok(['mail', 'list']),
    /^1\tanna1@example\.org\twaits\tqueued .* UTC, tried 1 times, next .* UTC\n/);
  // What was sent is not listed.
  await here.ok(['mail'], { env: { ...toFiles, ...at('+2m') } });
  assert.deepEqual(await here.list(), []);
});

test('what was given up is sent again when asked for, and only that',
  async () => {
    const here = await queue(3);
    await here.ok(['mail'], { env: at('+25h') });
    assert.deepEqual((await here.list()).map(({ state }) => state),
      ['given up', 'given up', 'given up']);
    await here.ok(['mail'], { env: toFiles });
    assert.equal(files(here).length, 0);
    assert.equal(await here.ok(['mail', 'retry', '2']),
      'mail 2 waits again\n');
    assert.equal((await here.list())[1].tries, 0);
    await here.ok(['mail'], { env: toFiles });
    assert.equal(files(here).length, 1);
    assert.match(fs.readFileSync(path.join(here.data, 'mail', files(here)[0]),
      'utf8'), /^To: <anna2@example\.org>\r$/m);
    const again = await here.command(['mail', 'retry', '2', '1']);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /mail 2 was not given up/);
    assert.match(again.stdout, /mail 1 waits again/);
    assert.equal(await here.ok(['mail', 'retry', '--all']),
      'mail 3 waits again\n');
    await here.ok(['mail'], { env: toFiles });
    assert.equal(files(here).length, 3);
  });

test('it has a day again before it is given up', async () => {
  const here = await queue(1);
  await here.ok(['mail'], { env: at('+25h') });
  await here.ok(['mail', 'retry', '1'], { env: at('+26h') });
  await here.ok(['mail'], { env: at('+26h') });
  assert.equal((await here.list())[0].state, 'waiting');
  await here.ok(['mail'], { env: at('+51h') });
  assert.equal((await here.list())[0].state, 'given up');
});

test('what was given up is kept for a week', async () => {
  const here = await queue(1);
  await here.ok(['mail'], { env: at('+25h') });
  await here.ok(['housekeep'], { env: at('+7d') });
  assert.equal((await here.list()).length, 1);
  await here.ok(['housekeep'], { env: at('+9d') });
  assert.equal((await here.list()).length, 0);
});

test('what was dropped is never sent', async () => {
  const here = await queue(3);
  assert.equal(await here.ok(['mail', 'drop', '1', '3']),
    'mail 1 is gone\nmail 3 is gone\n');
  assert.equal((await here.command(['mail', 'drop', '1'])).code, 1);
  await here.ok(['mail'], { env: toFiles });
  assert.equal(files(here).length, 1);
  assert.equal((await here.command(['mail', 'drop', '2'])).code, 1);
});

test('all of it can be dropped', async () => {
  const here = await queue(3);
  await here.ok(['mail', 'drop', '--all']);
  assert.deepEqual(await here.list(), []);
});

test('a test mail leaves at once, or says why not', async () => {
  const here = await queue(0);
  const done = await here.command(['mail', 'test', 'anna@example.org']);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /by sendmail did not leave: the program failed/);
  assert.match(await here.ok(['mail', 'test', 'anna@example.org'],
    { env: toFiles }), /^mail to anna@example\.org left by file: .*\.eml\n$/);
  const text = fs.readFileSync(path.join(here.data, 'mail', files(here)[0]),
    'utf8');
  assert.match(text, /^To: <anna@example\.org>\r$/m);
  assert.match(text, /\r\nhttp:\/\/127\.0\.0\.1:8080\r\n/);
  assert.deepEqual(await here.list(), []);
  assert.equal((await here.command(['mail', 'test', 'anna'])).code, 1);
});

test('wrong use ends with 2', async () => {
  const here = await queue(0);
  for (const args of [['what'], ['list', 'x'], ['retry'], ['retry', 'x'],
    ['retry', '--all', '1'], ['drop'], ['drop', '0'], ['test'],
    ['test', 'a@b.org', 'c@d.org'], ['test', '--watch']])
    assert.equal((await here.command(['mail', ...args])).code, 2,
      args.join(' '));
});

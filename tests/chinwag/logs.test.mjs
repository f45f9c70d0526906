// chinwag logs: lines that somebody looks for, from files and as they come.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { eventually } from '../api/lib/harness.mjs';
import { chinwag, place } from './lib/place.mjs';

const entry = (at, level, message, more = {}) => JSON.stringify(
  { ts: at, level, program: 'messages-post', message, ...more });

const lines = [
  entry('2026-01-31T10:00:00.000Z', 'debug', 'request',
    { request: 'aa', status: 200 }),
  entry('2026-01-31T11:00:00.500Z', 'warning', 'cannot "do" <it>\n\u001b[2J\u2028',
    { request: 'bb', route: '/möwe', status: 503 }),
  'what a library said',
  entry('2026-02-01T00:00:00.000Z', 'error', 'the store is broken',
    { program: 'users-get' }),
];

function withLog(text = `${lines.join('\n')}\n`) {
  const log = { file: null };
  const here = place({ log_file: '/nowhere/log' });
  log.file = path.join(here.directory, 'chinwag.log');
  fs.writeFileSync(log.file, text);
  return { ...here, ...log };
}

const counted = (text) => text.split('\n').length - 1;

test('lines are shown for people', async () => {
  const { ok, file } = withLog();
  const shown = (await ok(['logs', file])).split('\n');
  assert.equal(shown[0], '2026-01-31T10:00:00.000Z debug   messages-post: ' +
    'request request=aa status=200');
  assert.equal(shown[1], '2026-01-31T11:00:00.500Z warning messages-post: ' +
    'cannot "do" <it>\\x0a\\x1b[2J\u2028 request=bb route=/möwe status=503');
  assert.equal(shown[2], 'what a library said');
  assert.equal(shown.length, 5);
});

test('lines are shown as they were written', async () => {
  const { ok, file } = withLog();
  assert.equal(await ok(['logs', '--json', file]), `${lines.join('\n')}\n`);
});

for (const [what, args, found] of [
  ['level', ['--level', 'warning'], [1, 3]],
  ['request', ['--request', 'bb'], [1]],
  ['program', ['--program', 'users-get'], [3]],
  ['day', ['--since', '2026-02-01'], [3]],
  ['time', ['--since', '2026-01-31 11:00'], [1, 3]],
  ['time of a zone', ['--since', '2026-01-31T10:00:00Z'], [0, 1, 3]],
  ['two things', ['--level', 'warning', '--program', 'messages-post'], [1]],
  ['long ago', ['--since', '9000d'], [0, 1, 3]]])
  test(`lines are found by ${what}`, async () => {
    const { ok, file } = withLog();
    assert.equal(await ok(['logs', '--json', ...args, file]),
      found.map((i) => `${lines[i]}\n`).join(''));
  });

test('nothing found has an exit code of its own', async () => {
  const { command, file } = withLog();
  const done = await command(['logs', '--request', 'cc', file]);
  assert.deepEqual([done.code, done.stdout], [3, '']);
});

test('standard input is read, and the configured file', async () => {
  const { ok, directory, env } = withLog();
  assert.equal(counted(await ok(['logs', '-'], { stdin: lines.join('\n') })),
    4);
  const log = path.join(directory, 'other.log');
  fs.writeFileSync(log, `${lines[0]}\n`);
  assert.equal(counted(await ok(['logs'],
    { env: { ...env, CHINWAG_LOG_FILE: log } })), 1);
});

test('a log that is not there, or goes elsewhere, is said to', async () => {
  const { command, env } = withLog();
  const absent = await command(['logs']);
  assert.equal(absent.code, 1);
  assert.match(absent.stderr, /nowhere.log: No such file/);
  const elsewhere = await command(['logs'],
    { env: { ...env, CHINWAG_LOG_FILE: '' } });
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.stderr, /journalctl/);
});

test('wrong use is refused', async () => {
  const { command, file } = withLog();
  for (const args of [['--level', 'loud'], ['--since', 'yesterday'],
    ['--since', '5y'], ['--since', '2026-1-1'], ['--what'], ['--level'],
    [file, file]])
    assert.equal((await command(['logs', ...args])).code, 2, args.join(' '));
});

test('very long lines, and bytes that are no text, are no trouble', async () => {
  const { ok, file } = withLog(Buffer.concat([Buffer.from('x'.repeat(200000)),
    Buffer.from([10, 255, 254, 10]), Buffer.from('{"ts":"\\ud83d"}\n{"a":1,}\n'),
    Buffer.from('no end')]));
  const shown = await ok(['logs', file]);
  assert.equal(shown.replaceAll('\n', '').replace(/[^x]/g, '')
    .startsWith('x'.repeat(200000)), true);
  assert.match(shown, /^\\xff\\xfe$/m);
  assert.match(shown, /^no end$/m);
});

test('following goes on, even in the next file', async () => {
  const { env, file } = withLog();
  const child = spawn(chinwag, ['logs', '--follow', '--json', '--level',
    'warning', file], { env });
  let shown = '';
  child.stdout.on('data', (piece) => {
    shown += piece;
  });
  const says = (text) => entry('2026-02-02T00:00:00.000Z', 'error', text);
  try {
    // What stood there before is passed over, so it must have begun.
    await eventually('it follows', () => {
      fs.appendFileSync(file, `${says('first')}\n`);
      return shown.includes('first');
    }, { everyMs: 100 });
    assert.doesNotMatch(shown, /the store is broken/);
    fs.renameSync(file, `${file}.1`);
    fs.writeFileSync(file, `${says('second')}\n`);
    await eventually('it takes the next file', () => shown.includes('second'));
    fs.writeFileSync(file, '');
    fs.appendFileSync(file, `${says('x')}\n`);
    await eventually('it sees that the file was cut', () =>
      shown.includes('"x"'));
  } finally {
    child.kill();
  }
});

// What programs ask of the kernel is what the units let them: a call that the
// filter refuses fails in silence, so it is looked for here.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { run } from '../api/lib/cgi.mjs';
import { build, eventually, source } from '../api/lib/harness.mjs';
import { chinwag, place } from '../chinwag/lib/place.mjs';
import { ask } from './lib/fcgi.mjs';
import { programs } from './lib/machine.mjs';

const json = { 'Content-Type': 'application/json' };

// The calls of a group; groups hold others, and lines of comment.
async function callsOf(group) {
  const done = await run('systemd-analyze', ['--no-pager', 'syscall-filter',
    group], { env: process.env });
  assert.equal(done.code, 0, done.stderr);
  const words = done.stdout.toString().split('\n').slice(1)
    .map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
  const inner = await Promise.all(words.map((word) =>
    word.startsWith('@') ? callsOf(word) : [word]));
  return inner.flat();
}

// As systemd.exec(5) has it: lines add to the list, or with ~ take away.
async function allowed() {
  const lines = fs.readFileSync(path.join(source,
    'contrib/systemd/sandbox.conf'), 'utf8').split('\n')
    .filter((line) => line.startsWith('SystemCallFilter='))
    .map((line) => line.slice(line.indexOf('=') + 1));
  const calls = new Set();
  for (const line of lines) {
    const takes = line.startsWith('~');
    for (const word of line.replace('~', '').split(' '))
      for (const call of word.startsWith('@') ? await callsOf(word) : [word])
        calls[takes ? 'delete' : 'add'](call);
  }
  return calls;
}

async function chat(socketOf) {
  const asked = (name, method, uri, value, token) => ask(socketOf(name),
    { method, path: `/api${uri}`, body: value && JSON.stringify(value),
      headers: { ...json, ...token && { Authorization: token } } });
  const signIn = await asked('session-post', 'POST', '/session',
    { username: 'anna', password: 'correct horse battery', token: true });
  assert.equal(signIn.status, 200);
  const { token } = signIn.json;
  const { json: id } = await asked('conversations-post', 'POST',
    '/conversations', ['bob'], token);
  const said = await asked('messages-post', 'POST',
    `/conversations/${id}/messages`, { message: 'Hello' }, token);
  assert.equal(said.status, 201);
  for (const [name, uri] of [['conversations-get', '/conversations'],
    ['messages-get', `/conversations/${id}/messages`], ['users-get', '/users'],
    ['events-get', '/events?after=0&wait=0'], ['health-get', '/health']])
    assert.equal((await asked(name, 'GET', uri, undefined, token)).status, 200,
      name);
  assert.equal((await asked('users-post', 'POST', '/users', { username: 'carl',
    email: 'carl@example.org', password: 'correct horse battery' })).status,
  201);
  assert.equal((await asked('unrouted', 'GET', '/nowhere')).status, 404);
  assert.equal((await asked('session-delete', 'DELETE', '/session', undefined,
    token)).status, 204);
}

test('programs call what the filter lets pass', async () => {
  const here = place();
  await here.ok(['init']);
  for (const name of ['anna', 'bob'])
    await here.ok(['user-add', '--stdin', name, `${name}@example.org`],
      { stdin: 'correct horse battery\n' });
  const run_ = path.join(here.directory, 'run');
  const trace = path.join(here.directory, 'trace');
  fs.mkdirSync(run_, { mode: 0o700 });
  const child = spawn('strace', ['-f', '-qq', '-o', trace, chinwag, 'serve',
    '--run', run_, '--programs', path.join(build, 'cgi-bin')],
  { env: { ...here.env, PATH: process.env.PATH }, stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const socketOf = (name) => path.join(run_, `${name}.sock`);
  try {
    await eventually('sockets are there', () => {
      assert.equal(child.exitCode, null);
      return programs.every((name) => fs.existsSync(socketOf(name)));
    });
    await chat(socketOf);
  } finally {
    // strace does not pass it on; each line of it begins with a process id,
    // the first one's with that of chinwag serve.
    if (child.exitCode === null)
      process.kill(parseInt(fs.readFileSync(trace, 'latin1'), 10), 'SIGTERM');
    await gone;
  }
  for (const args of [['mail'], ['housekeep']]) {
    const done = await run('strace', ['-f', '-qq', '-A', '-o', trace, chinwag,
      ...args], { env: { ...here.env, PATH: process.env.PATH } });
    assert.equal(done.code, 0, done.stderr);
  }
  const called = new Set([...fs.readFileSync(trace, 'latin1')
    .matchAll(/^\d+ +([a-z0-9_]+)\(/gm)].map(([, name]) => name));
  assert.ok(called.has('accept4') && called.has('fdatasync'));
  const passes = await allowed();
  // What only root's SQLite calls, and the services are not root's.
  if (process.getuid() === 0)
    passes.add('fchown');
  assert.deepEqual([...called].filter((name) => !passes.has(name)), []);
});

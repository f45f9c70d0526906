// Programs on an old kernel: system calls that came after Linux 3.2, of 2012,
// are refused as such a kernel refuses them, and all goes on without them.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { parseCgi, run, variablesOf } from '../api/lib/cgi.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { ask, isOpen } from '../systemd/lib/fcgi.mjs';
import { archive, build } from './lib/host.mjs';

const OLD = path.join(build, 'tests/hosting/old_kernel');
const PASSWORD = 'correct horse battery';

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-old-'));
after(() => fs.rmSync(place, { recursive: true, force: true }));
const conf = path.join(place, 'chinwag.conf');
fs.writeFileSync(conf, `data_dir = ${path.join(place, 'data')}\n` +
  'base_url = http://127.0.0.1\nargon2_memory_kib = 1024\n' +
  `mail_transport = sendmail\nmail_sendmail = ${place}/sendmail\n`);
fs.writeFileSync(path.join(place, 'sendmail'),
  `#!/bin/sh\ncat >'${place}/mail.eml'\n`, { mode: 0o755 });
const env = { PATH: process.env.PATH, CHINWAG_CONF: conf };

// The archive's program; it serves only where all the rest is, too.
const web = path.join(place, 'web');
fs.mkdirSync(web);
execFileSync('tar', ['-C', web, '-xzf', archive()]);
const inside = path.join(web, 'chinwag');
const program = path.join(inside,
  fs.readdirSync(inside).find((file) => file.endsWith('.cgi')));

async function command(words, stdin) {
  const done = await run(OLD, [program, ...words], { env, stdin });
  assert.equal(done.code, 0, done.stderr);
}

async function asCgi(request, file = program, more = {}) {
  const done = await run(OLD, [file], { env: { ...env, ...more,
    GATEWAY_INTERFACE: 'CGI/1.1', ...variablesOf(request) },
  stdin: request.body });
  assert.equal(done.code, 0, done.stderr);
  return parseCgi(done.stdout);
}

// Somebody signs in and says something; ask_: how a program is asked.
async function talk(ask_) {
  const asked = async (method, uri, value, token) => {
    const answer = await ask_({ method, path: `/api${uri}`,
      body: value && JSON.stringify(value),
      headers: { 'Content-Type': 'application/json',
        ...token && { Authorization: token } } });
    assert.ok([200, 201].includes(answer.status), `${uri} ${answer.text}`);
    return answer.json;
  };
  const { token } = await asked('POST', '/session',
    { username: 'anna', password: PASSWORD, token: true });
  const id = await asked('POST', '/conversations', ['bob'], token);
  const said = await asked('POST', `/conversations/${id}/messages`,
    { message: 'Hello' }, token);
  const { messages } = await asked('GET', `/conversations/${id}/messages`,
    undefined, token);
  assert.deepEqual(messages.at(-1), said);
  await asked('GET', '/events?after=0&wait=0', undefined, token);
}

test('later calls are not there', async () => {
  const done = await run('strace', ['-f', '-qq', '-e',
    'trace=getrandom,clone3,rseq', OLD, program, '--version'], { env });
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stderr, /ENOSYS/);
});

test('a store is made, and people are let in', async () => {
  await command(['init']);
  for (const name of ['anna', 'bob'])
    await command(['user-add', '--stdin', name, `${name}@example.org`],
      `${PASSWORD}\n`);
});

test('the archive\'s program serves as CGI', () => talk(asCgi));

test('it serves as FastCGI, with its threads', async () => {
  const sockets = path.join(place, 'run');
  const programs = path.join(place, 'programs');
  fs.mkdirSync(sockets, { mode: 0o700 });
  fs.mkdirSync(programs);
  fs.symlinkSync(program, path.join(programs, 'chinwag-api'));
  const child = spawn(OLD, [program, 'serve', '--run', sockets, '--programs',
    programs], { env, stdio: 'ignore' });
  const gone = once(child, 'exit');
  const socket = path.join(sockets, 'chinwag-api.sock');
  try {
    await eventually('it serves', () => {
      assert.equal(child.exitCode, null);
      return isOpen(socket);
    });
    await talk((request) => ask(socket, request));
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
});

test('mail leaves', async () => {
  assert.equal((await asCgi({ method: 'POST', path: '/api/users',
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({
      username: 'carl', email: 'carl@example.org', password: PASSWORD }) }))
    .status, 201);
  await command(['mail']);
  const mail = path.join(place, 'mail.eml');
  await eventually('it is there', () => fs.existsSync(mail) &&
    /carl@example\.org/.test(fs.readFileSync(mail, 'utf8')));
});

test('a backup is made', async () => {
  await command(['backup', '--keys', path.join(place, 'keys.copy'),
    path.join(place, 'backups')]);
});

// Those of cgi-bin have a fence, of calls that are not there.
test('without a fence programs serve, unless one is required', async () => {
  const health = path.join(build, 'cgi-bin/health-get');
  const asked = { method: 'GET', path: '/api/health' };
  assert.equal((await asCgi(asked, health)).status, 200);
  await assert.rejects(asCgi(asked, health, { CHINWAG_FENCE: 'required' }),
    /no fence for files/);
});

// chinwag serve: programs behind sockets, started when somebody connects.
// The programs here are scripts that take a connection's line and answer with
// it, their process id and their generation.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { spawn } from 'node:child_process';
import { build, eventually } from '../api/lib/harness.mjs';
import { allow } from '../api/lib/patience.mjs';

const chinwag = path.join(build, 'contrib/chinwag/chinwag');
const top = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-serve-'));
const supervisors = new Set();
let place; // of the test that runs
let run;
let programs;
let count = 0;

after(() => {
  for (const child of supervisors)
    child.kill('SIGKILL');
  fs.rmSync(top, { recursive: true, force: true });
});

beforeEach(() => {
  count += 1;
  place = path.join(top, `${count}`);
  run = path.join(place, 'run');
  programs = path.join(place, 'programs');
  fs.mkdirSync(run, { recursive: true });
  fs.mkdirSync(programs);
  fs.writeFileSync(path.join(place, 'chinwag.conf'),
    `data_dir = ${place}/data\nbase_url = http://127.0.0.1\n`);
});

// A file appears whole, with another inode, as at an installation.
function install(name, text) {
  const file = path.join(programs, name);
  fs.writeFileSync(`${file}.new`, text);
  fs.chmodSync(`${file}.new`, 0o755);
  fs.renameSync(`${file}.new`, file);
}

const answering = (generation) => `#!${process.execPath}
const server = require('node:net').createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (line) => socket.end(JSON.stringify({ pid: process.pid,
    generation: '${generation}', line: String(line).trim(),
    env: process.env })));
});
process.on('SIGTERM', () => server.close());
server.listen({ fd: 0 });
`;

const installAnswering = (generation = 'first', names = ['hello-get']) =>
  names.forEach((name) => install(name, answering(generation)));

function serve(...words) {
  const child = spawn(chinwag, ['serve', '--run', run, '--programs', programs,
    ...words], { env: { PATH: process.env.PATH, TMPDIR: place,
    CHINWAG_CONF: path.join(place, 'chinwag.conf'), SECRET: 'ours' },
  stdio: ['ignore', 'pipe', 'pipe'] });
  supervisors.add(child);
  child.text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece) => { child.text += piece; });
  child.gone = new Promise((resolve) => child.on('exit', (code) => {
    supervisors.delete(child);
    resolve(code);
  }));
  child.told = new Promise((resolve) => child.on('close', resolve));
  return child;
}

// One that serves, once it does.
async function serving(...words) {
  const child = serve(...words);
  await eventually('it serves', () => {
    assert.equal(child.exitCode, null, child.text);
    return /^serving \d+ programs/m.test(child.text);
  });
  return child;
}

async function end(child) {
  child.kill('SIGTERM');
  assert.equal(await child.gone, 0, child.text);
}

async function refusal(...words) {
  const child = serve(...words);
  const callOff = allow(30000, () => child.kill('SIGKILL'));
  const code = await child.gone;
  callOff();
  await child.told;
  return { code, text: child.text };
}

const socketOf = (name) => path.join(run, `${name}.sock`);

// A connection, open until it is asked.
function call(name = 'hello-get') {
  const socket = net.connect(socketOf(name));
  let text = '';
  const answer = new Promise((resolve, reject) => {
    socket.on('data', (piece) => { text += piece; });
    socket.on('error', reject);
    socket.on('close', () => {
      if (text)
        resolve(JSON.parse(text));
      else
        reject(new Error('closed without an answer'));
    });
  });
  answer.catch(() => {});
  const connected = new Promise((resolve) => socket.on('connect', resolve));
  return { socket, connected, ask: (line = '?') => {
    socket.write(`${line}\n`);
    return answer;
  } };
}

const ask = (name) => call(name).ask();

const childrenOf = ({ pid }) =>
  fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    .split(' ').filter(Boolean).map(Number);

function isAlive(pid) {
  try {
    // One that has ended may wait to be noticed.
    return !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('a program is started by its first connection, and stays', async () => {
  installAnswering('first', ['hello-get', 'other-get']);
  const child = await serving();
  assert.deepEqual(fs.readdirSync(run).sort(),
    ['hello-get.sock', 'other-get.sock']);
  assert.deepEqual(childrenOf(child), []);
  const { pid } = await ask();
  assert.deepEqual(childrenOf(child), [pid]);
  assert.equal((await ask()).pid, pid);
  assert.notEqual((await ask('other-get')).pid, pid);
  await end(child);
});

test('only those named are served', async () => {
  installAnswering('first', ['hello-get', 'other-get']);
  const child = await serving('hello-get');
  assert.deepEqual(fs.readdirSync(run), ['hello-get.sock']);
  child.kill('SIGHUP');
  await ask();
  assert.deepEqual(fs.readdirSync(run), ['hello-get.sock']);
  await end(child);
});

test('sockets are for the owner and the group', async () => {
  installAnswering();
  const child = await serving();
  const { mode } = fs.statSync(socketOf('hello-get'));
  assert.equal(mode & 0o777, 0o660);
  await end(child);
});

test('programs are told where the configuration is, and little else',
  async () => {
    installAnswering();
    const child = await serving();
    const { env } = await ask();
    assert.deepEqual(Object.keys(env).sort(), ['CHINWAG_CONF', 'TMPDIR']);
    await end(child);
  });

test('what is killed starts again, and nobody is refused', async () => {
  installAnswering();
  const child = await serving();
  const pids = new Set();
  for (let i = 0; i < 3; i += 1) {
    const { pid } = await ask();
    pids.add(pid);
    process.kill(pid, 'SIGKILL');
    // One who comes before that has been noticed waits.
    await eventually('it is gone', () => !isAlive(pid));
  }
  await ask();
  assert.equal(pids.size, 3);
  assert.match(child.text, /hello-get was ended by signal 9/);
  await end(child);
});

test('new programs take over under load, and nobody is refused', async () => {
  installAnswering('first');
  const child = await serving();
  const seen = { generations: new Set(), pids: new Set(), answers: 0 };
  let isOver = false;
  const caller = async () => {
    while (!isOver) {
      const { generation, pid } = await ask();
      seen.generations.add(generation);
      seen.pids.add(pid);
      seen.answers += 1;
    }
  };
  const callers = Promise.all(Array.from({ length: 8 }, caller));
  try {
    await Promise.race([callers, eventually('the first answers',
      () => seen.answers > 50)]);
    for (const generation of ['second', 'third', 'fourth']) {
      installAnswering(generation);
      child.kill('SIGHUP');
      const before = seen.answers;
      await Promise.race([callers, eventually(`the ${generation} answers`,
        () => seen.generations.has(generation) && seen.answers > before + 50,
        { withinMs: 30000 })]);
    }
  } finally {
    isOver = true;
  }
  await callers;
  assert.ok(seen.pids.size >= 4);
  await eventually('the old ones are gone',
    () => childrenOf(child).length === 1, { withinMs: 30000 });
  assert.equal((await ask()).generation, 'fourth');
  await end(child);
});

test('who is replaced finishes what it has', async () => {
  installAnswering('old');
  const child = await serving();
  const { pid } = await ask();
  const held = call();
  await held.connected;
  // It has been accepted when one who came later has been answered.
  await ask();
  installAnswering('new');
  child.kill('SIGHUP');
  await eventually('the new one answers',
    async () => (await ask()).generation === 'new');
  const answer = await held.ask('still there?');
  assert.deepEqual([answer.pid, answer.generation, answer.line],
    [pid, 'old', 'still there?']);
  await eventually('the old one is gone', () => !isAlive(pid));
  await end(child);
});

test('who does not finish is killed', async () => {
  installAnswering('old');
  const child = await serving();
  const { pid } = await ask();
  process.kill(pid, 'SIGSTOP');
  child.kill('SIGHUP');
  assert.notEqual((await ask()).pid, pid);
  await eventually('the old one is gone', () => !isAlive(pid),
    { withinMs: 60000 });
  await end(child);
});

test('a program that was not there before is served after SIGHUP', async () => {
  installAnswering();
  const child = await serving();
  installAnswering('first', ['late-get']);
  child.kill('SIGHUP');
  await eventually('its socket is there',
    () => fs.existsSync(socketOf('late-get')));
  await eventually('it answers', () => ask('late-get').catch(() => false));
  await ask();
  await end(child);
});

test('what fails at once is started later and later', async () => {
  install('broken-get', `#!/bin/sh\necho started >>${place}/starts\nexit 3\n`);
  installAnswering();
  const child = await serving();
  const starts = () => fs.existsSync(`${place}/starts`)
    ? fs.readFileSync(`${place}/starts`, 'utf8').split('\n').length - 1 : 0;
  const began = Date.now();
  const waits = call('broken-get');
  await eventually('it was started four times', () => starts() >= 4);
  assert.ok(Date.now() - began >= 100 + 200 + 400, `${Date.now() - began} ms`);
  await ask(); // others are not held up
  assert.match(child.text, /broken-get ended with exit code 3/);
  waits.socket.destroy();
  await end(child);
});

test('a file that is no program is told of when it is needed', async () => {
  install('wrong-get', 'neither a script nor anything else');
  const child = await serving();
  const waits = call('wrong-get');
  await eventually('it is told', () =>
    /cannot run .*wrong-get: Exec format error/.test(child.text));
  waits.socket.destroy();
  await end(child);
});

test('the end: sockets go, programs finish and go', async () => {
  installAnswering();
  const child = await serving();
  const { pid } = await ask();
  const held = call();
  await held.connected;
  await ask();
  child.kill('SIGTERM');
  await eventually('the sockets are gone',
    () => fs.readdirSync(run).length === 0);
  assert.equal((await held.ask()).pid, pid);
  assert.equal(await child.gone, 0);
  assert.ok(!isAlive(pid));
});

test('a living predecessor is respected', async () => {
  installAnswering();
  const first = await serving();
  const { code, text } = await refusal();
  assert.equal(code, 1);
  assert.match(text, new RegExp(
    `hello-get\\.sock is taken: process ${first.pid} listens there`));
  await ask(); // it was not disturbed
  await end(first);
});

test('a dead predecessor\'s sockets are taken over, its programs end',
  async () => {
    // As the programs of the API it only accepts: who calls listen(2), as
    // node's servers do, is taken for the socket's maker.  It takes its time to
    // end, and holds the socket until then.
    install('hello-get', `#!/usr/bin/perl
alarm 60;
$SIG{TERM} = sub {
  select(undef, undef, undef, 0.02) until -e "$ENV{TMPDIR}/go";
  exit 0;
};
open(my $listener, '+<&=', 0);
while (accept(my $peer, $listener)) {
  <$peer>;
  print $peer qq({"pid":$$});
}
`);
    const first = await serving();
    const { pid } = await ask();
    first.kill('SIGKILL');
    await first.gone;
    const second = await serving();
    assert.notEqual((await ask()).pid, pid);
    assert.ok(isAlive(pid));
    fs.writeFileSync(path.join(place, 'go'), '');
    await eventually('the orphan is gone', () => !isAlive(pid));
    await end(second);
  });

test('a socket of somebody else is left alone', async () => {
  installAnswering();
  const server = net.createServer();
  await new Promise((resolve) =>
    server.listen(socketOf('hello-get'), resolve));
  const { code, text } = await refusal();
  assert.equal(code, 1);
  assert.match(text, /is taken: process \d+ listens there/);
  assert.ok(fs.existsSync(socketOf('hello-get')));
  await new Promise((resolve) => server.close(resolve));
});

test('a file in a socket\'s place is left alone', async () => {
  installAnswering('first', ['a-get', 'hello-get']);
  fs.writeFileSync(socketOf('hello-get'), 'precious');
  const { code, text } = await refusal();
  assert.equal(code, 1);
  assert.match(text, /hello-get\.sock is not a socket, and was left alone/);
  assert.deepEqual(fs.readdirSync(run), ['hello-get.sock']);
});

test('what is wrong is said', async () => {
  const wrong = {
    'no programs in': [],
    'cannot enter .*/absent: No such file or directory':
      ['--run', `${place}/absent`],
    'cannot read .*/absent: No such file or directory':
      ['--programs', `${place}/absent`],
    'cannot run .*/absent-get: No such file or directory': ['absent-get'],
    'not the name of a program': ['../hello-get'],
  };
  for (const [pattern, words] of Object.entries(wrong)) {
    const { code, text } = await refusal(...words);
    assert.equal(code, 1, text);
    assert.match(text, new RegExp(`^chinwag: .*${pattern}`));
  }
  for (const words of [['--run'], ['--what', 'x'], ['--run', '']])
    assert.equal((await refusal(...words)).code, 2);
});

test('a path too long for a socket is refused with its length', async () => {
  installAnswering();
  const deep = path.join(run, 'x'.repeat(100));
  fs.mkdirSync(deep);
  const { code, text } = await refusal('--run', deep);
  assert.equal(code, 1);
  assert.match(text,
    /too long for a socket's path \(\d+ characters, at most 107\)/);
  assert.deepEqual(fs.readdirSync(deep), []);
});

// A private Chinwag for a test file: its own data, configuration, port, real
// web server, programs and mail sender, stopped by process id.
// CHINWAG_SERVER says which server, lighttpd if nothing: see
// servers/lighttpd.mjs.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { run } from './cgi.mjs';
import { isOne, mountOne, NAME } from './one.mjs';
import { allow, ranMs, SERVER_PATIENCE_SEC } from './patience.mjs';
import { request } from './wire.mjs';

export const source = fileURLToPath(new URL('../../../', import.meta.url));

// Where make put the programs: builddir, else the source itself, else build/.
export const build = path.resolve([process.env.builddir,
  source, path.join(source, 'build')].find((place) =>
  place && fs.existsSync(path.join(place, 'cgi-bin/messages-post'))) ?? source);

export const server = await import(
  `./servers/${process.env.CHINWAG_SERVER ?? 'lighttpd'}.mjs`);

const START_MS = 60000;

// Debian's package faketime.
export const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

// A port for who is started soon, and nobody else's until then: other tests ask
// for ports at the same time, and the kernel would give one of them this.  It
// does not while a connection there is in TIME_WAIT, which lasts a minute;
// servers, which set SO_REUSEADDR, may listen nevertheless.
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer({ allowHalfOpen: true });
    server.on('error', reject);
    // Who closes first is the one that waits.
    server.on('connection', (socket) => {
      socket.on('error', reject).resume().end();
      const { port } = server.address();
      server.close(() => resolve(port));
    });
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      net.connect({ port, host: '127.0.0.1' }).on('error', reject).resume();
    });
  });
}

// Ask until it is true, or say what it was that never became so.
export async function eventually(what, check, { withinMs = 30000,
  everyMs = 20 } = {}) {
  const end = ranMs() + withinMs;
  for (;;) {
    const found = await check();
    if (found)
      return found;
    if (ranMs() > end)
      throw new Error(`${what}: not within ${withinMs} ms`);
    await pause(everyMs);
  }
}

// A directory goes, with all in it.  Programs that were told to end may put a
// last file there meanwhile.
export function removeAll(directory) {
  return eventually(`${directory} is gone`, () => {
    try {
      fs.rmSync(directory, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'ENOTEMPTY')
        throw error;
      return false;
    }
    return true;
  });
}

const confText = (values) => Object.entries(values)
  .map(([key, value]) => `${key} = ${value}\n`).join('');

// What a test run that is broken off would leave behind.
const running = new Set();
process.on('exit', () => {
  for (const child of running)
    child.kill('SIGTERM');
});
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'])
  process.once(signal, () => process.exit(1));

class Instance {
  constructor(directory, port, conf) {
    this.directory = directory;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.data = conf.data_dir ?? path.join(directory, 'data');
    this.isOne = isOne;
    this.programs = isOne ? mountOne(build, path.join(directory, 'programs'))
      : path.join(build, 'cgi-bin');
    this.contrib = path.join(source, 'contrib');
    this.site = path.join(build, 'site');
    this.chinwag = path.join(build, 'contrib/chinwag/chinwag');
    this.confFile = path.join(directory, 'chinwag.conf');
    this.conf = {
      data_dir: this.data,
      base_url: this.url,
      log_level: 'info',
      mail_transport: 'file',
      oidc_fetch: path.join(build, 'contrib/chinwag/chinwag-fetch'),
      // Cheap hashes: what is tested is who gets in, not how long it takes.
      argon2_memory_kib: 1024,
      argon2_passes: 1,
      // And a machine that is busy is no reason to turn anybody away, nor are
      // tests that ask as fast as they can.
      argon2_wait_ms: 20000,
      idp_per_second: 0,
      mail_per_hour: 20,
      ...conf,
    };
    fs.mkdirSync(path.join(directory, 'run'), { mode: 0o700 });
    fs.mkdirSync(path.join(directory, 'cgi'), { mode: 0o700 });
    fs.writeFileSync(this.confFile, confText(this.conf));
    this.children = [];
  }

  get env() {
    return { PATH: process.env.PATH, CHINWAG_CONF: this.confFile,
      TMPDIR: this.directory, ...this.clock };
  }

  // The same instance for programs run by hand, at another time ('+31d').
  at(time) {
    const moved = Object.create(this);
    moved.clock = { LD_PRELOAD: FAKETIME, FAKETIME: time,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      // A build with sanitizers would not have another library before its own.
      ASAN_OPTIONS: 'verify_asan_link_order=0' };
    return moved;
  }

  // A program beside us, its output kept in a log for when a test fails.
  spawn(name, file, args, env = this.env) {
    const log = fs.openSync(path.join(this.directory, `${name}.log`), 'a');
    // In a process group of its own, so that all of it can be ended at once,
    // and not longer there than we are, whatever becomes of us.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', file, ...args],
      { env, stdio: ['ignore', log, log], detached: true });
    fs.closeSync(log);
    this.children.push(child);
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.on('error', (error) => { child.problem = error; });
    return child;
  }

  // The operator's command.
  async admin(args, { stdin, env } = {}) {
    const done = await run(this.chinwag, args,
      { env: { ...this.env, ...env }, stdin });
    if (done.code !== 0)
      throw new Error(`chinwag ${args.join(' ')}: exit ${done.code} ` +
        `${done.stdout}${done.stderr}`);
    return done.stdout.toString();
  }

  addUser(name, email, password) {
    return this.admin(['user-add', '--stdin', name, email],
      { stdin: `${password}\n` });
  }

  async serve() {
    this.server = await this.startServer('run', this.port, this.serverOptions);
  }

  // Programs behind sockets in that place, for servers that start none; once:
  // they are in .sockets.
  async supervise(place) {
    if (this.supervisor && this.supervisor.exitCode === null &&
      !this.supervisor.signalCode)
      return this.supervisor;
    fs.mkdirSync(place, { recursive: true });
    this.sockets = place;
    this.supervisor = this.spawn('serve', this.chinwag, ['serve',
      '--run', place, '--programs', this.programs]);
    await eventually('programs are served', () => {
      if (this.supervisor.exitCode !== null || this.supervisor.problem)
        throw new Error(`chinwag serve: ${this.logs().slice(-4000)}`);
      return this.logOf('serve').includes('serving ');
    }, { withinMs: START_MS });
    return this.supervisor;
  }

  // Have the server take its configuration anew.
  reload() {
    return server.reload(this, this.server);
  }

  // The server and all programs end at once, without a last word.
  crash() {
    process.kill(-this.server.pid, 'SIGKILL');
    for (const { pid } of this.workers())
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        // The first blow has reached it meanwhile.
        if (error.code !== 'ESRCH')
          throw error;
      }
  }

  // A server that starts a program for each request, beside the other; its
  // port.  It is there from its first use.
  cgi() {
    this.cgiStarted ??= freePort().then(async (port) => {
      await this.startServer('cgi', port, { cgi: true });
      return port;
    });
    return this.cgiStarted;
  }

  async startServer(name, port, options) {
    const place = path.join(this.directory, name);
    const child = await server.start(this, place, port, options);
    await eventually('the server answers', async () => {
      if (child.exitCode !== null || child.problem)
        throw new Error(`${server.name}: ${this.logs().slice(-4000)}`);
      try {
        // What is asked before all is there may never be answered.
        const answer = await request(port, { path: '/api/health',
          timeoutMs: 5000 });
        return answer.status === 200;
      } catch {
        return false;
      }
    }, { withinMs: START_MS });
    return child;
  }

  // contrib/<server>/render, with what each of them takes.
  async render(name, place, port, words = []) {
    const done = await run(path.join(this.contrib, name, 'render'), [
      '--port', port, '--conf', this.confFile, '--programs', this.programs,
      '--site', this.site, '--run', place,
      '--vendor', path.join(build, 'htdocs/vendor'),
      '--timeout', SERVER_PATIENCE_SEC, ...words],
    { env: this.env });
    if (done.code !== 0)
      throw new Error(`render: ${done.stderr}`);
  }

  async halt(child, signal = 'SIGTERM') {
    if (!child || child.exitCode !== null || child.signalCode)
      return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const callOff = allow(10000, () => child.kill('SIGKILL'));
    await gone;
    callOff();
  }

  // Text of all mails to an address, the newest last; waits for one more
  // than were known.
  async mailTo(address, known = 0) {
    const folder = path.join(this.data, 'mail');
    const escaped = address.replace(/[.+]/g, '\\$&');
    const wanted = new RegExp(`^To:.*${escaped}`, 'im');
    const mails = await eventually(`mail to ${address}`, () => {
      if (!fs.existsSync(folder))
        return null;
      const all = fs.readdirSync(folder).filter((name) =>
        name.endsWith('.eml')).map((name) => path.join(folder, name))
        .map((name) => [fs.statSync(name).mtimeMs, name,
          fs.readFileSync(name, 'utf8')])
        .filter(([, , text]) => wanted.test(text)).sort();
      return all.length > known ? all : null;
    });
    this.mailCount = mails.length;
    return mails.at(-1)[2];
  }

  // Process ids of the programs that serve, by program name.
  workers() {
    const found = [];
    for (const pid of fs.readdirSync('/proc').filter((name) =>
      /^\d+$/.test(name)))
      try {
        const exe = fs.readlinkSync(`/proc/${pid}/exe`);
        const env = fs.readFileSync(`/proc/${pid}/environ`, 'latin1');
        if (path.dirname(exe) === this.programs && env.includes(this.confFile))
          found.push({ pid: Number(pid), name: path.basename(exe) });
      } catch {
        // It is gone, or not ours.
      }
    return found;
  }

  // The one that serves a program's endpoint, if it has been started.
  worker(program) {
    return this.workers().find(({ name }) => name === this.nameOf(program));
  }

  // What the web server runs for a program.
  nameOf(program) {
    return isOne ? NAME : program;
  }

  logOf(name) {
    return fs.readFileSync(path.join(this.directory, `${name}.log`), 'utf8');
  }

  logs() {
    return ['', 'run', 'cgi'].map((name) => path.join(this.directory, name))
      .filter((place) => fs.existsSync(place)).flatMap((place) =>
        fs.readdirSync(place).filter((name) => name.endsWith('.log'))
          .map((name) => path.join(place, name)))
      .map((file) => `--- ${file}\n${fs.readFileSync(file, 'utf8')}`)
      .join('\n');
  }

  async stop() {
    for (const child of this.children.reverse())
      await this.halt(child);
    // Of programs that nobody asks how they ended.
    const [fault] = /ERROR: \w+Sanitizer[^]{0,2000}|.* runtime error: .*/
      .exec(this.logs()) ?? [];
    if (!process.env.CHINWAG_KEEP)
      await removeAll(this.directory);
    if (fault)
      throw new Error(fault);
  }
}

// conf: configuration that differs.  options: for the server's start.  prepare:
// what is to be done to the instance before that.  Call it before a file's first
// test, or in one: node ends a file when all tests that it knows of have ended,
// whatever is being made meanwhile for those below.
export async function start({ conf = {}, mail = true, options, prepare } = {}) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-test-'));
  const port = await freePort();
  const instance = new Instance(directory, port, conf);
  instance.serverOptions = options;
  try {
    await instance.admin(['init']);
    await prepare?.(instance);
    await instance.serve();
    if (mail)
      instance.mailer = instance.spawn('mail', instance.chinwag,
        ['mail', '--watch']);
  } catch (error) {
    await instance.stop();
    throw error;
  }
  return instance;
}

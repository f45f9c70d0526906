// A Chinwag of the benchmarks' own: a fresh store in a scratch directory, and
// the shipped configuration of a web server with the baselines beside it.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync }
  from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const source = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const PAGE_BYTES = 5200; // of 50 messages, roughly
const TICK_US = 10000; // of /proc/PID/stat

function freePort() {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

export class Instance {
  static async make({ build, scratch, messages, bench }) {
    const instance = new Instance();
    instance.build = resolve(build);
    instance.scratch = scratch;
    instance.data = join(scratch, 'data');
    instance.conf = join(scratch, 'chinwag.conf');
    instance.port = await freePort();
    instance.bench = bench;
    instance.passwords = {};
    mkdirSync(instance.data, { mode: 0o700 });
    writeFileSync(instance.conf, `data_dir = ${instance.data}\n`
      + `base_url = http://127.0.0.1:${instance.port}\n`
      + 'event_readers_per_user = 1000\n');
    instance.chinwag(['init']);
    for (const name of ['anna', 'bob'])
      instance.addUser(name);
    console.log(`filling the store with ${messages} messages and more`);
    instance.seeded = JSON.parse(execFileSync(bench('seed'),
      [instance.data, 'anna', 'bob', '100000', `${messages}`, '50', '500'],
      { encoding: 'utf8' }));
    return instance;
  }

  chinwag(args) {
    const done = spawnSync(join(this.build, 'contrib/chinwag/chinwag'), args,
      { encoding: 'utf8', env: { ...process.env, CHINWAG_CONF: this.conf } });
    if (done.status !== 0)
      throw new Error(`chinwag ${args.join(' ')}: ${done.stderr}`);
    return done.stdout;
  }

  addUser(name) {
    if (name in this.passwords)
      return;
    const told = this.chinwag(['user-add', name, `${name}@example.org`]);
    this.passwords[name] = /^password: (.*)$/m.exec(told)[1];
  }

  // Behind the server of that name, until stop.
  async serve(server) {
    const run = join(this.scratch, `run-${server}`);
    const page = join(this.scratch, 'page.txt');
    mkdirSync(run, { mode: 0o700 });
    writeFileSync(page, 'x'.repeat(PAGE_BYTES));
    const { start, readers } = await import(`./servers/${server}.mjs`);
    this.readers = readers;
    this.servers = await start({ run, page, conf: this.conf, build: this.build,
      hello: resolve(this.bench('hello')),
      baselines: [['hello', 13], ['hello-page', PAGE_BYTES]],
      render: (name) => execFileSync(join(source, 'contrib', name, 'render'),
        ['--port', `${this.port}`, '--conf', this.conf, '--programs',
          join(this.build, 'cgi-bin'), '--site', join(this.build, 'site'),
          '--run', run]) });
    this.mail = spawn(join(this.build, 'contrib/chinwag/chinwag'),
      ['mail', '--watch'], { stdio: 'ignore',
        env: { ...process.env, CHINWAG_CONF: this.conf } });
    await this.untilHealthy();
  }

  async untilHealthy() {
    for (let tries = 0; tries < 100; tries++) {
      try {
        const { status } = await this.call('GET', '/api/health');
        if (status === 200)
          return;
      } catch { /* not there yet */ }
      await sleep(100);
    }
    throw new Error('the server does not become healthy');
  }

  call(method, path, { token, body } = {}) {
    return new Promise((done, fail) => {
      const headers = { ...(token && { Authorization: token }),
        ...(body && { 'Content-Type': 'application/json' }) };
      // A connection of its own: a kept one may have been closed unheard while
      // a load was waited for.
      const sent = request({ port: this.port, host: '127.0.0.1', method, path,
        headers, agent: false }, (answer) => {
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () => done({ status: answer.statusCode,
          headers: answer.headers, text: Buffer.concat(pieces).toString() }));
      });
      sent.on('error', fail);
      sent.end(body && JSON.stringify(body));
    });
  }

  async tokenOf(username) {
    const { status, text } = await this.call('POST', '/api/session',
      { body: { username, password: this.passwords[username], token: true } });
    if (status !== 200)
      throw new Error(`cannot sign in: ${text}`);
    return JSON.parse(text).token;
  }

  async signIn() {
    this.token = await this.tokenOf('anna');
    this.otherToken = await this.tokenOf('bob');
  }

  // Proportional set size of the web server, the programs and the mail sender.
  pssMiB() {
    const byName = {};
    let total = 0;
    for (const pid of [...this.servers.map(({ pid: one }) => one),
      ...this.children(), this.mail.pid]) {
      const name = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .split('\0')[0].split('/').pop();
      if (name === 'hello')
        continue;
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      const mib = Number(/^Pss:\s+(\d+)/m.exec(rollup)[1]) / 1024;
      byName[name] = (byName[name] ?? 0) + mib;
      total += mib;
    }
    return { byName, total };
  }

  async etagOf(path) {
    const { headers } = await this.call('GET', path, { token: this.token });
    return headers.etag;
  }

  // What a program has spent since it was started, in microseconds; 0: nobody
  // has started it yet.
  processorUs(program) {
    const pid = this.children().find((one) =>
      readFileSync(`/proc/${one}/cmdline`, 'utf8').split('\0')[0]
        .endsWith(`/${program}`));
    return pid === undefined ? 0 : readdirSync(`/proc/${pid}/task`)
      .map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`,
        'utf8').split(' ')[0]) / 1000).reduce((a, b) => a + b, 0);
  }

  // What all have spent since they were started, in microseconds, by the names
  // of their programs; threads and children that are gone count.
  processorByName() {
    const spent = {};
    for (const pid of [...this.servers.map(({ pid: one }) => one),
      ...this.descendants()])
      try {
        const name = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
          .split(/[\0 ]/)[0].split('/').pop().replace(':', '');
        const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '').split(' ').slice(11, 15);
        spent[name] = (spent[name] ?? 0)
          + ticks.reduce((sum, one) => sum + Number(one), 0) * TICK_US;
      } catch { /* it is gone */ }
    return spent;
  }

  // Servers have workers, which have been started before their requests came.
  descendants() {
    const parents = new Map(readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name)).map((pid) => {
        try {
          return [pid, readFileSync(`/proc/${pid}/stat`, 'utf8')
            .replace(/^.*\) /s, '').split(' ')[1]];
        } catch {
          return [pid, ''];
        }
      }));
    const roots = new Set(this.servers.map(({ pid }) => `${pid}`));
    const isBelow = (pid) => pid !== undefined && pid !== '0'
      && (roots.has(parents.get(pid)) || isBelow(parents.get(pid)));
    return [...parents.keys()].filter((pid) => isBelow(pid));
  }

  children() {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
          const parent = Number(stat.replace(/^.*\) /s, '').split(' ')[1]);
          return this.servers.some((server) => server.pid === parent);
        } catch {
          return false;
        }
      });
  }

  async stop() {
    const children = [this.mail, ...this.servers ?? []];
    this.servers = [];
    for (const child of children.filter((one) =>
      one?.exitCode === null && one.signalCode === null)) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await gone;
    }
  }
}

// A machine within the machine, on which systemd has Chinwag's units.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../api/lib/cgi.mjs';
import { build, eventually, source } from '../../api/lib/harness.mjs';
import { ask, open } from './fcgi.mjs';

const boot = fileURLToPath(new URL('./boot', import.meta.url));
const namespaces = ['-m', '-p', '-f', '-n', '-u', '-i', '-C'];
const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

// Where this process stands in the hierarchy of control groups, version 2; null
// without one.
function controlGroup() {
  const mount = fs.readFileSync('/proc/self/mounts', 'utf8').split('\n')
    .map((line) => line.split(' ')).find(([, , kind]) => kind === 'cgroup2');
  const own = /^0::(.*)$/m.exec(fs.readFileSync('/proc/self/cgroup', 'utf8'));
  return mount && own && path.join(mount[1], own[1]);
}

// Groups that nobody is in, the innermost first.
function removeGroups(place) {
  for (const entry of fs.readdirSync(place, { withFileTypes: true }))
    if (entry.isDirectory())
      removeGroups(path.join(place, entry.name));
  fs.rmdirSync(place);
}

// Why there can be none here; false if there can.
export function whyNot() {
  if (process.getuid() !== 0)
    return 'only root may make namespaces';
  if (!fs.existsSync('/lib/systemd/systemd'))
    return 'there is no systemd here';
  const trial = spawnSync('unshare', [...namespaces, 'sh', '-c',
    'mount --make-rprivate / && mount -t tmpfs tmpfs /mnt && ' +
    'mount -t cgroup2 cgroup2 /mnt && umount /mnt && mount -t proc proc /mnt'],
  { env });
  if (trial.status !== 0)
    return 'namespaces and mounts are not to be had here';
  try {
    fs.accessSync(controlGroup(), fs.constants.W_OK);
    return false;
  } catch {
    return 'control groups are not to be had here';
  }
}

export const programs = fs.readFileSync(
  path.join(source, 'contrib/systemd/programs'), 'utf8').split('\n')
  .filter((line) => /^[a-z]/.test(line)).map((line) => line.split(' ')[0]);

function childOf(parent) {
  for (const pid of fs.readdirSync('/proc').filter((name) =>
    /^\d+$/.test(name)))
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
      if (Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]) ===
        parent)
        return Number(pid);
    } catch {
      // It is gone.
    }
  return null;
}

export class Machine {
  constructor() {
    this.room = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-machine-'));
  }

  async start() {
    const units = path.join(this.room, 'units');
    const root = path.join(this.room, 'root');
    fs.mkdirSync(root);
    const done = await run(path.join(source, 'contrib/systemd/render'),
      ['--bin', '/usr/local/bin', '--libexec', '/usr/local/libexec', '--out',
        units], { env });
    if (done.code !== 0)
      throw new Error(done.stderr);
    fs.copyFileSync(path.join(source, 'contrib/systemd/programs'),
      path.join(units, 'programs'));
    this.log = path.join(this.room, 'log');
    this.group = path.join(controlGroup(), path.basename(this.room));
    fs.mkdirSync(this.group);
    const log = fs.openSync(this.log, 'a');
    this.child = spawn('sh', ['-c', 'echo $$ >"$0/cgroup.procs" && exec "$@"',
      this.group, 'unshare', ...namespaces, '--kill-child', boot, build, units,
      root], { env, stdio: ['ignore', log, log] });
    process.on('exit', () => this.child.kill('SIGKILL'));
    await eventually('systemd has started', async () => {
      if (this.child.exitCode !== null)
        throw new Error(fs.readFileSync(this.log, 'utf8'));
      this.pid = childOf(this.child.pid);
      return this.pid && fs.existsSync(this.file('/run/systemd/private')) &&
        (await this.systemctl('is-active', 'chinwag.target')).code === 0;
    }, { withinMs: 60000, everyMs: 200 });
  }

  // A path of the machine's, from here.
  file(name) {
    return `/proc/${this.pid}/root${name}`;
  }

  socket(program) {
    return this.file(`/run/chinwag/${program}.sock`);
  }

  ask(program, request) {
    return ask(this.socket(program), request);
  }

  open(program, request) {
    return open(this.socket(program), request);
  }

  inside(...command) {
    return run('nsenter', ['-t', String(this.pid), '-m', '-p', '-n', '-C',
      ...command], { env });
  }

  async systemctl(...args) {
    const done = await this.inside('systemctl', '--no-pager', ...args);
    return { ...done, text: done.stdout.toString() };
  }

  async isActive(unit) {
    return (await this.systemctl('is-active', unit)).code === 0;
  }

  async property(unit, name) {
    return (await this.systemctl('show', '--value', '-p', name, unit)).text
      .trim();
  }

  // /proc/PID/status of a service's process, by its lines' names.
  async status(unit) {
    const pid = await this.property(unit, 'MainPID');
    const done = await this.inside('cat', `/proc/${pid}/status`);
    return Object.fromEntries(done.stdout.toString().split('\n')
      .map((line) => line.split(/:\s*/, 2)));
  }

  // How the file systems lie that a service's process sees: { place: options }.
  async mounts(unit) {
    const pid = await this.property(unit, 'MainPID');
    const done = await this.inside('cat', `/proc/${pid}/mountinfo`);
    return Object.fromEntries(done.stdout.toString().split('\n')
      .filter((line) => line).map((line) => line.split(' '))
      .map((words) => [words[4], words[5].split(',')]));
  }

  logs() {
    return [this.log, this.file('/var/log/chinwag/chinwag.log')]
      .filter((name) => fs.existsSync(name))
      .map((name) => fs.readFileSync(name, 'utf8')).join('\n');
  }

  async stop() {
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
    if (this.group)
      await eventually('nobody is left', () => {
        try {
          removeGroups(this.group);
          return true;
        } catch {
          return false;
        }
      });
    fs.rmSync(this.room, { recursive: true, force: true });
  }
}

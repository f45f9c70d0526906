// The units for systemd: it takes them, and thinks well of their sandbox.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { run } from '../api/lib/cgi.mjs';
import { build, source } from '../api/lib/harness.mjs';

// What systemd-analyze counts in tenths.
const EXPOSURE_MAX = 15;

const room = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-units-'));
after(() => fs.rmSync(room, { recursive: true, force: true }));

const here = path.join(source, 'contrib/systemd');
const programs = fs.readFileSync(path.join(here, 'programs'), 'utf8')
  .split('\n').filter((line) => /^[a-z]/.test(line))
  .map((line) => line.split(' '));

// Programs as they are installed, for units whose ExecStart must be there.
function install() {
  const libexec = path.join(room, 'libexec');
  fs.mkdirSync(path.join(libexec, 'chinwag'), { recursive: true });
  fs.symlinkSync(path.join(build, 'cgi-bin'),
    path.join(libexec, 'chinwag/cgi-bin'));
  return ['--libexec', libexec, '--bin',
    path.join(build, 'contrib/chinwag')];
}

const out = path.join(room, 'out');
const units = path.join(out, 'system');
const rendered = await run(path.join(here, 'render'),
  ['--out', out, ...install()], { env: process.env });
assert.equal(rendered.code, 0, rendered.stderr);

async function analyze(...args) {
  const done = await run('systemd-analyze', args, { env: { ...process.env,
    SYSTEMD_UNIT_PATH: `${units}:` } });
  return { code: done.code, text: `${done.stdout}${done.stderr}` };
}

const instances = programs.map(([name]) => `chinwag@${name}.service`);

test('render fills in everything', () => {
  for (const name of fs.readdirSync(out, { recursive: true }))
    if (fs.statSync(path.join(out, name)).isFile())
      assert.doesNotMatch(fs.readFileSync(path.join(out, name), 'utf8'),
        /^[^#]*@[a-z]+@/m, name);
});

test('render refuses what no unit can say', async () => {
  for (const args of [['--bin', 'relative'], ['--bin', '/with blank'],
    ['--libexec', '/a|b'], ['--web-group', 'a b'], ['--what', 'x'], ['--bin']])
    assert.notEqual((await run(path.join(here, 'render'),
      ['--out', path.join(room, 'bad'), '--bin', '/b', '--libexec', '/l',
        ...args], { env: process.env })).code, 0, args.join(' '));
});

test('the target wants the socket of every program', () => {
  const target = fs.readFileSync(path.join(units, 'chinwag.target'), 'utf8');
  for (const [name] of programs)
    assert.match(target, new RegExp(`^Wants=chinwag@${name}\\.socket$`, 'm'));
});

test('systemd finds nothing wrong', async () => {
  const names = fs.readdirSync(units).filter((name) =>
    !name.includes('@') && !name.endsWith('.d'));
  for (const name of [...names, ...instances,
    ...programs.map(([program]) => `chinwag@${program}.socket`)]) {
    const { code, text } = await analyze('verify', '--man=no',
      path.join(units, name));
    assert.equal(text.split('\n').filter((line) => line.includes('chinwag'))
      .join('\n'), '', name);
    assert.equal(code, 0, text);
  }
});

// systemd-analyze ends with failure if a service is more exposed than that.
for (const name of ['chinwag@.service', 'chinwag-mail.service',
  'chinwag-housekeep.service'])
  test(`${name} is exposed no more than ${EXPOSURE_MAX / 10}`, async () => {
    const { code, text } = await analyze('security', '--offline=true',
      `--threshold=${EXPOSURE_MAX}`, path.join(units, name));
    assert.equal(code, 0, text);
    assert.match(text, /Overall exposure level/);
  });

test('no program needs more', async () => {
  const groups = new Map(programs.map(([name, group]) => [group, name]));
  assert.deepEqual([...groups.keys()].sort(),
    ['chat', 'events', 'pool', 'provider', 'unrouted']);
  for (const name of groups.values()) {
    const { code, text } = await analyze('security', '--offline=true',
      `--threshold=${EXPOSURE_MAX}`,
      path.join(units, `chinwag@${name}.service`));
    assert.equal(code, 0, text);
  }
});

test('users and directories are made', { skip: process.getuid() !== 0 &&
  'only root may' }, async () => {
  const root = path.join(room, 'root');
  for (const kind of ['sysusers.d', 'tmpfiles.d']) {
    const place = path.join(root, 'usr/lib', kind);
    fs.mkdirSync(place, { recursive: true });
    fs.copyFileSync(path.join(out, kind, 'chinwag.conf'),
      path.join(place, 'chinwag.conf'));
  }
  fs.mkdirSync(path.join(root, 'etc'));
  fs.writeFileSync(path.join(root, 'etc/group'), 'www-data:x:33:\n');
  for (const command of [['systemd-sysusers'],
    ['systemd-tmpfiles', '--create']]) {
    const done = await run(command[0], [`--root=${root}`, ...command.slice(1),
      'chinwag.conf'], { env: process.env });
    assert.equal(done.code, 0, done.stderr);
  }
  const passwd = fs.readFileSync(path.join(root, 'etc/passwd'), 'utf8');
  const [, uid] = /^chinwag:x:(\d+):.*:\/var\/lib\/chinwag:\S*nologin$/m
    .exec(passwd);
  for (const [place, mode, owner] of [['var/lib/chinwag', 0o700, Number(uid)],
    ['run/chinwag', 0o750, 0], ['etc/chinwag', 0o750, 0]]) {
    const made = fs.statSync(path.join(root, place));
    assert.equal(made.mode & 0o777, mode, place);
    assert.equal(made.uid, owner, place);
  }
});

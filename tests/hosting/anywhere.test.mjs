// The archive's programs ask nothing of a host but a kernel.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { run } from '../api/lib/cgi.mjs';
import { archive, missing } from './lib/host.mjs';

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-anywhere-'));
after(() => fs.rmSync(place, { recursive: true, force: true }));
execFileSync('tar', ['-C', place, '-xzf', archive()]);
const inside = path.join(place, 'chinwag');
const name = fs.readdirSync(inside).find((file) => file.endsWith('.cgi'));
const program = path.join(inside, name);
const env = { PATH: process.env.PATH };
const text = (...args) => execFileSync(args[0], args.slice(1),
  { encoding: 'utf8' });

test('the archives are small enough, and hold the same', () => {
  const tar = archive();
  const zip = tar.replace(/\.tar\.gz$/, '.zip');
  for (const file of [tar, zip])
    assert.ok(fs.statSync(file).size <= 12 * 1024 * 1024);
  const list = (...args) => text(...args).trim().split('\n').sort();
  assert.deepEqual(list('unzip', '-Z1', zip), list('tar', '-tzf', tar));
  assert.match(text('unzip', '-Z', zip, `chinwag/${name}`), /^-rwxr-xr-x/);
});

test('the program is static, for every x86-64 and Linux 3.2', () => {
  assert.doesNotMatch(text('readelf', '-lW', program), /INTERP/);
  assert.doesNotMatch(text('readelf', '-dW', program), /NEEDED/);
  const notes = text('readelf', '-nW', program);
  assert.match(notes, /OS: Linux, ABI: 3\.2\.0/);
  assert.match(notes, /x86 ISA needed: x86-64-baseline/);
});

test('it starts where there is nothing else', { skip: missing }, async () => {
  const empty = fs.mkdtempSync(path.join(place, 'empty-'));
  fs.copyFileSync(program, path.join(empty, 'p'));
  fs.chmodSync(path.join(empty, 'p'), 0o755);
  const version = await run('chroot', [empty, '/p', '--version'], { env });
  assert.match(version.stdout.toString(), /^chinwag-api \(chinwag\)/);
  const described = await run('chroot', [empty, '/p', '--describe'], { env });
  assert.ok(JSON.parse(described.stdout).length > 10);
  const answer = await run('chroot', [empty, '/p'], { env: { ...env,
    REQUEST_METHOD: 'GET', REQUEST_URI: '/api/nothing' } });
  assert.match(answer.stdout.toString(), /^Status: 404 /);
});

for (const name of ['chinwag-smtp', 'chinwag-fetch'])
  test(`${name} starts by libraries that it brings`, { skip: missing },
    async () => {
      const bare = fs.mkdtempSync(path.join(place, 'bare-'));
      fs.cpSync(inside, path.join(bare, 'chinwag'), { recursive: true });
      for (const library of text('ldd', '/bin/dash')
        .matchAll(/(\/[^ ]+) \(0x/g)) {
        const target = path.join(bare, library[1]);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.copyFileSync(library[1], target);
        fs.chmodSync(target, 0o755);
      }
      fs.mkdirSync(path.join(bare, 'bin'), { recursive: true });
      fs.copyFileSync('/bin/dash', path.join(bare, 'bin/sh'));
      const done = await run('chroot', [bare, `/chinwag/${name}`],
        { env });
      assert.equal(done.code, 64, done.stderr);
      assert.match(done.stderr, new RegExp(`^usage: ${name}`));
    });

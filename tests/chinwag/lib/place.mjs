// A data directory of its own for the operator's command, and what stands in
// it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { run } from '../../api/lib/cgi.mjs';
import { build, FAKETIME } from '../../api/lib/harness.mjs';

export const chinwag = path.join(build, 'contrib/chinwag/chinwag');
const sqlProgram = path.join(build, 'tests/chinwag/sql');

const directories = [];
after(() => directories.forEach((directory) =>
  fs.rmSync(directory, { recursive: true, force: true })));

export function scratch() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-op-'));
  directories.push(directory);
  return directory;
}

export const at = (time) => ({ LD_PRELOAD: FAKETIME, FAKETIME: time,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  ASAN_OPTIONS: 'verify_asan_link_order=0' });

// conf: what differs.  command(): runs chinwag to its end.
export function place(conf = {}) {
  const directory = scratch();
  const values = {
    data_dir: path.join(directory, 'data'),
    mail_transport: 'file',
    argon2_memory_kib: 64,
    argon2_passes: 1,
    ...conf,
  };
  const file = path.join(directory, 'chinwag.conf');
  fs.writeFileSync(file, Object.entries(values)
    .map(([key, value]) => `${key} = ${value}\n`).join(''));
  const env = { CHINWAG_CONF: file, TMPDIR: directory };
  const command = async (args, { stdin, env: more, wrap = [] } = {}) => {
    const [program, ...words] = [...wrap, chinwag, ...args];
    const done = await run(program, words,
      { env: { ...env, ...more }, stdin });
    return { ...done, stdout: done.stdout.toString() };
  };
  // The same, and it must go well.
  const ok = async (args, options) => {
    const done = await command(args, options);
    assert.equal(done.code, 0, `${args.join(' ')}: ${done.signal ?? ''}` +
      `${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  return { directory, data: values.data_dir, env, command, ok };
}

// With two people and what they said.
export async function inhabited(conf) {
  const here = place(conf);
  await here.ok(['init']);
  for (const name of ['anna', 'bob'])
    await here.ok(['user-add', '--stdin', name, `${name}@example.org`],
      { stdin: `the password of ${name}\n` });
  here.talk = (await here.ok(['conversation-add', '--message', 'Hello, Bob',
    'anna', 'bob'])).trim();
  return here;
}

export async function sql(file, text) {
  const done = await run(sqlProgram, [file], { stdin: text });
  assert.equal(done.code, 0, done.stderr);
  return done.stdout.toString().trimEnd();
}

export const mode = (file) => fs.statSync(file).mode & 0o777;

// Every file below a directory, by its bytes; run/ is nobody's.
export function contents(directory, below = '') {
  const found = {};
  for (const entry of fs.readdirSync(path.join(directory, below),
    { withFileTypes: true })) {
    const name = path.join(below, entry.name);
    if (entry.isDirectory() && name !== 'run')
      Object.assign(found, contents(directory, name), { [`${name}/`]: '' });
    else if (entry.isFile())
      found[name] = createHash('sha256')
        .update(fs.readFileSync(path.join(directory, name))).digest('hex');
  }
  return found;
}

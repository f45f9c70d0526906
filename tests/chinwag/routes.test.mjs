// chinwag routes: configurations of web servers, which the servers take.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { run } from '../api/lib/cgi.mjs';
import { build, source } from '../api/lib/harness.mjs';
import { place } from './lib/place.mjs';

function here() {
  const made = place();
  return { ...made, env: { ...made.env,
    CHINWAG_SHARE: path.join(source, 'contrib') } };
}

const servers = [
  ['lighttpd', 'lighttpd.conf', (file) => ['lighttpd', '-tt', '-f', file]],
  ['nginx', 'nginx.conf', (file) => ['nginx', '-t', '-q', '-c', file]],
  ['apache', 'apache.conf', (file) => ['apache2', '-t', '-f', file]],
  ['apache-fcgid', 'apache.conf', (file) => ['apache2', '-t', '-f', file]],
  ['apache-cgid', 'apache.conf', (file) => ['apache2', '-t', '-f', file]],
];

for (const [name, file, test_ ] of servers) {
  test(`${name} takes what is written for it`, async () => {
    const { directory, env, command } = here();
    const dir = path.join(directory, 'run');
    fs.mkdirSync(dir, { mode: 0o700 });
    const done = await command(['routes', name, '--write', '--run', dir,
      '--port', '18080'], { env });
    assert.equal(done.code, 0, done.stderr);
    assert.equal(done.stdout, `wrote ${dir}/${file}\n`);
    const [program, ...args] = test_(path.join(dir, file));
    const checked = await run(program, args, { env: { ...process.env,
      PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });
    assert.equal(checked.code, 0, checked.stderr);
  });

  test(`${name} is printed, with the paths of this place`, async () => {
    const { command, env } = here();
    const done = await command(['routes', name, '--run', '/run/elsewhere',
      '--port', '18080'], { env });
    assert.equal(done.code, 0, done.stderr);
    assert.match(done.stdout, /18080/);
    assert.match(done.stdout, /\/run\/elsewhere\//);
    assert.ok(done.stdout.includes(build));
    assert.doesNotMatch(done.stdout, /chinwag-[A-Za-z0-9]{6}\/|@[a-z]+@/);
  });
}

test('what is taken in stands in what is printed', async () => {
  const { command, env } = here();
  for (const name of ['lighttpd', 'nginx']) {
    const done = await command(['routes', name], { env });
    assert.match(done.stdout, /messages-post/, name);
  }
});

test('htaccess is for a web root', async () => {
  const { command, directory, env } = here();
  const root = path.join(directory, 'web');
  fs.mkdirSync(root);
  const printed = await command(['routes', 'htaccess', '--base', '/chat'],
    { env });
  assert.match(printed.stdout, /RewriteRule/, printed.stderr);
  assert.deepEqual(fs.readdirSync(root), []);
  await command(['routes', 'htaccess', '--write', '--run', root], { env });
  assert.ok(fs.existsSync(path.join(root, '.htaccess')));
});

test('wrong use is refused', async () => {
  const { command, env } = here();
  for (const [args, code] of [[[], 2], [['iis'], 2], [['nginx', 'x'], 2],
    [['nginx', '--port'], 2], [['nginx', '--run', 'relative'], 1],
    [['nginx', '--what', 'x'], 1], [['nginx', '--site', 'a|b'], 1]])
    assert.equal((await command(['routes', ...args], { env })).code, code,
      args.join(' '));
  const elsewhere = await command(['routes', 'nginx'],
    { env: { ...env, CHINWAG_SHARE: '/nowhere' } });
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.stderr, /cannot read \/nowhere\/nginx\/render/);
});

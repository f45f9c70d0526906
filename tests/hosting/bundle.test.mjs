// What is in the archive, of all that a build directory has.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { build, source } from '../api/lib/harness.mjs';
import { archive } from './lib/host.mjs';

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-bundle-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

const untar = (...words) => execFileSync('tar', words, { encoding: 'utf8',
  maxBuffer: 1 << 26 });
const namesIn = (file) => untar('-tzf', file).trim().split('\n');

// A site as contrib/site/build leaves it, with so many trees of former builds.
function siteWith(count) {
  const site = path.join(scratch, `site-${count}`);
  const put = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(site, name)), { recursive: true });
    fs.writeFileSync(path.join(site, name), text);
  };
  put('index.html', '<link rel="icon" href="v/0123456789ab/img/icon.svg">\n');
  put('v/0123456789ab/img/icon.svg', '<svg/>\n');
  for (let i = 0; i < count; i += 1)
    put(`v/${`${i}`.repeat(12)}/img/icon.svg`, `<svg/><!-- ${i} -->\n`);
  return site;
}

// What is carried as the program is not run here; an object will do.
function bundleOf(site) {
  const out = path.join(scratch, `out-${path.basename(site)}`);
  execFileSync(path.join(source, 'contrib/shared-hosting/bundle'), [
    '--program', path.join(build, 'lib/base/heap.o'), '--site', site,
    '--version', '1.2.3', '--out', out],
  { env: { ...process.env, SOURCE_DATE_EPOCH: '1700000000' } });
  return fs.readdirSync(out).filter((file) => file.endsWith('.gz'))
    .map((file) => path.join(out, file))[0];
}

test('trees of former builds stay at home', () => {
  const alone = bundleOf(siteWith(0));
  const among = bundleOf(siteWith(7));
  assert.deepEqual(namesIn(among).filter((name) => name.startsWith('v/')),
    ['v/0123456789ab/img/icon.svg']);
  assert.ok(fs.readFileSync(among).equals(fs.readFileSync(alone)));
});

test('the archive has the tree that its page refers to, and no other', () => {
  const file = archive();
  const [, tree] = /"(v\/[0-9a-f]+)\//.exec(
    untar('-xzOf', file, 'index.html'));
  const names = namesIn(file);
  assert.ok(names.includes(`${tree}/js/main.js`), tree);
  assert.deepEqual(names.filter((name) => name.startsWith('v/') &&
    !name.startsWith(`${tree}/`)), []);
});

test('what sends requests to the program comes last', () => {
  assert.equal(namesIn(archive()).at(-1), '.htaccess');
});

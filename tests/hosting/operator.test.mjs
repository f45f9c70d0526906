// An operator's upgrade, and the way back, behind nginx: while people talk and
// read, the server is reloaded, programs are replaced, the stores get the schema
// of the next release and its programs, and then those of this one again.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { run } from '../api/lib/cgi.mjs';

// Before what asks for it is imported.
process.env.CHINWAG_SERVER = 'nginx';
const { build, start } = await import('../api/lib/harness.mjs');
const { Hammer } = await import('../api/lib/hammer.mjs');
const { people } = await import('../api/lib/actors.mjs');

const NEXT = path.join(build, 'tests/hosting');
const MADE = path.join(NEXT, 'next-made');

// A release as it is installed: programs, and the library beside them.
function install(place, library) {
  fs.cpSync(path.join(build, 'cgi-bin'), path.join(place, 'cgi-bin'),
    { recursive: true, filter: (file) => !/\.\w+$/.test(path.basename(file)) });
  fs.mkdirSync(path.join(place, 'lib'));
  for (const file of [library, path.join(build, 'lib/libchinwag-pki.so')])
    fs.copyFileSync(file, path.join(place, 'lib', path.basename(file)));
}

const chinwag = await start({ mail: false, prepare: (instance) => {
  const place = path.join(instance.directory, 'releases');
  install(path.join(place, 'this'), path.join(build, 'lib/libchinwag.so'));
  install(path.join(place, 'next'), path.join(MADE, 'libchinwag.so'));
  instance.releases = place;
  instance.use = (release) => {
    fs.symlinkSync(release, path.join(place, 'new'));
    fs.renameSync(path.join(place, 'new'), path.join(place, 'current'));
  };
  instance.use('this');
  instance.programs = path.join(place, 'current/cgi-bin');
} });
after(() => chinwag.stop());

const [anna, bob, carla] = await people(chinwag, 'anna', 'bob', 'carla');
const id = await anna.converse(bob, carla);
const hammer = new Hammer(id, [anna, bob, carla], [anna, bob]);
await hammer.warm();

const replace = () => chinwag.supervisor.kill('SIGHUP');

// The next release's command.
async function migrate(...words) {
  const done = await run(path.join(NEXT, 'chinwag-next'),
    ['migrate', '--json', ...words], { env: chinwag.env });
  assert.equal(done.code, 0, done.stderr);
  return JSON.parse(done.stdout);
}

const spared = (told) => assert.deepEqual([told.refused, told.silent], [0, 0]);

// What the figure says is for a machine of one's own: at most 1 % for at most
// 2 s.  A busy one may take its time, but comes back.
function isBrief(told) {
  assert.equal(told.silent, 0);
  assert.ok(told.share <= 0.3, `${told.share}`);
  assert.ok(told.spanMs <= 20000, `${told.spanMs}`);
}

test('a reload of the server refuses nobody', async () => {
  for (let i = 0; i < 2; i += 1)
    spared(await hammer.during('the server reloads', () => chinwag.reload()));
});

test('programs are replaced, and nobody is refused', async () => {
  for (let i = 0; i < 2; i += 1)
    spared(await hammer.during('programs are replaced', replace));
});

// What an operator says to --then: other programs in place, and they take over.
const taking = (release) => `cd '${chinwag.releases}' &&
  ln -s ${release} new && mv -T new current &&
  kill -HUP ${chinwag.supervisor.pid}`;

let copies;

test('an upgrade under load', async () => {
  isBrief(await hammer.during('an upgrade', async () => {
    ({ copies } = await migrate('--then', taking('next')));
  }));
  await assert.rejects(chinwag.admin(['migrate', '--check']),
    /it is too old/);
});

test('and back, with all that was said since', async () => {
  isBrief(await hammer.during('the way back', () =>
    migrate('--back', copies, '--then', taking('this'))));
  await chinwag.admin(['migrate', '--check']);
});

test('nothing is lost, twice, or wrong', async () => {
  const all = await hammer.stop(carla);
  assert.ok(all.length > 100);
  assert.doesNotMatch(chinwag.logs(), /malformed|corrupt/);
});

// An operator's upgrade, and the way back: while people talk and read, the server
// is reloaded, programs are replaced, the stores get the schema of the next
// release and its programs, and then those of this one again.  CHINWAG_SERVER
// says behind which server.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { people } from '../../api/lib/actors.mjs';
import { run } from '../../api/lib/cgi.mjs';
import { Hammer } from '../../api/lib/hammer.mjs';
import { build, start } from '../../api/lib/harness.mjs';

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
after(() => { hammer.goes = false; });
await hammer.warm();

// Who keeps the programs, and what makes that one replace them: lighttpd does
// it itself, when it is reloaded.
const keeper = () => (chinwag.supervisor
  ? { pid: chinwag.supervisor.pid, signal: 'HUP' }
  : { pid: chinwag.server.pid, signal: 'USR1' });
const replace = () => process.kill(keeper().pid, `SIG${keeper().signal}`);

// The next release's command.
async function migrate(...words) {
  const done = await run(path.join(NEXT, 'chinwag-next'),
    ['migrate', '--json', ...words], { env: chinwag.env });
  assert.equal(done.code, 0, done.stderr);
  return JSON.parse(done.stdout);
}

const spared = (told) => assert.deepEqual([told.refused, told.silent], [0, 0]);

// At most 1 % are refused of what is asked within the 10 s around it, or, on a
// machine that is too busy to answer many, what the five had in hand at both
// ends.
const WINDOW = { windowMs: 10000 };
function isBrief({ answers, refused, silent, spanMs }) {
  assert.equal(silent, 0);
  assert.ok(refused <= Math.max(answers / 100, 10), `${refused} of ${answers}`);
  assert.ok(spanMs <= 20000, `${spanMs}`);
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
  kill -${keeper().signal} ${keeper().pid}`;

let copies;

test('an upgrade under load', async () => {
  isBrief(await hammer.during('an upgrade', async () => {
    ({ copies } = await migrate('--then', taking('next')));
  }, WINDOW));
  await assert.rejects(chinwag.admin(['migrate', '--check']),
    /it is too old/);
});

test('and back, with all that was said since', async () => {
  isBrief(await hammer.during('the way back', () =>
    migrate('--back', copies, '--then', taking('this')), WINDOW));
  await chinwag.admin(['migrate', '--check']);
});

test('nothing is lost, twice, or wrong', async () => {
  const all = await hammer.stop(carla);
  assert.ok(all.length > 100);
  assert.doesNotMatch(chinwag.logs(), /malformed|corrupt/);
});

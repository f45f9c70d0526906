// The one program that holds all others.  CHINWAG_MOUNT=one runs every other
// test file against it.

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { is, refused } from './lib/expect.mjs';
import { programs } from './lib/programs.mjs';

const isLighttpd = (process.env.CHINWAG_SERVER ?? 'lighttpd') === 'lighttpd';
const skip = !isLighttpd && 'the one program is mounted below lighttpd only';
if (isLighttpd)
  process.env.CHINWAG_MOUNT = 'one';
const { freshName, newcomer, people } = await import('./lib/actors.mjs');
const { build } = await import('./lib/harness.mjs');
const { run } = await import('./lib/cgi.mjs');
const { suite } = await import('./lib/suite.mjs');

const env = { PATH: process.env.PATH };
const one = path.join(build, 'contrib/one-program/chinwag-api');
const chinwag = await suite({ conf: { write_threads: 4, argon2_slots: 1,
  argon2_memory_kib: 65536, argon2_passes: 2, argon2_wait_ms: 5000 } });

const described = async (file) => {
  const done = await run(file, ['--describe'], { env });
  assert.equal(done.code, 0, done.stderr);
  return JSON.parse(done.stdout);
};

test('it says of itself what each program says', async () => {
  const list = await described(one);
  assert.deepEqual(list.map(({ name }) => name).sort(),
    programs.map(({ name }) => name).sort());
  for (const operation of list)
    assert.deepEqual(operation,
      await described(path.join(build, 'cgi-bin', operation.name)));
});

test('words that it does not know are refused', async () => {
  for (const args of [[], ['--nonsense'], ['--describe', 'users-get']])
    assert.equal((await run(one, args, { env })).code, 2);
  assert.match((await run(one, ['--version'], { env })).stdout.toString(),
    /^chinwag-api \(chinwag\) \d/);
});

test('one process serves all endpoints', { skip }, async () => {
  const [anna, bob] = await people(chinwag, 'anna', 'bob');
  const id = await anna.converse(bob);
  await anna.say(id, 'hello');
  is(await bob.get('/events?wait=0'), 200);
  refused(await bob.get('/nothing'), 404, 'not_found');
  refused(await bob.call('PATCH', '/session'), 405, 'method_not_allowed');
  assert.deepEqual(chinwag.workers().map(({ name }) => name),
    ['chinwag-api']);
});

test('a crowd at the door leaves room for those inside',
  { skip }, async () => {
    const [anna] = await people(chinwag, 'anna');
    const someone = await newcomer(chinwag);
    let busy = 0;
    for (let round = 0; round < 50 && busy === 0; round += 1) {
      // Names of nobody, so that none is refused before it is looked at.
      const crowd = Array.from({ length: 12 }, () => someone.post('/session',
        { username: freshName('nobody'), password: 'wrong, wrong, wrong' }));
      for (let i = 0; i < 5; i += 1)
        is(await anna.get('/session'), 200);
      for (const answer of await Promise.all(crowd)) {
        assert.ok([401, 503].includes(answer.status), answer.text);
        busy += answer.status === 503;
        if (answer.status === 503)
          assert.ok(Number(answer.header('retry-after')) > 0);
      }
    }
    assert.ok(busy > 0, 'nobody was told to come again');
  });

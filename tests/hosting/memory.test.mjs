// What the archive's program has been told in confidence is not in its memory
// any more once it has answered, though its libraries keep copies of their own.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { after, test } from 'node:test';
import { Client } from '../api/lib/client.mjs';
import { is } from '../api/lib/expect.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { Canaries } from '../threats/lib/canary.mjs';
import { memoryOf } from '../threats/lib/memory.mjs';
import { found } from './lib/found.mjs';
import { host, missing } from './lib/host.mjs';

// Processes of a program in the host, seen from outside.
const processesOf = (program) => fs.readdirSync('/proc')
  .filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/exe`).endsWith(program);
    } catch {
      return false; // it is gone
    }
  }).map(Number);

test('freed memory holds no secret', { skip: missing }, async () => {
  const chinwag = await host('fcgid');
  after(() => chinwag.stop());
  const canaries = new Canaries();
  const secret = (what) => canaries.text(what,
    `Käse "brie" \\ ${randomBytes(12).toString('hex')}`);
  const password = secret('password');
  const [anna, bob] = await found(chinwag, password);
  for (const { token } of [anna, bob])
    canaries.text('token', token, Buffer.from(token, 'base64url'));
  for (let i = 0; i < 2; i += 1) {
    is(await new Client(chinwag).post('/session', { username: 'bob',
      password: secret('guess') }), 401);
    is(await bob.get('/conversations'), 200);
    is(await bob.put('/me/password', { current: secret('wrong password'),
      password: secret('new password') }), 401);
  }
  canaries.seal();
  const pids = processesOf(`${chinwag.root}${chinwag.program}`);
  assert.ok(pids.length > 0);
  const isThere = (pid) => fs.existsSync(`/proc/${pid}`);
  const search = (pid) =>
    [...memoryOf(pid, canaries.longest)].flatMap(({ name, bytes }) =>
      canaries.search(`${pid}, ${name}`, bytes));
  const look = () => pids.filter(isThere).flatMap((pid) => {
    try {
      return search(pid);
    } catch (error) {
      if (isThere(pid))
        throw error;
      return []; // it ended meanwhile
    }
  });
  // What was in hand a moment ago may be so still.
  let left;
  await eventually('memory is clean', () => {
    left = look();
    return left.length === 0;
  }, { withinMs: 10000, everyMs: 500 }).catch(() => {});
  assert.deepEqual(left, []);
  assert.ok(pids.some(isThere), 'none was there to the end');
});

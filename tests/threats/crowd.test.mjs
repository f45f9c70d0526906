// T23 of the threats: a crowd that signs in at once takes no more memory than
// there are slots for hashing, and keeps nobody else waiting.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { PASSWORD, people } from '../api/lib/actors.mjs';
import { Client } from '../api/lib/client.mjs';
import { is } from '../api/lib/expect.mjs';
import { suite } from '../api/lib/suite.mjs';
import { call, client } from '../idp/lib/pool.mjs';

const SLOTS = 2;
const HASH_KIB = 19456;
const PROGRAM_KIB = 16 * 1024; // with all its threads, but no hash
const CROWD = 200;

// As in production; at 500 ms most of a crowd on a small machine is sent away.
const chinwag = await suite({ mail: false, conf: { argon2_slots: SLOTS,
  argon2_memory_kib: HASH_KIB, argon2_passes: 1, argon2_wait_ms: 500 } });
const [anna, bob] = await people(chinwag, 'anna', 'bob');
const id = await anna.converse(bob);
const { clientId } = await client(chinwag);
const anybody = new Client(chinwag);

const peakKib = (program) => Number(/^VmHWM:\s+(\d+) kB/m.exec(
  fs.readFileSync(`/proc/${chinwag.worker(program).pid}/status`, 'utf8'))[1]);

const signIn = (i) => i % 2 ? anybody.post('/session',
  { username: anna.name, password: PASSWORD }, { timeoutMs: 120000 })
  : call(chinwag, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId, AuthParameters: { USERNAME: bob.name, PASSWORD } },
  { timeoutMs: 120000 });

test('two hundred sign in at once: all are answered, and so are others',
  async () => {
    for (const i of [0, 1])
      is(await signIn(i), 200);
    let left = CROWD;
    const crowd = Promise.all(Array.from({ length: CROWD }, (_, i) =>
      signIn(i).finally(() => { left -= 1; })));
    let rounds = 0;
    while (left > 0) {
      for (const path of ['/conversations', `/conversations/${id}/messages`,
        '/users', '/session', '/health'])
        is(await anna.get(path), 200);
      assert.ok((await bob.say(id, `round ${rounds}`)).time);
      rounds += 1;
    }
    assert.ok(rounds > 0);
    for (const answer of await crowd) {
      if (answer.status === 200)
        continue;
      assert.ok([429, 503].includes(answer.status), answer.text);
      if (answer.status === 503)
        assert.match(answer.header('retry-after'), /^[1-9]\d*$/);
    }
    for (const program of ['session-post', 'idp-post'])
      assert.ok(peakKib(program) <= SLOTS * HASH_KIB + PROGRAM_KIB,
        `${program}: ${peakKib(program)} KiB`);
  });

test('and it is over when it is over', async () => {
  for (const i of [0, 1])
    is(await signIn(i), 200);
});

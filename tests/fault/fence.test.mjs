// The fence (lib/base/fence.h) stands around every program that serves.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { people } from '../api/lib/actors.mjs';
import { is } from '../api/lib/expect.mjs';
import { configure } from '../api/lib/federation.mjs';
import { start } from '../api/lib/harness.mjs';
import { nobody } from '../api/lib/suite.mjs';

const status = (pid) => Object.fromEntries(
  fs.readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n')
    .map((line) => line.split(/:\s*/, 2)));

// How many filters of system calls they have of their own: programs that sign
// in, read and write, each started by a request.
async function filters(fence) {
  const chinwag = await start({ conf: { fence } });
  try {
    const [anna, bob] = await people(chinwag, 'anna', 'bob');
    const id = await anna.converse(bob);
    await anna.say(id, 'Is anybody there?');
    is(await bob.get(`/conversations/${id}`), 200);
    const workers = chinwag.workers();
    assert.ok(workers.length > 2);
    return new Set(workers.map(({ pid }) => status(pid).Seccomp_filters -
      status('self').Seccomp_filters));
  } finally {
    await chinwag.stop();
  }
}

test('programs serve in a fence, and do so by themselves', async () => {
  assert.deepEqual(await filters('auto'), new Set([1]));
});

test('who asks other services is fenced; its runner has nothing', async () => {
  const chinwag = await start({ mail: false, conf: { fence: 'required',
    oidc_providers: 'corp' },
  prepare: (instance) => configure(instance, 'corp', 'http://127.0.0.1:9') });
  try {
    const answer = await nobody(chinwag).post('/providers/corp/sign-in', {});
    assert.equal(answer.json.code, 'provider_unavailable');
    const workers = chinwag.workers().filter(({ name }) =>
      name === chinwag.nameOf('provider-sign-in-post'));
    const own = Number(status('self').Seccomp_filters);
    const fenced = workers.filter(({ pid }) =>
      status(pid).Seccomp_filters - own === 1);
    const runners = workers.filter(({ pid }) =>
      Number(status(pid).Seccomp_filters) === own);
    assert.ok(fenced.length > 0);
    assert.equal(runners.length, fenced.length);
    for (const { pid } of runners)
      assert.deepEqual(fs.readdirSync(`/proc/${pid}/fd`).sort(),
        ['0', '1', '2', '3']);
  } finally {
    await chinwag.stop();
  }
});

test('programs that must have a fence have one', async () => {
  assert.deepEqual(await filters('required'), new Set([1]));
});

test('there is none if the operator does not want it', async () => {
  assert.deepEqual(await filters('off'), new Set([0]));
});

// Asking for another code.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, newcomer, person, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ conf: { mail_per_hour: 3 } });

const ask = (name, way = 'http') =>
  nobody(chinwag, way).post(`/users/${name}/code`, {});

everyWay('another code comes and voids the first', async (way) => {
  const someone = await newcomer(chinwag);
  const first = await codeOf(chinwag, someone.email);
  assert.deepEqual(is(await ask(someone.name, way), 202).json, {});
  const second = await codeOf(chinwag, someone.email, 1);
  const confirm = (code) => nobody(chinwag, way)
    .post(`/users/${someone.name}/confirmation`, { code });
  if (first !== second)
    refused(await confirm(first), 400, 'code_mismatch');
  is(await confirm(second), 204);
  await signIn(chinwag, someone);
});

test('an unknown and a confirmed name get the same answer', async () => {
  const known = is(await ask((await newcomer(chinwag)).name), 202);
  for (const name of ['nobody-here', (await person(chinwag)).name]) {
    const answer = is(await ask(name), 202);
    assert.equal(answer.text, known.text);
    assert.deepEqual(answer.headers.map(([header]) => header).sort(),
      known.headers.map(([header]) => header).sort());
  }
});

test('asking without end is refused, known or not, at the same count',
  async () => {
    const counts = [];
    for (const name of [(await newcomer(chinwag)).name, 'nobody-at-all']) {
      let count = 0;
      let answer = await ask(name);
      while (answer.status === 202 && count < 50) {
        count += 1;
        answer = await ask(name);
      }
      refused(answer, 429, 'too_many');
      counts.push(count);
    }
    // Signing up sent the newcomer the first one.
    assert.ok(Math.abs(counts[0] - counts[1]) <= 1, String(counts));
  });

// Signing out.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

everyWay('this session ends, the others live on', async (way) => {
  const one = await person(chinwag);
  const two = await signIn(chinwag, one);
  for (const by of ['cookie']) {
    const answer = is(await one.with({ by, way }).delete('/session'), 204);
    const cookie = answer.header('set-cookie');
    assert.match(cookie, /^chinwag=;/);
    assert.match(cookie, /Max-Age=0|Expires=Thu, 01 Jan 1970/i);
  }
  for (const by of ['cookie', 'token'])
    refused(await one.with({ by, way }).get('/session'), 401, 'unauthorized');
  is(await two.get('/session'), 200);
});

everyWay('a token signs itself out', async (way) => {
  const one = await person(chinwag);
  is(await one.via(way).delete('/session'), 204);
  refused(await one.via(way).delete('/session'), 401, 'unauthorized');
});

test('nobody cannot sign out', async () => {
  refused(await nobody(chinwag).delete('/session'), 401, 'unauthorized');
});

test('signing out eight times at once breaks nothing', async () => {
  const one = await person(chinwag);
  const answers = await Promise.all(Array.from({ length: 8 }, () =>
    one.delete('/session')));
  assert.ok(answers.every((answer) => [204, 401].includes(answer.status)));
  assert.ok(answers.some((answer) => answer.status === 204));
});

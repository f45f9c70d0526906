// Paths and methods that no program has.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { is, NO_ID, refused } from './lib/expect.mjs';
import { nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const caller = nobody(chinwag);

test('what is not there is not found, whoever asks', async () => {
  for (const path of ['/nothing', '/conversations/', '/users/x', '/session/1',
    `/conversations/${NO_ID}/members`, '/health/x', '/x/../nothing'])
    refused(await caller.get(path), 404, 'not_found');
});

test('what has other methods says which', async () => {
  const answer = refused(await caller.call('PATCH', '/session'), 405,
    'method_not_allowed');
  assert.deepEqual(answer.header('allow').split(', ').sort(),
    ['DELETE', 'GET', 'OPTIONS', 'POST']);
});

test('a method is told to other sites only if they may call', async () => {
  const answer = await caller.call('OPTIONS', '/session', { headers: [
    ['Origin', 'https://elsewhere.example'],
    ['Access-Control-Request-Method', 'POST']] });
  assert.ok([200, 204].includes(answer.status), String(answer.status));
  assert.equal(answer.header('access-control-allow-origin'), undefined);
});

test('paths are compared letter by letter', async () => {
  is(await caller.get('/health'), 200);
  refused(await caller.get('/Health'), 404, 'not_found');
});

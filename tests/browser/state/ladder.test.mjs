// Which way to follow events, from what failed and what the server offers.

import assert from 'node:assert/strict';
import test from 'node:test';
import { AGAIN_MS, createLadder } from '../../../htdocs/js/api/ladder.js';

let now = 0;
const ladder = () => createLadder(() => now);

test('the best comes first, and two failures in a row take it down', () => {
  const steps = ladder();
  assert.equal(steps.way(), 'stream');
  steps.failed();
  steps.worked();
  steps.failed();
  assert.equal(steps.way(), 'stream');
  steps.failed();
  assert.equal(steps.way(), 'poll');
});

test('a clear failure is enough, and the last way stays', () => {
  const steps = ladder();
  for (const way of ['stream', 'poll', 'cursor', 'cursor']) {
    assert.equal(steps.way(), way);
    steps.failed({ clearly: true });
  }
});

test('nothing better than the server offers', () => {
  const steps = ladder();
  steps.offer('cursor');
  assert.equal(steps.way(), 'cursor');
  now += AGAIN_MS;
  assert.equal(steps.way(), 'cursor');
  steps.offer('unheard of');
  assert.equal(steps.way(), 'cursor');
});

test('the server offers more than before', () => {
  const steps = ladder();
  steps.offer('cursor');
  assert.equal(steps.way(), 'cursor');
  steps.offer('stream');
  assert.equal(steps.way(), 'stream');
});

test('after a while the better gets one more chance', () => {
  const steps = ladder();
  steps.failed({ clearly: true });
  steps.failed({ clearly: true });
  now += AGAIN_MS - 1;
  assert.equal(steps.way(), 'cursor');
  now += 1;
  assert.equal(steps.way(), 'stream');
  steps.failed();
  assert.equal(steps.way(), 'poll');
});

test('one chance that is used well is a whole one', () => {
  const steps = ladder();
  steps.failed({ clearly: true });
  now += AGAIN_MS;
  assert.equal(steps.way(), 'stream');
  steps.worked();
  steps.failed();
  assert.equal(steps.way(), 'stream');
});

test('somebody asks for the best', () => {
  const steps = ladder();
  steps.failed({ clearly: true });
  steps.reset();
  assert.equal(steps.way(), 'stream');
});

// The last test of a run: every operation answered, and every status and
// code it declares was provoked by some test.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fs from 'node:fs';
import { recorded } from './lib/coverage.mjs';
import { programs } from './lib/programs.mjs';
import { operationOf } from './lib/validate.mjs';

// Declared, and not provoked by the API's tests, each with its reason.
const elsewhere = [
  [/ 503 storage_full$/, 'a full disk: tests/fault/disk.test.mjs'],
  [/ 408 too_late$/, 'servers let slow senders go before a program hears of ' +
    'them, and programs are sent a body slowly by slow-body.test.mjs'],
  [/ 503 unavailable$/, 'a broken store: tests/fault'],
  [/^(?!session-post|users-post|events-get).* 503 busy$/,
    'a writer that waited 5 s in vain: tests/db'],
];

// Of every operation, what it declares: 'program status code'.
function declared() {
  const all = [];
  for (const program of programs)
    for (const [status, response] of
      Object.entries(operationOf(program).responses)) {
      const codes = Number(status) >= 400
        ? codesOf(response) : [''];
      for (const code of codes)
        all.push(`${program.name} ${status} ${code}`.trim());
    }
  return all;
}

function codesOf(response) {
  return response['x-codes'] ?? [''];
}

test('every program has a test file of its name', () => {
  for (const { name } of programs)
    assert.ok(fs.existsSync(new URL(`${name}.test.mjs`, import.meta.url)),
      `${name} has no test file`);
});

test('every declared answer was seen', () => {
  const seen = recorded();
  const missing = declared().filter((answer) => !seen.has(answer) &&
    ![...seen].some((one) => one.startsWith(`${answer} `)));
  const unexplained = missing.filter((answer) =>
    !elsewhere.some(([pattern]) => pattern.test(answer)));
  assert.deepEqual(unexplained, []);
});

test('no answer was seen that is not declared', () => {
  const all = declared();
  const extra = [...recorded()].filter((answer) =>
    !answer.startsWith('unrouted ') &&
    !all.some((one) => one === answer || answer.startsWith(`${one} `)));
  assert.deepEqual(extra, []);
});

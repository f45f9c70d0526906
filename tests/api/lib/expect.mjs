// Words for what tests expect of answers.

import assert from 'node:assert/strict';

export function is(answer, status, what = '') {
  assert.equal(answer.status, status,
    `${what} expected ${status}, got ${answer.status} ${answer.text}`);
  return answer;
}

// Refused, and for this reason.
export function refused(answer, status, code, at) {
  is(answer, status);
  assert.equal(answer.json.code, code, answer.text);
  if (at !== undefined)
    assert.ok(answer.json.errors?.some((error) => error.at === at),
      `nothing about ${at} in ${answer.text}`);
  return answer;
}

export function increasing(numbers) {
  for (let i = 1; i < numbers.length; i += 1)
    assert.ok(numbers[i] > numbers[i - 1],
      `${numbers[i]} comes after ${numbers[i - 1]}`);
}

export const UUID =
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

// A UUID that no conversation has.
export const NO_ID = '00000000-0000-4000-8000-000000000000';

// An authenticator app (RFC 6238), apart from the programs' own.

import { createHmac } from 'node:crypto';
import assert from 'node:assert/strict';
import { Client } from './client.mjs';
import { is } from './expect.mjs';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(secret) {
  const bits = [...secret].map((letter) =>
    LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

const STEP_MS = 30000;
// How long it may take until a program looks at a code.
const SLOW_MS = 6000;

// The code of the step before is too old once this step ends: wait for the next
// one if that is soon.
function awaitTurn() {
  const left = STEP_MS - Date.now() % STEP_MS;
  if (left < SLOW_MS)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, left + 1);
}

// What the app shows, so many steps from now.
export function show(secret, steps = 0) {
  if (steps < 0)
    awaitTurn();
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1000000)
    .padStart(6, '0');
}

// Turn an app on: { secret, codes }.  The code of the step before is used up,
// so that this one's and the next one's are good at once.
export async function install(person) {
  const { json: { secret, uri } } = is(await person.post('/me/totp',
    { password: person.password, label: 'phone' }), 200);
  assert.ok(uri.startsWith('otpauth://totp/Chinwag:'), uri);
  assert.equal(new URL(uri).searchParams.get('secret'), secret);
  const { json: { codes } } = is(await person.put('/me/totp',
    { code: show(secret, -1) }), 200);
  return { secret, codes };
}

// Sign in where a second factor is required, and set an app up on the way.
export async function enter(instance, { name, password }) {
  const go = (path, values) => new Client(instance).post(path, values);
  const step = is(await go('/session', { username: name, password }), 200);
  const prove = is(await go('/session/challenge', {
    session: step.json.session, totp: true }), 200).json;
  const { json } = is(await go('/session/challenge', { session: prove.session,
    code: show(prove.secret, -1), token: true }), 200);
  return new Client(instance, { name, password, token: json.token });
}

// Guessing passwords and codes: T20 to T26 of the threats.

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { codeOf, freshName, newcomer, PASSWORD, person }
  from '../api/lib/actors.mjs';
import { install, show } from '../api/lib/app.mjs';
import { Client } from '../api/lib/client.mjs';
import { is, refused } from '../api/lib/expect.mjs';
import { start } from '../api/lib/harness.mjs';
import { suite } from '../api/lib/suite.mjs';
import { sql } from '../chinwag/lib/place.mjs';
import { createSecretHash } from './lib/srp.mjs';
import { call, client } from '../idp/lib/pool.mjs';
import { doors, resident, ways, WRONG } from './lib/ways.mjs';

const chinwag = await suite({ conf: { failures_per_network: 0 } });
const doorway = await doors(chinwag);
const store = path.join(chinwag.data, 'pool.db');
const anybody = new Client(chinwag);

// --- T20: one lock ------------------------------------------------------------

const failures = () => sql(store, 'SELECT failures FROM lockout;');
// A lock of a second is too short to look at on a machine that is busy.
const stretch = () => sql(store,
  'UPDATE lockout SET locked_until = failed + 600000;');

test('failures by whatever ways make one lock for all of them', async () => {
  // Five at a time: each way is among those that locked, and those refused.
  for (let first = 0; first < ways.length; first += 5) {
    const who = await resident(doorway);
    await sql(store, 'DELETE FROM lockout;');
    for (let i = 0; i < 5; i += 1) {
      const [name, , wrongly] = ways[(first + i) % ways.length];
      const { status } = await wrongly(who);
      assert.ok(status === 401 || status === 400, `${name}: ${status}`);
      assert.equal(await failures(), String(i + 1), name);
    }
    await stretch();
    for (const [name, rightly, wrongly] of ways) {
      const answer = await rightly(who);
      assert.ok(/exceeded|too often|Too many/i.test(answer.body.message),
        `${name}: ${JSON.stringify(answer)}`);
      assert.deepEqual(answer, await wrongly(who), name);
    }
    assert.equal(await failures(), '5');
    // Whoever is in stays in.
    is(await who.someone.get('/session'), 200);
    // And when it is over, what was asked for a step before is still good.
    await sql(store, 'UPDATE lockout SET locked_until = failed;');
    const [, rightly] = ways.at(first < 5 ? -1 : -2);
    assert.equal((await rightly(who)).status, 200);
  }
});

test('a new code by mail does not lift the lock, a new password does',
  async () => {
    const someone = await person(chinwag);
    await sql(store, 'DELETE FROM lockout;');
    for (let i = 0; i < 5; i += 1)
      refused(await anybody.post('/session',
        { username: someone.name, password: WRONG }), 401,
      'wrong_credentials');
    await stretch();
    is(await anybody.post(`/users/${someone.name}/reset`, {}), 202);
    refused(await anybody.post('/session', { username: someone.name,
      password: PASSWORD }), 429, 'locked');
    const password = 'tractor papyrus lamp';
    is(await anybody.put(`/users/${someone.name}/reset`, { password,
      code: await codeOf(chinwag, someone.email) }), 204);
    is(await anybody.post('/session', { username: someone.name, password }),
      200);
  });

test('a network that fails too often waits, whoever it is for', async () => {
  // The machine itself counts as no network.
  const narrow = await start({ mail: false, conf: { failures_per_network: 12,
    trusted_proxies: '127.0.0.1' } });
  const away = [['X-Forwarded-For', '192.0.2.7']];
  try {
    const door = new Client(narrow);
    const someone = await person(narrow);
    const signIn = (values, headers = []) => door.post('/session',
      { username: someone.name, password: PASSWORD, ...values },
      { headers: [...away, ...headers] });
    const first = is(await signIn({}), 200);
    const device = first.all('set-cookie').map((value) =>
      value.split(';')[0]).find((pair) => pair.startsWith('chinwag-device='));
    // What succeeds is no failure, however often.
    for (let i = 0; i < 14; i += 1)
      is(await signIn({}), 200);
    for (let i = 0; i < 12; i += 1)
      refused(await signIn({ username: `nobody-${i}` }), 401,
        'wrong_credentials');
    const bodies = [];
    for (const values of [{}, { password: WRONG }, { username: 'nobody-99' }]) {
      const answer = refused(await signIn(values), 429, 'locked');
      assert.ok(Number(answer.header('retry-after')) <= 900);
      bodies.push({ ...answer.json, request: '' });
    }
    assert.deepEqual(bodies[1], bodies[0]);
    assert.deepEqual(bodies[2], bodies[0]);
    // A device that is known, and a server that people come through, are not
    // meant; nor is who is signed in.
    is(await signIn({}, [['Cookie', device],
      ['Sec-Fetch-Site', 'same-origin']]), 200);
    is(await someone.get('/session'), 200);
    const settings = await client(narrow, '--secret');
    const initiate = (more, hash) => call(narrow, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH', ClientId: settings.clientId,
      AuthParameters: { USERNAME: someone.name, PASSWORD, ...more,
        ...hash && { SECRET_HASH: hash } } }, { headers: away });
    is(await initiate({}, createSecretHash(someone.name, settings.clientId,
      settings.clientSecret)), 200);
    const open = await client(narrow);
    const shut = await call(narrow, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH', ClientId: open.clientId,
      AuthParameters: { USERNAME: someone.name, PASSWORD } },
    { headers: away });
    assert.equal(shut.message, 'Password attempts exceeded');
  } finally {
    await narrow.stop();
  }
});

// --- T23: how long a password may be --------------------------------------------

test('a password that is too long is refused before anything else',
  async () => {
    const someone = await person(chinwag);
    const long = 'x'.repeat(1025);
    refused(await anybody.post('/session', { username: someone.name,
      password: long }), 400, 'invalid', '/password');
    refused(await anybody.post('/users', { username: freshName(),
      email: 'long@example.org', password: long }), 400, 'invalid',
    '/password');
    refused(await someone.put('/me/password', { current: long,
      password: PASSWORD }), 400, 'invalid', '/current');
    const { settings } = doorway;
    const answer = await call(chinwag, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH', ClientId: settings.clientId,
      AuthParameters: { USERNAME: someone.name, PASSWORD: long } });
    assert.equal(answer.status, 400);
    assert.equal(answer.message, 'Incorrect username or password.');
  });

// --- T25: codes -----------------------------------------------------------------

const confirm = (name, code) =>
  anybody.post(`/users/${name}/confirmation`, { code });
const reset = (name, code) => anybody.put(`/users/${name}/reset`,
  { code, password: 'tractor papyrus lamp' });

const ROUNDS = 12;
const AT_ONCE = 6;

test('of many who bring a code at once, one succeeds', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const someone = await newcomer(chinwag);
    const code = await codeOf(chinwag, someone.email);
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () =>
      confirm(someone.name, code)));
    assert.deepEqual(answers.map(({ status }) => status).sort(),
      [204, ...Array(AT_ONCE - 1).fill(400)]);
  }
});

// Whoever is confirmed needs no code.  That defence is taken away, so that only
// the code itself can refuse.
test('a code that was used is used up', async () => {
  const someone = await newcomer(chinwag);
  const code = await codeOf(chinwag, someone.email);
  is(await confirm(someone.name, code), 204);
  await sql(store, `UPDATE account SET confirmed = NULL
    WHERE name = '${someone.name}';`);
  refused(await confirm(someone.name, code), 400, 'code_mismatch');
});

const other = (code) => String((Number(code) + 1) % 1000000).padStart(6, '0');

test('the fifth wrong code is the last, whatever it is for', async () => {
  const unconfirmed = await newcomer(chinwag);
  const forgetful = await person(chinwag);
  is(await anybody.post(`/users/${forgetful.name}/reset`, {}), 202);
  const mover = await person(chinwag);
  const address = `${freshName('moved')}@example.org`;
  is(await mover.put('/me/email', { email: address, password: PASSWORD }), 202);
  for (const [what, email, bring] of [
    ['of a sign-up', unconfirmed.email,
      (code) => confirm(unconfirmed.name, code)],
    ['of a reset', forgetful.email, (code) => reset(forgetful.name, code)],
    ['of an address', address,
      (code) => mover.post('/me/email/confirmation', { code })]]) {
    const code = await codeOf(chinwag, email);
    for (let i = 0; i < 5; i += 1)
      refused(await bring(other(code)), 400, 'code_mismatch');
    assert.equal((await bring(code)).status, 400, what);
  }
});

test('a code is good for its purpose and its account alone', async () => {
  const [one, two] = [await newcomer(chinwag), await newcomer(chinwag)];
  const mine = await codeOf(chinwag, one.email);
  const theirs = await codeOf(chinwag, two.email);
  if (mine !== theirs)
    refused(await confirm(one.name, theirs), 400, 'code_mismatch');
  refused(await reset(one.name, mine), 400, 'code_mismatch');
  is(await confirm(one.name, mine), 204);
  refused(await reset(one.name, mine), 400, 'code_mismatch');
  const someone = await person(chinwag);
  is(await anybody.post(`/users/${someone.name}/reset`, {}), 202);
  const code = await codeOf(chinwag, someone.email);
  const address = `${freshName('moved')}@example.org`;
  is(await someone.put('/me/email', { email: address, password: PASSWORD }),
    202);
  const moving = await codeOf(chinwag, address);
  if (code !== moving) {
    refused(await someone.post('/me/email/confirmation', { code }), 400,
      'code_mismatch');
    refused(await reset(someone.name, moving), 400, 'code_mismatch');
  }
  is(await someone.post('/me/email/confirmation', { code: moving }), 204);
  // What went to the address before is good for nothing any more.
  refused(await reset(someone.name, code), 400, 'code_mismatch');
  is(await anybody.post(`/users/${someone.name}/reset`, {}), 202);
  is(await reset(someone.name, await codeOf(chinwag, address, 1)), 204);
});

// --- T26: codes of an app ---------------------------------------------------------

test('codes of an app are good for a step before and after, and once',
  async () => {
    const someone = await person(chinwag);
    const { secret } = await install(someone);
    const bring = async (code) => anybody.post('/session/challenge', { code,
      session: (await anybody.post('/session', { username: someone.name,
        password: PASSWORD })).json.session });
    for (const steps of [-3, 3])
      refused(await bring(show(secret, steps)), 400, 'code_mismatch');
    const code = show(secret, 1);
    is(await bring(code), 200);
    // That one again, and all before it.
    for (const again of [code, show(secret), show(secret, -1)])
      refused(await bring(again), 400, 'code_mismatch');
  });

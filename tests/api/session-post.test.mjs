// Signing in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './lib/client.mjs';
import { administrator, codeOf, freshName, newcomer, PASSWORD, person }
  from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { eventually, start } from './lib/harness.mjs';
import { lockMs, shortenLocks, stretchLocks } from './lib/lock.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

const signIn = (values, way = 'http') =>
  nobody(chinwag, way).post('/session', values);

const WRONG = 'wrong password indeed';

everyWay('by name, in any case, and by mail address', async (way) => {
  const someone = await person(chinwag, freshName('Sign'));
  for (const username of [someone.name, someone.name.toUpperCase(),
    someone.email, someone.email.toUpperCase()]) {
    const answer = is(await signIn({ username, password: PASSWORD }, way), 200);
    assert.equal(answer.json.username, someone.name);
    assert.equal(answer.json.token, undefined);
    assert.ok(answer.json.expires > Date.now());
    const cookie = answer.header('set-cookie');
    assert.match(cookie, /^chinwag=[\w-]{43};/);
    assert.match(cookie, /; HttpOnly/i);
    assert.match(cookie, /; SameSite=Lax/i);
    assert.match(cookie, /; Path=\//i);
    assert.doesNotMatch(cookie, /Domain=/i);
    const token = /^chinwag=([^;]+)/.exec(cookie)[1];
    const caller = new Client(chinwag, { token, by: 'cookie', way });
    is(await caller.get('/session'), 200);
  }
});

everyWay('a token is given to those who ask', async (way) => {
  const someone = await person(chinwag);
  const answer = is(await signIn({ username: someone.name,
    password: PASSWORD, token: true }, way), 200);
  assert.match(answer.json.token, /^[\w-]{43}$/);
  is(await new Client(chinwag, { token: answer.json.token, way })
    .get('/session'), 200);
});

everyWay('unknown name and wrong password: the same answer', async (way) => {
  const someone = await person(chinwag);
  const bodies = [];
  for (const username of [someone.name, 'nobody-here', 'nobody@example.org',
    someone.email]) {
    const answer = await signIn({ username, password: WRONG }, way);
    refused(answer, 401, 'wrong_credentials');
    assert.equal(answer.header('set-cookie'), undefined);
    bodies.push({ ...answer.json, request: '' });
  }
  for (const body of bodies)
    assert.deepEqual(body, bodies[0]);
});

everyWay('the unconfirmed are told, once their password is right',
  async (way) => {
    const someone = await newcomer(chinwag);
    const values = { username: someone.name, password: PASSWORD };
    refused(await signIn(values, way), 403, 'not_confirmed');
    refused(await signIn({ ...values, password: WRONG }, way), 401,
      'wrong_credentials');
  });

test('who waits for approval is told, once the password is right', async () => {
  const careful = await start({ conf: { registration: 'approval' } });
  try {
    const root = await administrator(careful);
    const someone = await newcomer(careful);
    const code = await codeOf(careful, someone.email);
    is(await nobody(careful).post(`/users/${someone.name}/confirmation`,
      { code }), 204);
    const values = { username: someone.name, password: PASSWORD };
    const ask = (more) => nobody(careful).post('/session',
      { ...values, ...more });
    refused(await ask({}), 403, 'not_approved');
    refused(await ask({ password: WRONG }), 401, 'wrong_credentials');
    assert.ok(!(await root.get('/users')).json.includes(someone.name));
    is(await root.post(`/accounts/${someone.name}/actions`,
      { action: 'approve' }), 204);
    is(await ask({}), 200);
    assert.ok((await root.get('/users')).json.includes(someone.name));
  } finally {
    await careful.stop();
  }
});

test('a known device is not locked out by what others fail at', async () => {
  const someone = await person(chinwag);
  const first = is(await signIn({ username: someone.name,
    password: PASSWORD }), 200);
  const device = first.all('set-cookie').map((value) => value.split(';')[0])
    .find((pair) => pair.startsWith('chinwag-device='));
  for (let i = 0; i < 5; i += 1)
    refused(await signIn({ username: someone.name, password: WRONG }), 401,
      'wrong_credentials');
  const values = { username: someone.name, password: PASSWORD };
  await stretchLocks(chinwag);
  refused(await signIn(values), 429, 'locked');
  is(await nobody(chinwag).post('/session', values, { headers: [
    ['Cookie', device], ['Sec-Fetch-Site', 'same-origin']] }), 200);
});

test('every sign-in makes a new token and adopts none', async () => {
  const someone = await person(chinwag);
  const planted = 'A'.repeat(43);
  const answer = is(await nobody(chinwag).post('/session',
    { username: someone.name, password: PASSWORD, token: true },
    { headers: [['Cookie', `chinwag=${planted}`],
      ['Sec-Fetch-Site', 'same-origin']] }), 200);
  assert.notEqual(answer.json.token, planted);
  assert.notEqual(answer.json.token, someone.token);
  is(await new Client(chinwag, { token: planted }).get('/session'), 401);
  is(await someone.get('/session'), 200);
});

test('after five failures the sixth waits, known or not', async () => {
  const someone = await person(chinwag);
  for (const username of [someone.name, freshName('unknown')]) {
    for (let i = 0; i < 5; i += 1)
      refused(await signIn({ username, password: WRONG }), 401,
        'wrong_credentials');
    assert.equal(await lockMs(chinwag), 1000);
    await stretchLocks(chinwag);
    const answer = refused(await signIn({ username, password: WRONG }), 429,
      'locked');
    const seconds = Number(answer.header('retry-after'));
    assert.ok(seconds > 60 && seconds <= 600, `${seconds} s`);
    await shortenLocks(chinwag);
  }
  await stretchLocks(chinwag);
  // The lock holds for the right password too; the living session goes on.
  refused(await signIn({ username: someone.name, password: PASSWORD }), 429,
    'locked');
  is(await someone.get('/session'), 200);
  await shortenLocks(chinwag);
  await eventually('the lock is over', async () => (await signIn(
    { username: someone.name, password: PASSWORD })).status === 200);
  // And success has wiped the slate clean.
  for (let i = 0; i < 5; i += 1)
    refused(await signIn({ username: someone.name, password: WRONG }), 401,
      'wrong_credentials');
});

test('the lock is the account\'s, by whatever name it is tried', async () => {
  const someone = await person(chinwag);
  const names = [someone.name, someone.email, someone.name.toUpperCase(),
    someone.email.toUpperCase()];
  for (let i = 0; i < 5; i += 1)
    await signIn({ username: names[i % 4], password: WRONG });
  await stretchLocks(chinwag);
  for (const username of names)
    refused(await signIn({ username, password: PASSWORD }), 429, 'locked');
});

test('guesses at once are counted like guesses in turn', async () => {
  const someone = await person(chinwag);
  const began = Date.now();
  const answers = await Promise.all(Array.from({ length: 20 }, () =>
    signIn({ username: someone.name, password: WRONG })));
  const evaluated = answers.filter((answer) => answer.status === 401).length;
  // Five, and one more after each of the locks that may have ended meanwhile:
  // of one second, of two, of four.
  const more = Math.floor(Math.log2((Date.now() - began) / 1000 + 1));
  assert.ok(evaluated <= 5 + more, `${evaluated} guesses were looked at`);
  assert.ok(answers.every((answer) => [401, 429, 503].includes(answer.status)));
});

test('spoofed addresses lift no lock', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 6; i += 1)
    await nobody(chinwag).post('/session',
      { username: someone.name, password: WRONG }, { headers: [
        ['X-Forwarded-For', `10.0.0.${i}`],
        ['X_Forwarded_For', `10.1.0.${i}`]] });
  await stretchLocks(chinwag);
  refused(await signIn({ username: someone.name, password: PASSWORD }), 429,
    'locked');
});

test('strange values are refused, and told where', async () => {
  for (const [values, at] of [
    [{}, '/username'], [{ username: 'anna' }, '/password'],
    [{ username: 1, password: PASSWORD }, '/username'],
    [{ username: 'anna', password: ['x'] }, '/password'],
    [{ username: 'anna', password: PASSWORD, token: 'yes' }, '/token'],
    [{ username: 'x'.repeat(300), password: PASSWORD }, '/username'],
    [{ username: 'anna', password: 'x'.repeat(1025) }, '/password'],
  ])
    refused(await signIn(values), 400, 'invalid', at);
});

test('more at once than may hash are told to come again', async () => {
  const narrow = await start({ conf: { argon2_slots: 1, argon2_wait_ms: 0,
    argon2_memory_kib: 65536, argon2_passes: 2 }, mail: false });
  try {
    const many = (path, values) => Promise.all(Array.from({ length: 6 },
      (_, i) => nobody(narrow).post(path, values(i))));
    const signIns = await many('/session',
      (i) => ({ username: `somebody-${i}`, password: PASSWORD }));
    const signUps = await many('/users', () => {
      const username = freshName('crowd');
      return { username, email: `${username}@example.org`,
        password: PASSWORD };
    });
    for (const [answers, good] of [[signIns, 401], [signUps, 201]]) {
      assert.ok(answers.some(({ status }) => status === good));
      assert.ok(answers.some(({ status }) => status === 503));
      for (const answer of answers)
        if (answer.status !== good)
          refused(answer, 503, 'busy');
    }
  } finally {
    await narrow.stop();
  }
});

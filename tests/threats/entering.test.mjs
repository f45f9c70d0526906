// What a sign-in gives, and to whom: T27, T28, T33, T37, T38 and T39 of the
// threats.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ListGroupsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { codeOf, freshName, newcomer, PASSWORD, person }
  from '../api/lib/actors.mjs';
import { install, show } from '../api/lib/app.mjs';
import { run, variablesOf } from '../api/lib/cgi.mjs';
import { Client } from '../api/lib/client.mjs';
import { is, refused } from '../api/lib/expect.mjs';
import { suite } from '../api/lib/suite.mjs';
import { sql } from '../chinwag/lib/place.mjs';
import { administrator } from '../idp/lib/admin.mjs';
import { call, client, done, refused as refusedByPool }
  from '../idp/lib/pool.mjs';
import { sdkOf } from './lib/sdk.mjs';

const chinwag = await suite();
const anybody = new Client(chinwag);
const store = path.join(chinwag.data, 'pool.db');

// --- T38: nobody is there from the start ------------------------------------------

test('a fresh installation has no account, and no default opens it',
  async () => {
    assert.equal(await sql(store, `SELECT (SELECT COUNT(*) FROM account),
      (SELECT COUNT(*) FROM session), (SELECT COUNT(*) FROM client),
      (SELECT COUNT(*) FROM access_key), (SELECT COUNT(*) FROM invitation),
      (SELECT COUNT(*) FROM usergroup_member);`), '0\t0\t0\t0\t0\t0');
    for (const username of ['admin', 'administrator', 'root', 'chinwag'])
      for (const password of ['admin', 'password', 'chinwag', username])
        assert.ok([401, 429].includes((await anybody.post('/session',
          { username, password })).status));
    assert.equal(await sql(store, 'SELECT COUNT(*) FROM account;'), '0');
  });

// --- T27: flows are not mixed -----------------------------------------------------

const step = async (someone) => is(await anybody.post('/session',
  { username: someone.name, password: PASSWORD }), 200).json;

const initiate = (settings, { name }) => done(chinwag, 'InitiateAuth', {
  AuthFlow: 'USER_PASSWORD_AUTH', ClientId: settings.clientId,
  AuthParameters: { USERNAME: name, PASSWORD } });

const respond = (settings, { name }, Session, code,
  ChallengeName = 'SOFTWARE_TOKEN_MFA') => ['RespondToAuthChallenge', {
  ChallengeName, ClientId: settings.clientId, Session, ChallengeResponses: {
    USERNAME: name, SOFTWARE_TOKEN_MFA_CODE: code, EMAIL_OTP_CODE: code,
    NEW_PASSWORD: 'tractor papyrus lamp' } }];

const NO_SESSION = ['NotAuthorizedException', 'Invalid session for the user.'];

test('a step is good for its flow, its client, its account and its kind',
  async () => {
    const [anna, bob] = [await person(chinwag), await person(chinwag)];
    const app = await install(anna);
    const bobs = await install(bob);
    const settings = await client(chinwag);
    const other = await client(chinwag);
    const here = await step(anna);
    const there = await initiate(settings, anna);
    assert.equal(there.ChallengeName, 'SOFTWARE_TOKEN_MFA');
    const code = () => show(app.secret);
    // Of the API in the protocol, and the other way round.
    await refusedByPool(chinwag, ...respond(settings, anna, here.session,
      code()), ...NO_SESSION);
    refused(await anybody.post('/session/challenge',
      { session: there.Session, code: code() }), 401, 'unauthorized');
    // Another client's, another account's, another challenge.
    await refusedByPool(chinwag, ...respond(other, anna, there.Session,
      code()), ...NO_SESSION);
    await refusedByPool(chinwag, ...respond(settings, bob, there.Session,
      show(bobs.secret)), ...NO_SESSION);
    for (const name of ['NEW_PASSWORD_REQUIRED', 'EMAIL_OTP'])
      await refusedByPool(chinwag, ...respond(settings, anna, there.Session,
        code(), name), ...NO_SESSION);
    // It is no session, and no session is a step.
    is(await new Client(chinwag, { token: here.session }).get('/session'), 401);
    refused(await anybody.post('/session/challenge',
      { session: anna.token, code: code() }), 401, 'unauthorized');
    refused(await anybody.post('/session/challenge',
      { session: here.session, code: show(bobs.secret) }), 400,
    'code_mismatch');
    // None of that has used it up.
    is(await anybody.post('/session/challenge',
      { session: here.session, code: code() }), 200);
    await done(chinwag, ...respond(settings, anna, there.Session,
      show(app.secret, 1)));
  });

test('a forgotten password lets nobody in, and the second factor stays',
  async () => {
    const someone = await person(chinwag);
    await install(someone);
    is(await anybody.post(`/users/${someone.name}/reset`, {}), 202);
    const password = 'tractor papyrus lamp';
    const answer = is(await anybody.put(`/users/${someone.name}/reset`,
      { password, code: await codeOf(chinwag, someone.email) }), 204);
    assert.equal(answer.header('set-cookie'), undefined);
    assert.equal(is(await anybody.post('/session', { username: someone.name,
      password }), 200).json.challenge, 'totp');
  });

// --- T28: each entry has a token of its own -----------------------------------------

const PLANTED = 'A'.repeat(43);
const planted = { headers: [['Cookie',
  `chinwag=${PLANTED}; chinwag-device=${PLANTED}`],
['Sec-Fetch-Site', 'same-origin']] };
const cookies = (answer) => Object.fromEntries(answer.all('set-cookie')
  .map((line) => /^([^=]+)=([^;]*)/.exec(line).slice(1)));

test('a token that somebody planted is never adopted', async () => {
  const someone = await person(chinwag);
  const { secret } = await install(someone);
  const first = is(await anybody.post('/session', { username: someone.name,
    password: PASSWORD }, planted), 200);
  assert.deepEqual(cookies(first), {});
  const second = is(await anybody.post('/session/challenge',
    { session: first.json.session, code: show(secret) }, planted), 200);
  const token = cookies(second).chinwag;
  assert.match(token, /^[\w-]{43}$/);
  assert.notEqual(token, PLANTED);
  assert.notEqual(token, first.json.session);
  is(await new Client(chinwag, { token: PLANTED }).get('/session'), 401);
  // With another password the token is another, and the one before is dead.
  const caller = new Client(chinwag, { token, by: 'cookie' });
  const changed = cookies(is(await caller.put('/me/password',
    { current: PASSWORD, password: 'tractor papyrus lamp' }), 200)).chinwag;
  assert.match(changed, /^[\w-]{43}$/);
  assert.notEqual(changed, token);
  is(await caller.get('/session'), 401);
  is(await caller.with({ token: changed }).get('/session'), 200);
});

test('a planted device is nobody\'s, and lifts no lock', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 5; i += 1)
    refused(await anybody.post('/session', { username: someone.name,
      password: 'wrong horse battery' }, planted), 401, 'wrong_credentials');
  await sql(store, 'UPDATE lockout SET locked_until = failed + 600000;');
  refused(await anybody.post('/session', { username: someone.name,
    password: PASSWORD }, planted), 429, 'locked');
});

// --- T33: without randomness nothing is given -----------------------------------------

// The program as CGI, with a call of the kernel's failing.
async function without(calls, program, request) {
  const file = path.join(chinwag.programs, program);
  // strace's way of failing a call is one that the fence kills for.
  const env = { ...chinwag.env, CHINWAG_FENCE: 'off', ...variablesOf(request) };
  return run('/usr/bin/strace', ['-f', '-o', '/dev/null',
    ...calls.flatMap((name) => ['-e', `inject=${name}`]), file],
  { env, stdin: request.body });
}

const post = (uri, values) => ({ method: 'POST', path: `/api${uri}`,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(values) });

test('without the kernel\'s randomness nothing is issued', async () => {
  const someone = await person(chinwag);
  const counts = () => sql(store, `SELECT (SELECT COUNT(*) FROM session),
    (SELECT COUNT(*) FROM challenge), (SELECT COUNT(*) FROM account);`);
  const before = await counts();
  const name = freshName('random');
  for (const [program, request] of [
    ['session-post', post('/session', { username: someone.name,
      password: PASSWORD, token: true })],
    ['users-post', post('/users', { username: name, password: PASSWORD,
      email: `${name}@example.org` })]]) {
    // From the first on, and each of the first few alone.
    for (const when of ['1+', '2+', '3+', '4+', '5+']) {
      const { stdout, code } = await without([`getrandom:error=EIO:when=${when}`],
        program, request);
      const text = stdout.toString();
      if (/^Status: 20[01]/.test(text)) {
        // So many calls were not made.
        assert.notEqual(when, '1+', text);
        assert.notEqual(when, '2+', text);
        continue;
      }
      // Libraries end the program instead, which a server answers with 500.
      assert.ok(/^Status: 50[03]/.test(text) || (text === '' && code !== 0),
        `${program} ${when}: ${code} ${text}`);
      assert.doesNotMatch(text, /token|set-cookie/i);
      assert.equal(await counts(), before, `${program} ${when}`);
    }
    assert.ok(fs.existsSync(store));
  }
});

// --- T37: passwords are taken as they are -----------------------------------------------

async function withPassword(password) {
  const name = freshName('exact');
  const email = `${name}@example.org`;
  is(await anybody.post('/users', { username: name, email, password }), 201);
  is(await anybody.post(`/users/${name}/confirmation`,
    { code: await codeOf(chinwag, email) }), 204);
  return (text) => anybody.post('/session', { username: name, password: text });
}

test('each byte of a password counts, up to the last', async () => {
  const long = Array.from({ length: 256 }, (_, i) =>
    String(i).padStart(4, 'x')).join('');
  assert.equal(long.length, 1024);
  const signIn = await withPassword(long);
  const changed = (at) => `${long.slice(0, at)}?${long.slice(at + 1)}`;
  for (const places of [[0, 71, 255], [256, 999, 1023]]) {
    for (const at of places)
      refused(await signIn(changed(at)), 401, 'wrong_credentials');
    is(await signIn(long), 200);
  }
});

test('the last byte of a password is not left out', async () => {
  const long = Array.from({ length: 256 }, (_, i) =>
    String(i).padStart(4, 'y')).join('');
  const signIn = await withPassword(long);
  refused(await signIn(long.slice(0, -1)), 401, 'wrong_credentials');
  is(await signIn(long), 200);
});

test('NUL ends no password: it is refused', async () => {
  const signIn = await withPassword('correct horse\u0001battery');
  for (const text of ['correct horse\u0000battery', 'correct horse\u0001bat' +
    'tery\u0000', '\u0000'])
    refused(await signIn(text), 400, 'invalid');
  refused(await signIn('correct horse'), 401, 'wrong_credentials');
  is(await signIn('correct horse\u0001battery'), 200);
  refused(await anybody.post('/users', { username: freshName(),
    email: 'nul@example.org', password: 'correct horse\u0000battery' }), 400,
  'invalid');
  const settings = await client(chinwag);
  const { name } = await person(chinwag);
  assert.equal((await call(chinwag, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH', ClientId: settings.clientId,
    AuthParameters: { USERNAME: name, PASSWORD: `${PASSWORD}\u0000x` } }))
    .status, 400);
});

// Keyboards differ in how they send an accent: that is no other password.
test('composed and decomposed letters are the same, others are not',
  async () => {
    const signIn = await withPassword('caf\u00e9 au lait chaud');
    is(await signIn('cafe\u0301 au lait chaud'), 200);
    is(await signIn('caf\u00e9 au lait chaud'), 200);
    for (const text of ['cafe au lait chaud', 'CAF\u00c9 au lait chaud',
      'caf\u00e8 au lait chaud', ' caf\u00e9 au lait chaud'])
      refused(await signIn(text), 401, 'wrong_credentials');
  });

test('short, common and telling passwords are refused', async () => {
  const username = freshName('hopeful');
  for (const password of ['short1!', 'passwordpassword', '123456789012',
    `${username}${username}`, `${username}@example.org`, 'chinwagChinwag'])
    refused(await anybody.post('/users', { username, password,
      email: `${username}@example.org` }), 400, 'invalid', '/password');
});

// --- T39: keys of administrators' programs -------------------------------------------

test('a key opens what is signed, as long as its owner may', async () => {
  const settings = await client(chinwag);
  const boss = await administrator(chinwag);
  const second = await administrator(chinwag);
  const works = async ({ accessKeyId, secretAccessKey }) => {
    try {
      await sdkOf(chinwag, { accessKeyId, secretAccessKey })
        .send(new ListGroupsCommand({ UserPoolId: settings.userPoolId }));
      return true;
    } catch (error) {
      assert.match(error.name,
        /^(UnrecognizedClient|InvalidSignature|AccessDenied)Exception$/);
      return false;
    }
  };
  assert.ok(await works(boss));
  assert.ok(!await works({ ...boss, secretAccessKey: second.secretAccessKey }));
  // It is no session, and opens nothing that a session opens.
  for (const text of [boss.secretAccessKey, boss.accessKeyId])
    is(await new Client(chinwag, { token: text }).get('/session'), 401);
  is(await anybody.get('/accounts', { headers: [['Authorization',
    `AWS4-HMAC-SHA256 Credential=${boss.accessKeyId}/x`]] }), 401);
  // Nor does it belong into an address.
  const inUrl = await call(chinwag, 'ListGroups',
    { UserPoolId: settings.userPoolId }, { path:
      `/idp?AWSAccessKeyId=${boss.accessKeyId}&Signature=x` });
  assert.notEqual(inUrl.status, 200);
  // Whoever is in another group is no administrator.
  const reader = await person(chinwag);
  const theirs = JSON.parse(await chinwag.admin(['client', 'key-add',
    reader.name, '--json']));
  is(await new Client(chinwag, { token: second.token })
    .post('/groups', { name: 'readers' }), 201);
  is(await new Client(chinwag, { token: second.token })
    .put(`/groups/readers/members/${reader.name}`), 204);
  assert.ok(!await works(theirs));
  // Its owner is shut out, or no administrator any more, or it is removed.
  const root = new Client(chinwag, { token: second.token });
  const act = (name, action) => root.post(`/accounts/${name}/actions`,
    { action });
  is(await act(boss.name, 'disable'), 204);
  assert.ok(!await works(boss));
  is(await act(boss.name, 'enable'), 204);
  assert.ok(await works(boss));
  is(await root.delete(`/groups/administrators/members/${boss.name}`), 204);
  assert.ok(!await works(boss));
  await chinwag.admin(['client', 'key-remove', second.accessKeyId]);
  assert.ok(!await works(second));
});

test('of an invitation for ten, ten of many at once are let in', async () => {
  const boss = await administrator(chinwag);
  const root = new Client(chinwag, { token: boss.token });
  const { token } = is(await root.post('/invitations', { uses: 10 }), 201).json;
  const answers = await Promise.all(Array.from({ length: 16 }, () => {
    const username = freshName('guest');
    return anybody.post('/users', { username, password: PASSWORD,
      email: `${username}@example.org`, invitation: token });
  }));
  assert.equal(answers.filter(({ status }) => status === 201).length, 10);
  assert.ok(await newcomer(chinwag));
});

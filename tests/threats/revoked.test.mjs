// T30: after each event that ends what an account was given, each credential it
// had is refused at once, and its streams end.

import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { administrator, codeOf, freshName, PASSWORD, person }
  from '../api/lib/actors.mjs';
import { Client } from '../api/lib/client.mjs';
import { is, refused } from '../api/lib/expect.mjs';
import { listen } from '../api/lib/stream.mjs';
import { suite } from '../api/lib/suite.mjs';
import { sql } from '../chinwag/lib/place.mjs';
import { call, client, done, signIn } from '../idp/lib/pool.mjs';

// Nothing but being told can end a stream in time.
const chinwag = await suite({ conf: { event_heartbeat_sec: 300 } });
const root = await administrator(chinwag);
const anybody = new Client(chinwag);
const store = path.join(chinwag.data, 'pool.db');
const NEXT = 'tractor papyrus lamp';

const settings = await client(chinwag);

// Somebody who has one of each kind, and two streams.
async function rich() {
  const someone = await person(chinwag, freshName('rich'));
  const tokens = await signIn(chinwag, settings, someone);
  const cookie = is(await anybody.post('/session', { username: someone.name,
    password: PASSWORD, token: true }), 200).json.token;
  const callers = {
    'a cookie': someone.with({ token: cookie, by: 'cookie' }),
    'a session token': someone,
    'an ID token': someone.with({ token: tokens.IdToken }),
    'an access token': someone.with({ token: tokens.AccessToken }),
  };
  const streams = {};
  for (const name of ['a cookie', 'an access token'])
    streams[name] = await listen(callers[name]);
  return { someone, tokens, callers, streams };
}

const refresh = ({ tokens }) => call(chinwag, 'InitiateAuth',
  { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: settings.clientId,
    AuthParameters: { REFRESH_TOKEN: tokens.RefreshToken } });
const getUser = ({ tokens }) =>
  call(chinwag, 'GetUser', { AccessToken: tokens.AccessToken });

// What each credential opens, all at once.
async function opens(who) {
  const found = {};
  for (const [name, caller] of Object.entries(who.callers)) {
    const answer = await caller.get('/session');
    found[name] = answer.status === 200;
    if (answer.status !== 200)
      refused(answer, 401, 'unauthorized');
  }
  found['a refresh token'] = (await refresh(who)).status === 200;
  found['an access token, to /idp'] = (await getUser(who)).status === 200;
  return found;
}

const act = (name, action) =>
  root.post(`/accounts/${name}/actions`, { action });

const events = {
  'signing out everywhere': ({ someone }) => someone.delete('/sessions'),
  'signing out everywhere by a client': ({ tokens }) =>
    call(chinwag, 'GlobalSignOut', { AccessToken: tokens.AccessToken }),
  'being signed out': ({ someone }) => act(someone.name, 'sign_out'),
  'being shut out': ({ someone }) => act(someone.name, 'disable'),
  'being deleted': ({ someone }) => root.delete(`/accounts/${someone.name}`),
  'leaving': ({ someone }) => someone.delete('/me'),
  'leaving by a client': ({ tokens }) =>
    call(chinwag, 'DeleteUser', { AccessToken: tokens.AccessToken }),
  'another password': ({ someone }) => someone.put('/me/password',
    { current: PASSWORD, password: NEXT }),
  'another password by a client': ({ tokens }) => call(chinwag,
    'ChangePassword', { AccessToken: tokens.AccessToken,
      PreviousPassword: PASSWORD, ProposedPassword: NEXT }),
  'a forgotten password': async ({ someone }) => {
    is(await anybody.post(`/users/${someone.name}/reset`, {}), 202);
    return anybody.put(`/users/${someone.name}/reset`, { password: NEXT,
      code: await codeOf(chinwag, someone.email) });
  },
  'a password that must be reset': ({ someone }) =>
    act(someone.name, 'reset'),
};

const KINDS = 6;

async function isOver(happen) {
  const who = await rich();
  const before = await opens(who);
  assert.equal(Object.keys(before).length, KINDS);
  assert.ok(Object.values(before).every(Boolean), JSON.stringify(before));
  const answer = await happen(who);
  assert.ok(answer.status >= 200 && answer.status < 300, answer.text);
  const after = await opens(who);
  assert.ok(!Object.values(after).some(Boolean), JSON.stringify(after));
  for (const stream of Object.values(who.streams))
    await stream.over();
}

// Side by side, since each waits for its streams' end.
test('nothing is good after', { concurrency: 4 }, async (t) => {
  await Promise.all(Object.entries(events).map(([event, happen]) =>
    t.test(event, () => isOver(happen))));
});

// Sessions are swept away as well.  Nothing sweeps here: the epoch alone ends
// what was issued before it.
test('an epoch that is over ends all of it by itself', async () => {
  const who = await rich();
  assert.ok(Object.values(await opens(who)).every(Boolean));
  const { name } = who.someone;
  const sessions = () => sql(store, `SELECT COUNT(*) FROM session AS s
    JOIN account AS a ON a.id = s.account_id WHERE a.name = '${name}';`);
  const before = await sessions();
  await sql(store, `UPDATE account SET epoch = epoch + 1
    WHERE name = '${name}';`);
  const after = await opens(who);
  assert.ok(!Object.values(after).some(Boolean), JSON.stringify(after));
  assert.equal(await sessions(), before);
  for (const stream of Object.values(who.streams))
    stream.close();
});

test('revoking a refresh token ends what it was for, and nothing else',
  async () => {
    const who = await rich();
    await done(chinwag, 'RevokeToken', { ClientId: settings.clientId,
      Token: who.tokens.RefreshToken });
    assert.deepEqual(await opens(who), { 'a cookie': true,
      'a session token': true, 'an ID token': false, 'an access token': false,
      'a refresh token': false, 'an access token, to /idp': false });
    await who.streams['an access token'].over();
    assert.equal(who.streams['a cookie'].isOver, false);
    who.streams['a cookie'].close();
  });

test('what was under way ends as well', async () => {
  const someone = await person(chinwag);
  is(await someone.put('/me/factors', { password: PASSWORD, totp: false,
    mail: true }), 204);
  const step = is(await anybody.post('/session', { username: someone.name,
    password: PASSWORD }), 200);
  const code = await codeOf(chinwag, someone.email);
  is(await someone.delete('/sessions'), 204);
  refused(await anybody.post('/session/challenge',
    { session: step.json.session, code }), 401, 'unauthorized');
});

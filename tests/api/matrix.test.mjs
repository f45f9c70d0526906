// Who may do what: every state an actor can be in, for every operation.  An
// operation of openapi.json without a row fails.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './lib/client.mjs';
import { administrator, freshName, newcomer, PASSWORD, people, person,
  signIn } from './lib/actors.mjs';
import { programs } from './lib/programs.mjs';
import { suite } from './lib/suite.mjs';
import { operations } from './lib/validate.mjs';

const chinwag = await suite();

const states = ['anonymous', 'unconfirmed', 'signedOut', 'expired', 'disabled',
  'stranger', 'former', 'member', 'administrator'];

// One row an operation: how it is called, and what each state gets.  Nobody,
// the unconfirmed, those who signed out, the expired and those who were shut
// out are all nobody; to conversations, administrators are strangers.
const row = (call, nobody, stranger, former, member,
  administrator = stranger) => ({ call,
  expected: { anonymous: nobody, unconfirmed: nobody, signedOut: nobody,
    expired: nobody, disabled: nobody, stranger, former, member,
    administrator } });

const open = (call, status) => row(call, status, status, status, status);
const user = (call, status) => row(call, 401, status, status, status);
const member = (call, status) => row(call, 401, 404, 404, status);
const admin = (call, status) => row(call, 401, 403, 403, 403, status);

// An administrator of the tests' own, so that nobody here is the last one.
const root = await administrator(chinwag);

const rows = {
  'POST /users': open((who) => {
    const username = freshName('matrix');
    return who.post('/users', { username, email: `${username}@example.org`,
      password: PASSWORD });
  }, 201),
  'POST /users/{name}/confirmation': open((who) =>
    who.post('/users/nobody-here/confirmation', { code: '000000' }), 400),
  'POST /users/{name}/code': open((who) =>
    who.post(`/users/${freshName('gone')}/code`, {}), 202),
  'POST /users/{name}/reset': open((who) =>
    who.post(`/users/${freshName('gone')}/reset`, {}), 202),
  'PUT /users/{name}/reset': open((who) => who.put('/users/nobody-here/reset',
    { code: '000000', password: PASSWORD }), 400),
  'GET /accounts': admin((who) => who.get('/accounts?limit=1'), 200),
  'POST /accounts': admin((who) => {
    const username = freshName('made');
    return who.post('/accounts', { username,
      email: `${username}@example.org` });
  }, 201),
  'GET /accounts/{name}': admin((who, { bob }) =>
    who.get(`/accounts/${bob.name}`), 200),
  'PATCH /accounts/{name}': admin((who, { bob }) =>
    who.patch(`/accounts/${bob.name}`, { attributes: { name: 'Bob' } }), 200),
  'DELETE /accounts/{name}': admin((who, { bob }) =>
    who.delete(`/accounts/${bob.name}`), 204),
  'POST /accounts/{name}/actions': admin((who, { bob }) =>
    who.post(`/accounts/${bob.name}/actions`, { action: 'sign_out' }), 204),
  'GET /accounts/{name}/sessions': admin((who, { bob }) =>
    who.get(`/accounts/${bob.name}/sessions`), 200),
  'GET /audit': admin((who) => who.get('/audit?limit=1'), 200),
  'GET /groups': admin((who) => who.get('/groups'), 200),
  'POST /groups': admin((who) => who.post('/groups',
    { name: freshName('group') }), 201),
  'GET /groups/{group}': admin((who) =>
    who.get('/groups/administrators'), 200),
  'PATCH /groups/{group}': admin((who) => who.patch('/groups/administrators',
    { description: 'They manage.', precedence: 0 }), 200),
  'DELETE /groups/{group}': admin((who) => who.delete('/groups/none'), 404),
  'GET /groups/{group}/members': admin((who) =>
    who.get('/groups/administrators/members'), 200),
  'PUT /groups/{group}/members/{name}': admin((who, { bob }) =>
    who.put(`/groups/administrators/members/${bob.name}`), 204),
  'DELETE /groups/{group}/members/{name}': admin((who, { bob }) =>
    who.delete(`/groups/administrators/members/${bob.name}`), 204),
  'GET /invitations': admin((who) => who.get('/invitations'), 200),
  'POST /invitations': admin((who) => who.post('/invitations', {}), 201),
  'DELETE /invitations/{id}': admin((who) =>
    who.delete('/invitations/987654'), 404),
  'GET /providers': open((who) => who.get('/providers'), 200),
  'POST /providers/{provider}/sign-in': open((who) =>
    who.post('/providers/none/sign-in', {}), 404),
  'POST /providers/{provider}/session': open((who) =>
    who.post('/providers/none/session', { code: 'x', state: 'x' }), 404),
  'POST /providers/{provider}/account': open((who) =>
    who.post('/providers/none/account', { arrival: 'x', username: 'nobody' }),
  404),
  'POST /providers/{provider}/link': open((who) =>
    who.post('/providers/none/link', { arrival: 'x', username: 'nobody',
      password: PASSWORD }), 404),
  'GET /me/identities': user((who) => who.get('/me/identities'), 200),
  'POST /me/identities': user((who) => who.post('/me/identities',
    { provider: 'none', password: PASSWORD }), 404),
  'PUT /me/identities/{provider}': user((who) =>
    who.put('/me/identities/none', { code: 'x', state: 'x' }), 404),
  'POST /me/identities/{provider}/disconnection': user((who) =>
    who.post('/me/identities/none/disconnection', {}), 404),
  'DELETE /me': user((who) => who.delete('/me'), 204),
  'GET /me/export': user((who) => who.get('/me/export'), 200),
  'GET /sessions': user((who) => who.get('/sessions'), 200),
  'DELETE /sessions/{id}': user((who) => who.delete('/sessions/7'), 404),
  'GET /me': user((who) => who.get('/me'), 200),
  'PATCH /me': user((who) => who.call('PATCH', '/me',
    { json: { attributes: { name: 'Anna' } } }), 200),
  'GET /me/datasets': user((who) => who.get('/me/datasets'), 200),
  'GET /me/datasets/{name}': user((who) => who.get('/me/datasets/x'), 404),
  'PUT /me/datasets/{name}': user((who) => who.put('/me/datasets/x',
    { value: '1' }), 200),
  'DELETE /me/datasets/{name}': user((who) =>
    who.delete('/me/datasets/x'), 404),
  'PUT /me/password': user((who) => who.put('/me/password',
    { current: PASSWORD, password: 'tractor papyrus lamp' }), 200),
  'PUT /me/email': user((who) => who.put('/me/email',
    { email: `${freshName('new')}@example.org`, password: PASSWORD }), 202),
  'POST /me/email/confirmation': user((who) =>
    who.post('/me/email/confirmation', { code: '000000' }), 400),
  'POST /session': open((who) => who.post('/session',
    { username: freshName('gone'), password: PASSWORD }), 401),
  'POST /session/challenge': open((who) => who.post('/session/challenge',
    { session: 'A'.repeat(43), code: '000000' }), 401),
  'GET /me/factors': user((who) => who.get('/me/factors'), 200),
  'PUT /me/factors': user((who) => who.put('/me/factors',
    { password: PASSWORD, totp: false, mail: false }), 204),
  'POST /me/totp': user((who) => who.post('/me/totp',
    { password: PASSWORD }), 200),
  'PUT /me/totp': user((who) => who.put('/me/totp', { code: '000000' }), 400),
  'POST /me/recovery': user((who) => who.post('/me/recovery',
    { password: PASSWORD }), 200),
  'GET /health': open((who) => who.get('/health'), 200),
  'GET /session': user((who) => who.get('/session'), 200),
  'DELETE /session': user((who) => who.delete('/session'), 204),
  'DELETE /sessions': user((who) => who.delete('/sessions'), 204),
  'GET /users': user((who) => who.get('/users'), 200),
  'GET /conversations': user((who) => who.get('/conversations'), 200),
  'POST /conversations': user((who, { bob }) =>
    who.post('/conversations', [bob.name]), 201),
  'GET /events': user((who) => who.get('/events?wait=0'), 200),
  'GET /conversations/{id}': member((who, { id }) =>
    who.get(`/conversations/${id}`), 200),
  'POST /conversations/{id}': member((who, { id }) =>
    who.call('POST', `/conversations/${id}`, { body: '"hi"',
      type: 'application/json' }), 204),
  'GET /conversations/{id}/messages': member((who, { id }) =>
    who.get(`/conversations/${id}/messages`), 200),
  'POST /conversations/{id}/messages': member((who, { id }) =>
    who.post(`/conversations/${id}/messages`, { message: 'hi' }), 201),
  'PUT /conversations/{id}/read': member((who, { id }) =>
    who.put(`/conversations/${id}/read`, { time: 1 }), 204),
  'DELETE /conversations/{id}/members/{user}': member((who, { id }) =>
    who.delete(`/conversations/${id}/members/${who.name ?? 'bob'}`), 204),
};

// A world with one conversation, seen by somebody in that state.
async function scene(state, anna, bob) {
  const actor = await person(chinwag, freshName('actor'));
  const isInside = state === 'member' || state === 'former';
  const id = await anna.converse(bob, ...isInside ? [actor] : []);
  const world = { anna, bob, id };
  switch (state) {
  case 'anonymous':
    return { ...world, who: new Client(chinwag) };
  case 'unconfirmed':
    return { ...world, who: await newcomer(chinwag) };
  case 'former':
    await actor.delete(`/conversations/${id}/members/${actor.name}`);
    return { ...world, who: actor };
  case 'administrator':
    await chinwag.admin(['users', 'admin', actor.name]);
    return { ...world, who: actor };
  case 'disabled':
    assert.equal((await root.post(`/accounts/${actor.name}/actions`,
      { action: 'disable' })).status, 204);
    return { ...world, who: actor };
  case 'signedOut':
    await actor.delete('/session');
    return { ...world, who: actor };
  case 'expired':
    return { ...world, who: actor.with({ way: 'shell',
      instance: chinwag.at('+31d') }) };
  default:
    return { ...world, who: actor };
  }
}

test('every operation has a row, and every row an operation', () => {
  const declared = operations.map(([path, method]) => `${method} ${path}`);
  assert.deepEqual(declared.sort(), Object.keys(rows).sort());
  assert.deepEqual(programs.map(({ method, path }) => `${method} ${path}`)
    .sort(), declared);
});

for (const [name, { call, expected }] of Object.entries(rows))
  test(name, async () => {
    const got = {};
    const [anna, bob] = await people(chinwag, 'anna', 'bob');
    for (const state of states) {
      const { who, ...world } = await scene(state, anna, bob);
      const before = await world.anna.messages(world.id);
      got[state] = (await call(who, world)).status;
      if (expected[state] >= 400)
        assert.deepEqual(await world.anna.messages(world.id), before, state);
    }
    assert.deepEqual(got, expected);
  });

test('ids of others open nothing, through any operation', async () => {
  const [anna, bob, eve] = await people(chinwag, 'anna', 'bob', 'eve');
  const id = await anna.converse(bob);
  const { time } = await anna.say(id, 'secret words');
  const own = await eve.converse(await person(chinwag));
  await eve.say(own, 'mine');
  const read = [`/conversations/${id}`, `/conversations/${id}?limit=1`,
    `/conversations/${id}/messages`, `/conversations/${id}/messages?after=0`,
    `/conversations/${id}/messages?before=${time + 1}`,
    `/conversations?before=${id}`, '/conversations', '/users?detail=1',
    '/events?wait=0&after=0', `/conversations/${id}/../${own}`];
  for (const path of read) {
    const { text } = await eve.get(path);
    assert.ok(!text.includes('secret words'), path);
    assert.ok(!text.includes(id), path);
  }
});

test('a session of another person is just another person\'s', async () => {
  const [anna, eve] = await people(chinwag, 'anna', 'eve');
  const again = await signIn(chinwag, anna);
  await eve.delete('/sessions');
  assert.equal((await again.get('/session')).status, 200);
});

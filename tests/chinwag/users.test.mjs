// chinwag users, and the first administrator's link of chinwag init.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fromShell } from '../api/lib/cgi.mjs';
import { build } from '../api/lib/harness.mjs';
import { at, inhabited, place, sql } from './lib/place.mjs';

const programs = path.join(build, 'cgi-bin');

const ask = (here, method, uri, body, token) => fromShell(
  { programs, env: here.env }, { method, path: uri,
    headers: { ...body && { 'Content-Type': 'application/json' },
      ...token && { Authorization: `Bearer ${token}` } },
    body: body && JSON.stringify(body) });

const signIn = (here, username, password = `the password of ${username}`) =>
  ask(here, 'POST', '/api/session', { username, password, token: true });

const users = async (here, ...args) => JSON.parse(await here.ok(['users',
  'list', '--json', ...args]));

const signUp = (here, username, more) => ask(here, 'POST', '/api/users', {
  username, email: `${username}@example.org`,
  password: `the password of ${username}`, ...more });

const events = async (here) => (await sql(path.join(here.data, 'pool.db'),
  'SELECT event, name, actor FROM audit ORDER BY id')).split('\n')
  .map((line) => line.split('\t'));

test('accounts are listed by name, a page at a time, or by how they begin',
  async () => {
    const here = await inhabited();
    await here.ok(['user-add', 'Änne', 'xenia@example.org']);
    assert.equal((await signUp(here, 'carl')).status, 201);
    const all = await users(here);
    assert.deepEqual(all.map(({ username, state }) => [username, state]), [
      ['anna', 'confirmed'], ['bob', 'confirmed'], ['carl', 'unconfirmed'],
      ['Änne', 'confirmed']]);
    assert.deepEqual(Object.keys(all[0]), ['username', 'email', 'state',
      'created', 'sessions']);
    assert.deepEqual((await users(here, '--limit', '2'))
      .map(({ username }) => username), ['anna', 'bob']);
    assert.deepEqual((await users(here, '--after', 'BOB', '--limit', '1'))
      .map(({ username }) => username), ['carl']);
    for (const [search, found] of [['AN', ['anna']], ['än', ['Änne']],
      ['xenia@', ['Änne']], ['nobody', []], ['%', []]])
      assert.deepEqual((await users(here, '--search', search))
        .map(({ username }) => username), found, search);
    assert.match(await here.ok(['users', 'list']),
      /^anna\tanna@example\.org\tconfirmed\t.* UTC\t0\n/);
  });

test('one is shown by name or address, with what belongs to it', async () => {
  const here = await inhabited();
  await signIn(here, 'anna');
  await here.ok(['users', 'admin', 'anna']);
  for (const name of ['ANNA', 'anna@example.org'])
    assert.match(await here.ok(['users', 'show', name]),
      /^name {6}anna\n(.*\n)*status {4}CONFIRMED\n(.*\n)*group {5}administrators\ndevice {4}/);
  const shown = JSON.parse(await here.ok(['users', 'show', 'anna', '--json']));
  assert.equal(shown.email, 'anna@example.org');
  assert.equal(shown.enabled, true);
  assert.deepEqual(shown.groups, ['administrators']);
  assert.deepEqual(shown.identities, []);
  await sql(path.join(here.data, 'pool.db'), `INSERT INTO identity
    (issuer, subject, account_id, provider, email, since, seen) SELECT
    'https://id.example.com', 's-1', id, 'corp', '', 1000, 2000 FROM account
    WHERE name = 'anna'`);
  const { identities } = JSON.parse(await here.ok(['users', 'show', 'anna',
    '--json']));
  assert.deepEqual(identities, [{ provider: 'corp',
    issuer: 'https://id.example.com', subject: 's-1', email: '', since: 1000,
    seen: 2000 }]);
  assert.match(await here.ok(['users', 'show', 'anna']),
    /^provider {2}corp, s-1, last used 1970-/m);
  const done = await here.command(['users', 'show', 'nobody']);
  assert.equal(done.code, 1);
});

test('who is confirmed by the operator signs in, and others find them',
  async () => {
    const here = await inhabited();
    await signUp(here, 'carl');
    assert.equal((await signIn(here, 'carl')).status, 403);
    assert.equal(await here.ok(['users', 'confirm', 'Carl']),
      'carl is confirmed\n');
    const { token } = (await signIn(here, 'carl')).json;
    assert.ok(token);
    const anna = (await signIn(here, 'anna')).json.token;
    assert.ok((await ask(here, 'GET', '/api/users', undefined, anna)).json
      .includes('carl'));
    // Again, which changes nothing.
    await here.ok(['users', 'confirm', 'carl']);
  });

test('an address that is another\'s by now is not confirmed', async () => {
  const here = await inhabited();
  await signUp(here, 'carl', { email: 'dora@example.org' });
  await here.ok(['user-add', 'dora', 'dora@example.org']);
  const done = await here.command(['users', 'confirm', 'carl']);
  assert.equal(done.code, 1);
  assert.match(done.stderr, /the address of carl is another's/);
});

const letters = (here) => {
  const folder = path.join(here.data, 'mail');
  return fs.readdirSync(folder).filter((file) => file.endsWith('.eml'))
    .sort().map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
};

test('another mail address counts at once, or by the code that goes there',
  async () => {
    const here = await inhabited();
    const { token } = (await signIn(here, 'anna')).json;
    assert.equal(await here.ok(['users', 'email', 'ANNA', 'new@example.org',
      '--verified']), 'anna is given that address\n');
    assert.equal((await ask(here, 'GET', '/api/session', undefined, token))
      .json.email, 'new@example.org');
    await here.ok(['mail']);
    assert.match(letters(here)[0], /^To: <anna@example\.org>\r$/m);
    assert.equal(await here.ok(['users', 'email', 'anna', 'next@example.org']),
      'anna is sent a code, which confirms that address\n');
    assert.equal(JSON.parse(await here.ok(['users', 'show', 'anna', '--json']))
      .email, 'new@example.org');
    await here.ok(['mail']);
    assert.ok(letters(here).some((one) =>
      /^To: <next@example\.org>\r$/m.test(one)));
    for (const [address, why] of [['bob@example.org', /of another/],
      ['nowhere', /no mail address/]]) {
      const done = await here.command(['users', 'email', 'anna', address]);
      assert.equal(done.code, 1);
      assert.match(done.stderr, why);
    }
    assert.match((await here.command(['users', 'email', 'nobody',
      'x@example.org'])).stderr, /nobody is called nobody/);
    assert.deepEqual((await events(here)).slice(-2)
      .map(([event, name, actor]) => `${event} ${name} ${actor}`),
    ['email_change anna chinwag', 'email_ask anna chinwag']);
  });

test('a verified address confirms who has just signed up', async () => {
  const here = await inhabited();
  await signUp(here, 'carl');
  await here.ok(['users', 'email', 'carl', 'c@example.org', '--verified']);
  assert.equal((await signIn(here, 'carl')).status, 200);
  const anna = (await signIn(here, 'anna')).json.token;
  assert.ok((await ask(here, 'GET', '/api/users', undefined, anna)).json
    .includes('carl'));
});

test('who is disabled is out at once, and in again when enabled', async () => {
  const here = await inhabited();
  const { token } = (await signIn(here, 'anna')).json;
  assert.equal(await here.ok(['users', 'disable', 'anna']),
    'anna is disabled\n');
  assert.equal((await ask(here, 'GET', '/api/session', undefined, token))
    .status, 401);
  assert.equal((await signIn(here, 'anna')).status, 401);
  assert.equal((await users(here, '--search', 'anna'))[0].state, 'disabled');
  await here.ok(['users', 'enable', 'anna']);
  assert.equal((await ask(here, 'GET', '/api/session', undefined, token))
    .status, 401);
  assert.equal((await signIn(here, 'anna')).status, 200);
});

test('who is signed out signs in anew', async () => {
  const here = await inhabited();
  const { token } = (await signIn(here, 'anna')).json;
  assert.equal((await users(here, '--search', 'anna'))[0].sessions, 1);
  await here.ok(['users', 'sign-out', 'anna']);
  assert.equal((await ask(here, 'GET', '/api/session', undefined, token))
    .status, 401);
  assert.equal((await users(here, '--search', 'anna'))[0].sessions, 0);
  assert.equal((await signIn(here, 'anna')).status, 200);
});

test('a password that was reset must be changed at the next sign-in',
  async () => {
    const here = await inhabited();
    const { token } = (await signIn(here, 'anna')).json;
    const [, password] = /^password: (\S+)$/m.exec(
      await here.ok(['users', 'reset', 'anna']));
    assert.equal((await ask(here, 'GET', '/api/session', undefined, token))
      .status, 401);
    assert.equal((await signIn(here, 'anna')).status, 401);
    const step = await signIn(here, 'anna', password);
    assert.ok(!step.json.token || step.json.step, step.text);
    assert.match(step.text, /new_password/);
    assert.equal((await users(here, '--search', 'anna'))[0].state,
      'must change');
    // It is good for a week.
    assert.doesNotMatch((await fromShell({ programs,
      env: { ...here.env, ...at('+8d') } }, { method: 'POST',
      path: '/api/session', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'anna', password }) })).text,
    /new_password/);
  });

test('by mail its owner sets another', async () => {
  const here = await inhabited();
  await here.ok(['users', 'reset', 'anna', '--mail']);
  assert.notEqual((await signIn(here, 'anna')).status, 200);
  await here.ok(['mail']);
  const [name] = fs.readdirSync(path.join(here.data, 'mail'))
    .filter((file) => file.endsWith('.eml'));
  assert.match(fs.readFileSync(path.join(here.data, 'mail', name), 'utf8'),
    /^To: <anna@example\.org>\r$/m);
  assert.equal((await users(here, '--search', 'anna'))[0].state, 'must reset');
  await signUp(here, 'carl');
  const done = await here.command(['users', 'reset', 'carl', '--mail']);
  assert.match(done.stderr, /the address of carl is not confirmed/);
});

test('who is deleted is gone, but for what was said', async () => {
  const here = await inhabited();
  const bob = (await signIn(here, 'bob')).json.token;
  const { token } = (await signIn(here, 'anna')).json;
  const no = await here.command(['users', 'delete', 'anna']);
  assert.equal(no.code, 1);
  assert.match(no.stderr, /deleted for good\.\n.*--yes/);
  assert.equal((await ask(here, 'GET', '/api/session', undefined, token))
    .status, 200);
  assert.equal(await here.ok(['users', 'delete', 'anna', '--yes']),
    'anna is deleted\n');
  assert.equal((await ask(here, 'GET', '/api/session', undefined, token))
    .status, 401);
  assert.deepEqual((await users(here)).map(({ username }) => username),
    ['bob']);
  const talk = (await ask(here, 'GET', `/api/conversations/${here.talk}`,
    undefined, bob)).json;
  assert.deepEqual(talk.participants, ['bob']);
  assert.equal(talk.messages[0].message, 'Hello, Bob');
  assert.doesNotMatch(talk.messages[0].sender, /anna/);
  assert.equal((await signUp(here, 'Anna', { email: 'x@example.org' })).status,
    409);
  assert.equal((await signUp(here, 'anne', { email: 'anna@example.org' }))
    .status, 201);
  assert.equal((await here.command(['users', 'delete', 'anna', '--yes'])).code,
    1);
});

test('what is done stands in the log, by whom', async () => {
  const here = await inhabited();
  const before = (await events(here)).length;
  await signUp(here, 'carl');
  for (const args of [['confirm', 'carl'], ['disable', 'carl'],
    ['disable', 'carl'], ['enable', 'carl'], ['sign-out', 'carl'],
    ['reset', 'carl'], ['admin', 'carl'], ['admin', 'carl', '--no'],
    ['delete', 'carl', '--yes']])
    await here.ok(['users', ...args]);
  assert.deepEqual((await events(here)).slice(before).filter(([, , actor]) =>
    actor === 'chinwag').map(([event, name]) => `${event} ${name}`), [
    'confirm carl', 'disable carl', 'enable carl', 'sign_out_all carl',
    'password_set carl', 'group_join carl', 'group_leave carl',
    'disable carl', 'delete carl']);
});

test('the first administrator comes by a link, once, within a day',
  async () => {
    const here = place({ base_url: 'https://chat.example.org',
      registration: 'closed' });
    const closed = await here.command(['init', '--admin']);
    assert.equal(closed.code, 0, closed.stderr);
    const link = /^https:\/\/chat\.example\.org\/#\/invitation\/(\S{43})$/m
      .exec(closed.stdout);
    assert.ok(link, closed.stdout);
    assert.ok(!fs.readFileSync(path.join(here.data, 'pool.db'), 'latin1')
      .includes(link[1]), 'the store has a hash of it');
    const late = await fromShell({ programs,
      env: { ...here.env, ...at('+25h') } }, { method: 'POST',
      path: '/api/users', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'late', email: 'late@example.org',
        password: 'correct horse battery', invitation: link[1] }) });
    assert.equal(late.status, 400, late.text);
    const first = await signUp(here, 'anna', { invitation: link[1] });
    assert.equal(first.status, 201, first.text);
    await here.ok(['users', 'confirm', 'anna']);
    assert.deepEqual(JSON.parse(await here.ok(['users', 'show', 'anna',
      '--json'])).groups, ['administrators']);
    assert.equal((await signUp(here, 'bob', { invitation: link[1] })).status,
      400);
  });

test('wrong use ends with 2', async () => {
  const here = await inhabited();
  for (const args of [[], ['what'], ['list', 'x'], ['list', '--limit', '0'],
    ['list', '--limit', 'x'], ['show'], ['show', 'a', 'b'], ['confirm'],
    ['email', 'anna'], ['delete', '--yes'], ['list', '--what']])
    assert.equal((await here.command(['users', ...args])).code, 2,
      args.join(' '));
});

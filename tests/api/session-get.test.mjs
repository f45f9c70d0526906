// Who am I?

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './lib/client.mjs';
import { administrator, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

everyWay('by cookie, by token, raw or after Bearer', async (way) => {
  const someone = await person(chinwag);
  const caller = someone.via(way);
  for (const by of ['token', 'cookie']) {
    const { json } = is(await caller.with({ by }).get('/session'), 200);
    assert.equal(json.username, someone.name);
    assert.equal(json.email, someone.email);
    assert.ok(json.expires > Date.now() + 86400e3);
    assert.equal(json.token, undefined);
  }
  for (const value of [someone.token, `Bearer ${someone.token}`,
    `bearer ${someone.token}`])
    is(await nobody(chinwag, way).get('/session',
      { headers: [['Authorization', value]] }), 200, value);
});

test('whether I am an administrator', async () => {
  const root = await administrator(chinwag);
  assert.equal((await root.get('/session')).json.administrator, true);
  const other = await person(chinwag);
  assert.equal((await other.get('/session')).json.administrator, false);
  await chinwag.admin(['users', 'admin', other.name]);
  assert.equal((await other.get('/session')).json.administrator, true);
});

everyWay('nobody is told so', async (way) => {
  refused(await nobody(chinwag, way).get('/session'), 401, 'unauthorized');
});

test('forged tokens open nothing', async () => {
  const { token } = await person(chinwag);
  const last = token.at(-1);
  const forged = ['', 'A', 'A'.repeat(43), `${token}A`, token.slice(1),
    token.toUpperCase(), token.toLowerCase(), `${token.slice(0, -1)}=`,
    token.slice(0, -1) + (last === 'A' ? 'E' : 'A'), `Basic ${token}`,
    `Bearer  `, `Bearer ${token} ${token}`, `Bearer ${token},`,
    `${token};${token}`, 'null', 'undefined', '\' OR 1=1--', '\xff\xfe',
    'A'.repeat(3000),
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'];
  for (const value of forged) {
    const answer = await nobody(chinwag).get('/session',
      { headers: [['Authorization', value]] });
    assert.ok([401, 400].includes(answer.status), `${value} ${answer.text}`);
  }
});

test('a cookie given twice with two values opens nothing', async () => {
  const someone = await person(chinwag);
  const other = await person(chinwag);
  for (const headers of [
    [['Cookie', `${someone.cookie}; ${other.cookie}`]],
    [['Cookie', someone.cookie], ['Cookie', other.cookie]],
    [['Cookie', `${someone.cookie}, ${other.cookie}`]],
  ]) {
    const answer = await nobody(chinwag).get('/session', { headers });
    assert.ok([400, 401].includes(answer.status), answer.text);
  }
  is(await nobody(chinwag).get('/session', { headers: [
    ['Cookie', `theme=dark; ${someone.cookie}; x=y`]] }), 200);
});

test('strange cookies open nothing and break nothing', async () => {
  const { token } = await person(chinwag);
  for (const cookie of ['', ';', '=', '; ; ;', 'chinwag', 'chinwag=',
    `Chinwag=${token}`, `xchinwag=${token}`, `chinwag =${token}x`,
    `chinwag="${token}x"`, `chinwag=${token}%20`, '\xff=\xfe',
    `a=${'b'.repeat(4000)}`, `${'a=b; '.repeat(500)}c=d`]) {
    const answer = await nobody(chinwag).get('/session',
      { headers: [['Cookie', cookie]] });
    assert.ok([400, 401].includes(answer.status), `${cookie} ${answer.text}`);
  }
});

test('Authorization wins over a cookie, never adds to it', async () => {
  const one = await person(chinwag);
  const headers = [['Cookie', one.cookie], ['Authorization', 'A'.repeat(43)]];
  const answer = await nobody(chinwag).get('/session', { headers });
  refused(answer, 401, 'unauthorized');
});

test('two Authorization headers open nothing', async () => {
  const one = await person(chinwag);
  const two = await person(chinwag);
  const answer = await nobody(chinwag).get('/session', { headers: [
    ['Authorization', one.token], ['Authorization', two.token]] });
  assert.ok([400, 401].includes(answer.status), answer.text);
});

test('a session ends when its time is up', async () => {
  const someone = (await person(chinwag)).via('shell');
  const in29Days = chinwag.at('+29d');
  const in31Days = chinwag.at('+31d');
  is(await someone.with({ instance: in29Days }).get('/session'), 200);
  refused(await someone.with({ instance: in31Days }).get('/session'), 401,
    'unauthorized');
  is(await someone.get('/session'), 200);
});

// Requests that another site makes a browser send.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, people } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { suite } from './lib/suite.mjs';
import { operations, validate } from './lib/validate.mjs';
import { request } from './lib/wire.mjs';

const chinwag = await suite();
const [anna, bob] = await people(chinwag, 'anna', 'bob');
const id = await anna.converse(bob);

const EVIL = 'http://evil.example';
const sites = ['same-origin', 'none', 'same-site', 'cross-site', 'weird', null];
const origins = [chinwag.url, EVIL, 'null', null];
const types = ['application/json', 'text/plain',
  'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', null];

// The rule, said a second time: a cookie's unsafe request is let through from
// this very site alone, and only as JSON.
function isAllowed(by, site, origin, type) {
  if (type !== 'application/json')
    return false;
  if (by === 'token')
    return true;
  if (site !== null)
    return site === 'same-origin' || site === 'none';
  return origin === chinwag.url;
}

const path = `/api/conversations/${id}/messages`;

async function post(by, site, origin, type) {
  const headers = [by === 'token' ? ['Authorization', anna.token]
    : ['Cookie', anna.cookie]];
  if (site !== null)
    headers.push(['Sec-Fetch-Site', site]);
  if (origin !== null)
    headers.push(['Origin', origin]);
  if (type !== null)
    headers.push(['Content-Type', type]);
  return validate({ method: 'POST', path }, await request(chinwag.port,
    { method: 'POST', path, headers, body: '{"message":"hello"}' }));
}

for (const by of ['cookie', 'token'])
  test(`where it may come from, by ${by}`, async () => {
    for (const site of sites)
      for (const origin of origins)
        for (const type of types) {
          const count = (await anna.messages(id, '?limit=200'))
            .messages.length;
          const answer = await post(by, site, origin, type);
          const what = `${site} ${origin} ${type}`;
          if (isAllowed(by, site, origin, type)) {
            is(answer, 201, what);
            continue;
          }
          assert.ok([403, 415].includes(answer.status),
            `${what}: ${answer.status}`);
          if (by === 'cookie' && site === 'cross-site')
            refused(answer, 403, 'cross_site');
          assert.equal((await anna.messages(id, '?limit=200'))
            .messages.length, count, what);
        }
  });

const filled = (path) => `/api${path}`.replace('{id}', id)
  .replace('{user}', anna.name).replace('{name}', anna.name)
  .replace(/\{\w+\}/g, '1');

test('no unsafe operation is any different', async () => {
  for (const [path, method] of operations.filter(([, name]) => name !== 'GET'))
    for (const headers of [[['Sec-Fetch-Site', 'cross-site']],
      [['Sec-Fetch-Site', 'same-site']], [['Origin', EVIL]],
      [['Origin', 'null']], []]) {
      const to = filled(path);
      const answer = await request(chinwag.port, { method, path: to,
        body: '{}', headers: [['Cookie', anna.cookie],
          ['Content-Type', 'application/json'], ...headers] });
      validate({ method, path: to }, answer);
      refused(answer, 403, 'cross_site');
    }
  is(await anna.get('/session'), 200);
  is(await anna.get(`/conversations/${id}`), 200);
});

test('nobody is signed in or up from another site', async () => {
  for (const [to, values] of [
    ['/api/session', { username: anna.name, password: PASSWORD }],
    ['/api/users', { username: 'csrf', email: 'csrf@example.org',
      password: PASSWORD }]])
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await request(chinwag.port, { method: 'POST', path: to,
        body: JSON.stringify(values), headers: [['Content-Type', type],
          ['Origin', EVIL], ['Sec-Fetch-Site', 'cross-site']] });
      validate({ method: 'POST', path: to }, answer);
      assert.ok([403, 415].includes(answer.status), answer.text);
      assert.equal(answer.header('set-cookie'), undefined);
    }
  const answer = await request(chinwag.port, { method: 'POST',
    path: '/api/session', headers: [['Content-Type', 'application/json'],
      ['Origin', EVIL], ['Sec-Fetch-Site', 'cross-site']],
    body: JSON.stringify({ username: anna.name, password: PASSWORD }) });
  refused(answer, 403, 'cross_site');
});

test('codes are not asked for or tried from another site', async () => {
  for (const [to, values] of [
    [`/api/users/${anna.name}/confirmation`, { code: '123456' }],
    [`/api/users/${anna.name}/code`, {}]]) {
    const answer = await request(chinwag.port, { method: 'POST', path: to,
      body: JSON.stringify(values), headers: [
        ['Content-Type', 'application/json'], ['Origin', EVIL],
        ['Sec-Fetch-Site', 'cross-site']] });
    validate({ method: 'POST', path: to }, answer);
    refused(answer, 403, 'cross_site');
  }
});

test('a GET may come from anywhere, and changes nothing', async () => {
  const answer = await request(chinwag.port, { path: '/api/conversations',
    headers: [['Cookie', anna.cookie], ['Sec-Fetch-Site', 'cross-site'],
      ['Origin', EVIL]] });
  assert.equal(answer.header('access-control-allow-origin'), undefined);
  assert.equal(answer.header('access-control-allow-credentials'), undefined);
});

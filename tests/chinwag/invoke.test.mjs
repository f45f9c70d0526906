// chinwag invoke: programs run for one request, without a web server.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseCgi } from '../api/lib/cgi.mjs';
import { place } from './lib/place.mjs';

const PASSWORD = 'correct horse battery';

async function withPeople() {
  const here = place();
  await here.ok(['init']);
  for (const name of ['anna', 'bob'])
    await here.ok(['user-add', '--stdin', name, `${name}@example.org`],
      { stdin: `${PASSWORD}\n` });
  return here;
}

const answerOf = (text) => parseCgi(Buffer.from(text));

test('a program is asked what it is there for', async () => {
  const { ok } = await withPeople();
  const answer = answerOf(await ok(['invoke', 'health-get']));
  assert.deepEqual([answer.status, answer.json.status], [200, 'ok']);
});

test('somebody is signed in for one request and no longer', async () => {
  const { ok, command } = await withPeople();
  const answer = answerOf(await ok(['invoke', 'users-get', '--as', 'Anna']));
  assert.deepEqual(answer.json, ['bob']);
  const tidied = JSON.parse(await ok(['housekeep', '--json']));
  assert.equal(tidied.sessions, 0);
  const again = await command(['invoke', 'users-get']);
  assert.equal(again.code, 4);
  assert.equal(answerOf(again.stdout).status, 401);
  const nobody = await command(['invoke', 'users-get', '--as', 'carl']);
  assert.equal(nobody.code, 1);
  assert.match(nobody.stderr, /nobody .* is called carl/);
});

test('variables make the request', async () => {
  const { ok } = await withPeople();
  const answer = answerOf(await ok(['invoke', 'users-get', '--as', 'anna',
    'REQUEST_URI=/api/users?detail=1', 'HTTP_ORIGIN=http://127.0.0.1:8080']));
  assert.equal(answer.json[0].username, 'bob');
  const options = answerOf(await ok(['invoke', 'users-get',
    'REQUEST_METHOD=OPTIONS']));
  assert.equal(options.status, 204);
});

test('what surrounds the command is no part of the request', async () => {
  const { ok, env } = await withPeople();
  const answer = answerOf(await ok(['invoke', 'health-get'],
    { env: { ...env, REQUEST_METHOD: 'POST', REQUEST_URI: '/nowhere',
      HTTP_HOST: 'x', CONTENT_LENGTH: '5' } }));
  assert.equal(answer.status, 200);
});

test('data is the body', async () => {
  const { ok } = await withPeople();
  const id = answerOf(await ok(['invoke', 'conversations-post', '--as', 'anna',
    '--data', '["bob"]'])).json;
  assert.match(id, /^[0-9a-f-]{36}$/);
  const uri = `REQUEST_URI=/api/conversations/${id}/messages`;
  const said = answerOf(await ok(['invoke', 'messages-post', '--as', 'anna',
    '--data', '-', uri], { stdin: '{"message": "Hi"}' }));
  assert.equal(said.status, 201);
  const heard = answerOf(await ok(['invoke', 'messages-get', '--as', 'bob',
    uri]));
  assert.equal(heard.json.messages[0].message, 'Hi');
});

const event = (more) => JSON.stringify({ resource: '/session',
  path: '/session', httpMethod: 'POST', isBase64Encoded: false,
  headers: { 'content-type': 'application/json' },
  multiValueHeaders: null, queryStringParameters: null,
  requestContext: { identity: { sourceIp: '192.0.2.7' }, stage: 'dev' },
  body: JSON.stringify({ username: 'anna', password: PASSWORD, token: true }),
  ...more });

test('a saved event makes the request, and the answer is a result', async () => {
  const { ok, directory } = await withPeople();
  const file = path.join(directory, 'event.json');
  fs.writeFileSync(file, event());
  const result = JSON.parse(await ok(['invoke', 'session-post', '-e', file,
    '--json']));
  assert.equal(result.statusCode, 200);
  assert.equal(result.isBase64Encoded, false);
  assert.match(result.headers['Content-Type'], /^application\/json/);
  assert.ok(result.multiValueHeaders['Set-Cookie'].length >= 1);
  const { token, username } = JSON.parse(result.body);
  assert.equal(username, 'anna');
  const list = JSON.parse(await ok(['invoke', 'users-get', '-e', '-', '--json'],
    { stdin: event({ path: '/users', httpMethod: 'GET', body: null,
      headers: { authorization: token },
      queryStringParameters: { q: 'b' } }) }));
  assert.deepEqual([list.statusCode, JSON.parse(list.body)], [200, ['bob']]);
});

test('the status is told by the exit code', async () => {
  const { command, data } = await withPeople();
  const wrong = await command(['invoke', 'session-post', '--data', '{}']);
  assert.equal(wrong.code, 4);
  fs.rmSync(path.join(data, 'pool.db'));
  const broken = await command(['invoke', 'session-post', '--data',
    JSON.stringify({ username: 'anna', password: PASSWORD })]);
  assert.equal(broken.code, 5);
});

test('a trace tells stages and what was logged', async () => {
  const { command } = await withPeople();
  const done = await command(['invoke', '--trace', 'conversations-get', '--as',
    'anna']);
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual(answerOf(done.stdout).json, []);
  for (const stage of ['read', 'access', 'model', 'turn', 'handle', 'commit',
    'answer', 'all'])
    assert.match(done.stderr, new RegExp(`^  ${stage} +\\d+ us$`, 'm'));
  assert.match(done.stderr,
    / debug +conversations-get: request request=\S+ method=GET/);
});

test('wrong use is refused with what is wrong', async () => {
  const { command, directory } = await withPeople();
  const file = path.join(directory, 'event.json');
  fs.writeFileSync(file, '{"path": "/"}');
  for (const [args, code, says] of [
    [[], 2, /usage/],
    [['users-get', 'x'], 2, /usage/],
    [['users-get', '--what'], 2, /usage/],
    [['users-get', '-e', file, '--data', 'x'], 2, /usage/],
    [['nothing'], 1, /no program nothing/],
    [['../cgi-bin/users-get'], 1, /no program/],
    [['messages-get'], 1, /which \/conversations\/\{id\}\/messages\?/],
    [['unrouted'], 1, /set REQUEST_METHOD/],
    [['users-get', '-e', file], 1, /no event: "httpMethod"/],
    [['users-get', '-e', '/nowhere'], 1, /cannot open \/nowhere/]]) {
    const done = await command(['invoke', ...args]);
    assert.equal(done.code, code, args.join(' '));
    assert.match(done.stderr, says);
  }
});

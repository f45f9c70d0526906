// An instance with clients of its pool, and what tests of them share.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after } from 'node:test';
import { freshName, PASSWORD } from '../../api/lib/actors.mjs';
import { parseCgi, run, variablesOf } from '../../api/lib/cgi.mjs';
import { start } from '../../api/lib/harness.mjs';
import { request } from '../../api/lib/wire.mjs';

export { freshName, PASSWORD };

// options: those of start().
export async function pool(options) {
  const chinwag = await start(options);
  after(() => chinwag.stop());
  return chinwag;
}

// What chinwag client says of a new client.
export async function client(chinwag, ...options) {
  return JSON.parse(await chinwag.admin(['client', 'add', 'tests', '--json',
    ...options]));
}

export const TARGET = 'AWSCognitoIdentityProviderService.';

// By the program alone, at another time ('+4m') or otherwise configured.
async function alone(chinwag, at, more, asked) {
  const { env, programs } = at ? chinwag.at(at) : chinwag;
  const done = await run(path.join(programs, 'idp-post'), [],
    { env: { ...env, ...more, ...variablesOf(asked) }, stdin: asked.body });
  return parseCgi(done.stdout);
}

// A call as bytes on the wire: { status, type, message, json, header }.  at, env:
// another time or configuration for it, as above.
export async function call(chinwag, operation, values, { headers = [], body,
  path = '/idp', method = 'POST', media = 'application/x-amz-json-1.1',
  at, env, timeoutMs } = {}) {
  const asked = { method, path,
    headers: [['Content-Type', media], ['X-Amz-Target', TARGET + operation],
      ...headers], body: body ?? JSON.stringify(values) };
  const answer = await (at || env ? alone(chinwag, at, env, asked)
    : request(chinwag.port, { ...asked, timeoutMs }));
  const json = answer.text ? JSON.parse(answer.text) : undefined;
  return { ...answer, header: (name) => answer.header(name), json,
    type: json?.__type, message: json?.message };
}

// It must be done; the answer.
export async function done(chinwag, operation, values, options) {
  const answer = await call(chinwag, operation, values, options);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

// It must be refused so.
export async function refused(chinwag, operation, values, type, message,
  options) {
  const answer = await call(chinwag, operation, values, options);
  assert.equal(answer.type, type, answer.text);
  assert.equal(answer.status, { TooManyRequestsException: 429,
    InternalErrorException: 500 }[type] ?? 400);
  assert.equal(answer.header('x-amzn-errortype'), `${type}:`);
  if (message !== undefined)
    assert.equal(answer.message, message);
  return answer;
}

// Somebody confirmed, by the operator's command.
export async function person(chinwag, name = freshName()) {
  const email = `${name.toLowerCase()}@example.org`;
  await chinwag.addUser(name, email, PASSWORD);
  return { name, email, password: PASSWORD };
}

// Tokens by a password.
export async function signIn(chinwag, { clientId }, { name }) {
  const answer = await done(chinwag, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId,
    AuthParameters: { USERNAME: name, PASSWORD } });
  return answer.AuthenticationResult;
}

// Sign-in fails as often as it may; from then on it is shut for a minute, so
// that a slow machine finds it shut.
export async function lockOut(chinwag, ClientId, USERNAME) {
  for (let i = 0; i < 5; i += 1)
    await refused(chinwag, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId, AuthParameters: { USERNAME, PASSWORD: 'wrong' } },
    'NotAuthorizedException', 'Incorrect username or password.',
    i === 4 ? { at: '+60s' } : {});
}

// What a token says.
export const claims = (token) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

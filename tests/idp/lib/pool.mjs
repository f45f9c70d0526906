// An instance with clients of its pool, and what tests of them share.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { freshName, PASSWORD } from '../../api/lib/actors.mjs';
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

// A call as bytes on the wire: { status, type, message, json, header }.
export async function call(chinwag, operation, values, { headers = [], body,
  path = '/idp', method = 'POST', media = 'application/x-amz-json-1.1' } = {}) {
  const answer = await request(chinwag.port, { method, path,
    headers: [['Content-Type', media], ['X-Amz-Target', TARGET + operation],
      ...headers], body: body ?? JSON.stringify(values) });
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

// What a token says.
export const claims = (token) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

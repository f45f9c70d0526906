// The protocol of user pools on the wire; tests/idp has its real clients.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, client, done, person, pool, refused, signIn }
  from '../idp/lib/pool.mjs';
import { request } from './lib/wire.mjs';

const ORIGIN = 'https://course.example.org';
const chinwag = await pool({ conf: { cors_origins: ORIGIN } });
const settings = await client(chinwag);
const clientId = settings.clientId;

test('both addresses answer, and nothing beside them', async () => {
  for (const path of ['/idp', '/idp/'])
    assert.equal((await call(chinwag, 'GetUser', {}, { path })).type,
      'InvalidParameterException');
  for (const path of ['/idp/x', '/idpx'])
    assert.equal((await request(chinwag.port, { method: 'POST', path,
      body: '{}' })).status, 404);
  for (const method of ['GET', 'PUT', 'DELETE'])
    assert.equal((await request(chinwag.port, { method,
      path: '/idp' })).status, 405);
});

test('every answer has an id, a type and is not kept', async () => {
  for (const answer of [
    await call(chinwag, 'RevokeToken', { ClientId: clientId, Token: 'x' }),
    await call(chinwag, 'GetUser', { AccessToken: 'x' })]) {
    assert.match(answer.header('x-amzn-requestid'), /^[0-9a-f-]{36}$/);
    assert.equal(answer.header('content-type'), 'application/x-amz-json-1.1');
    assert.equal(answer.header('cache-control'), 'no-store');
  }
});

test('an unknown operation is told', async () => {
  for (const name of ['Nonsense', 'getuser', ''])
    await refused(chinwag, name, {}, 'UnknownOperationException', null);
  const answer = await request(chinwag.port, { method: 'POST', path: '/idp',
    headers: [['Content-Type', 'application/x-amz-json-1.1']], body: '{}' });
  assert.equal(JSON.parse(answer.text).__type, 'UnknownOperationException');
});

test('what is missing, wrong or no JSON is told', async () => {
  await refused(chinwag, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH' },
    'InvalidParameterException', 'Missing required parameter ClientId');
  await refused(chinwag, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId, AuthParameters: { USERNAME: 'a' } },
  'InvalidParameterException', 'Missing required parameter PASSWORD');
  await refused(chinwag, 'GetUser', { AccessToken: 7 },
    'InvalidParameterException', '1 validation error detected: Value at \'AccessToken\' ' +
    'failed to satisfy constraint: This must be text.');
  for (const body of ['', '[]', 'null', '{"a":', '{"a":1,"a":2}', '\xff'])
    assert.ok(['SerializationException', 'InvalidParameterException']
      .includes((await call(chinwag, 'GetUser', {}, { body })).type), body);
  assert.equal((await call(chinwag, 'GetUser', {},
    { media: 'text/plain' })).type, 'SerializationException');
  assert.equal((await call(chinwag, 'GetUser', {},
    { body: `{"AccessToken":"${'x'.repeat(70000)}"}` })).type,
  'SerializationException');
});

test('unknown members and nulls are passed over', async () => {
  const someone = await person(chinwag);
  await done(chinwag, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId, ClientMetadata: { a: 'b' }, AnalyticsMetadata: null,
    UserContextData: { EncodedData: 'x' }, Strange: [1, { two: 2 }],
    AuthParameters: { USERNAME: someone.name, PASSWORD: someone.password,
      DEVICE_KEY: null } });
});

test('a client that is none, or may not', async () => {
  const values = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'nosuchclient',
    AuthParameters: { USERNAME: 'a', PASSWORD: 'b' } };
  await refused(chinwag, 'InitiateAuth', values, 'ResourceNotFoundException',
    'User pool client nosuchclient does not exist.');
  const closed = await client(chinwag, '--password', 'off');
  await refused(chinwag, 'InitiateAuth',
    { ...values, ClientId: closed.clientId }, 'InvalidParameterException',
    'USER_PASSWORD_AUTH flow not enabled for this client');
});

test('pages of allowed origins may call it, errors included', async () => {
  const preflight = (origin) => request(chinwag.port, { method: 'OPTIONS',
    path: '/idp/', headers: [['Origin', origin],
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers',
        'cache-control,content-type,x-amz-target,x-amz-user-agent']] });
  const allowed = await preflight(ORIGIN);
  assert.equal(allowed.status, 204);
  assert.equal(allowed.header('access-control-allow-origin'), ORIGIN);
  assert.equal(allowed.header('access-control-allow-methods'), 'POST');
  const names = allowed.header('access-control-allow-headers').split(', ');
  for (const name of ['cache-control', 'content-type', 'x-amz-target',
    'x-amz-user-agent', 'amz-sdk-invocation-id', 'amz-sdk-request',
    'authorization', 'x-amz-date', 'x-amz-content-sha256',
    'x-amz-security-token'])
    assert.ok(names.includes(name), name);
  assert.ok(allowed.header('access-control-max-age'));
  const stranger = await preflight('https://evil.example');
  assert.equal(stranger.header('access-control-allow-origin'), undefined);
  const answer = await call(chinwag, 'GetUser', { AccessToken: 'x' },
    { headers: [['Origin', ORIGIN]] });
  assert.equal(answer.header('access-control-allow-origin'), ORIGIN);
  assert.match(answer.header('access-control-expose-headers'),
    /x-amzn-errortype/);
  assert.equal((await call(chinwag, 'GetUser', { AccessToken: 'x' }, {
    headers: [['Origin', 'https://evil.example']] }))
    .header('access-control-allow-origin'), undefined);
});

test('a client with a secret proves that it knows it', async () => {
  const { createHmac } = await import('node:crypto');
  const secret = await client(chinwag, '--secret');
  const someone = await person(chinwag);
  const hash = (name) => createHmac('sha256', secret.clientSecret)
    .update(name + secret.clientId).digest('base64');
  const values = (more) => ({ AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: secret.clientId, AuthParameters: { USERNAME: someone.name,
      PASSWORD: someone.password, ...more } });
  await refused(chinwag, 'InitiateAuth', values(), 'NotAuthorizedException');
  await refused(chinwag, 'InitiateAuth', values({ SECRET_HASH: hash('other') }),
    'NotAuthorizedException',
    `Unable to verify secret hash for client ${secret.clientId}`);
  const answer = await done(chinwag, 'InitiateAuth',
    values({ SECRET_HASH: hash(someone.name) }));
  const refresh = { RefreshToken: answer.AuthenticationResult.RefreshToken,
    ClientId: secret.clientId };
  await refused(chinwag, 'GetTokensFromRefreshToken', refresh,
    'NotAuthorizedException');
  await done(chinwag, 'GetTokensFromRefreshToken',
    { ...refresh, ClientSecret: secret.clientSecret });
});

test('refresh and revoke tell apart what became of a token', async () => {
  const someone = await person(chinwag);
  const tokens = await signIn(chinwag, settings, someone);
  assert.equal(tokens.TokenType, 'Bearer');
  assert.equal(tokens.ExpiresIn, 3600);
  const initiate = (REFRESH_TOKEN, AuthFlow = 'REFRESH_TOKEN_AUTH') =>
    ({ AuthFlow, ClientId: clientId, AuthParameters: { REFRESH_TOKEN } });
  for (const flow of ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN']) {
    const next = await done(chinwag, 'InitiateAuth',
      initiate(tokens.RefreshToken, flow));
    assert.equal(next.AuthenticationResult.RefreshToken, undefined);
    assert.deepEqual(next.ChallengeParameters, {});
  }
  await refused(chinwag, 'InitiateAuth', initiate('made-up'),
    'NotAuthorizedException', 'Invalid Refresh Token.');
  await refused(chinwag, 'RevokeToken', { ClientId: clientId,
    Token: tokens.AccessToken }, 'UnsupportedTokenTypeException');
  const other = await client(chinwag);
  await done(chinwag, 'RevokeToken', { ClientId: other.clientId,
    Token: tokens.RefreshToken });
  await done(chinwag, 'GetUser', { AccessToken: tokens.AccessToken });
  for (let i = 0; i < 2; i += 1)
    assert.deepEqual(await done(chinwag, 'RevokeToken', { ClientId: clientId,
      Token: tokens.RefreshToken }), {});
  await refused(chinwag, 'InitiateAuth', initiate(tokens.RefreshToken),
    'NotAuthorizedException', 'Refresh Token has been revoked');
  await refused(chinwag, 'GetUser', { AccessToken: tokens.AccessToken },
    'NotAuthorizedException', 'Access Token has been revoked');
});

// What verifiers of tokens read.

import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { claims, client, done, person, pool, signIn } from '../idp/lib/pool.mjs';
import { request } from './lib/wire.mjs';

const chinwag = await pool();
const settings = await client(chinwag);

const get = (name, options) => request(chinwag.port,
  { path: `/${settings.userPoolId}/.well-known/${name}`, ...options });

const keys = async () => JSON.parse((await get('jwks.json')).text).keys;

const verified = (token, list) => {
  const [header, payload, signature] = token.split('.');
  const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url'));
  assert.equal(alg, 'RS256');
  const key = list.find((one) => one.kid === kid);
  return Boolean(key) && verify('sha256', `${header}.${payload}`,
    createPublicKey({ key, format: 'jwk' }),
    Buffer.from(signature, 'base64url'));
};

test('the documents say where the keys are, to any page', async () => {
  const answer = await get('openid-configuration');
  assert.equal(answer.status, 200);
  assert.equal(answer.header('access-control-allow-origin'), '*');
  const document = JSON.parse(answer.text);
  assert.equal(document.issuer, settings.issuer);
  assert.equal(document.issuer, `${chinwag.url}/${settings.userPoolId}`);
  assert.equal(document.jwks_uri,
    `${settings.issuer}/.well-known/jwks.json`);
});

test('tokens are signed by keys of the list, each kind by its own',
  async () => {
    const tokens = await signIn(chinwag, settings, await person(chinwag));
    const list = await keys();
    assert.equal(list.length, 2);
    for (const { alg, kty, use, e, n } of list)
      assert.deepEqual([alg, kty, use, e, n.length],
        ['RS256', 'RSA', 'sig', 'AQAB', 342]);
    assert.ok(verified(tokens.IdToken, list));
    assert.ok(verified(tokens.AccessToken, list));
    assert.notEqual(tokens.IdToken.split('.')[0],
      tokens.AccessToken.split('.')[0]);
    assert.equal(claims(tokens.IdToken).iss, settings.issuer);
  });

test('keys change without a break, or at once', async () => {
  const someone = await person(chinwag);
  const before = await signIn(chinwag, settings, someone);
  await chinwag.admin(['client', 'rotate-keys']);
  const after = await signIn(chinwag, settings, someone);
  assert.notEqual(after.IdToken.split('.')[0], before.IdToken.split('.')[0]);
  const list = await keys();
  for (const token of [before.IdToken, after.IdToken, before.AccessToken])
    assert.ok(verified(token, list));
  const session = (token) => request(chinwag.port, { path: '/api/session',
    headers: [['Authorization', token]] });
  assert.equal((await session(before.IdToken)).status, 200);
  await chinwag.admin(['client', 'rotate-keys', '--drop-old']);
  assert.equal((await session(before.IdToken)).status, 401);
  assert.equal((await keys()).length, 2);
});

test('lost keys are made anew, and refresh tokens go on', async () => {
  const tokens = await signIn(chinwag, settings, await person(chinwag));
  fs.unlinkSync(path.join(chinwag.data, 'token-keys'));
  const { AuthenticationResult } = await done(chinwag,
    'GetTokensFromRefreshToken', { ClientId: settings.clientId,
      RefreshToken: tokens.RefreshToken });
  assert.ok(verified(AuthenticationResult.IdToken, await keys()));
  const { mode } = fs.statSync(path.join(chinwag.data, 'token-keys'));
  assert.equal(mode & 0o777, 0o600);
});

test('there is nothing of other pools, and nothing else', async () => {
  for (const where of ['/xx-local-1_AbCdEf123/.well-known/jwks.json',
    `/${settings.userPoolId}/.well-known/x`,
    '/.well-known/openid-configuration', `/${settings.userPoolId}/`])
    assert.ok([403, 404].includes((await request(chinwag.port,
      { path: where })).status), where);
  assert.equal((await get('jwks.json', { method: 'POST', body: 'x' })).status,
    405);
});

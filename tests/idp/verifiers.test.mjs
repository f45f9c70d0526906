// What others check tokens with: aws-jwt-verify and jose, told the issuer and
// nothing else; and what they then refuse.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JwtVerifier } from 'aws-jwt-verify';
import { assertStringEquals } from 'aws-jwt-verify/assert';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import { claims, client, person, pool, signIn } from './lib/pool.mjs';

const chinwag = await pool();
const settings = await client(chinwag);
const someone = await person(chinwag);
const tokens = await signIn(chinwag, settings, someone);
const { clientId, issuer } = settings;

const document = async (path) =>
  (await fetch(`${issuer}/.well-known/${path}`)).json();

test('the discovery document leads to the keys', async () => {
  const found = await document('openid-configuration');
  assert.equal(found.issuer, issuer);
  assert.equal(found.jwks_uri, `${issuer}/.well-known/jwks.json`);
  assert.deepEqual(found.id_token_signing_alg_values_supported, ['RS256']);
  const { keys } = await document('jwks.json');
  assert.equal(keys.length, 2);
  for (const key of keys)
    assert.deepEqual([key.kty, key.alg, key.use], ['RSA', 'RS256', 'sig']);
});

test('jose verifies both kinds by the keys it fetches', async () => {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const id = await jwtVerify(tokens.IdToken, keys, { issuer,
    audience: clientId, algorithms: ['RS256'],
    requiredClaims: ['sub', 'token_use', 'auth_time', 'jti', 'event_id'] });
  assert.equal(id.payload['cognito:username'], someone.name);
  const access = await jwtVerify(tokens.AccessToken, keys, { issuer,
    algorithms: ['RS256'], requiredClaims: ['client_id', 'scope'] });
  assert.equal(access.payload.aud, undefined);
  await assert.rejects(jwtVerify(tokens.IdToken, keys, { issuer,
    audience: 'another' }), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' });
  await assert.rejects(jwtVerify(`${tokens.IdToken.slice(0, -4)}AAAA`, keys,
    { issuer }), { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
});

// It fetches keys by https alone; they are given to it here.
test('aws-jwt-verify does, as for any issuer', async () => {
  const jwks = await document('jwks.json');
  const verifierFor = (audience, token_use) => {
    const verifier = JwtVerifier.create({ issuer, audience,
      jwksUri: `https://example.org/${clientId}.json`,
      customJwtCheck: ({ payload }) => {
        assertStringEquals('token use', payload.token_use, token_use);
        if (token_use === 'access')
          assertStringEquals('client', payload.client_id, clientId);
      } });
    verifier.cacheJwks(jwks);
    return verifier;
  };
  const id = await verifierFor(clientId, 'id').verify(tokens.IdToken);
  assert.equal(id.sub, claims(tokens.AccessToken).sub);
  const access = await verifierFor(null, 'access').verify(tokens.AccessToken);
  assert.equal(access.username, someone.name);
  await assert.rejects(verifierFor(clientId, 'id').verify(tokens.AccessToken));
  await assert.rejects(verifierFor(null, 'access').verify(tokens.IdToken));
  await assert.rejects(verifierFor('another', 'id').verify(tokens.IdToken),
    /audience/i);
});

test('after rotating, old tokens verify by the published keys', async () => {
  await chinwag.admin(['client', 'rotate-keys']);
  const next = await signIn(chinwag, settings, someone);
  const keys = createLocalJWKSet(await document('jwks.json'));
  for (const token of [tokens.IdToken, next.IdToken])
    await jwtVerify(token, keys, { issuer, audience: clientId });
  assert.notEqual(tokens.IdToken.split('.')[0], next.IdToken.split('.')[0]);
  await chinwag.admin(['client', 'rotate-keys', '--drop-old']);
  const rest = createLocalJWKSet(await document('jwks.json'));
  await assert.rejects(jwtVerify(tokens.IdToken, rest, { issuer }),
    { code: 'ERR_JWKS_NO_MATCHING_KEY' });
});

// Tokens that nobody made, or not for this: refused by each operation of the
// protocol that takes one, and by the five of the course's API, by raw
// Authorization, after Bearer and in the cookie.

import assert from 'node:assert/strict';
import { constants, createHmac, createPublicKey, generateKeyPairSync, sign }
  from 'node:crypto';
import { test } from 'node:test';
import { signIn as login } from '../api/lib/actors.mjs';
import { request } from '../api/lib/wire.mjs';
import { call as api } from './lib/api.mjs';
import { call, claims, client, done, PASSWORD, person, pool, refused, signIn }
  from './lib/pool.mjs';

const chinwag = await pool();
const settings = await client(chinwag);
const someone = await person(chinwag);
const tokens = await signIn(chinwag, settings, someone);
const foreign = await pool();
const theirs = await signIn(foreign, await client(foreign),
  await person(foreign, someone.name));

const initiate = (ClientId, USERNAME) => ({ ClientId,
  AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } });

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = own.publicKey.export({ format: 'jwk' });
const base64 = (value) => Buffer.from(typeof value === 'string' ? value
  : JSON.stringify(value)).toString('base64url');
const part = (token, i) => token.split('.')[i];
const header = (token) => JSON.parse(Buffer.from(part(token, 0), 'base64url'));

// A token with our own signature, or the one given.
const forge = (head, payload, signature) => {
  const text = `${base64(head)}.${base64(payload)}`;
  return `${text}.${signature ??
    sign('sha256', Buffer.from(text), own.privateKey).toString('base64url')}`;
};

const keys = JSON.parse((await request(chinwag.port,
  { path: `/${settings.userPoolId}/.well-known/jwks.json` })).text).keys;
const pem = (key, type) => createPublicKey({ key, format: 'jwk' })
  .export({ type, format: type === 'jwk' ? 'jwk' : 'pem' });

const access = tokens.AccessToken;
const payload = claims(access);
const head = header(access);
const now = Math.floor(Date.now() / 1000);

const hmac = (algorithm, hash, secret) => {
  const text = `${base64({ ...head, alg: algorithm })}.${base64(payload)}`;
  return `${text}.${createHmac(hash, secret).update(text)
    .digest('base64url')}`;
};

const pss = () => {
  const text = `${base64({ ...head, alg: 'PS256' })}.${base64(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key: own.privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING }).toString('base64url')}`;
};

const flip = (token, i, at) => {
  const parts = token.split('.');
  const bytes = Buffer.from(parts[i], 'base64url');
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  parts[i] = bytes.toString('base64url');
  return parts.join('.');
};

const signature = part(access, 2);
const forged = {
  'alg none, no signature': forge({ alg: 'none' }, payload, ''),
  'alg None': forge({ alg: 'None' }, payload, ''),
  'alg NONE with kid': forge({ ...head, alg: 'NONE' }, payload, ''),
  'alg none, the old signature': forge({ ...head, alg: 'none' }, payload,
    signature),
  'alg empty': forge({ ...head, alg: '' }, payload, signature),
  'no alg': forge({ kid: head.kid }, payload, signature),
  'HS256 with the public key (SPKI)': hmac('HS256', 'sha256',
    pem(keys[1], 'spki')),
  'HS256 with the public key (PKCS1)': hmac('HS256', 'sha256',
    pem(keys[1], 'pkcs1')),
  'HS256 with the modulus': hmac('HS256', 'sha256', keys[1].n),
  'HS384 with the public key': hmac('HS384', 'sha384', pem(keys[1], 'spki')),
  'HS512 with the public key': hmac('HS512', 'sha512', pem(keys[1], 'spki')),
  'HS256 with the kid': hmac('HS256', 'sha256', head.kid),
  'HS256 with an empty key': hmac('HS256', 'sha256', ''),
  'PS256': pss(),
  'RS256 by another key, our kid': forge(head, payload),
  'RS256 by another key, its kid': forge({ kid: 'mine', alg: 'RS256' },
    payload),
  'RS256 by another key, no kid': forge({ alg: 'RS256' }, payload),
  'its own key in the header': forge({ ...head, jwk }, payload),
  'a jku of its own': forge({ ...head, jku: 'https://evil.example/jwks' },
    payload),
  'an x5u of its own': forge({ ...head, x5u: 'https://evil.example/x' },
    payload),
  'kid is a path': forge({ ...head, kid: '../../../../dev/null' }, payload),
  'kid is SQL': forge({ ...head, kid: "' OR 1=1 --" }, payload),
  'kid is a list': forge({ ...head, kid: [head.kid] }, payload),
  'kid is null': forge({ ...head, kid: null }, payload),
  'crit': forge({ ...head, crit: ['exp'] }, payload, signature),
  'header in another order': forge({ alg: 'RS256', kid: head.kid }, payload,
    signature),
  'header with a blank': `${base64(` ${JSON.stringify(head)}`)}.${
    part(access, 1)}.${signature}`,
  'later exp': forge(head, { ...payload, exp: now + 9e8 }, signature),
  'another user': forge(head, { ...payload, username: 'root', sub: 'root' },
    signature),
  'another issuer': forge(head, { ...payload, iss: 'https://evil.example' },
    signature),
  'another client': forge(head, { ...payload, client_id: 'x' }, signature),
  'another use': forge(head, { ...payload, token_use: 'id' }, signature),
  'in the administrators': forge(head, { ...payload,
    'cognito:groups': ['administrators'] }, signature),
  'another origin': forge(head, { ...payload,
    origin_jti: '00000000-0000-4000-8000-000000000000' }, signature),
  'no payload': `${part(access, 0)}..${signature}`,
  'no signature': `${part(access, 0)}.${part(access, 1)}.`,
  'two parts': `${part(access, 0)}.${part(access, 1)}`,
  'four parts': `${access}.${signature}`,
  'five parts, as JWE': `${access}.a.b`,
  'cut by one': access.slice(0, -1),
  'cut in half': access.slice(0, access.length / 2),
  'one more letter': `${access}A`,
  'padded': `${access}=`,
  'signature of zeros': `${part(access, 0)}.${part(access, 1)}.${
    Buffer.alloc(256).toString('base64url')}`,
  'the ID token\'s signature': `${part(access, 0)}.${part(access, 1)}.${
    part(tokens.IdToken, 2)}`,
  'the ID token\'s payload': `${part(access, 0)}.${part(tokens.IdToken, 1)}.${
    signature}`,
  'the ID token\'s header': `${part(tokens.IdToken, 0)}.${part(access, 1)}.${
    signature}`,
  'a bit of the header': flip(access, 0, 5),
  'a bit of the payload': flip(access, 1, 20),
  'the last bit of the payload': flip(access, 1, -1),
  'a bit of the signature': flip(access, 2, 0),
  'the last bit of the signature': flip(access, 2, -1),
  'another pool\'s access token': theirs.AccessToken,
  'another pool\'s ID token': theirs.IdToken,
  'only dots': '..',
  'dots and blanks': '. .',
  'a word': 'token',
  'the refresh token': tokens.RefreshToken,
  'JSON': JSON.stringify(payload),
  'far too long': `${access}${'A'.repeat(3000)}`,
};

test('the genuine ones are taken, raw and after Bearer', async () => {
  await done(chinwag, 'GetUser', { AccessToken: access });
  for (const token of [access, tokens.IdToken])
    for (const scheme of ['', 'Bearer ', 'bearer '])
      assert.equal((await api(chinwag, token, { scheme })).status, 200);
});

test('there are at least forty that are not', () => {
  assert.ok(Object.keys(forged).length >= 40);
});

// What takes an access token, with all else that it needs.
const takers = {
  AssociateSoftwareToken: {},
  ChangePassword: { PreviousPassword: PASSWORD,
    ProposedPassword: 'another horse entirely' },
  DeleteUser: {},
  DeleteUserAttributes: { UserAttributeNames: ['name'] },
  GetUser: {},
  GetUserAttributeVerificationCode: { AttributeName: 'email' },
  GlobalSignOut: {},
  SetUserMFAPreference: { EmailMfaSettings: { Enabled: true } },
  UpdateUserAttributes: { UserAttributes: [{ Name: 'name', Value: 'Eve' }] },
  VerifySoftwareToken: { UserCode: '123456' },
  VerifyUserAttribute: { AttributeName: 'email', Code: '123456' },
};

// The course's operations.
const id = '00000000-0000-4000-8000-000000000000';
const course = [['GET', '/users'], ['GET', '/conversations'],
  ['POST', '/conversations', '["bob"]'], ['GET', `/conversations/${id}`],
  ['POST', `/conversations/${id}`, '"hello"']];

const visit = (token, scheme, [method, path, body]) =>
  request(chinwag.port, { method, path: `/api${path}`, body,
    headers: [['Authorization', scheme + token],
      ...body ? [['Content-Type', 'application/json']] : []] });

for (const [what, token] of Object.entries(forged))
  test(`refused: ${what}`, async () => {
    await Promise.all(Object.entries(takers).map(([operation, values]) =>
      refused(chinwag, operation, { AccessToken: token, ...values },
        'NotAuthorizedException', 'Invalid Access Token')));
    await Promise.all(course.flatMap((where) => ['', 'Bearer '].map(
      async (scheme) => assert.ok([400, 401].includes(
        (await visit(token, scheme, where)).status),
      `${scheme}${where}`))));
    const cookie = await request(chinwag.port, { path: '/api/session',
      headers: [['Cookie', `chinwag=${token.replace(/[^\w.-]/g, '')}`]] });
    assert.equal(cookie.status, 401);
  });

test('and nothing came of them', async () => {
  const user = await done(chinwag, 'GetUser', { AccessToken: access });
  assert.deepEqual([user.UserAttributes.map(({ Name }) => Name),
    user.UserMFASettingList ?? []],
  [['sub', 'email_verified', 'email'], []]);
  assert.equal((await api(chinwag, tokens.IdToken)).status, 200);
});

// What was true once, or is true elsewhere: [token, what GetUser says].
const REVOKED = 'Access Token has been revoked';
const over = {
  'an access token of two hours ago': async () => [(await done(chinwag,
    'InitiateAuth', initiate(settings.clientId, someone.name),
    { at: '-2h' })).AuthenticationResult.AccessToken,
  'Access Token has expired'],
  'an ID token of two hours ago': async () => [(await done(chinwag,
    'InitiateAuth', initiate(settings.clientId, someone.name),
    { at: '-2h' })).AuthenticationResult.IdToken, 'Invalid Access Token'],
  'the token of a session of the API': async () => [(await login(chinwag,
    someone)).token, 'Invalid Access Token', 200],
  'the token of a step': async () => {
    const who = await person(chinwag);
    const { AccessToken } = await signIn(chinwag, settings, who);
    await done(chinwag, 'SetUserMFAPreference', { AccessToken,
      EmailMfaSettings: { Enabled: true } });
    return [(await done(chinwag, 'InitiateAuth', initiate(settings.clientId,
      who.name))).Session, 'Invalid Access Token'];
  },
  'a secret block': async () => {
    const srp = await client(chinwag, '--srp', 'on');
    return [(await done(chinwag, 'InitiateAuth', { ClientId: srp.clientId,
      AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: someone.name,
        SRP_A: '2' } })).ChallengeParameters.SECRET_BLOCK,
    'Invalid Access Token'];
  },
  'of an account that is shut': async () => {
    const who = await person(chinwag);
    const { AccessToken } = await signIn(chinwag, settings, who);
    await chinwag.admin(['users', 'disable', who.name]);
    return [AccessToken, REVOKED];
  },
  'of an account that is gone': async () => {
    const who = await person(chinwag);
    const { AccessToken } = await signIn(chinwag, settings, who);
    await chinwag.admin(['users', 'delete', '--yes', who.name]);
    return [AccessToken, REVOKED];
  },
  'from before the password was changed': async () => {
    const { AccessToken } = await signIn(chinwag, settings,
      await person(chinwag));
    await done(chinwag, 'ChangePassword', { AccessToken,
      PreviousPassword: PASSWORD, ProposedPassword: 'another horse entirely' });
    return [AccessToken, REVOKED];
  },
  'from before the operator signed them out': async () => {
    const who = await person(chinwag);
    const { AccessToken } = await signIn(chinwag, settings, who);
    await chinwag.admin(['users', 'sign-out', who.name]);
    return [AccessToken, REVOKED];
  },
  'of a refresh token that was revoked': async () => {
    const { AccessToken, RefreshToken } = await signIn(chinwag, settings,
      await person(chinwag));
    await done(chinwag, 'RevokeToken', { ClientId: settings.clientId,
      Token: RefreshToken });
    return [AccessToken, REVOKED];
  },
};

for (const [what, make] of Object.entries(over))
  test(`refused, though it was made here: ${what}`, async () => {
    const [token, message, status = 401] = await make();
    await refused(chinwag, 'GetUser', { AccessToken: token },
      'NotAuthorizedException', message);
    await refused(chinwag, 'UpdateUserAttributes', { AccessToken: token,
      UserAttributes: [] }, 'NotAuthorizedException', message);
    for (const scheme of ['', 'Bearer '])
      assert.ok([status, status === 401 ? 400 : status].includes(
        (await visit(token, scheme, ['GET', '/users'])).status), scheme);
  });

test('an ID token is no access token; neither is a cookie', async () => {
  await refused(chinwag, 'GetUser', { AccessToken: tokens.IdToken },
    'NotAuthorizedException', 'Invalid Access Token');
  for (const token of [access, tokens.IdToken])
    assert.equal((await request(chinwag.port, { path: '/api/session',
      headers: [['Cookie', `chinwag=${token}`]] })).status, 401);
  // And nothing but a refresh token refreshes.
  for (const token of [access, tokens.IdToken])
    await refused(chinwag, 'GetTokensFromRefreshToken',
      { ClientId: settings.clientId, RefreshToken: token },
      'NotAuthorizedException', 'Invalid Refresh Token.');
});

test('a refresh token is its client\'s alone', async () => {
  const other = await client(chinwag);
  for (const RefreshToken of [tokens.RefreshToken,
    theirs.RefreshToken, `${tokens.RefreshToken.slice(0, -1)}_`])
    await refused(chinwag, 'GetTokensFromRefreshToken',
      { ClientId: other.clientId, RefreshToken },
      'NotAuthorizedException', 'Invalid Refresh Token.');
});

test('tokens are over when their time is', async () => {
  const short = await client(chinwag, '--access-ttl', '300', '--id-ttl', '300',
    '--refresh-ttl', '3600');
  const own2 = await signIn(chinwag, short, someone);
  assert.equal(claims(own2.AccessToken).exp - claims(own2.AccessToken).iat,
    300);
  const later = chinwag.at('+301s');
  const { fromShell } = await import('../api/lib/cgi.mjs');
  const answer = await fromShell(later, { method: 'GET',
    path: '/api/session', headers: [['Authorization', own2.IdToken]] });
  assert.equal(answer.status, 401);
});

for (const [what, end] of Object.entries({
  'signing out everywhere': async (name, token) => {
    const answer = await request(chinwag.port, { method: 'DELETE',
      path: '/api/sessions', headers: [['Authorization', token]] });
    assert.equal(answer.status, 204);
  },
  'removing the client': async (name, token, { clientId }) => {
    await chinwag.admin(['client', 'remove', clientId]);
  },
}))
  test(`tokens are void at once after ${what}`, async () => {
    const mine = await client(chinwag);
    const who = await person(chinwag);
    const list = await signIn(chinwag, mine, who);
    await end(who.name, list.IdToken, mine);
    for (const token of [list.IdToken, list.AccessToken])
      assert.equal((await api(chinwag, token)).status, 401);
    const answer = await call(chinwag, 'GetUser',
      { AccessToken: list.AccessToken });
    assert.equal(answer.message, 'Access Token has been revoked');
  });

// At the end: nothing of before is good after it.
test('tokens are void at once when their keys are dropped', async () => {
  await chinwag.admin(['client', 'rotate-keys', '--drop-old']);
  for (const token of [access, tokens.IdToken])
    assert.equal((await api(chinwag, token)).status, 401);
  await refused(chinwag, 'GetUser', { AccessToken: access },
    'NotAuthorizedException', 'Invalid Access Token');
});

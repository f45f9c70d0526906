// Clients that nobody named: what such libraries send beside the members that
// count, in which headers, and how those with a secret prove it.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { AdminInitiateAuthCommand, AdminRespondToAuthChallengeCommand,
  CognitoIdentityProviderClient }
  from '@aws-sdk/client-cognito-identity-provider';
import { codeOf } from '../api/lib/actors.mjs';
import { show } from '../api/lib/app.mjs';
import { administrator } from './lib/admin.mjs';
import { call, claims, client, done, freshName, PASSWORD, person, pool,
  refused, signIn, TARGET } from './lib/pool.mjs';
import { request } from '../api/lib/wire.mjs';

const { createSrpSession, signSrpSession } =
  createRequire(import.meta.url)('cognito-srp-helper');

const chinwag = await pool({ conf: { mail_per_hour: 50 } });
const settings = await client(chinwag, '--srp', 'on');
const NEXT = 'another horse entirely';

// --- headers ------------------------------------------------------------------

// As they come from each: [name, value].
const headers = {
  'boto3': [['User-Agent', 'Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0'],
    ['Content-Type', 'application/x-amz-json-1.1'],
    ['Accept-Encoding', 'identity'],
    ['amz-sdk-invocation-id', '7c1a4b1e-0000-4000-8000-2f0000000000'],
    ['amz-sdk-request', 'attempt=1']],
  'Amplify 5': [['Content-Type', 'application/x-amz-json-1.1'],
    ['X-Amz-User-Agent', 'aws-amplify/5.0.4 auth framework/0'],
    ['Cache-Control', 'no-store']],
  'a phone': [['content-type', 'application/x-amz-json-1.1;charset=UTF-8'],
    ['user-agent', 'aws-sdk-iOS/2.33 iOS/17.0 de_DE'],
    ['x-amz-date', '20250305T070809Z'], ['x-amz-security-token', 'x'],
    ['accept', 'application/json, */*;q=0.5'],
    ['accept-language', 'de-DE']],
  // Some sign whatever they send, with keys that nobody has.
  'one that signs': [['CONTENT-TYPE', 'application/x-amz-json-1.1'],
    ['Authorization', 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250305/' +
      'eu-west-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=00'],
    ['X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD']],
  'one with a token': [['Content-Type', 'application/json; charset=utf-8'],
    ['Authorization', 'Bearer nobodys'], ['Cookie', 'chinwag=nobodys']],
  'curl': [['Content-Type', 'Application/X-Amz-Json-1.1 ; charset="utf-8"'],
    ['Accept', '*/*'], ['Expect', '']],
};

for (const [who, list] of Object.entries(headers))
  test(`whatever headers it sends: ${who}`, async () => {
    const someone = await person(chinwag);
    const post = (name, operation, values) => request(chinwag.port, {
      method: 'POST', path: '/idp', headers: [...list.filter(([, value]) =>
        value), [name, TARGET + operation]], body: JSON.stringify(values) });
    for (const name of ['X-Amz-Target', 'x-amz-target', 'X-AMZ-TARGET']) {
      const answer = await post(name, 'InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH', ClientId: settings.clientId,
        AuthParameters: { USERNAME: someone.name, PASSWORD } });
      assert.equal(answer.status, 200, answer.text);
      const { AccessToken } = JSON.parse(answer.text).AuthenticationResult;
      assert.equal((await post(name, 'GetUser', { AccessToken })).status, 200);
      const bad = await post(name, 'GetUser', { AccessToken: 'x' });
      assert.equal(JSON.parse(bad.text).__type, 'NotAuthorizedException');
    }
  });

// --- members -------------------------------------------------------------------

const everything = {
  ClientMetadata: { source: 'app', '': '' },
  AnalyticsMetadata: { AnalyticsEndpointId: 'x' },
  UserContextData: { IpAddress: '192.0.2.1', EncodedData: 'x' },
  ContextData: { IpAddress: '192.0.2.1', ServerName: 'x', ServerPath: '/',
    HttpHeaders: [{ headerName: 'a', headerValue: 'b' }] },
  ValidationData: [{ Name: 'v', Value: 'w' }],
  ForceAliasCreation: false,
  SecretHash: '',
  Strange: [1, -2.5e3, null, true, 'text', { two: { three: [] } }],
};
const nothing = Object.fromEntries([...Object.keys(everything),
  'FriendlyDeviceName', 'SMSMfaSettings', 'ClientSecret', 'DeviceKey']
  .map((name) => [name, null]));

// A whole life, each call with so much beside; the names of what was answered.
async function live(more) {
  const seen = [];
  const ClientId = settings.clientId;
  const Username = freshName('life');
  const email = `${Username}@example.org`;
  const names = (value) => value && typeof value === 'object'
    ? Object.entries(value).map(([name, one]) =>
      [Array.isArray(value) ? '' : name, names(one)]) : typeof value;
  const ask = async (operation, values) => {
    const answer = await done(chinwag, operation, { ...more, ...values });
    seen.push([operation, names(answer)]);
    return answer;
  };
  let mails = 0;
  const code = () => codeOf(chinwag, email, mails++);
  const enter = (password) => ask('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH', ClientId, AuthParameters: {
      USERNAME: Username, PASSWORD: password, DEVICE_KEY: null } });
  await ask('SignUp', { ClientId, Username, Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: email },
      { Name: 'name', Value: 'Some Body' }] });
  await code();
  await ask('ResendConfirmationCode', { ClientId, Username });
  await ask('ConfirmSignUp', { ClientId, Username,
    ConfirmationCode: await code() });
  await ask('ForgotPassword', { ClientId, Username });
  await ask('ConfirmForgotPassword', { ClientId, Username, Password: PASSWORD,
    ConfirmationCode: await code() });
  const first = (await enter(PASSWORD)).AuthenticationResult;
  const { AccessToken } = first;
  await ask('GetUser', { AccessToken });
  await ask('UpdateUserAttributes', { AccessToken, UserAttributes: [
    { Name: 'locale', Value: 'de' }] });
  await ask('DeleteUserAttributes', { AccessToken,
    UserAttributeNames: ['locale'] });
  await ask('GetTokensFromRefreshToken', { ClientId,
    RefreshToken: first.RefreshToken });
  await ask('InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId,
    AuthParameters: { REFRESH_TOKEN: first.RefreshToken, DEVICE_KEY: null } });
  const { SecretCode } = await ask('AssociateSoftwareToken', { AccessToken });
  await ask('VerifySoftwareToken', { AccessToken,
    UserCode: show(SecretCode, -1) });
  await ask('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: {
    Enabled: true, PreferredMfa: null } });
  const asked = await enter(PASSWORD);
  const { AuthenticationResult: second } = await ask('RespondToAuthChallenge', {
    ClientId, ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: asked.Session,
    ChallengeResponses: { USERNAME: Username, SMS_MFA_CODE: '000000',
      SOFTWARE_TOKEN_MFA_CODE: show(SecretCode), DEVICE_KEY: null } });
  await ask('SetUserMFAPreference', { AccessToken: second.AccessToken,
    SoftwareTokenMfaSettings: { Enabled: false } });
  await ask('ChangePassword', { AccessToken: second.AccessToken,
    PreviousPassword: PASSWORD, ProposedPassword: NEXT });
  const third = (await enter(NEXT)).AuthenticationResult;
  await ask('RevokeToken', { ClientId, Token: third.RefreshToken });
  const fourth = (await enter(NEXT)).AuthenticationResult;
  await ask('GlobalSignOut', { AccessToken: fourth.AccessToken });
  const last = (await enter(NEXT)).AuthenticationResult;
  await ask('DeleteUser', { AccessToken: last.AccessToken });
  return seen;
}

test('what is beside the point, or null, changes nothing', async () => {
  const bare = await live({});
  assert.deepEqual(await live(nothing), bare);
  assert.deepEqual(await live(everything), bare);
});

test('null for what is needed is as good as nothing', async () => {
  for (const [operation, values, name] of [
    ['SignUp', { ClientId: settings.clientId, Username: null }, 'Username'],
    ['InitiateAuth', { AuthFlow: null, ClientId: settings.clientId },
      'AuthFlow'],
    ['InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: settings.clientId, AuthParameters: null }, 'USERNAME'],
    ['InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', ClientId: settings.clientId,
      AuthParameters: { USERNAME: 'anna', SRP_A: null } }, 'SRP_A'],
    ['GetUser', { AccessToken: null }, 'AccessToken'],
    ['RespondToAuthChallenge', { ChallengeName: 'PASSWORD_VERIFIER',
      ClientId: settings.clientId, ChallengeResponses: {} }, 'USERNAME']])
    await refused(chinwag, operation, values, 'InvalidParameterException',
      `Missing required parameter ${name}`);
});

// A client may say it in capitals, with zeros before it, or by a mail address.
test('other spellings of the same proof', async () => {
  const { clientId: ClientId, userPoolId } = settings;
  const someone = await person(chinwag);
  await signIn(chinwag, settings, someone);
  for (const [name, spell] of [
    [someone.name, (a) => a.toUpperCase()],
    [someone.name.toUpperCase(), (a) => `0000${a}`],
    [someone.email, (a) => a]]) {
    const session = createSrpSession(name, PASSWORD, userPoolId, false);
    const asked = await done(chinwag, 'InitiateAuth', { ClientId,
      AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: name,
        SRP_A: spell(session.largeA) } });
    const { USERNAME, USER_ID_FOR_SRP } = asked.ChallengeParameters;
    assert.deepEqual([USERNAME, USER_ID_FOR_SRP],
      [someone.name, someone.name]);
    const right = createSrpSession(USER_ID_FOR_SRP, PASSWORD, userPoolId,
      false);
    const signed = signSrpSession({ ...right, largeA: session.largeA,
      smallA: session.smallA }, asked);
    const answer = await done(chinwag, 'RespondToAuthChallenge', { ClientId,
      ChallengeName: 'PASSWORD_VERIFIER', Session: null,
      ChallengeResponses: { USERNAME, TIMESTAMP: signed.timestamp,
        PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
        PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature,
        DEVICE_KEY: null } });
    assert.equal(claims(answer.AuthenticationResult.AccessToken).username,
      someone.name);
  }
});

// --- secrets -------------------------------------------------------------------

test('a client with a secret, from signing up to signing out', async () => {
  const own = await client(chinwag, '--secret', '--srp', 'on');
  const ClientId = own.clientId;
  const hash = (name, secret = own.clientSecret) =>
    createHmac('sha256', secret).update(name + ClientId).digest('base64');
  const Username = freshName('secret');
  const email = `${Username}@example.org`;
  const UNVERIFIED = ['NotAuthorizedException',
    `Unable to verify secret hash for client ${ClientId}`];
  const NONE = ['NotAuthorizedException', `Client ${ClientId} is configured ` +
    'with secret but SECRET_HASH was not received'];
  // Each without a hash, with that of another, and then right.
  const ask = async (operation, values) => {
    await refused(chinwag, operation, values, ...NONE);
    for (const SecretHash of [hash(`${Username}x`), hash(''), '', 'x',
      hash(Username, 'another secret')])
      await refused(chinwag, operation, { ...values, SecretHash },
        ...UNVERIFIED);
    return done(chinwag, operation, { ...values, SecretHash: hash(Username) });
  };
  const { UserSub } = await ask('SignUp', { ClientId, Username,
    Password: PASSWORD, UserAttributes: [{ Name: 'email', Value: email }] });
  await codeOf(chinwag, email);
  await ask('ResendConfirmationCode', { ClientId, Username });
  await ask('ConfirmSignUp', { ClientId, Username,
    ConfirmationCode: await codeOf(chinwag, email, 1) });
  await ask('ForgotPassword', { ClientId, Username });
  await ask('ConfirmForgotPassword', { ClientId, Username, Password: NEXT,
    ConfirmationCode: await codeOf(chinwag, email, 2) });

  const flow = async (AuthFlow, parameters, right, wrong) => {
    const values = (SECRET_HASH) => ({ AuthFlow, ClientId,
      AuthParameters: { ...parameters, SECRET_HASH } });
    await refused(chinwag, 'InitiateAuth', values(), ...NONE);
    for (const one of wrong)
      await refused(chinwag, 'InitiateAuth', values(one), ...UNVERIFIED);
    let answer;
    for (const one of right)
      answer = await done(chinwag, 'InitiateAuth', values(one));
    return answer;
  };
  const { AuthenticationResult: tokens } = await flow('USER_PASSWORD_AUTH',
    { USERNAME: Username, PASSWORD: NEXT }, [hash(Username)],
    [hash(email), hash('')]);
  // Whoever refreshes sends no name: the hash is of whose token it is.
  for (const name of ['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'])
    await flow(name, { REFRESH_TOKEN: tokens.RefreshToken },
      [hash(Username), hash(UserSub), hash(email)],
      [hash(''), hash('somebody'), 'x', hash(Username, 'another secret')]);
  for (const [REFRESH_TOKEN, message] of [['x', 'Invalid Refresh Token.'],
    [(await signIn(chinwag, settings, await person(chinwag))).RefreshToken,
      'Invalid Refresh Token.']])
    await refused(chinwag, 'InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId, AuthParameters: { REFRESH_TOKEN,
        SECRET_HASH: hash(Username) } }, 'NotAuthorizedException', message);
  // By the mail address, the hash is of what was typed, then of the name.
  const session = createSrpSession(Username, NEXT, own.userPoolId, false);
  const asked = await flow('USER_SRP_AUTH', { USERNAME: email,
    SRP_A: session.largeA }, [hash(email)], [hash(Username)]);
  const signed = signSrpSession(session, asked);
  const respond = (SECRET_HASH) => ({ ClientId,
    ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: {
      USERNAME: Username, TIMESTAMP: signed.timestamp, SECRET_HASH,
      PASSWORD_CLAIM_SECRET_BLOCK: signed.secret,
      PASSWORD_CLAIM_SIGNATURE: signed.passwordSignature } });
  await refused(chinwag, 'RespondToAuthChallenge', respond(), ...NONE);
  await refused(chinwag, 'RespondToAuthChallenge', respond(hash(email)),
    ...UNVERIFIED);
  await done(chinwag, 'RespondToAuthChallenge', respond(hash(Username)));
  await done(chinwag, 'RevokeToken', { ClientId, Token: tokens.RefreshToken,
    ClientSecret: own.clientSecret });
  await refused(chinwag, 'InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId, AuthParameters: { REFRESH_TOKEN: tokens.RefreshToken,
      SECRET_HASH: hash(Username) } }, 'NotAuthorizedException',
  'Refresh Token has been revoked');
});

test('tokens that rotate do so once the hash is right, not before',
  async () => {
    const own = await client(chinwag, '--secret', '--rotate', '0');
    const someone = await person(chinwag);
    const hash = (name) => createHmac('sha256', own.clientSecret)
      .update(name + own.clientId).digest('base64');
    const enter = (AuthFlow, AuthParameters) => ['InitiateAuth', { AuthFlow,
      ClientId: own.clientId, AuthParameters }];
    const { AuthenticationResult: { RefreshToken: REFRESH_TOKEN } } =
      await done(chinwag, ...enter('USER_PASSWORD_AUTH', { PASSWORD,
        USERNAME: someone.name, SECRET_HASH: hash(someone.name) }));
    const refresh = (name) => enter('REFRESH_TOKEN_AUTH',
      { REFRESH_TOKEN, SECRET_HASH: hash(name) });
    await refused(chinwag, ...refresh('somebody'), 'NotAuthorizedException');
    const { AuthenticationResult: next } = await done(chinwag,
      ...refresh(someone.name));
    assert.notEqual(next.RefreshToken, REFRESH_TOKEN);
    await refused(chinwag, ...refresh(someone.name),
      'RefreshTokenReuseException', 'Refresh token has been used before');
  });

// --- words ---------------------------------------------------------------------

test('codes by text message cannot be turned on', async () => {
  const { AccessToken } = await signIn(chinwag, settings,
    await person(chinwag));
  await refused(chinwag, 'SetUserMFAPreference', { AccessToken,
    SMSMfaSettings: { Enabled: true, PreferredMfa: true } },
  'InvalidParameterException',
  'User does not have delivery config set to turn on SMS_MFA');
  await done(chinwag, 'SetUserMFAPreference', { AccessToken,
    SMSMfaSettings: { Enabled: false, PreferredMfa: false } });
});

test('what is told of tokens and clients', async () => {
  const { AccessToken } = await signIn(chinwag, settings,
    await person(chinwag));
  await refused(chinwag, 'RevokeToken', { ClientId: settings.clientId,
    Token: AccessToken }, 'UnsupportedTokenTypeException',
  'This kind of token cannot be revoked.');
  for (const operation of ['SignUp', 'ForgotPassword',
    'ResendConfirmationCode', 'ConfirmSignUp', 'ConfirmForgotPassword',
    'RevokeToken', 'GetTokensFromRefreshToken', 'RespondToAuthChallenge'])
    await refused(chinwag, operation, { ClientId: 'nosuchclient',
      Username: 'anna', Password: PASSWORD, ConfirmationCode: '123456',
      Token: 'x', RefreshToken: 'x', ChallengeName: 'EMAIL_OTP' },
    'ResourceNotFoundException',
    'User pool client nosuchclient does not exist.');
});

test('a password that must be reset is told to who knows it', async () => {
  const someone = await person(chinwag);
  await chinwag.admin(['users', 'reset', '--mail', someone.name]);
  const values = (password) => ({ AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: settings.clientId, AuthParameters: { USERNAME: someone.name,
      PASSWORD: password } });
  await refused(chinwag, 'InitiateAuth', values(PASSWORD),
    'PasswordResetRequiredException', 'Password reset required for the user');
  assert.equal((await call(chinwag, 'InitiateAuth', values('wrong'))).type,
    'NotAuthorizedException');
});

// --- for somebody else -----------------------------------------------------------

test('an administrator answers challenges for somebody', async () => {
  const boss = await administrator(chinwag);
  const sdk = new CognitoIdentityProviderClient({ region: 'local',
    maxAttempts: 1, endpoint: `${chinwag.url}/idp`, credentials: boss });
  const own = await client(chinwag, '--admin', 'on');
  const someone = await person(chinwag);
  const UserPoolId = own.userPoolId;
  const told = await chinwag.admin(['users', 'reset', someone.name]);
  const asked = await sdk.send(new AdminInitiateAuthCommand({ UserPoolId,
    ClientId: own.clientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    ContextData: everything.ContextData, AuthParameters: {
      USERNAME: someone.name, PASSWORD: told.trim().split(/\s/).at(-1) } }));
  assert.equal(asked.ChallengeName, 'NEW_PASSWORD_REQUIRED');
  const respond = (more = {}) => sdk.send(
    new AdminRespondToAuthChallengeCommand({ UserPoolId,
      ClientId: own.clientId, ChallengeName: asked.ChallengeName,
      Session: asked.Session, ContextData: everything.ContextData,
      ChallengeResponses: { USERNAME: someone.name, NEW_PASSWORD: NEXT },
      ...more }));
  await assert.rejects(respond({ UserPoolId: 'xx-local-1_AbCdEf123' }),
    { name: 'ResourceNotFoundException' });
  await refused(chinwag, 'AdminRespondToAuthChallenge', { UserPoolId,
    ClientId: own.clientId, ChallengeName: asked.ChallengeName,
    Session: asked.Session }, 'MissingAuthenticationTokenException',
  'Missing Authentication Token');
  const { AuthenticationResult } = await respond();
  assert.equal(claims(AuthenticationResult.IdToken)['cognito:username'],
    someone.name);
  await assert.rejects(respond(), { name: 'NotAuthorizedException',
    message: 'Invalid session for the user.' });
});

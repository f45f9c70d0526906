// How often, and how long: each figure, and what those are told who go past
// it.  Other times are the programs' own clocks.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { AdminCreateUserCommand, CognitoIdentityProviderClient,
  GetUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { codeOf } from '../api/lib/actors.mjs';
import { administrator } from './lib/admin.mjs';
import { call, claims, client, done, freshName, lockOut, PASSWORD, person,
  pool, refused, signIn } from './lib/pool.mjs';

const { createSrpSession, signSrpSession, wrapAuthChallenge,
  wrapInitiateAuth } = createRequire(import.meta.url)('cognito-srp-helper');

const chinwag = await pool({ conf: { mail_per_hour: 5 } });
const settings = await client(chinwag, '--srp', 'on');
const ClientId = settings.clientId;
// As where nobody has said otherwise: 120 sign-ins a second, and the rest in
// proportion.
const usual = await pool({ conf: { idp_per_second: 120 } });
const known = await client(usual);

const LIMIT = ['LimitExceededException',
  'Attempt limit exceeded, please try after some time.'];
const MISMATCH = ['CodeMismatchException',
  'Invalid verification code provided, please try again.'];
const EXPIRED = ['ExpiredCodeException',
  'Invalid code provided, please request a code again.'];
const NEXT = 'another horse entirely';

const wrong = (code) => code === '000000' ? '000001' : '000000';
const initiate = (USERNAME, password = PASSWORD) => ({ ClientId,
  AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME,
    PASSWORD: password } });

// Somebody who waits for their code: { Username, email }.
async function newcomer() {
  const Username = freshName('new');
  const email = `${Username}@example.org`;
  await done(chinwag, 'SignUp', { ClientId, Username, Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: email }] });
  return { Username, email };
}
const confirm = (Username, ConfirmationCode) =>
  ({ ClientId, Username, ConfirmationCode });

test('a sign-up code: five tries, 24 hours, 15 tries of any an hour',
  async () => {
    const { Username, email } = await newcomer();
    const code = await codeOf(chinwag, email);
    for (let i = 0; i < 5; i += 1)
      await refused(chinwag, 'ConfirmSignUp', confirm(Username, wrong(code)),
        ...MISMATCH);
    await refused(chinwag, 'ConfirmSignUp', confirm(Username, code),
      ...MISMATCH);
    for (const name of [Username, freshName('nobody')]) {
      for (let i = name === Username ? 6 : 0; i < 15; i += 1)
        await refused(chinwag, 'ConfirmSignUp', confirm(name, wrong(code)),
          ...MISMATCH);
      await refused(chinwag, 'ConfirmSignUp', confirm(name, wrong(code)),
        ...LIMIT);
    }
    const other = await newcomer();
    const late = await codeOf(chinwag, other.email);
    await refused(chinwag, 'ConfirmSignUp', confirm(other.Username, late),
      ...EXPIRED, { at: '+25h' });
    await done(chinwag, 'ConfirmSignUp', confirm(other.Username, late),
      { at: '+23h' });
  });

test('another sign-up code: five mails an hour, the first among them',
  async () => {
    const { Username } = await newcomer();
    for (const name of [Username, freshName('nobody')]) {
      for (let i = 0; i < 4; i += 1)
        await done(chinwag, 'ResendConfirmationCode', { ClientId,
          Username: name });
      await refused(chinwag, 'ResendConfirmationCode', { ClientId,
        Username: name }, ...LIMIT);
    }
  });

test('an address is confirmed by one of five codes, in 15 tries, in a day',
  async () => {
    const someone = await person(chinwag);
    const { AccessToken } = await signIn(chinwag, settings, someone);
    const email = `next-${someone.email}`;
    const verify = (Code) => ({ AccessToken, AttributeName: 'email', Code });
    await done(chinwag, 'UpdateUserAttributes', { AccessToken,
      UserAttributes: [{ Name: 'email', Value: email }] });
    const code = await codeOf(chinwag, email);
    for (let i = 0; i < 15; i += 1)
      await refused(chinwag, 'VerifyUserAttribute', verify(wrong(code)),
        ...MISMATCH);
    await refused(chinwag, 'VerifyUserAttribute', verify(wrong(code)),
      ...LIMIT);
    const again = { AccessToken, AttributeName: 'email' };
    for (let i = 0; i < 4; i += 1)
      await done(chinwag, 'GetUserAttributeVerificationCode', again);
    await refused(chinwag, 'GetUserAttributeVerificationCode', again,
      ...LIMIT);
    const long = await client(chinwag, '--access-ttl', '86400');
    const other = await person(chinwag);
    const token = (await signIn(chinwag, long, other)).AccessToken;
    await done(chinwag, 'UpdateUserAttributes', { AccessToken: token,
      UserAttributes: [{ Name: 'email', Value: `next-${other.email}` }] });
    // The token ends first, at 24 hours to the second; so does the code.
    await refused(chinwag, 'VerifyUserAttribute', { AccessToken: token,
      AttributeName: 'email', Code: '123456' }, 'NotAuthorizedException',
    'Access Token has expired', { at: '+25h' });
  });

test('a password is changed five times an hour', async () => {
  const someone = await person(chinwag);
  let old = PASSWORD;
  const change = async (next) => {
    const { AuthenticationResult: { AccessToken } } = await done(chinwag,
      'InitiateAuth', initiate(someone.name, old));
    return { AccessToken, PreviousPassword: old, ProposedPassword: next };
  };
  for (let i = 0; i < 5; i += 1) {
    const next = `${NEXT} ${i}`;
    await done(chinwag, 'ChangePassword', await change(next));
    old = next;
  }
  await refused(chinwag, 'ChangePassword', await change(NEXT), ...LIMIT);
});

test('a forgotten password: five codes an hour, of an hour, in five tries',
  async () => {
    const someone = await person(chinwag);
    const nobody = freshName('nobody');
    const set = (Username, ConfirmationCode) => ({ ClientId, Username,
      ConfirmationCode, Password: NEXT });
    // Nobody has asked for one.
    for (const name of [someone.name, nobody])
      await refused(chinwag, 'ConfirmForgotPassword', set(name, '123456'),
        ...EXPIRED);
    const ask = (Username) => ({ ClientId, Username });
    for (const name of [someone.name, nobody])
      for (let i = 0; i < 5; i += 1)
        await done(chinwag, 'ForgotPassword', ask(name));
    for (const name of [someone.name, nobody])
      await refused(chinwag, 'ForgotPassword', ask(name), ...LIMIT);
    const code = await codeOf(chinwag, someone.email, 4);
    await refused(chinwag, 'ConfirmForgotPassword', set(someone.name, code),
      ...EXPIRED, { at: '+61m' });
    for (const name of [someone.name, nobody]) {
      for (let i = 0; i < 5; i += 1)
        await refused(chinwag, 'ConfirmForgotPassword', set(name, wrong(code)),
          ...MISMATCH);
      await refused(chinwag, 'ConfirmForgotPassword', set(name, wrong(code)),
        ...LIMIT);
    }
    // From one network 20, whatever the names.
    for (let i = 0; i < 10; i += 1)
      await call(chinwag, 'ForgotPassword', ask(freshName('some')));
    await refused(chinwag, 'ForgotPassword', ask(freshName('some')),
      ...LIMIT);
  });

test('one lock for all ways, however right one is, known or not', async () => {
  for (const name of [(await person(chinwag)).name, freshName('nobody')]) {
    await lockOut(chinwag, ClientId, name);
    const shut = ['NotAuthorizedException', 'Password attempts exceeded'];
    await refused(chinwag, 'InitiateAuth', initiate(name), ...shut);
    const srp = createSrpSession(name, PASSWORD, settings.userPoolId, false);
    const asked = await done(chinwag, 'InitiateAuth', wrapInitiateAuth(srp,
      { AuthFlow: 'USER_SRP_AUTH', ClientId, AuthParameters: {
        USERNAME: name } }));
    await refused(chinwag, 'RespondToAuthChallenge', wrapAuthChallenge(
      signSrpSession(srp, asked), { ClientId,
        ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: {
          USERNAME: asked.ChallengeParameters.USERNAME } }), ...shut);
  }
});

const mailed = async () => {
  const someone = await person(chinwag);
  const { AccessToken } = await signIn(chinwag, settings, someone);
  await done(chinwag, 'SetUserMFAPreference', { AccessToken,
    EmailMfaSettings: { Enabled: true } });
  const asked = await done(chinwag, 'InitiateAuth', initiate(someone.name));
  const answer = { ClientId, ChallengeName: 'EMAIL_OTP',
    Session: asked.Session, ChallengeResponses: { USERNAME: someone.name,
      EMAIL_OTP_CODE: await codeOf(chinwag, someone.email) } };
  return { someone, answer };
};

test('a session is good for three minutes', async () => {
  const { answer } = await mailed();
  await refused(chinwag, 'RespondToAuthChallenge', answer,
    'NotAuthorizedException',
    'Invalid session for the user, session is expired.', { at: '+181s' });
  assert.ok((await done(chinwag, 'RespondToAuthChallenge', answer,
    { at: '+150s' })).AuthenticationResult.IdToken);
});

test('tokens are good for as long as the client says', async () => {
  const short = await client(chinwag, '--access-ttl', '300', '--id-ttl',
    '600', '--refresh-ttl', '3600');
  const someone = await person(chinwag);
  const tokens = await signIn(chinwag, short, someone);
  assert.equal(tokens.ExpiresIn, 300);
  const { exp, iat } = claims(tokens.IdToken);
  assert.equal(exp - iat, 600);
  await done(chinwag, 'GetUser', { AccessToken: tokens.AccessToken },
    { at: '+270s' });
  await refused(chinwag, 'GetUser', { AccessToken: tokens.AccessToken },
    'NotAuthorizedException', 'Access Token has expired', { at: '+301s' });
  const refresh = { ClientId: short.clientId,
    RefreshToken: tokens.RefreshToken };
  await done(chinwag, 'GetTokensFromRefreshToken', refresh,
    { at: '+59m' });
  await refused(chinwag, 'GetTokensFromRefreshToken', refresh,
    'NotAuthorizedException', 'Refresh Token has expired', { at: '+61m' });
  for (const option of ['--access-ttl', '--id-ttl'])
    for (const value of ['299', '86401'])
      await assert.rejects(client(chinwag, option, value));
  await assert.rejects(client(chinwag, '--refresh-ttl', '3599'));
});

test('a temporary password lives for seven days; a list\'s token an hour',
  async () => {
    const boss = await administrator(chinwag);
    const sdk = new CognitoIdentityProviderClient({ region: 'local',
      maxAttempts: 1, endpoint: `${chinwag.url}/idp`, credentials: boss });
    const Username = freshName('made');
    const UserPoolId = settings.userPoolId;
    await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username,
      TemporaryPassword: NEXT, MessageAction: 'SUPPRESS', UserAttributes: [
        { Name: 'email', Value: `${Username}@example.org` }] }));
    assert.equal((await done(chinwag, 'InitiateAuth',
      initiate(Username, NEXT), { at: '+6d' })).ChallengeName,
    'NEW_PASSWORD_REQUIRED');
    await refused(chinwag, 'InitiateAuth', initiate(Username, NEXT),
      'PasswordResetRequiredException', undefined, { at: '+8d' });
    const { PaginationToken } = await sdk.send(new ListUsersCommand({
      UserPoolId, Limit: 1 }));
    const [until, name] = Buffer.from(PaginationToken, 'base64url')
      .toString().split(' ');
    const list = (text) => sdk.send(new ListUsersCommand({ UserPoolId,
      PaginationToken: Buffer.from(text).toString('base64url') }));
    const hour = 3600 * 1000;
    assert.ok(Math.abs(Number(until) - Date.now() - hour) < 60000);
    await list(`${until} ${name}`);
    for (const text of [`${until - hour - 1} ${name}`,
      `${Number(until) + hour} ${name}`, name])
      await assert.rejects(list(text), { name: 'InvalidParameterException' });
  });

const RATE = ['TooManyRequestsException', 'Rate exceeded'];

test('one user: 10 reads and 10 changes at once, and 10 a second', async () => {
  const [anna, bob] = [await person(usual), await person(usual)];
  const [hers, his] = [await signIn(usual, known, anna),
    await signIn(usual, known, bob)];
  const many = await Promise.all(Array.from({ length: 100 }, () =>
    call(usual, 'GetUser', { AccessToken: hers.AccessToken })));
  assert.ok(many.filter(({ status }) => status === 200).length >= 10);
  const refusals = many.filter(({ status }) => status !== 200);
  assert.ok(refusals.length > 0);
  for (const { status, type, message } of refusals)
    assert.deepEqual([status, type, message], [429, ...RATE]);
  await done(usual, 'GetUser', { AccessToken: his.AccessToken });
});

test('all users: a second\'s worth of sign-ins, whoever they are for',
  async () => {
    const anna = await person(usual);
    for (const name of [anna.name, freshName('nobody')]) {
      const many = await Promise.all(Array.from({ length: 12 }, () =>
        call(usual, 'InitiateAuth', { ...initiate(name, 'wrong'), ClientId: known.clientId },
          { env: { CHINWAG_IDP_PER_SECOND: '1' } })));
      const refusals = many.filter(({ type }) => type === RATE[0]);
      assert.ok(refusals.length > 0);
      for (const { status, message } of refusals)
        assert.deepEqual([status, message], [429, RATE[1]]);
    }
  });

test('who is told to come again does, and is served', async () => {
  const sdk = new CognitoIdentityProviderClient({ region: 'local',
    endpoint: `${usual.url}/idp`, maxAttempts: 8 });
  const tokens = await signIn(usual, known, await person(usual));
  const ask = new GetUserCommand({ AccessToken: tokens.AccessToken });
  const answers = await Promise.all(Array.from({ length: 30 }, () =>
    sdk.send(ask)));
  assert.ok(answers.some((answer) => answer.$metadata.attempts > 1));
});

// Everything that is good once, by eight at once; and what is good for one
// thing, for another.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from '../api/lib/actors.mjs';
import { show } from '../api/lib/app.mjs';
import { call as api } from './lib/api.mjs';
import { call, client, done, freshName, PASSWORD, person, pool, refused,
  signIn } from './lib/pool.mjs';

const chinwag = await pool();
const settings = await client(chinwag);
const ClientId = settings.clientId;
const NEXT = 'another horse entirely';

const initiate = (USERNAME, password = PASSWORD) => ({ ClientId,
  AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME,
    PASSWORD: password } });
const respond = (ChallengeName, Session, responses) => ({ ClientId,
  ChallengeName, Session, ChallengeResponses: responses });

// Eight at once: [of the one that was done, of the others].
async function eight(operation, values) {
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) =>
    call(chinwag, operation, typeof values === 'function' ? values(i)
      : values)));
  const good = answers.filter(({ status }) => status === 200);
  assert.equal(good.length, 1, answers.map(({ text }) => text).join('\n'));
  return [answers.indexOf(good[0]), answers.filter((one) => one !== good[0])];
}

const all = (answers, types) => {
  for (const { type, text } of answers)
    assert.ok(types.includes(type), text);
};

async function newcomer() {
  const Username = freshName('new');
  const email = `${Username}@example.org`;
  await done(chinwag, 'SignUp', { ClientId, Username, Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: email }] });
  return { Username, email, code: await codeOf(chinwag, email) };
}

test('a name is taken once', async () => {
  const Username = freshName('twin');
  const [, others] = await eight('SignUp', (i) => ({ ClientId, Username,
    Password: PASSWORD, UserAttributes: [{ Name: 'email',
      Value: `${Username}-${i}@example.org` }] }));
  all(others, ['UsernameExistsException']);
});

test('a sign-up is confirmed once', async () => {
  const { Username, code } = await newcomer();
  const [, others] = await eight('ConfirmSignUp', { ClientId, Username,
    ConfirmationCode: code });
  all(others, ['NotAuthorizedException', 'CodeMismatchException']);
});

test('a forgotten password is set once, to what the one said', async () => {
  const { name, email } = await person(chinwag);
  await done(chinwag, 'ForgotPassword', { ClientId, Username: name });
  const code = await codeOf(chinwag, email);
  const [winner, others] = await eight('ConfirmForgotPassword', (i) => ({
    ClientId, Username: name, ConfirmationCode: code,
    Password: `${NEXT} ${i}` }));
  all(others, ['CodeMismatchException', 'LimitExceededException']);
  for (let i = 0; i < 3; i += 1)
    assert.equal((await call(chinwag, 'InitiateAuth',
      initiate(name, `${NEXT} ${i}`))).status, i === winner ? 200 : 400);
  if (winner >= 3)
    await done(chinwag, 'InitiateAuth', initiate(name, `${NEXT} ${winner}`));
});

test('another address is taken once', async () => {
  const someone = await person(chinwag);
  const { AccessToken } = await signIn(chinwag, settings, someone);
  const email = `next-${someone.email}`;
  await done(chinwag, 'UpdateUserAttributes', { AccessToken,
    UserAttributes: [{ Name: 'email', Value: email }] });
  const [, others] = await eight('VerifyUserAttribute', { AccessToken,
    AttributeName: 'email', Code: await codeOf(chinwag, email) });
  all(others, ['CodeMismatchException', 'ExpiredCodeException']);
});

test('a new password is chosen once', async () => {
  const { name } = await person(chinwag);
  const told = await chinwag.admin(['users', 'reset', name]);
  const asked = await done(chinwag, 'InitiateAuth',
    initiate(name, told.trim().split(/\s/).at(-1)));
  assert.equal(asked.ChallengeName, 'NEW_PASSWORD_REQUIRED');
  const [winner, others] = await eight('RespondToAuthChallenge', (i) =>
    respond('NEW_PASSWORD_REQUIRED', asked.Session, { USERNAME: name,
      NEW_PASSWORD: `${NEXT} ${i}` }));
  all(others, ['NotAuthorizedException']);
  await done(chinwag, 'InitiateAuth', initiate(name, `${NEXT} ${winner}`));
});

test('an app is set up once, and its code signs in once', async () => {
  const someone = await person(chinwag);
  const { AccessToken } = await signIn(chinwag, settings, someone);
  const { SecretCode } = await done(chinwag, 'AssociateSoftwareToken',
    { AccessToken });
  const [, others] = await eight('VerifySoftwareToken', { AccessToken,
    UserCode: show(SecretCode, -1) });
  all(others, ['EnableSoftwareTokenMFAException', 'NotAuthorizedException']);
  // Seven of them were failures: the lock is waited out by the clock.
  const at = '+10m';
  const sessions = [];
  for (let i = 0; i < 2; i += 1)
    sessions.push((await done(chinwag, 'InitiateAuth', initiate(someone.name),
      { at })).Session);
  const later = show(SecretCode, 20);
  const answers = await Promise.all([...sessions, ...sessions].map((session) =>
    call(chinwag, 'RespondToAuthChallenge', respond('SOFTWARE_TOKEN_MFA',
      session, { USERNAME: someone.name, SOFTWARE_TOKEN_MFA_CODE: later }),
    { at })));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test('a code by mail signs in once', async () => {
  const someone = await person(chinwag);
  const { AccessToken } = await signIn(chinwag, settings, someone);
  await done(chinwag, 'SetUserMFAPreference', { AccessToken,
    EmailMfaSettings: { Enabled: true } });
  const { Session } = await done(chinwag, 'InitiateAuth',
    initiate(someone.name));
  const [, others] = await eight('RespondToAuthChallenge', respond('EMAIL_OTP',
    Session, { USERNAME: someone.name,
      EMAIL_OTP_CODE: await codeOf(chinwag, someone.email) }));
  all(others, ['NotAuthorizedException', 'CodeMismatchException']);
});

test('a refresh token that rotates is good once, or for its time', async () => {
  const begin = async (grace) => {
    const own = await client(chinwag, '--rotate', grace);
    const tokens = await signIn(chinwag, own, await person(chinwag));
    const refresh = (RefreshToken, at) => call(chinwag,
      'GetTokensFromRefreshToken', { ClientId: own.clientId, RefreshToken },
      { at });
    return { tokens, refresh };
  };
  const strict = await begin('0');
  const answers = await Promise.all(Array.from({ length: 8 }, () =>
    strict.refresh(strict.tokens.RefreshToken)));
  const good = answers.filter(({ status }) => status === 200);
  assert.equal(good.length, 1);
  const others = answers.filter((one) => one !== good[0]);
  all(others, ['RefreshTokenReuseException', 'NotAuthorizedException']);
  assert.ok(others.some(({ type }) => type === 'RefreshTokenReuseException'));
  // Somebody has stolen it, for all that is known: all of it is over.
  const fresh = good[0].json.AuthenticationResult;
  assert.equal((await strict.refresh(fresh.RefreshToken)).message,
    'Refresh Token has been revoked');
  assert.equal((await api(chinwag, fresh.IdToken)).status, 401);

  const mild = await begin('60');
  const each = await Promise.all(Array.from({ length: 8 }, () =>
    mild.refresh(mild.tokens.RefreshToken)));
  for (const { status, json } of each) {
    assert.equal(status, 200);
    assert.equal((await mild.refresh(json.AuthenticationResult.RefreshToken))
      .status, 200);
  }
  assert.equal((await mild.refresh(mild.tokens.RefreshToken, '+61s')).type,
    'RefreshTokenReuseException');
});

test('whoever refreshes while it is revoked has nothing after', async () => {
  const tokens = await signIn(chinwag, settings, await person(chinwag));
  const refresh = { ClientId, RefreshToken: tokens.RefreshToken };
  const answers = await Promise.all([
    ...Array.from({ length: 6 }, () =>
      call(chinwag, 'GetTokensFromRefreshToken', refresh)),
    call(chinwag, 'RevokeToken', { ClientId, Token: tokens.RefreshToken })]);
  assert.equal(answers.at(-1).status, 200);
  for (const { json } of answers.slice(0, -1)) {
    const fresh = json.AuthenticationResult;
    if (!fresh)
      continue;
    assert.equal((await api(chinwag, fresh.IdToken)).status, 401);
    await refused(chinwag, 'GetUser', { AccessToken: fresh.AccessToken },
      'NotAuthorizedException', 'Access Token has been revoked');
  }
});

test('a code is its owner\'s, and for its purpose alone', async () => {
  const [one, other] = [await newcomer(), await newcomer()];
  const known = await person(chinwag);
  await done(chinwag, 'ForgotPassword', { ClientId, Username: known.name });
  const reset = await codeOf(chinwag, known.email);
  // A change voids what went to the address before: it is somebody else's.
  const mover = await person(chinwag);
  const { AccessToken } = await signIn(chinwag, settings, mover);
  const email = `next-${mover.email}`;
  await done(chinwag, 'UpdateUserAttributes', { AccessToken,
    UserAttributes: [{ Name: 'email', Value: email }] });
  const change = await codeOf(chinwag, email);
  const mailer = await person(chinwag);
  await done(chinwag, 'SetUserMFAPreference', {
    AccessToken: (await signIn(chinwag, settings, mailer)).AccessToken,
    EmailMfaSettings: { Enabled: true } });
  const { Session } = await done(chinwag, 'InitiateAuth',
    initiate(mailer.name));
  const factor = await codeOf(chinwag, mailer.email);
  await done(chinwag, 'ForgotPassword', { ClientId, Username: mailer.name });
  // Two codes of six digits are alike once in a million.
  const codes = { one: one.code, other: other.code, reset, change, factor };
  const uses = {
    one: (code) => ['ConfirmSignUp', { ClientId, Username: one.Username,
      ConfirmationCode: code }],
    reset: (code) => ['ConfirmForgotPassword', { ClientId,
      Username: known.name, ConfirmationCode: code, Password: NEXT }],
    change: (code) => ['VerifyUserAttribute', { AccessToken,
      AttributeName: 'email', Code: code }],
    factor: (code) => ['RespondToAuthChallenge', respond('EMAIL_OTP', Session,
      { USERNAME: mailer.name, EMAIL_OTP_CODE: code })],
    none: (code) => ['ConfirmForgotPassword', { ClientId,
      Username: mailer.name, ConfirmationCode: code, Password: NEXT }],
  };
  for (const [use, values] of Object.entries(uses))
    for (const [name, code] of Object.entries(codes))
      if (use !== name && !(use === 'none' && code === codes.none))
        await refused(chinwag, ...values(code), 'CodeMismatchException');
  // And each is good still for its own.
  for (const name of ['one', 'change', 'factor', 'reset'])
    await done(chinwag, ...uses[name](codes[name]));
});

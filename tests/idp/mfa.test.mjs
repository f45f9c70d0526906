// Second factors where they are required, chosen, or off: MFA_SETUP and
// SELECT_MFA_TYPE by the real clients, and by the wire what must not work.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { AdminGetUserCommand, AdminSetUserMFAPreferenceCommand,
  CognitoIdentityProviderClient }
  from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, fetchAuthSession, signIn as amplifySignIn, signOut }
  from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { codeOf } from '../api/lib/actors.mjs';
import { install, show } from '../api/lib/app.mjs';
import { Client } from '../api/lib/client.mjs';
import { administrator } from './lib/admin.mjs';
import { call, client, done, PASSWORD, person, pool, refused, signIn }
  from './lib/pool.mjs';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } =
  createRequire(import.meta.url)('amazon-cognito-identity-js');

const strict = await pool({ conf: { mfa: 'required' } });
const settings = await client(strict, '--srp', 'on');
const ClientId = settings.clientId;
// And where they are optional.
const free = await pool();
const open = await client(free, '--srp', 'on');

const initiate = (name, id = ClientId) => ({ AuthFlow: 'USER_PASSWORD_AUTH',
  ClientId: id, AuthParameters: { USERNAME: name, PASSWORD } });
const respond = (ChallengeName, Session, responses, id = ClientId) =>
  ({ ClientId: id, ChallengeName, Session, ChallengeResponses: responses });

const wrong = (code) => code === '000000' ? '000001' : '000000';
const INVALID = ['NotAuthorizedException', 'Invalid session for the user.'];

class Memory {
  constructor() { this.values = new Map(); }
  setItem(name, value) { this.values.set(name, value); }
  getItem(name) { return this.values.get(name) ?? null; }
  removeItem(name) { this.values.delete(name); }
  clear() { this.values.clear(); }
}

// amazon-cognito-identity-js: { user, steps(more) } to sign in with callbacks.
function visitor(name, { userPoolId, clientId, endpoint } = settings) {
  const Storage = new Memory();
  const users = new CognitoUserPool({ UserPoolId: userPoolId,
    ClientId: clientId, endpoint, Storage });
  const user = new CognitoUser({ Username: name, Pool: users, Storage });
  const until = (begin, ...names) => new Promise((resolve, reject) =>
    begin({ onSuccess: (session) => resolve({ session }), onFailure: reject,
      ...Object.fromEntries(names.map((one) => [one, (...args) =>
        resolve({ [one]: args })])) }));
  return { user, until, begin: (...names) => until((callbacks) =>
    user.authenticateUser(new AuthenticationDetails({ Username: name,
      Password: PASSWORD }), callbacks), ...names) };
}

test('identity-js sets an app up while it signs in', async () => {
  const { name } = await person(strict);
  const { user, until, begin } = visitor(name);
  const asked = await begin('mfaSetup');
  assert.deepEqual(asked.mfaSetup[0], 'MFA_SETUP');
  assert.deepEqual(JSON.parse(asked.mfaSetup[1].MFAS_CAN_SETUP),
    ['SOFTWARE_TOKEN_MFA']);
  const { associateSecretCode: [secret] } = await until((callbacks) =>
    user.associateSoftwareToken(callbacks), 'associateSecretCode');
  const verify = (code) => until((callbacks) =>
    user.verifySoftwareToken(code, 'my phone', callbacks));
  // A mistyped code costs no more than itself.
  await assert.rejects(verify(wrong(show(secret, -1))),
    { code: 'EnableSoftwareTokenMFAException', message: 'Code mismatch' });
  const { session } = await verify(show(secret, -1));
  assert.ok(session.isValid());
  const data = await new Promise((resolve, reject) => user.getUserData(
    (error, result) => error ? reject(error) : resolve(result)));
  assert.deepEqual(data.UserMFASettingList, ['SOFTWARE_TOKEN_MFA']);
  // The next time its code is asked for, by the name that it was given.
  const next = visitor(name);
  const { totpRequired } = await next.begin('totpRequired');
  assert.equal(totpRequired[1].FRIENDLY_DEVICE_NAME, 'my phone');
  const { session: second } = await next.until((callbacks) =>
    next.user.sendMFACode(show(secret), callbacks, 'SOFTWARE_TOKEN_MFA'));
  assert.ok(second.isValid());
});

function configureAmplify({ userPoolId, clientId }, url) {
  const values = new Map();
  cognitoUserPoolsTokenProvider.setKeyValueStorage({
    setItem: async (name, value) => void values.set(name, value),
    getItem: async (name) => values.get(name) ?? null,
    removeItem: async (name) => void values.delete(name),
    clear: async () => values.clear(),
  });
  const warn = console.warn;
  console.warn = () => {};
  Amplify.configure({ Auth: { Cognito: { userPoolId,
    userPoolClientId: clientId, userPoolEndpoint: `${url}/idp` } } });
  console.warn = warn;
}

test('Amplify sets an app up while it signs in', async () => {
  const { name } = await person(strict);
  configureAmplify(settings, strict.url);
  const { nextStep } = await amplifySignIn({ username: name,
    password: PASSWORD });
  assert.equal(nextStep.signInStep, 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP');
  const { sharedSecret } = nextStep.totpSetupDetails;
  await assert.rejects(confirmSignIn({
    challengeResponse: wrong(show(sharedSecret, -1)) }),
  { name: 'EnableSoftwareTokenMFAException' });
  const end = await confirmSignIn({ challengeResponse: show(sharedSecret, -1),
    options: { friendlyDeviceName: 'tablet' } });
  assert.deepEqual(end, { isSignedIn: true,
    nextStep: { signInStep: 'DONE' } });
  assert.ok((await fetchAuthSession()).tokens.idToken);
  await signOut();
  const again = await amplifySignIn({ username: name, password: PASSWORD });
  assert.equal(again.nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  await confirmSignIn({ challengeResponse: show(sharedSecret) });
  await signOut();
});

test('each session is good once, for its step, client and person', async () => {
  const [{ name }, other] = [await person(strict), await person(strict)];
  const second = await client(strict);
  const first = await done(strict, 'InitiateAuth', initiate(name));
  assert.equal(first.ChallengeName, 'MFA_SETUP');
  assert.equal(first.AuthenticationResult, undefined);
  const finish = (Session, USERNAME = name, id = ClientId) =>
    respond('MFA_SETUP', Session, { USERNAME }, id);
  // Nothing was set up yet.
  await refused(strict, 'RespondToAuthChallenge', finish(first.Session),
    ...INVALID);
  await refused(strict, 'VerifySoftwareToken', { Session: first.Session,
    UserCode: '123456' }, ...INVALID);
  const made = await done(strict, 'AssociateSoftwareToken',
    { Session: first.Session });
  await refused(strict, 'AssociateSoftwareToken', { Session: first.Session },
    ...INVALID);
  await refused(strict, 'VerifySoftwareToken', { Session: first.Session,
    UserCode: show(made.SecretCode) }, ...INVALID);
  await refused(strict, 'RespondToAuthChallenge', finish(made.Session),
    ...INVALID);
  // Somebody else's app proves nothing.
  const theirs = await done(strict, 'AssociateSoftwareToken', { Session:
    (await done(strict, 'InitiateAuth', initiate(other.name))).Session });
  await refused(strict, 'VerifySoftwareToken', { Session: made.Session,
    UserCode: show(theirs.SecretCode) }, 'EnableSoftwareTokenMFAException');
  const proven = await done(strict, 'VerifySoftwareToken',
    { Session: made.Session, UserCode: show(made.SecretCode, -1) });
  assert.equal(proven.Status, 'SUCCESS');
  await refused(strict, 'VerifySoftwareToken', { Session: made.Session,
    UserCode: show(made.SecretCode) }, ...INVALID);
  for (const values of [finish(proven.Session, other.name),
    finish(proven.Session, name, second.clientId),
    finish(made.Session), finish(theirs.Session),
    respond('SOFTWARE_TOKEN_MFA', proven.Session, { USERNAME: name,
      SOFTWARE_TOKEN_MFA_CODE: show(made.SecretCode) })])
    await refused(strict, 'RespondToAuthChallenge', values, ...INVALID);
  const together = await Promise.all(Array.from({ length: 4 }, () =>
    call(strict, 'RespondToAuthChallenge', finish(proven.Session))));
  assert.equal(together.filter(({ status }) => status === 200).length, 1);
  for (const { json } of together.filter(({ status }) => status !== 200))
    assert.equal(json.message, INVALID[1]);
});

test('who has an app by now cannot be given another', async () => {
  const { name } = await person(strict);
  const [slow, quick] = [await done(strict, 'InitiateAuth', initiate(name)),
    await done(strict, 'InitiateAuth', initiate(name))];
  const old = await done(strict, 'AssociateSoftwareToken',
    { Session: slow.Session });
  const made = await done(strict, 'AssociateSoftwareToken',
    { Session: quick.Session });
  await done(strict, 'VerifySoftwareToken', { Session: made.Session,
    UserCode: show(made.SecretCode, -1) });
  for (const UserCode of [show(old.SecretCode), show(made.SecretCode)])
    await refused(strict, 'VerifySoftwareToken', { Session: old.Session,
      UserCode }, ...INVALID);
  await refused(strict, 'AssociateSoftwareToken', { Session: old.Session },
    ...INVALID);
});

test('sessions that nobody made, or for another kind', async () => {
  const app = await person(strict);
  const step = (await new Client(strict, {}).post('/session',
    { username: app.name, password: PASSWORD })).json;
  assert.equal(step.challenge, 'set_up');
  for (const Session of ['', 'x', 'A'.repeat(43), step.session]) {
    await refused(strict, 'AssociateSoftwareToken', { Session }, ...INVALID);
    await refused(strict, 'VerifySoftwareToken', { Session,
      UserCode: '123456' }, ...INVALID);
  }
  for (const operation of ['AssociateSoftwareToken', 'VerifySoftwareToken'])
    await refused(strict, operation, { UserCode: '123456' },
      'InvalidParameterException', 'Missing required parameter AccessToken');
  // And the API takes none of a client's.
  const asked = await done(strict, 'InitiateAuth', initiate(app.name));
  const answer = await new Client(strict, {}).post('/session/challenge',
    { session: asked.Session, totp: true });
  assert.equal(answer.status, 401);
});

test('guesses at the set-up lock as those at a password do', async () => {
  const { name } = await person(strict);
  const { Session } = await done(strict, 'InitiateAuth', initiate(name));
  const made = await done(strict, 'AssociateSoftwareToken', { Session });
  for (let i = 0; i < 5; i += 1)
    await refused(strict, 'VerifySoftwareToken', { Session: made.Session,
      UserCode: wrong(show(made.SecretCode, i === 4 ? 2 : 0)) },
    'EnableSoftwareTokenMFAException', undefined,
    i === 4 ? { at: '+60s' } : {});
  await refused(strict, 'VerifySoftwareToken', { Session: made.Session,
    UserCode: show(made.SecretCode) }, 'NotAuthorizedException');
  await refused(strict, 'InitiateAuth', initiate(name),
    'NotAuthorizedException', 'Password attempts exceeded');
});

test('the last factor stays where one is required', async () => {
  const { name } = await person(strict);
  const { Session } = await done(strict, 'InitiateAuth', initiate(name));
  const made = await done(strict, 'AssociateSoftwareToken', { Session });
  const proven = await done(strict, 'VerifySoftwareToken', {
    Session: made.Session, UserCode: show(made.SecretCode, -1) });
  const { AuthenticationResult: { AccessToken } } = await done(strict,
    'RespondToAuthChallenge', respond('MFA_SETUP', proven.Session,
      { USERNAME: name }));
  await refused(strict, 'SetUserMFAPreference', { AccessToken,
    SoftwareTokenMfaSettings: { Enabled: false } },
  'InvalidParameterException', 'MFA is required for this user pool.');
  await done(strict, 'SetUserMFAPreference', { AccessToken,
    SoftwareTokenMfaSettings: { Enabled: false },
    EmailMfaSettings: { Enabled: true } });
  assert.equal((await done(strict, 'InitiateAuth', initiate(name)))
    .ChallengeName, 'EMAIL_OTP');
});

// --- where they are optional ---

// Somebody with both factors, none of them preferred: the seed.
async function withBoth() {
  const someone = await person(free);
  const { IdToken, AccessToken } = await signIn(free, open, someone);
  const { secret } = await install(Object.assign(new Client(free,
    { token: IdToken }), { password: PASSWORD }));
  await done(free, 'SetUserMFAPreference', { AccessToken,
    EmailMfaSettings: { Enabled: true } });
  return { ...someone, secret, AccessToken };
}

test('who has two factors chooses, by the wire', async () => {
  const someone = await withBoth();
  const { name } = someone;
  const ask = () => done(free, 'InitiateAuth', initiate(name, open.clientId));
  const choose = (Session, ANSWER) => respond('SELECT_MFA_TYPE', Session,
    { USERNAME: name, ANSWER }, open.clientId);
  const asked = await ask();
  assert.equal(asked.ChallengeName, 'SELECT_MFA_TYPE');
  assert.deepEqual(JSON.parse(asked.ChallengeParameters.MFAS_CAN_CHOOSE),
    ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP']);
  await refused(free, 'RespondToAuthChallenge', choose(asked.Session,
    'SMS_MFA'), 'InvalidParameterException');
  const mailed = await done(free, 'RespondToAuthChallenge',
    choose(asked.Session, 'EMAIL_OTP'));
  assert.equal(mailed.ChallengeName, 'EMAIL_OTP');
  await refused(free, 'RespondToAuthChallenge', choose(asked.Session,
    'SOFTWARE_TOKEN_MFA'), ...INVALID);
  const answer = await done(free, 'RespondToAuthChallenge', respond(
    'EMAIL_OTP', mailed.Session, { USERNAME: name,
      EMAIL_OTP_CODE: await codeOf(free, someone.email) }, open.clientId));
  assert.ok(answer.AuthenticationResult.IdToken);
  // Who prefers one is asked for it.
  await done(free, 'SetUserMFAPreference', { AccessToken: someone.AccessToken,
    SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  assert.equal((await ask()).ChallengeName, 'SOFTWARE_TOKEN_MFA');
});

test('and by identity-js and Amplify', async () => {
  const { name, secret } = await withBoth();
  const { user, until, begin } = visitor(name, open);
  const { selectMFAType } = await begin('selectMFAType');
  assert.equal(selectMFAType[0], 'SELECT_MFA_TYPE');
  await until((callbacks) => user.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA',
    callbacks), 'totpRequired');
  const { session } = await until((callbacks) => user.sendMFACode(show(secret),
    callbacks, 'SOFTWARE_TOKEN_MFA'));
  assert.ok(session.isValid());
  configureAmplify(open, free.url);
  const asked = await amplifySignIn({ username: name, password: PASSWORD });
  assert.equal(asked.nextStep.signInStep,
    'CONTINUE_SIGN_IN_WITH_MFA_SELECTION');
  assert.deepEqual(asked.nextStep.allowedMFATypes, ['TOTP', 'EMAIL']);
  const next = await confirmSignIn({ challengeResponse: 'TOTP' });
  assert.equal(next.nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_TOTP_CODE');
  await confirmSignIn({ challengeResponse: show(secret, 1) });
  await signOut();
});

test('an administrator sets what is asked for', async () => {
  const boss = await administrator(free);
  const sdk = new CognitoIdentityProviderClient({ region: 'local',
    maxAttempts: 1, endpoint: `${free.url}/idp`, credentials: boss });
  const someone = await person(free);
  const Username = someone.name;
  const set = (values) => sdk.send(new AdminSetUserMFAPreferenceCommand({
    UserPoolId: open.userPoolId, Username, ...values }));
  await assert.rejects(set({ SoftwareTokenMfaSettings: { Enabled: true } }),
    { name: 'InvalidParameterException',
      message: 'User has not verified software token mfa' });
  await set({ EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
  const user = await sdk.send(new AdminGetUserCommand({
    UserPoolId: open.userPoolId, Username }));
  assert.deepEqual([user.UserMFASettingList, user.PreferredMfaSetting],
    [['EMAIL_OTP'], 'EMAIL_OTP']);
  assert.equal((await done(free, 'InitiateAuth', initiate(Username,
    open.clientId))).ChallengeName, 'EMAIL_OTP');
  await set({ EmailMfaSettings: { Enabled: false } });
  await signIn(free, open, someone);
  await assert.rejects(sdk.send(new AdminSetUserMFAPreferenceCommand({
    UserPoolId: open.userPoolId, Username: 'nobody',
    EmailMfaSettings: { Enabled: true } })),
  { name: 'UserNotFoundException' });
});

test('where they are off nobody sets one up', async () => {
  const off = await pool({ conf: { mfa: 'off' } });
  const own = await client(off);
  const { AccessToken } = await signIn(off, own, await person(off));
  await refused(off, 'AssociateSoftwareToken', { AccessToken },
    'InvalidParameterException', 'MFA is not enabled for this user pool.');
  await refused(off, 'SetUserMFAPreference', { AccessToken,
    EmailMfaSettings: { Enabled: true } }, 'InvalidParameterException',
  'MFA is not enabled for this user pool.');
});

// What people do with their accounts, by amazon-cognito-identity-js.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { codeOf } from '../api/lib/actors.mjs';
import { show } from '../api/lib/app.mjs';
import { call as api } from './lib/api.mjs';
import { client, done, freshName, PASSWORD, person, pool, refused, signIn }
  from './lib/pool.mjs';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } =
  createRequire(import.meta.url)('amazon-cognito-identity-js');

const chinwag = await pool();
const settings = await client(chinwag, '--srp', 'on');
const ClientId = settings.clientId;

const Storage = { values: {}, setItem(name, value) { this.values[name] = value; },
  getItem(name) { return this.values[name] ?? null; },
  removeItem(name) { delete this.values[name]; }, clear() { this.values = {}; } };
const users = new CognitoUserPool({ UserPoolId: settings.userPoolId, ClientId,
  endpoint: settings.endpoint, Storage });
const userOf = (Username) => new CognitoUser({ Username, Pool: users, Storage });

const promised = (what, name, ...args) => new Promise((resolve, reject) =>
  what[name](...args, (error, result) =>
    error ? reject(error) : resolve(result)));

// With callbacks in an object.
const called = (what, name, ...args) => new Promise((onSuccess, onFailure) =>
  what[name](...args, { onSuccess, onFailure,
    inputVerificationCode: onSuccess }));

const authenticate = (user, Password = PASSWORD, more = {}) =>
  new Promise((resolve, reject) => user.authenticateUser(
    new AuthenticationDetails({ Username: user.getUsername(), Password }),
    { onSuccess: resolve, onFailure: reject,
      totpRequired: (name) => resolve(name), ...more }));

const NEXT = 'another horse entirely';

test('a forgotten password', async () => {
  const { name, email } = await person(chinwag);
  const user = userOf(name);
  const before = await authenticate(user);
  const token = before.getIdToken().getJwtToken();
  const sent = await called(user, 'forgotPassword');
  assert.equal(sent.CodeDeliveryDetails.Destination, `${email[0]}***@e***`);
  const code = await codeOf(chinwag, email);
  const confirm = (values) => new Promise((onSuccess, onFailure) =>
    user.confirmPassword(...values, { onSuccess, onFailure }));
  await assert.rejects(confirm(['000000', NEXT]),
    { code: 'CodeMismatchException',
      message: 'Invalid verification code provided, please try again.' });
  await assert.rejects(confirm([code, 'short']),
    { code: 'InvalidParameterException' });
  await confirm([code, NEXT]);
  await assert.rejects(confirm([code, NEXT]), { code: 'CodeMismatchException' });
  assert.equal((await api(chinwag, token)).status, 401);
  await assert.rejects(authenticate(user), { code: 'NotAuthorizedException' });
  // The new password works by SRP at once.
  assert.ok((await authenticate(user, NEXT)).isValid());
});

test('nobody learns by it who is known', async () => {
  const { name } = await person(chinwag);
  const nobody = freshName('nobody');
  for (const Username of [name, nobody]) {
    const { CodeDeliveryDetails: sent } = await done(chinwag,
      'ForgotPassword', { ClientId, Username });
    assert.match(sent.Destination, /^.\*\*\*@.\*\*\*$/);
    assert.equal(sent.DeliveryMedium, 'EMAIL');
    for (let i = 0; i < 6; i += 1)
      await refused(chinwag, 'ConfirmForgotPassword', { ClientId, Username,
        ConfirmationCode: '000000', Password: NEXT },
      i < 5 ? 'CodeMismatchException' : 'LimitExceededException');
  }
  const telling = await client(chinwag, '--tell-unknown', 'on');
  await refused(chinwag, 'ForgotPassword', { ClientId: telling.clientId,
    Username: nobody }, 'UserNotFoundException', 'User does not exist.');
});

test('a changed password', async () => {
  const { name } = await person(chinwag);
  const user = userOf(name);
  const session = await authenticate(user);
  await assert.rejects(promised(user, 'changePassword', 'wrong', NEXT),
    { code: 'NotAuthorizedException',
      message: 'Incorrect username or password.' });
  await assert.rejects(promised(user, 'changePassword', PASSWORD, 'Short1!x'),
    { code: 'InvalidPasswordException' });
  assert.equal(await promised(user, 'changePassword', PASSWORD, NEXT),
    'SUCCESS');
  // What was issued before is void.
  assert.equal((await api(chinwag, session.getIdToken().getJwtToken())).status,
    401);
  assert.ok((await authenticate(user, NEXT)).isValid());
});

test('one-time passwords, from the app to the last', async () => {
  const { name } = await person(chinwag);
  const user = userOf(name);
  await authenticate(user);
  const secret = await new Promise((associateSecretCode, onFailure) =>
    user.associateSoftwareToken({ associateSecretCode, onFailure }));
  await assert.rejects(called(user, 'verifySoftwareToken', '000000', 'phone'),
    { code: 'EnableSoftwareTokenMFAException', message: 'Code mismatch' });
  await called(user, 'verifySoftwareToken', show(secret, -1), 'phone');
  assert.equal(await promised(user, 'setUserMfaPreference', null,
    { Enabled: true, PreferredMfa: true }), 'SUCCESS');
  const data = await promised(user, 'getUserData');
  assert.deepEqual(data.UserMFASettingList, ['SOFTWARE_TOKEN_MFA']);
  assert.equal(data.PreferredMfaSetting, 'SOFTWARE_TOKEN_MFA');

  const again = userOf(name);
  assert.equal(await authenticate(again), 'SOFTWARE_TOKEN_MFA');
  const send = (code) => new Promise((onSuccess, onFailure) =>
    again.sendMFACode(code, { onSuccess, onFailure }, 'SOFTWARE_TOKEN_MFA'));
  const right = show(secret);
  await assert.rejects(send(right === '000000' ? '000001' : '000000'),
    { code: 'CodeMismatchException' });
  assert.ok((await send(right)).isValid());
  assert.equal(await promised(again, 'setUserMfaPreference', null,
    { Enabled: false, PreferredMfa: false }), 'SUCCESS');
  assert.ok((await authenticate(userOf(name))).isValid());
});

test('who has no app cannot turn it on', async () => {
  const { name } = await person(chinwag);
  const user = userOf(name);
  await authenticate(user);
  await assert.rejects(promised(user, 'setUserMfaPreference', null,
    { Enabled: true, PreferredMfa: true }),
  { code: 'InvalidParameterException',
    message: 'User has not verified software token mfa' });
});

test('signing out everywhere', async () => {
  const { name } = await person(chinwag);
  const [here, there] = [userOf(name), userOf(name)];
  const sessions = [await authenticate(here), await authenticate(there)];
  await called(here, 'globalSignOut');
  for (const session of sessions)
    await refused(chinwag, 'GetUser',
      { AccessToken: session.getAccessToken().getJwtToken() },
      'NotAuthorizedException', 'Access Token has been revoked');
  for (const session of sessions)
    await refused(chinwag, 'GetTokensFromRefreshToken', { ClientId,
      RefreshToken: session.getRefreshToken().getToken() },
    'NotAuthorizedException', 'Refresh Token has been revoked');
});

test('the first letter is in the locale of who signs up', async () => {
  for (const [locale, written] of [['de', 'de'], ['fr', 'en']]) {
    const name = freshName('welcome');
    await done(chinwag, 'SignUp', { ClientId, Username: name,
      Password: PASSWORD, UserAttributes: [
        { Name: 'email', Value: `${name}@example.org` },
        { Name: 'locale', Value: locale }] });
    assert.match(await chinwag.mailTo(`${name}@example.org`),
      new RegExp(`^Content-Language: ${written}\\b`, 'm'));
  }
});

test('attributes are told, changed and dropped', async () => {
  const name = freshName('told');
  await done(chinwag, 'SignUp', { ClientId, Username: name, Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: `${name}@example.org` },
      { Name: 'given_name', Value: 'Ada' }] });
  await done(chinwag, 'ConfirmSignUp', { ClientId, Username: name,
    ConfirmationCode: await codeOf(chinwag, `${name}@example.org`) });
  const user = userOf(name);
  await authenticate(user);
  const told = async () => Object.fromEntries((await promised(user,
    'getUserAttributes')).map((one) => [one.getName(), one.getValue()]));
  assert.equal((await told()).given_name, 'Ada');
  await promised(user, 'updateAttributes', [
    { Name: 'given_name', Value: 'Augusta' }, { Name: 'locale', Value: 'en' }]);
  await promised(user, 'deleteAttributes', ['locale']);
  const now = await told();
  assert.deepEqual([now.given_name, now.locale], ['Augusta', undefined]);
  for (const Name of ['sub', 'shoe_size', 'custom:unknown'])
    await assert.rejects(promised(user, 'updateAttributes',
      [{ Name, Value: 'x' }]), { code: 'InvalidParameterException' }, Name);
  await assert.rejects(promised(user, 'deleteAttributes', ['email']),
    { code: 'InvalidParameterException' });
});

test('another mail address counts once its code has come back', async () => {
  const { name, email } = await person(chinwag);
  const user = userOf(name);
  await authenticate(user);
  const next = `next-${email}`;
  const sent = await new Promise((resolve, reject) => user.updateAttributes(
    [{ Name: 'email', Value: next }], (error, result, details) =>
      error ? reject(error) : resolve(details)));
  assert.equal(sent.CodeDeliveryDetailsList[0].AttributeName, 'email');
  const mail = async () => (await promised(user, 'getUserAttributes'))
    .find((one) => one.getName() === 'email').getValue();
  assert.equal(await mail(), email);
  const code = await codeOf(chinwag, next);
  await assert.rejects(called(user, 'verifyAttribute', 'email',
    code === '000000' ? '000001' : '000000'), { code: 'CodeMismatchException' });
  await called(user, 'verifyAttribute', 'email', code);
  assert.equal(await mail(), next);
  await assert.rejects(called(user, 'getAttributeVerificationCode', 'email'),
    { code: 'InvalidParameterException' });
});

test('an address that became another\'s meanwhile', async () => {
  const [one, two] = [freshName('one'), freshName('two')];
  const email = `${one}@example.org`;
  const signUp = (Username) => done(chinwag, 'SignUp', { ClientId, Username,
    Password: PASSWORD, UserAttributes: [{ Name: 'email', Value: email }] });
  const confirm = (Username, ConfirmationCode) => ({ ClientId, Username,
    ConfirmationCode });
  await signUp(one);
  const first = await codeOf(chinwag, email);
  await signUp(two);
  await done(chinwag, 'ConfirmSignUp', confirm(one, first));
  await refused(chinwag, 'ConfirmSignUp', confirm(two,
    await codeOf(chinwag, email, 1)), 'AliasExistsException',
  'An account with the email already exists.');
  const AccessToken = async (someone) => (await signIn(chinwag, settings,
    someone)).AccessToken;
  const [eve, bob] = [await person(chinwag), await person(chinwag)];
  const next = `wanted-${eve.email}`;
  const tokens = [await AccessToken(eve), await AccessToken(bob)];
  const codes = [];
  for (const token of tokens) {
    await done(chinwag, 'UpdateUserAttributes', { AccessToken: token,
      UserAttributes: [{ Name: 'email', Value: next }] });
    codes.push(await codeOf(chinwag, next, codes.length));
  }
  const verify = (i) => ({ AccessToken: tokens[i], AttributeName: 'email',
    Code: codes[i] });
  await done(chinwag, 'VerifyUserAttribute', verify(0));
  await refused(chinwag, 'VerifyUserAttribute', verify(1),
    'AliasExistsException', 'An account with the email already exists.');
});

test('a new password may bring attributes along', async () => {
  const { name, email } = await person(chinwag);
  const told = await chinwag.admin(['users', 'reset', name]);
  const user = userOf(name);
  const [attributes, required] = await new Promise((resolve, reject) =>
    user.authenticateUser(new AuthenticationDetails({ Username: name,
      Password: told.trim().split(/\s/).at(-1) }), { onFailure: reject,
      newPasswordRequired: (...args) => resolve(args) }));
  assert.deepEqual(attributes, { email_verified: 'true', email });
  assert.deepEqual(required, []);
  const complete = (password, values) => new Promise((onSuccess, onFailure) =>
    user.completeNewPasswordChallenge(password, values,
      { onSuccess, onFailure }));
  await assert.rejects(complete('Short1!x', {}),
    { code: 'InvalidPasswordException' });
  await assert.rejects(complete(NEXT, { shoe: '43' }),
    { code: 'InvalidParameterException' });
  assert.ok((await complete(NEXT, { given_name: 'Ada', email })).isValid());
  const list = await promised(user, 'getUserAttributes');
  assert.equal(list.find((one) => one.getName() === 'given_name').getValue(),
    'Ada');
});

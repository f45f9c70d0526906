// amazon-cognito-identity-js in Node.js, told nothing but the endpoint.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRequire } from 'node:module';
import { codeOf } from '../api/lib/actors.mjs';
import { call as api } from './lib/api.mjs';
import { claims, client, freshName, PASSWORD, person, pool }
  from './lib/pool.mjs';

const { AuthenticationDetails, CognitoRefreshToken, CognitoUser,
  CognitoUserAttribute, CognitoUserPool } =
  createRequire(import.meta.url)('amazon-cognito-identity-js');

const chinwag = await pool();
const settings = await client(chinwag, '--srp', 'on');

class Memory {
  constructor() { this.values = new Map(); }
  setItem(name, value) { this.values.set(name, value); }
  getItem(name) { return this.values.get(name) ?? null; }
  removeItem(name) { this.values.delete(name); }
  clear() { this.values.clear(); }
}

const newPool = (Storage = new Memory()) => new CognitoUserPool({
  UserPoolId: settings.userPoolId, ClientId: settings.clientId,
  endpoint: settings.endpoint, Storage });

const newUser = (Pool, Username, Storage = Pool.storage) =>
  new CognitoUser({ Username, Pool, Storage });

// A function with a callback (error, result) as a promise.
const promised = (what, name, ...args) => new Promise((resolve, reject) =>
  what[name](...args, (error, result) =>
    error ? reject(error) : resolve(result)));

const authenticate = (user, Username, Password = PASSWORD) =>
  new Promise((onSuccess, onFailure) => user.authenticateUser(
    new AuthenticationDetails({ Username, Password }),
    { onSuccess, onFailure }));

test('somebody signs up, confirms, signs in by SRP, and leaves', async () => {
  const name = freshName('Ada');
  const email = `${name.toLowerCase()}@example.org`;
  const users = newPool();
  const result = await promised(users, 'signUp', name, PASSWORD,
    [new CognitoUserAttribute({ Name: 'email', Value: email })], null);
  assert.equal(result.userConfirmed, false);
  assert.match(result.userSub, /^[0-9a-f-]{36}$/);
  assert.equal(result.codeDeliveryDetails.DeliveryMedium, 'EMAIL');
  assert.equal(result.codeDeliveryDetails.Destination, 'a***@e***');

  const user = newUser(users, name);
  await assert.rejects(authenticate(user, name),
    { code: 'UserNotConfirmedException', message: 'User is not confirmed.' });
  await assert.rejects(promised(user, 'confirmRegistration', '000000', true),
    { code: 'CodeMismatchException' });
  const code = await codeOf(chinwag, email);
  assert.equal(await promised(user, 'confirmRegistration', code, true),
    'SUCCESS');
  await assert.rejects(promised(user, 'confirmRegistration', code, true),
    { code: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED' });

  await assert.rejects(authenticate(user, name, 'wrong password'),
    { code: 'NotAuthorizedException',
      message: 'Incorrect username or password.' });
  const session = await authenticate(user, name);
  assert.ok(session.isValid());
  assert.equal(user.getUsername(), name);
  const id = claims(session.getIdToken().getJwtToken());
  assert.equal(id.sub, result.userSub);
  assert.equal(id['cognito:username'], name);
  assert.equal(id.email, email);
  assert.equal(id.email_verified, true);
  assert.equal(id.aud, settings.clientId);
  assert.equal(id.iss, settings.issuer);

  const attributes = await promised(user, 'getUserAttributes');
  assert.deepEqual(Object.fromEntries(attributes.map((one) =>
    [one.getName(), one.getValue()])),
  { sub: result.userSub, email_verified: 'true', email });

  // The API takes its tokens; and after signing out no more.
  const tokens = [session.getIdToken(), session.getAccessToken()]
    .map((token) => token.getJwtToken());
  for (const token of tokens)
    assert.equal((await api(chinwag, token)).status, 200);
  await new Promise((resolve, reject) =>
    user.signOut((error) => error ? reject(error) : resolve()));
  for (const token of tokens)
    assert.equal((await api(chinwag, token)).status, 401);
});

test('a session is kept, and goes on by its refresh token', async () => {
  const someone = await person(chinwag);
  const storage = new Memory();
  const users = newPool(storage);
  const user = newUser(users, someone.name, storage);
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  const first = await authenticate(user, someone.name);

  const again = newPool(storage).getCurrentUser();
  const kept = await promised(again, 'getSession');
  assert.equal(kept.getIdToken().getJwtToken(),
    first.getIdToken().getJwtToken());
  const next = await promised(again, 'refreshSession',
    new CognitoRefreshToken({ RefreshToken:
      first.getRefreshToken().getToken() }));
  assert.ok(next.isValid());
  assert.equal(next.getRefreshToken().getToken(),
    first.getRefreshToken().getToken());
  assert.equal(claims(next.getIdToken().getJwtToken()).auth_time,
    claims(first.getIdToken().getJwtToken()).auth_time);
});

test('refresh tokens rotate, where the client wants it', async () => {
  const own = await client(chinwag, '--rotate', '0');
  const someone = await person(chinwag);
  const users = new CognitoUserPool({ UserPoolId: own.userPoolId,
    ClientId: own.clientId, endpoint: own.endpoint, Storage: new Memory() });
  const user = newUser(users, someone.name);
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
  const seen = new Set();
  let session = await authenticate(user, someone.name);
  for (let i = 0; i < 3; i += 1) {
    seen.add(session.getRefreshToken().getToken());
    session = await promised(user, 'refreshSession',
      session.getRefreshToken());
    assert.equal((await api(chinwag, session.getIdToken().getJwtToken()))
      .status, 200);
  }
  assert.equal(seen.add(session.getRefreshToken().getToken()).size, 4);
});

test('who signed up before the switch signs in by password once', async () => {
  const late = await client(chinwag);
  const someone = await person(chinwag);
  const users = new CognitoUserPool({ UserPoolId: late.userPoolId,
    ClientId: late.clientId, endpoint: late.endpoint, Storage: new Memory() });
  await assert.rejects(authenticate(newUser(users, someone.name),
    someone.name), { code: 'InvalidParameterException',
    message: 'USER_SRP_AUTH flow not enabled for this client' });
});

test('another code is sent, and the mail address is a name too', async () => {
  const name = freshName();
  const email = `${name}@example.org`;
  const users = newPool();
  await promised(users, 'signUp', name, PASSWORD,
    [new CognitoUserAttribute({ Name: 'email', Value: email })], null);
  await codeOf(chinwag, email);
  const user = newUser(users, name);
  const sent = await promised(user, 'resendConfirmationCode');
  assert.equal(sent.CodeDeliveryDetails.AttributeName, 'email');
  const code = await codeOf(chinwag, email, 1);
  await promised(user, 'confirmRegistration', code, true);
  const byMail = newUser(users, email);
  await authenticate(byMail, email);
  assert.equal(byMail.getUsername(), name);
  await assert.rejects(promised(user, 'resendConfirmationCode'),
    { code: 'InvalidParameterException',
      message: 'User is already confirmed.' });
});

test('a password that is none, a name that is taken', async () => {
  const users = newPool();
  const someone = await person(chinwag);
  const signUp = (name, password, email = `${name}@example.org`) =>
    promised(users, 'signUp', name, password,
      [new CognitoUserAttribute({ Name: 'email', Value: email })], null);
  await assert.rejects(signUp(freshName(), 'Short1!x'),
    { code: 'InvalidPasswordException', message:
      'Password did not conform with policy: Password not long enough' });
  await assert.rejects(signUp(freshName(), 'abc'),
    { code: 'InvalidParameterException',
      message: /^1 validation error detected: Value at 'password'/ });
  await assert.rejects(signUp(someone.name.toUpperCase(), PASSWORD),
    { code: 'UsernameExistsException', message: 'User already exists' });
  await assert.rejects(signUp('no blanks', PASSWORD, 'a@example.org'),
    { code: 'InvalidParameterException' });
});

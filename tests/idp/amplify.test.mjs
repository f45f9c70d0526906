// AWS Amplify v6, told nothing but the endpoint.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Amplify } from 'aws-amplify';
import { confirmSignUp, fetchAuthSession, fetchUserAttributes,
  getCurrentUser, signIn, signOut, signUp } from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { codeOf } from '../api/lib/actors.mjs';
import { call as api } from './lib/api.mjs';
import { claims, client, freshName, PASSWORD, person, pool }
  from './lib/pool.mjs';

const chinwag = await pool();
// Its refresh tokens are good once.
const settings = await client(chinwag, '--srp', 'on', '--rotate', '0');

// There is no localStorage here.
const values = new Map();
cognitoUserPoolsTokenProvider.setKeyValueStorage({
  setItem: async (name, value) => void values.set(name, value),
  getItem: async (name) => values.get(name) ?? null,
  removeItem: async (name) => void values.delete(name),
  clear: async () => values.clear(),
});

const warn = console.warn;
console.warn = () => {};
Amplify.configure({ Auth: { Cognito: { userPoolId: settings.userPoolId,
  userPoolClientId: settings.clientId,
  userPoolEndpoint: `${chinwag.url}/idp` } } });
console.warn = warn;

test('signs up, in by SRP, goes on, and out', async () => {
  const username = freshName('amp');
  const email = `${username}@example.org`;
  const signedUp = await signUp({ username, password: PASSWORD,
    options: { userAttributes: { email } } });
  assert.equal(signedUp.nextStep.signUpStep, 'CONFIRM_SIGN_UP');
  await confirmSignUp({ username,
    confirmationCode: await codeOf(chinwag, email) });
  const signedIn = await signIn({ username, password: PASSWORD });
  assert.equal(signedIn.nextStep.signInStep, 'DONE');
  assert.equal((await getCurrentUser()).userId, signedUp.userId);
  assert.equal((await fetchUserAttributes()).email, email);
  const first = (await fetchAuthSession()).tokens;
  const next = (await fetchAuthSession({ forceRefresh: true })).tokens;
  assert.notEqual(next.idToken.toString(), first.idToken.toString());
  await fetchAuthSession({ forceRefresh: true });
  assert.equal(claims(next.idToken.toString()).sub, signedUp.userId);
  const token = next.idToken.toString();
  assert.equal((await api(chinwag, token)).status, 200);
  await signOut();
  assert.equal((await api(chinwag, token)).status, 401);
});

test('signs in by password, and is told why not', async () => {
  const someone = await person(chinwag);
  await assert.rejects(signIn({ username: someone.name,
    password: 'not the password', options: {
      authFlowType: 'USER_PASSWORD_AUTH' } }),
  { name: 'NotAuthorizedException',
    message: 'Incorrect username or password.' });
  await signIn({ username: someone.name, password: PASSWORD, options: {
    authFlowType: 'USER_PASSWORD_AUTH' } });
  await signOut();
});

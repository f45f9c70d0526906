// The AWS SDK for JavaScript, v3, told nothing but the endpoint.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CognitoIdentityProviderClient, ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand, GetUserCommand, InitiateAuthCommand,
  ResendConfirmationCodeCommand, RevokeTokenCommand, SignUpCommand,
  NotAuthorizedException, UsernameExistsException }
  from '@aws-sdk/client-cognito-identity-provider';
import { codeOf } from '../api/lib/actors.mjs';
import { client, freshName, PASSWORD, person, pool } from './lib/pool.mjs';

const chinwag = await pool();
const { clientId } = await client(chinwag);
const sdk = new CognitoIdentityProviderClient({ region: 'local',
  endpoint: `${chinwag.url}/idp`, maxAttempts: 1,
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });

const signIn = (USERNAME, password = PASSWORD) =>
  sdk.send(new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId, AuthParameters: { USERNAME, PASSWORD: password } }));

test('from signing up to signing out', async () => {
  const Username = freshName('Sdk');
  const email = `${Username.toLowerCase()}@example.org`;
  const signedUp = await sdk.send(new SignUpCommand({ ClientId: clientId,
    Username, Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: email }] }));
  assert.equal(signedUp.UserConfirmed, false);
  await assert.rejects(signIn(Username), { name: 'UserNotConfirmedException' });
  await codeOf(chinwag, email);
  const sent = await sdk.send(new ResendConfirmationCodeCommand({
    ClientId: clientId, Username }));
  assert.equal(sent.CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
  await sdk.send(new ConfirmSignUpCommand({ ClientId: clientId, Username,
    ConfirmationCode: await codeOf(chinwag, email, 1) }));
  const { AuthenticationResult: first } = await signIn(Username);
  const { AuthenticationResult: next } = await sdk.send(
    new GetTokensFromRefreshTokenCommand({ ClientId: clientId,
      RefreshToken: first.RefreshToken }));
  const user = await sdk.send(new GetUserCommand({
    AccessToken: next.AccessToken }));
  assert.equal(user.Username, Username);
  assert.equal(user.UserAttributes.find(({ Name }) => Name === 'sub').Value,
    signedUp.UserSub);
  await sdk.send(new RevokeTokenCommand({ ClientId: clientId,
    Token: first.RefreshToken }));
  await assert.rejects(sdk.send(new GetUserCommand({
    AccessToken: next.AccessToken })), (error) =>
    error instanceof NotAuthorizedException &&
    error.message === 'Access Token has been revoked');
});

test('errors are of their classes', async () => {
  const someone = await person(chinwag);
  await assert.rejects(signIn(someone.name, 'not the password'), (error) =>
    error instanceof NotAuthorizedException &&
    error.message === 'Incorrect username or password.' &&
    error.$metadata.httpStatusCode === 400 &&
    /^[0-9a-f-]{36}$/.test(error.$metadata.requestId));
  await assert.rejects(sdk.send(new SignUpCommand({ ClientId: clientId,
    Username: someone.name, Password: PASSWORD, UserAttributes: [{
      Name: 'email', Value: 'other@example.org' }] })), (error) =>
    error instanceof UsernameExistsException);
});

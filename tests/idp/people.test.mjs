// What administrators do to people, by the AWS SDK with a key pair.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { AdminConfirmSignUpCommand, AdminCreateUserCommand,
  AdminDeleteUserCommand, AdminDisableUserCommand, AdminEnableUserCommand,
  AdminGetUserCommand, AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand, CognitoIdentityProviderClient,
  DeleteUserCommand, ListUsersCommand }
  from '@aws-sdk/client-cognito-identity-provider';
import { codeOf } from '../api/lib/actors.mjs';
import { call as api } from './lib/api.mjs';
import { administrator } from './lib/admin.mjs';
import { call, client, done, freshName, PASSWORD, person, pool, refused,
  signIn } from './lib/pool.mjs';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } =
  createRequire(import.meta.url)('amazon-cognito-identity-js');

const chinwag = await pool();
const settings = await client(chinwag, '--srp', 'on');
const ClientId = settings.clientId;
const boss = await administrator(chinwag);
const sdk = new CognitoIdentityProviderClient({ region: 'local', maxAttempts: 1,
  endpoint: `${chinwag.url}/idp`, credentials: boss });
const send = (Command, values) => sdk.send(new Command({
  UserPoolId: settings.userPoolId, ...values }));

const values = {};
const Storage = { setItem: (name, value) => { values[name] = value; },
  getItem: (name) => values[name] ?? null,
  removeItem: (name) => delete values[name], clear: () => {} };
const userOf = (Username) => new CognitoUser({ Username, Storage,
  Pool: new CognitoUserPool({ UserPoolId: settings.userPoolId, ClientId,
    endpoint: settings.endpoint, Storage }) });

const initiate = (USERNAME, password = PASSWORD) => call(chinwag,
  'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', ClientId,
    AuthParameters: { USERNAME, PASSWORD: password } });

test('somebody is created, gets a mail, and chooses a password', async () => {
  const Username = freshName('Made');
  const email = `${Username.toLowerCase()}@example.org`;
  const attributes = [{ Name: 'email', Value: email },
    { Name: 'given_name', Value: 'Mary' }];
  const { User } = await send(AdminCreateUserCommand, { Username,
    UserAttributes: attributes, DesiredDeliveryMediums: ['EMAIL'] });
  assert.equal(User.UserStatus, 'FORCE_CHANGE_PASSWORD');
  assert.equal(User.Username, Username);
  assert.ok(User.Attributes.some(({ Name, Value }) => Name === 'given_name' &&
    Value === 'Mary'));
  await assert.rejects(send(AdminCreateUserCommand, { Username,
    UserAttributes: attributes }), { name: 'UsernameExistsException' });
  const temporary = (mail) => /\r\n\r\n(\S+)\r\n\r\nSign in with it/.exec(mail)[1];
  await chinwag.mailTo(email);
  await send(AdminCreateUserCommand, { Username, MessageAction: 'RESEND' });
  const password = temporary(await chinwag.mailTo(email, 1));

  const user = userOf(Username);
  const asked = await new Promise((resolve, reject) => user.authenticateUser(
    new AuthenticationDetails({ Username, Password: password }), {
      onSuccess: reject, onFailure: reject,
      newPasswordRequired: (has, needed) => resolve([has, needed]) }));
  assert.equal(asked[0].email, email);
  assert.deepEqual(asked[1], []);
  const complete = (word) => new Promise((onSuccess, onFailure) =>
    user.completeNewPasswordChallenge(word, {}, { onSuccess, onFailure }));
  await assert.rejects(complete('Short1!x'),
    { code: 'InvalidPasswordException' });
  const session = await complete(PASSWORD);
  assert.equal((await api(chinwag, session.getIdToken().getJwtToken())).status,
    200);
  await assert.rejects(send(AdminCreateUserCommand, { Username,
    MessageAction: 'RESEND' }), { name: 'UnsupportedUserStateException' });
});

test('a temporary password may be given, without a mail', async () => {
  const Username = freshName('given');
  await assert.rejects(send(AdminCreateUserCommand, { Username,
    TemporaryPassword: 'Short1!x', MessageAction: 'SUPPRESS',
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.org` }] }),
  { name: 'InvalidPasswordException' });
  await assert.rejects(send(AdminCreateUserCommand, { Username }),
    { name: 'InvalidParameterException' });
  await send(AdminCreateUserCommand, { Username,
    TemporaryPassword: 'a temporary horse', MessageAction: 'SUPPRESS',
    UserAttributes: [{ Name: 'email', Value: `${Username}@example.org` }] });
  const asked = (await initiate(Username, 'a temporary horse')).json;
  assert.equal(asked.ChallengeName, 'NEW_PASSWORD_REQUIRED');
  await done(chinwag, 'RespondToAuthChallenge', { ClientId,
    ChallengeName: asked.ChallengeName, Session: asked.Session,
    ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: PASSWORD } });
  await refused(chinwag, 'RespondToAuthChallenge', { ClientId,
    ChallengeName: asked.ChallengeName, Session: asked.Session,
    ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: PASSWORD } },
  'NotAuthorizedException', 'Invalid session for the user.');
});

test('a password is set, for good or for now', async () => {
  const someone = await person(chinwag);
  const Username = someone.name;
  const tokens = await signIn(chinwag, settings, someone);
  await send(AdminSetUserPasswordCommand, { Username,
    Password: 'another horse entirely', Permanent: true });
  await refused(chinwag, 'GetUser', { AccessToken: tokens.AccessToken },
    'NotAuthorizedException', 'Access Token has been revoked');
  assert.equal((await initiate(Username)).type, 'NotAuthorizedException');
  assert.ok((await initiate(Username, 'another horse entirely')).json
    .AuthenticationResult);
  await send(AdminSetUserPasswordCommand, { Username, Password: PASSWORD });
  assert.equal((await initiate(Username)).json.ChallengeName,
    'NEW_PASSWORD_REQUIRED');
  await assert.rejects(send(AdminSetUserPasswordCommand, { Username,
    Password: 'Short1!x', Permanent: true }),
  { name: 'InvalidPasswordException' });
});

test('somebody is confirmed, shut out, let in, and reset', async () => {
  const Username = freshName('state');
  const email = `${Username}@example.org`;
  await done(chinwag, 'SignUp', { ClientId, Username, Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: email }] });
  const status = async () => {
    const user = await send(AdminGetUserCommand, { Username });
    return [user.UserStatus, user.Enabled];
  };
  assert.deepEqual(await status(), ['UNCONFIRMED', true]);
  await send(AdminConfirmSignUpCommand, { Username });
  assert.deepEqual(await status(), ['CONFIRMED', true]);
  await assert.rejects(send(AdminConfirmSignUpCommand, { Username }),
    { name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED' });
  const tokens = await signIn(chinwag, settings, { name: Username });
  await send(AdminDisableUserCommand, { Username });
  assert.deepEqual(await status(), ['CONFIRMED', false]);
  for (const token of [tokens.IdToken, tokens.AccessToken])
    assert.equal((await api(chinwag, token)).status, 401);
  assert.equal((await initiate(Username)).message,
    'Incorrect username or password.');
  await refused(chinwag, 'GetTokensFromRefreshToken', { ClientId,
    RefreshToken: tokens.RefreshToken }, 'NotAuthorizedException');
  const telling = await client(chinwag, '--tell-unknown', 'on');
  assert.equal((await call(chinwag, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH', ClientId: telling.clientId,
    AuthParameters: { USERNAME: Username, PASSWORD } })).message,
  'User is disabled.');
  await send(AdminEnableUserCommand, { Username });
  await signIn(chinwag, settings, { name: Username });
  const known = (await chinwag.mailTo(email), chinwag.mailCount);
  await send(AdminResetUserPasswordCommand, { Username });
  assert.equal((await status())[0], 'RESET_REQUIRED');
  assert.equal((await initiate(Username)).type,
    'PasswordResetRequiredException');
  await done(chinwag, 'ConfirmForgotPassword', { ClientId, Username,
    ConfirmationCode: await codeOf(chinwag, email, known),
    Password: 'another horse entirely' });
  assert.ok((await initiate(Username, 'another horse entirely')).json
    .AuthenticationResult);
});

test('people are listed by pages, and searched', async () => {
  const names = [];
  for (let i = 0; i < 3; i += 1)
    names.push((await person(chinwag, freshName('listed'))).name);
  const all = async (Filter, more = {}) => {
    const found = [];
    let PaginationToken;
    do {
      const page = await send(ListUsersCommand, { Filter, Limit: 2,
        PaginationToken, ...more });
      assert.ok(page.Users.length <= 2);
      found.push(...page.Users);
      ({ PaginationToken } = page);
    } while (PaginationToken);
    return found;
  };
  const namesOf = (users) => users.map(({ Username }) => Username);
  const everybody = namesOf(await all());
  assert.ok([...names, boss.name].every((name) => everybody.includes(name)));
  assert.equal(new Set(everybody).size, everybody.length);
  assert.deepEqual(namesOf(await all('username ^= "listed"')), names);
  assert.deepEqual(namesOf(await all(`username = "${names[1]}"`)), [names[1]]);
  assert.deepEqual(namesOf(await all(`email = "${names[2]}@example.org"`)),
    [names[2]]);
  const [one] = await all(`username = "${names[0]}"`);
  const sub = one.Attributes.find(({ Name }) => Name === 'sub').Value;
  assert.deepEqual(namesOf(await all(`sub = "${sub}"`)), [names[0]]);
  await send(AdminDisableUserCommand, { Username: names[0] });
  assert.ok(namesOf(await all('status = "Disabled"')).includes(names[0]));
  assert.deepEqual(await all('username = "a \\"quoted\\" name"'), []);
  const [bare] = await all(`username = "${names[1]}"`,
    { AttributesToGet: ['email'] });
  assert.deepEqual(bare.Attributes.map(({ Name }) => Name), ['email']);
  for (const [Filter, message] of [['username', 'Error while parsing filter'],
    ['username = anna', 'Error while parsing filter'],
    ['username = "a" and email = "b"', 'Error while parsing filter'],
    ['shoe = "43"', 'Invalid search attribute: shoe'],
    ['custom:shoe = "43"', 'Invalid search attribute: custom:shoe']])
    await assert.rejects(send(ListUsersCommand, { Filter }),
      { name: 'InvalidParameterException', message });
  await assert.rejects(send(ListUsersCommand, { Limit: 61 }),
    { name: 'InvalidParameterException' });
  await assert.rejects(send(ListUsersCommand, { PaginationToken: '%%%' }),
    { name: 'InvalidParameterException' });
});

test('somebody goes, by an administrator or by themselves', async () => {
  const friend = await person(chinwag);
  const { IdToken } = await signIn(chinwag, settings, friend);
  for (const leave of [
    (Username) => send(AdminDeleteUserCommand, { Username }),
    (_, AccessToken) => sdk.send(new DeleteUserCommand({ AccessToken }))]) {
    const someone = await person(chinwag);
    const tokens = await signIn(chinwag, settings, someone);
    const { request } = await import('../api/lib/wire.mjs');
    const made = await request(chinwag.port, { method: 'POST',
      path: '/api/conversations', headers: [['Authorization', IdToken],
        ['Content-Type', 'application/json']],
      body: JSON.stringify([someone.name]) });
    assert.equal(made.status, 201, made.text);
    await leave(someone.name, tokens.AccessToken);
    assert.equal((await api(chinwag, tokens.IdToken)).status, 401);
    await refused(chinwag, 'GetUser', { AccessToken: tokens.AccessToken },
      'NotAuthorizedException', 'Access Token has been revoked');
    await assert.rejects(send(AdminGetUserCommand, {
      Username: someone.name }), { name: 'UserNotFoundException' });
    // Nobody gets the name again.
    await refused(chinwag, 'SignUp', { ClientId, Username: someone.name,
      Password: PASSWORD, UserAttributes: [{ Name: 'email',
        Value: 'again@example.org' }] }, 'UsernameExistsException');
    const conversation = await api(chinwag, IdToken,
      { path: `/api/conversations/${JSON.parse(made.text)}` });
    assert.deepEqual(JSON.parse(conversation.text).participants,
      [friend.name]);
  }
});

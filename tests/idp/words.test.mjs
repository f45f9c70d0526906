// What clients are told in words that pages show as they are, and in which
// order the reasons come; other configurations are the programs' own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, client, done, freshName, PASSWORD, person, pool, refused }
  from './lib/pool.mjs';

const chinwag = await pool();
const settings = await client(chinwag);
const telling = await client(chinwag, '--tell-unknown', 'on');
const ClientId = settings.clientId;

const initiate = (USERNAME, password = PASSWORD) => ({ ClientId,
  AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME,
    PASSWORD: password } });
const signUp = (Username, Password = PASSWORD) => ({ ClientId, Username,
  Password, UserAttributes: [{ Name: 'email',
    Value: `${Username}@example.org` }] });

test('who may not sign up', async () => {
  const { name } = await person(chinwag);
  await refused(chinwag, 'SignUp', signUp(name), 'UsernameExistsException',
    'User already exists');
  await refused(chinwag, 'SignUp', signUp(freshName()),
    'NotAuthorizedException', 'SignUp is not permitted for this user pool',
    { env: { CHINWAG_REGISTRATION: 'closed' } });
  await refused(chinwag, 'SignUp', { ...signUp(freshName()),
    UserAttributes: [] }, 'InvalidParameterException',
  'Attributes did not conform to the schema: email: The attribute is required');
});

test('what a password lacks, one thing at a time', async () => {
  const env = { CHINWAG_PASSWORD_NEEDS: 'upper lower digit symbol' };
  const said = 'Password did not conform with policy: Password';
  for (const [password, message] of [
    ['Ab1!efg', `${said} not long enough`],
    ['tractor papyrus 7!', `${said} must have uppercase characters`],
    ['TRACTOR PAPYRUS 7!', `${said} must have lowercase characters`],
    ['Tractor papyrus!', `${said} must have numeric characters`],
    ['TractorPapyrus7', `${said} must have symbol characters`]])
    await refused(chinwag, 'SignUp', signUp(freshName(), password),
      'InvalidPasswordException', message, { env });
  await refused(chinwag, 'SignUp', signUp(freshName(), 'Ab1!e'),
    'InvalidParameterException', '1 validation error detected: Value at ' +
    '\'password\' failed to satisfy constraint: Member must have length ' +
    'greater than or equal to 6');
  await done(chinwag, 'SignUp', signUp(freshName(), 'Tractor papyrus 7!'),
    { env });
});

test('reasons are told to those who know the password alone', async () => {
  const fresh = freshName('fresh');
  await done(chinwag, 'SignUp', signUp(fresh));
  const shut = await person(chinwag);
  await chinwag.admin(['users', 'disable', shut.name]);
  const void_ = await person(chinwag);
  await chinwag.admin(['users', 'reset', '--mail', void_.name]);
  const lent = await person(chinwag);
  await chinwag.admin(['users', 'reset', lent.name]);
  for (const name of [fresh, shut.name, void_.name, lent.name])
    await refused(chinwag, 'InitiateAuth', initiate(name, 'wrong'),
      'NotAuthorizedException', 'Incorrect username or password.');
  await refused(chinwag, 'InitiateAuth', initiate(fresh),
    'UserNotConfirmedException', 'User is not confirmed.');
  await refused(chinwag, 'InitiateAuth', initiate(shut.name),
    'NotAuthorizedException', 'Incorrect username or password.');
  // The old password is void, and so is what it would tell.
  assert.ok(['PasswordResetRequiredException', 'NotAuthorizedException']
    .includes((await call(chinwag, 'InitiateAuth', initiate(void_.name)))
      .type));
});

test('a password cannot be reset where no address is proven', async () => {
  const name = freshName('fresh');
  await done(chinwag, 'SignUp', signUp(name));
  await refused(chinwag, 'ForgotPassword', { ClientId: telling.clientId,
    Username: name }, 'InvalidParameterException', 'Cannot reset password ' +
    'for the user as there is no registered/verified email or phone_number');
  // Others are told as of anybody.
  await done(chinwag, 'ForgotPassword', { ClientId, Username: name });
});

test('a way of signing in that there is not', async () => {
  for (const AuthFlow of ['CUSTOM_AUTH', 'USER_AUTH', 'Nonsense',
    'ADMIN_USER_PASSWORD_AUTH'])
    await refused(chinwag, 'InitiateAuth', { ...initiate('anna'), AuthFlow },
      'InvalidParameterException', 'Unsupported authentication flow.');
});

test('a revoking client that does not know its secret', async () => {
  const secret = await client(chinwag, '--secret');
  for (const ClientSecret of [undefined, 'wrong'])
    await refused(chinwag, 'RevokeToken', { ClientId: secret.clientId,
      Token: 'x', ClientSecret }, 'UnauthorizedException');
});

// What is wrong here is no reason to sign anybody out.
test('a fault of the server is none of the client', async () => {
  for (const [operation, values] of Object.entries({
    GetTokensFromRefreshToken: { ClientId, RefreshToken: 'x' },
    InitiateAuth: { ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: 'x' } },
    GetUser: { AccessToken: 'x' } })) {
    const answer = await refused(chinwag, operation, values,
      'InternalErrorException', undefined,
      { env: { CHINWAG_DATA_DIR: `${chinwag.directory}/nothing` } });
    assert.equal(answer.header('x-amzn-errormessage'), answer.message);
  }
});

test('who finds every place taken is asked to come again', async () => {
  const { name } = await person(chinwag);
  const env = { CHINWAG_ARGON2_MEMORY_KIB: '262144', CHINWAG_ARGON2_PASSES: '6',
    CHINWAG_ARGON2_SLOTS: '1', CHINWAG_ARGON2_WAIT_MS: '0' };
  const answers = await Promise.all(Array.from({ length: 8 }, () =>
    call(chinwag, 'InitiateAuth', initiate(name), { env })));
  const busy = answers.filter(({ status }) => status === 429);
  assert.ok(busy.length > 0 && busy.length < 8);
  for (const { type, message } of busy)
    assert.deepEqual([type, message],
      ['TooManyRequestsException', 'Rate exceeded']);
});

test('the content type may have parameters', async () => {
  for (const media of ['application/x-amz-json-1.1; charset=utf-8',
    'APPLICATION/X-AMZ-JSON-1.1', 'application/json'])
    assert.equal((await call(chinwag, 'InitiateAuth',
      initiate((await person(chinwag)).name), { media })).status, 200, media);
});

test('the names of pool and clients are such that all parsers take them',
  () => {
    assert.match(settings.userPoolId, /^[\w-]+_[0-9a-zA-Z]+$/);
    assert.match(settings.userPoolId, /^\w\w(-\w+)+-\d_\w+$/);
    assert.match(ClientId, /^[a-z0-9]{26}$/);
    assert.equal(settings.issuer, `${chinwag.url}/${settings.userPoolId}`);
  });

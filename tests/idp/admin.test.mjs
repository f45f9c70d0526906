// The administrators' operations, signed: the AWS SDK with a key pair of
// chinwag client, and requests that were not signed so.

import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { AdminAddUserToGroupCommand, AdminDeleteUserAttributesCommand,
  AdminGetUserCommand, AdminInitiateAuthCommand, AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand, AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand, CognitoIdentityProviderClient,
  CreateGroupCommand, DeleteGroupCommand, GetGroupCommand, ListGroupsCommand,
  ListUsersInGroupCommand, UpdateGroupCommand }
  from '@aws-sdk/client-cognito-identity-provider';
import { codeOf } from '../api/lib/actors.mjs';
import { Client } from '../api/lib/client.mjs';
import { administrator } from './lib/admin.mjs';
import { call, claims, client, person, pool, signIn, TARGET }
  from './lib/pool.mjs';

const chinwag = await pool();
const settings = await client(chinwag);
const UserPoolId = settings.userPoolId;
const boss = await administrator(chinwag);
const key = boss;

const sdkWith = (accessKeyId, secretAccessKey, more = {}) =>
  new CognitoIdentityProviderClient({ region: 'eu-west-1', maxAttempts: 1,
    endpoint: `${chinwag.url}/idp`, credentials: { accessKeyId,
      secretAccessKey }, ...more });
const sdk = sdkWith(key.accessKeyId, key.secretAccessKey);
const send = (Command, values) =>
  sdk.send(new Command({ UserPoolId, ...values }));

test('groups come, change, hold people, and go', async () => {
  const someone = await person(chinwag);
  const GroupName = 'readers';
  const { Group } = await send(CreateGroupCommand, { GroupName,
    Description: 'Who reads', Precedence: 7 });
  assert.equal(Group.UserPoolId, UserPoolId);
  assert.ok(Group.CreationDate instanceof Date);
  await assert.rejects(send(CreateGroupCommand, { GroupName }),
    { name: 'GroupExistsException' });
  await send(UpdateGroupCommand, { GroupName, Precedence: 3 });
  const got = (await send(GetGroupCommand, { GroupName })).Group;
  assert.deepEqual([got.Description, got.Precedence], ['Who reads', 3]);
  await send(AdminAddUserToGroupCommand, { GroupName,
    Username: someone.name });
  await assert.rejects(send(AdminAddUserToGroupCommand, { GroupName,
    Username: 'nobody' }), { name: 'UserNotFoundException' });
  await assert.rejects(send(AdminAddUserToGroupCommand, { GroupName: 'none',
    Username: someone.name }), { name: 'ResourceNotFoundException' });
  const of = await send(AdminListGroupsForUserCommand,
    { Username: someone.name });
  assert.deepEqual(of.Groups.map((one) => one.GroupName), [GroupName]);
  const { Users } = await send(ListUsersInGroupCommand, { GroupName });
  assert.deepEqual(Users.map((one) => one.Username), [someone.name]);
  const tokens = await signIn(chinwag, settings, someone);
  for (const token of [tokens.IdToken, tokens.AccessToken])
    assert.deepEqual(claims(token)['cognito:groups'], [GroupName]);
  await send(AdminRemoveUserFromGroupCommand, { GroupName,
    Username: someone.name });
  await send(DeleteGroupCommand, { GroupName });
  await assert.rejects(send(GetGroupCommand, { GroupName }),
    { name: 'ResourceNotFoundException', message: 'Group not found.' });
});

test('lists of groups go by pages', async () => {
  for (const GroupName of ['page-a', 'page-b', 'page-c'])
    await send(CreateGroupCommand, { GroupName });
  const seen = [];
  let NextToken;
  do {
    const page = await send(ListGroupsCommand, { Limit: 2, NextToken });
    assert.ok(page.Groups.length <= 2);
    seen.push(...page.Groups.map((one) => one.GroupName));
    ({ NextToken } = page);
  } while (NextToken);
  assert.deepEqual(seen, [...seen].sort());
  assert.ok(['administrators', 'page-a', 'page-b', 'page-c']
    .every((name) => seen.includes(name)));
});

test('roles of groups are in the ID token, and which of them is meant',
  async () => {
    const someone = await person(chinwag);
    const arn = (name) => `arn:aws:iam::123456789012:role/${name}`;
    const claimed = async () => {
      const tokens = await signIn(chinwag, settings, someone);
      assert.equal(claims(tokens.AccessToken)['cognito:roles'], undefined);
      const told = claims(tokens.IdToken);
      return [told['cognito:roles'], told['cognito:preferred_role']];
    };
    const make = async (name, more) => {
      const { Group } = await send(CreateGroupCommand,
        { GroupName: name, ...more });
      assert.equal(Group.RoleArn, more.RoleArn);
      await send(AdminAddUserToGroupCommand, { GroupName: name,
        Username: someone.name });
    };
    await make('role-none', { Precedence: 1 });
    assert.deepEqual(await claimed(), [undefined, undefined]);
    await make('role-late', { Precedence: 9, RoleArn: arn('late') });
    await make('role-soon', { Precedence: 2, RoleArn: arn('soon') });
    await make('role-ever', { RoleArn: arn('ever') });
    assert.deepEqual(await claimed(), [[arn('soon'), arn('late'), arn('ever')],
      arn('soon')]);
    // Nobody knows which of two that count as much.
    await make('role-same', { Precedence: 2, RoleArn: arn('same') });
    assert.equal((await claimed())[1], undefined);
    await send(UpdateGroupCommand, { GroupName: 'role-same',
      RoleArn: arn('soon') });
    assert.equal((await claimed())[1], arn('soon'));
    // What is not said stays.
    await send(UpdateGroupCommand, { GroupName: 'role-same', Precedence: 3 });
    assert.equal((await send(GetGroupCommand, { GroupName: 'role-same' }))
      .Group.RoleArn, arn('soon'));
    const root = new Client(chinwag, { token: boss.token });
    assert.equal((await root.patch('/groups/role-same',
      { description: 'by the API', precedence: 3 })).status, 200);
    const { Groups } = await send(AdminListGroupsForUserCommand,
      { Username: someone.name });
    assert.deepEqual(Groups.map((one) => one.RoleArn), [undefined, arn('soon'),
      arn('soon'), arn('late'), arn('ever')]);
    await assert.rejects(send(CreateGroupCommand, { GroupName: 'role-short',
      RoleArn: 'arn:short' }), { name: 'InvalidParameterException' });
  });

test('an account is shown, described and signed out', async () => {
  const someone = await person(chinwag);
  const Username = someone.name;
  const tokens = await signIn(chinwag, settings, someone);
  await send(AdminUpdateUserAttributesCommand, { Username, UserAttributes: [
    { Name: 'name', Value: 'Some Body' }, { Name: 'locale', Value: 'de' }] });
  await send(AdminDeleteUserAttributesCommand, { Username,
    UserAttributeNames: ['locale'] });
  const user = await send(AdminGetUserCommand, { Username });
  assert.equal(user.UserStatus, 'CONFIRMED');
  assert.equal(user.Enabled, true);
  assert.ok(user.UserCreateDate <= user.UserLastModifiedDate);
  const attributes = Object.fromEntries(user.UserAttributes.map((one) =>
    [one.Name, one.Value]));
  assert.deepEqual(attributes, { sub: claims(tokens.IdToken).sub,
    email: someone.email, email_verified: 'true', name: 'Some Body' });
  await assert.rejects(send(AdminUpdateUserAttributesCommand, { Username,
    UserAttributes: [{ Name: 'shoe', Value: '43' }] }),
  { name: 'InvalidParameterException' });
  await send(AdminUserGlobalSignOutCommand, { Username });
  assert.equal((await call(chinwag, 'GetUser',
    { AccessToken: tokens.AccessToken })).message,
  'Access Token has been revoked');
  await assert.rejects(send(AdminGetUserCommand, { Username: 'nobody' }),
    { name: 'UserNotFoundException', message: 'User does not exist.' });
  await assert.rejects(send(AdminGetUserCommand, { Username,
    UserPoolId: 'xx-local-1_AbCdEf123' }), { name: 'ResourceNotFoundException',
    message: 'User pool xx-local-1_AbCdEf123 does not exist.' });
});

const attributesOf = async (Username) => {
  const user = await send(AdminGetUserCommand, { Username });
  return Object.fromEntries(user.UserAttributes.map((one) =>
    [one.Name, one.Value]));
};

const update = (Username, attributes) => send(AdminUpdateUserAttributesCommand,
  { Username, UserAttributes: Object.entries(attributes).map(
    ([Name, Value]) => ({ Name, Value })) });

test('a mail address is changed, proven or by a code', async () => {
  const someone = await person(chinwag);
  const tokens = await signIn(chinwag, settings, someone);
  const stem = someone.email.split('@')[0];
  const [first, second] = [`${stem}-1@example.org`, `${stem}-2@example.org`];
  await update(someone.name, { email: first, email_verified: 'true',
    name: 'Some Body' });
  const { email, email_verified: verified, name } =
    await attributesOf(someone.name);
  assert.deepEqual([email, verified, name], [first, 'true', 'Some Body']);
  assert.match(await chinwag.mailTo(someone.email), /administrator/);

  // Without a word of its being proven the old one stays until the code comes.
  let code;
  for (const [known, more] of [[0, {}], [1, { email_verified: 'false' }]]) {
    await update(someone.name, { email: second, ...more });
    assert.equal((await attributesOf(someone.name)).email, first);
    code = await codeOf(chinwag, second, known);
  }
  await call(chinwag, 'VerifyUserAttribute', {
    AccessToken: tokens.AccessToken, AttributeName: 'email', Code: code });
  assert.equal((await attributesOf(someone.name)).email, second);
  // What is verified may be said to be so; not that it is not.
  await update(someone.name, { email_verified: 'true' });
  for (const wrong of [{ email_verified: 'false' }, { email_verified: 'yes' },
    { email: 'nowhere' }])
    await assert.rejects(update(someone.name, wrong),
      { name: 'InvalidParameterException' });
  await assert.rejects(update('nobody', { email: first }),
    { name: 'UserNotFoundException' });
});

test('the address of another is refused, and nothing else is changed',
  async () => {
    const [someone, other] = [await person(chinwag), await person(chinwag)];
    for (const more of [{}, { email_verified: 'true' }])
      await assert.rejects(update(someone.name, { email: other.email,
        name: 'x', ...more }), { name: 'AliasExistsException',
        message: 'An account with the email already exists.' });
    const { email, name } = await attributesOf(someone.name);
    assert.deepEqual([email, name], [someone.email, undefined]);
  });

test('an unconfirmed address that is said to be proven is confirmed',
  async () => {
    const name = `late-${Date.now()}`;
    const email = `${name}@example.org`;
    await call(chinwag, 'SignUp', { ClientId: settings.clientId,
      Username: name, Password: 'correct horse battery',
      UserAttributes: [{ Name: 'email', Value: `${name}@wrong.example.org` }] });
    await update(name, { email });
    assert.equal((await attributesOf(name)).email_verified, 'false');
    await codeOf(chinwag, email);
    await update(name, { email_verified: 'true' });
    assert.equal((await send(AdminGetUserCommand, { Username: name }))
      .UserStatus, 'CONFIRMED');
    await signIn(chinwag, settings, { name, password: 'correct horse battery',
      email });
  });

test('an administrator signs somebody in', async () => {
  const someone = await person(chinwag);
  const values = (ClientId, AuthFlow, password = someone.password) => ({
    ClientId, AuthFlow, AuthParameters: { USERNAME: someone.name,
      PASSWORD: password } });
  await assert.rejects(send(AdminInitiateAuthCommand, values(settings.clientId,
    'ADMIN_USER_PASSWORD_AUTH')), { name: 'InvalidParameterException',
    message: 'Auth flow not enabled for this client' });
  const open = await client(chinwag, '--admin', 'on', '--password', 'off');
  const { AuthenticationResult } = await send(AdminInitiateAuthCommand,
    values(open.clientId, 'ADMIN_USER_PASSWORD_AUTH'));
  assert.equal(claims(AuthenticationResult.IdToken)['cognito:username'],
    someone.name);
  await assert.rejects(send(AdminInitiateAuthCommand, values(open.clientId,
    'ADMIN_NO_SRP_AUTH', 'not the password')),
  { name: 'NotAuthorizedException' });
  // Nobody else may go that way.
  assert.equal((await call(chinwag, 'InitiateAuth', values(open.clientId,
    'ADMIN_USER_PASSWORD_AUTH'))).type, 'InvalidParameterException');
  assert.equal((await call(chinwag, 'AdminInitiateAuth', { UserPoolId,
    ...values(open.clientId, 'ADMIN_USER_PASSWORD_AUTH') })).type,
  'MissingAuthenticationTokenException');
});

test('the key of somebody who is no administrator is none', async () => {
  const someone = await person(chinwag);
  const theirs = JSON.parse(await chinwag.admin(['client', 'key-add',
    someone.name, '--json']));
  await assert.rejects(sdkWith(theirs.accessKeyId, theirs.secretAccessKey)
    .send(new ListGroupsCommand({ UserPoolId })),
  { name: 'UnrecognizedClientException' });
  for (const [id, secret] of [['AKIAIOSFODNN7EXAMPLE', key.secretAccessKey],
    [key.accessKeyId, 'another secret']])
    await assert.rejects(sdkWith(id, secret)
      .send(new ListGroupsCommand({ UserPoolId })),
    ({ name }) => ['UnrecognizedClientException',
      'InvalidSignatureException'].includes(name));
  const gone = JSON.parse(await chinwag.admin(['client', 'key-add', boss.name,
    '--json']));
  await chinwag.admin(['client', 'key-remove', gone.accessKeyId]);
  await assert.rejects(sdkWith(gone.accessKeyId, gone.secretAccessKey)
    .send(new ListGroupsCommand({ UserPoolId })),
  { name: 'UnrecognizedClientException' });
});

test('the operator sees whose key pairs there are, and no secret', async () => {
  const someone = await person(chinwag);
  const { accessKeyId } = JSON.parse(await chinwag.admin(['client', 'key-add',
    someone.name, '--json']));
  const list = async () => JSON.parse(await chinwag.admin(['client',
    'key-list', '--json']));
  const mine = { accessKeyId: key.accessKeyId, username: boss.name };
  const theirs = { accessKeyId, username: someone.name };
  const there = await list();
  for (const pair of [mine, theirs])
    assert.deepEqual(there.filter((one) =>
      one.accessKeyId === pair.accessKeyId), [pair]);
  await chinwag.admin(['client', 'key-remove', accessKeyId]);
  assert.deepEqual(await list(), there.filter((one) =>
    one.accessKeyId !== accessKeyId));
});

test('a clock that is five minutes off signs nothing', async () => {
  for (const minutes of [-6, 6])
    await assert.rejects(sdkWith(key.accessKeyId, key.secretAccessKey,
      { systemClockOffset: minutes * 60000 }).send(
      new ListGroupsCommand({ UserPoolId })),
    { name: 'InvalidSignatureException' });
  await sdkWith(key.accessKeyId, key.secretAccessKey,
    { systemClockOffset: 4 * 60000 }).send(
    new ListGroupsCommand({ UserPoolId }));
});

// A signature of our own, to be broken.
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (secret, text) => createHmac('sha256', secret).update(text)
  .digest();

function sign({ operation = 'ListGroups', body = JSON.stringify({ UserPoolId }),
  signed = ['host', 'x-amz-date', 'x-amz-target'], service = 'cognito-idp',
  uri = '/idp', method = 'POST', sent = {} } = {}) {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const headers = { host: `127.0.0.1:${chinwag.port}`, 'x-amz-date': date,
    'x-amz-target': TARGET + operation };
  const request = [method, uri, '', ...signed.map((name) =>
    `${name}:${headers[name]}`), '', signed.join(';'), sha256(body)].join('\n');
  const scope = `${date.slice(0, 8)}/x/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(request)].join('\n');
  const secret = [date.slice(0, 8), 'x', service, 'aws4_request']
    .reduce(hmac, `AWS4${key.secretAccessKey}`);
  const signature = hmac(secret, text).toString('hex');
  return { operation: sent.operation ?? operation, body: sent.body ?? body,
    headers: [['X-Amz-Date', sent.date ?? date], ['Authorization',
      sent.authorization?.(scope, signature) ?? 'AWS4-HMAC-SHA256 ' +
      `Credential=${key.accessKeyId}/${scope}, ` +
      `SignedHeaders=${signed.join(';')}, Signature=${signature}`],
    ...sent.headers ?? []] };
}

const submit = ({ operation, body, headers }) =>
  call(chinwag, operation, undefined, { body, headers });

test('a signature of our own is taken', async () => {
  assert.equal((await submit(sign())).status, 200);
});

for (const [what, options] of Object.entries({
  'another body': { sent: { body: JSON.stringify({ UserPoolId, Limit: 1 }) } },
  'another operation': { sent: { operation: 'DeleteGroup' } },
  'another date': { sent: { date: '20250305T070809Z' } },
  'the target not signed': { signed: ['host', 'x-amz-date'] },
  'the host not signed': { signed: ['x-amz-date', 'x-amz-target'] },
  'another service': { service: 's3' },
  'another address': { uri: '/' },
  'another method': { method: 'GET' },
  'a body hash that is wrong': { sent: { headers: [
    ['X-Amz-Content-Sha256', sha256('x')]] } },
  'no signature': { sent: { authorization: (scope) =>
    `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}` } },
  'a signature cut': { sent: { authorization: (scope, signature) =>
    `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, ` +
    `SignedHeaders=host;x-amz-date;x-amz-target, Signature=${
      signature.slice(1)}` } },
  'a session token instead': { sent: { authorization: () =>
    `Bearer ${boss.token}` } },
}))
  test(`refused: ${what}`, async () => {
    const answer = await submit(sign(options));
    assert.equal(answer.status, 400);
    assert.match(answer.type, /^(InvalidSignature|IncompleteSignature)Exception$/);
  });

test('unsigned, it is missing', async () => {
  const answer = await call(chinwag, 'ListGroups', { UserPoolId });
  assert.equal(answer.type, 'MissingAuthenticationTokenException');
});

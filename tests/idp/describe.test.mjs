// What clients' tools ask about the pool and its clients, by the AWS SDK.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CognitoIdentityProviderClient, DescribeUserPoolClientCommand,
  DescribeUserPoolCommand, GetUserPoolMfaConfigCommand,
  ListUserPoolClientsCommand, ListUserPoolsCommand,
  paginateListUserPoolClients, SetUserPoolMfaConfigCommand }
  from '@aws-sdk/client-cognito-identity-provider';
import { administrator } from './lib/admin.mjs';
import { client, pool, refused } from './lib/pool.mjs';

const chinwag = await pool({ conf: { password_min_chars: 15,
  password_needs: 'lower symbol', password_history: 4, mfa: 'required',
  registration: 'closed', temporary_password_days: 3 } });
const settings = await client(chinwag, '--srp', 'on');
const boss = await administrator(chinwag);
const sdk = new CognitoIdentityProviderClient({ region: 'local',
  maxAttempts: 1, endpoint: `${chinwag.url}/idp`, credentials: boss });
const { userPoolId: UserPoolId, clientId: ClientId } = settings;
const ask = (Command, values) =>
  sdk.send(new Command({ UserPoolId, ...values }));

test('the pool is as the configuration has it', async () => {
  const { UserPool } = await ask(DescribeUserPoolCommand);
  assert.deepEqual(UserPool, { Id: UserPoolId, Name: 'Chinwag',
    MfaConfiguration: 'ON', AutoVerifiedAttributes: ['email'],
    AliasAttributes: ['email'],
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    UsernameConfiguration: { CaseSensitive: false },
    Policies: { PasswordPolicy: { MinimumLength: 15, RequireUppercase: false,
      RequireLowercase: true, RequireNumbers: false, RequireSymbols: true,
      PasswordHistorySize: 4, TemporaryPasswordValidityDays: 3 } } });
});

test('a client is as it was made', async () => {
  const { UserPoolClient: plain } = await ask(DescribeUserPoolClientCommand,
    { ClientId });
  assert.ok(Math.abs(plain.CreationDate - Date.now()) < 600000);
  delete plain.CreationDate;
  assert.deepEqual(plain, { UserPoolId, ClientId, ClientName: 'tests',
    AccessTokenValidity: 3600, IdTokenValidity: 3600,
    RefreshTokenValidity: 30 * 86400, TokenValidityUnits: {
      AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
    PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true });
  const own = await client(chinwag, '--secret', '--password', 'off', '--admin',
    'on', '--tell-unknown', 'on', '--rotate', '30', '--access-ttl', '600');
  const { UserPoolClient: rich } = await ask(DescribeUserPoolClientCommand,
    { ClientId: own.clientId });
  assert.equal(rich.ClientSecret, own.clientSecret);
  assert.equal(rich.AccessTokenValidity, 600);
  assert.equal(rich.PreventUserExistenceErrors, 'LEGACY');
  assert.deepEqual(rich.ExplicitAuthFlows, ['ALLOW_REFRESH_TOKEN_AUTH',
    'ALLOW_ADMIN_USER_PASSWORD_AUTH']);
  assert.deepEqual(rich.RefreshTokenRotation, { Feature: 'ENABLED',
    RetryGracePeriodSeconds: 30 });
  await assert.rejects(ask(DescribeUserPoolClientCommand,
    { ClientId: 'nosuchclient' }), { name: 'ResourceNotFoundException',
    message: 'User pool client nosuchclient does not exist.' });
});

test('there is one pool, and its clients page by page', async () => {
  const pools = await ask(ListUserPoolsCommand, { MaxResults: 10 });
  assert.deepEqual(pools.UserPools, [{ Id: UserPoolId, Name: 'Chinwag' }]);
  assert.equal(pools.NextToken, undefined);
  const made = [ClientId];
  for (let i = 0; i < 4; i += 1)
    made.push((await client(chinwag)).clientId);
  const listed = [];
  for await (const { UserPoolClients } of paginateListUserPoolClients(
    { client: sdk, pageSize: 2 }, { UserPoolId })) {
    assert.ok(UserPoolClients.length <= 2);
    for (const one of UserPoolClients) {
      assert.deepEqual(Object.keys(one).sort(),
        ['ClientId', 'ClientName', 'UserPoolId']);
      listed.push(one.ClientId);
    }
  }
  assert.deepEqual(made.filter((id) => !listed.includes(id)), []);
  assert.equal(new Set(listed).size, listed.length);
  assert.equal((await ask(ListUserPoolClientsCommand)).UserPoolClients.length,
    listed.length);
});

test('second factors are shown, and set elsewhere', async () => {
  const shown = await ask(GetUserPoolMfaConfigCommand);
  assert.equal(shown.MfaConfiguration, 'ON');
  assert.deepEqual(shown.SoftwareTokenMfaConfiguration, { Enabled: true });
  await assert.rejects(ask(SetUserPoolMfaConfigCommand,
    { MfaConfiguration: 'OFF' }), { name: 'NotAuthorizedException',
    message: 'MFA is configured by the operator, as mfa in chinwag.conf.' });
  assert.equal((await ask(GetUserPoolMfaConfigCommand)).MfaConfiguration, 'ON');
});

test('nobody else is told', async () => {
  for (const [operation, values] of Object.entries({ DescribeUserPool: {},
    DescribeUserPoolClient: { ClientId }, GetUserPoolMfaConfig: {},
    SetUserPoolMfaConfig: { MfaConfiguration: 'OFF' },
    ListUserPoolClients: {} })) {
    await refused(chinwag, operation, { UserPoolId, ...values },
      'MissingAuthenticationTokenException');
    await assert.rejects(ask({ DescribeUserPool: DescribeUserPoolCommand,
      DescribeUserPoolClient: DescribeUserPoolClientCommand,
      GetUserPoolMfaConfig: GetUserPoolMfaConfigCommand,
      SetUserPoolMfaConfig: SetUserPoolMfaConfigCommand,
      ListUserPoolClients: ListUserPoolClientsCommand }[operation],
    { ...values, UserPoolId: 'xx-local-1_AbCdEf123' }),
    { name: 'ResourceNotFoundException' });
  }
  await refused(chinwag, 'ListUserPools', { MaxResults: 10 },
    'MissingAuthenticationTokenException');
});

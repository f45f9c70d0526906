// Passwords that somebody had, where the configuration wants others: by each
// way of choosing one, in the protocol and in the API.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdminSetUserPasswordCommand, CognitoIdentityProviderClient,
  PasswordHistoryPolicyViolationException }
  from '@aws-sdk/client-cognito-identity-provider';
import { Client } from '../api/lib/client.mjs';
import { codeOf } from '../api/lib/actors.mjs';
import { is, refused as refusedByApi } from '../api/lib/expect.mjs';
import { administrator } from './lib/admin.mjs';
import { call, client, done, PASSWORD, person, pool, refused }
  from './lib/pool.mjs';

const chinwag = await pool({ conf: { password_history: 3 } });
const settings = await client(chinwag);
const ClientId = settings.clientId;
const anybody = new Client(chinwag);

const FORMER = ['PasswordHistoryPolicyViolationException',
  'password was used before'];
const [FIRST, SECOND, THIRD, FOURTH] = [PASSWORD, 'tractor papyrus lamp',
  'kettle orbit mustard', 'ribbon walnut harbor'];

const enter = (USERNAME, password) => done(chinwag, 'InitiateAuth', { ClientId,
  AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME,
    PASSWORD: password } });

// What changes the password: as ChangePassword is asked.
const change = async (name, PreviousPassword, ProposedPassword) =>
  ['ChangePassword', { PreviousPassword, ProposedPassword, AccessToken:
    (await enter(name, PreviousPassword)).AuthenticationResult.AccessToken }];

// Somebody whose third password it is.
async function experienced() {
  const someone = await person(chinwag);
  await done(chinwag, ...await change(someone.name, FIRST, SECOND));
  await done(chinwag, ...await change(someone.name, SECOND, THIRD));
  return someone;
}

test('ChangePassword', async () => {
  const { name } = await experienced();
  for (const password of [FIRST, SECOND, THIRD])
    await refused(chinwag, ...await change(name, THIRD, password), ...FORMER);
  await done(chinwag, ...await change(name, THIRD, FOURTH));
  // The first is the fourth last now.
  await done(chinwag, ...await change(name, FOURTH, FIRST));
});

test('ConfirmForgotPassword: the code is good still, and tells nobody else',
  async () => {
    const { name, email } = await experienced();
    await call(chinwag, 'ForgotPassword', { ClientId, Username: name });
    const known = 2; // mails of the two changes
    const code = await codeOf(chinwag, email, known);
    const values = (ConfirmationCode, Password) => ['ConfirmForgotPassword',
      { ClientId, Username: name, ConfirmationCode, Password }];
    const wrong = code === '000000' ? '000001' : '000000';
    for (const password of [FIRST, FOURTH])
      await refused(chinwag, ...values(wrong, password),
        'CodeMismatchException');
    for (const password of [FIRST, THIRD])
      await refused(chinwag, ...values(code, password), ...FORMER);
    await done(chinwag, ...values(code, FOURTH));
    await enter(name, FOURTH);
  });

test('NEW_PASSWORD_REQUIRED, and a session that is good still', async () => {
  const { name } = await experienced();
  const told = await chinwag.admin(['users', 'reset', name]);
  const asked = await enter(name, told.trim().split(/\s/).at(-1));
  const respond = (NEW_PASSWORD) => ['RespondToAuthChallenge', { ClientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: asked.Session,
    ChallengeResponses: { USERNAME: name, NEW_PASSWORD } }];
  for (const password of [SECOND, THIRD])
    await refused(chinwag, ...respond(password), ...FORMER);
  await done(chinwag, ...respond(FOURTH));
});

test('AdminSetUserPassword, for good', async () => {
  const boss = await administrator(chinwag);
  const sdk = new CognitoIdentityProviderClient({ region: 'local',
    maxAttempts: 1, endpoint: `${chinwag.url}/idp`, credentials: boss });
  const { name } = await experienced();
  const set = (Password, Permanent) => sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: settings.userPoolId,
      Username: name, Password, Permanent }));
  await assert.rejects(set(SECOND, true), (error) =>
    error instanceof PasswordHistoryPolicyViolationException);
  await set(SECOND, false);
  assert.equal((await enter(name, SECOND)).ChallengeName,
    'NEW_PASSWORD_REQUIRED');
  await set(FOURTH, true);
  await enter(name, FOURTH);
});

test('the API says what to do', async () => {
  const { name, email } = await experienced();
  const SENTENCE = 'You have had this password before. Choose another one.';
  const says = (answer, at) => {
    refusedByApi(answer, 400, 'invalid', at);
    assert.ok(answer.text.includes(SENTENCE), answer.text);
  };
  const me = new Client(chinwag, { token: is(await anybody.post('/session',
    { username: name, password: THIRD, token: true }), 200).json.token });
  says(await me.put('/me/password', { current: THIRD, password: FIRST }),
    '/password');
  is(await anybody.post(`/users/${name}/reset`, {}), 202);
  const code = await codeOf(chinwag, email, 2);
  const reset = (password) => anybody.put(`/users/${name}/reset`,
    { code, password });
  says(await reset(SECOND), '/password');
  is(await reset(FOURTH), 204);
  const told = await chinwag.admin(['users', 'reset', name]);
  const { session } = is(await anybody.post('/session', { username: name,
    password: told.trim().split(/\s/).at(-1) }), 200).json;
  says(await anybody.post('/session/challenge', { session,
    password: FOURTH }));
  is(await anybody.post('/session/challenge', { session, password: FIRST,
    token: true }), 200);
});

test('no former password is anywhere in clear', async () => {
  const { default: fs } = await import('node:fs');
  const files = fs.readdirSync(chinwag.data, { withFileTypes: true })
    .filter((entry) => entry.isFile()).map(({ name }) =>
      fs.readFileSync(`${chinwag.data}/${name}`));
  assert.ok(files.some((bytes) => bytes.includes('former_password')));
  for (const bytes of files)
    for (const password of [FIRST, SECOND, THIRD, FOURTH])
      assert.ok(!bytes.includes(password));
});

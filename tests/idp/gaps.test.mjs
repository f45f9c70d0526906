// What an emulator of user pools lets pass, and this does not; challenges after
// the password, by the wire.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { codeOf } from '../api/lib/actors.mjs';
import { show } from '../api/lib/app.mjs';
import { request } from '../api/lib/wire.mjs';
import { call, claims, client, done, freshName, lockOut, PASSWORD, person,
  pool, refused, signIn } from './lib/pool.mjs';

const chinwag = await pool();
const settings = await client(chinwag);
const clientId = settings.clientId;

const initiate = (USERNAME, password = PASSWORD, id = clientId) =>
  ({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: id,
    AuthParameters: { USERNAME, PASSWORD: password } });

const respond = (ChallengeName, Session, responses, id = clientId) =>
  ({ ClientId: id, ChallengeName, Session, ChallengeResponses: responses });

const api = (token, method, where, json) => request(chinwag.port, { method,
  path: `/api${where}`, headers: [['Authorization', token],
    ...json ? [['Content-Type', 'application/json']] : []],
  body: json && JSON.stringify(json) });

test('the password policy is kept', async () => {
  for (const Password of ['short', 'Short1!x', 'passwordpassword'])
    assert.ok(['InvalidPasswordException', 'InvalidParameterException']
      .includes((await call(chinwag, 'SignUp', { ClientId: clientId,
        Username: freshName(), Password, UserAttributes: [{ Name: 'email',
          Value: 'a@example.org' }] })).type), Password);
});

test('a wrong password is no "invalid password"', async () => {
  const { name } = await person(chinwag);
  await refused(chinwag, 'InitiateAuth', initiate(name, 'wrong'),
    'NotAuthorizedException', 'Incorrect username or password.');
});

test('known and unknown names are answered alike', async () => {
  const { name, email } = await person(chinwag);
  const answers = [];
  for (const who of [name, freshName('nobody'), email, 'nobody@example.org'])
    answers.push(await call(chinwag, 'InitiateAuth', initiate(who, 'wrong')));
  for (const { text, status } of answers)
    assert.deepEqual([text, status], [answers[0].text, answers[0].status]);
  const telling = await client(chinwag, '--tell-unknown', 'on');
  await refused(chinwag, 'InitiateAuth',
    initiate(freshName('nobody'), 'x', telling.clientId),
    'UserNotFoundException', 'User does not exist.');
});

test('failures lock, whatever is right after', async () => {
  const { name } = await person(chinwag);
  await lockOut(chinwag, clientId, name);
  await refused(chinwag, 'InitiateAuth', initiate(name),
    'NotAuthorizedException', 'Password attempts exceeded');
});

test('an invented session takes no account over', async () => {
  const { name } = await person(chinwag);
  for (const Session of ['', 'x', 'A'.repeat(43), 'A'.repeat(900), undefined])
    for (const challenge of ['NEW_PASSWORD_REQUIRED', 'SOFTWARE_TOKEN_MFA',
      'EMAIL_OTP', 'MFA_SETUP', 'CUSTOM_CHALLENGE', 'SMS_MFA'])
      await refused(chinwag, 'RespondToAuthChallenge', respond(challenge,
        Session, { USERNAME: name, NEW_PASSWORD: 'new password indeed',
          SOFTWARE_TOKEN_MFA_CODE: '123456', EMAIL_OTP_CODE: '123456' }),
      'NotAuthorizedException', 'Invalid session for the user.');
  await signIn(chinwag, settings, { name });
});

test('passwords and tokens are nowhere in clear', async () => {
  const { name } = await person(chinwag);
  const tokens = await signIn(chinwag, settings, { name });
  const canaries = [PASSWORD, tokens.RefreshToken, tokens.AccessToken,
    tokens.AccessToken.split('.')[2]];
  const look = (directory) => {
    for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory())
        look(file);
      else if (entry.isFile() && !file.endsWith('.conf'))
        for (const canary of canaries)
          assert.ok(!fs.readFileSync(file).includes(canary),
            `${canary.slice(0, 20)} in ${file}`);
    }
  };
  look(chinwag.directory);
});

test('tokens have the claims that clients read', async () => {
  const { name, email } = await person(chinwag);
  const tokens = await signIn(chinwag, settings, { name });
  const id = claims(tokens.IdToken);
  const access = claims(tokens.AccessToken);
  assert.equal(id.token_use, 'id');
  assert.equal(access.token_use, 'access');
  for (const one of [id, access]) {
    assert.equal(one.iss, settings.issuer);
    assert.match(one.origin_jti, /^[0-9a-f-]{36}$/);
    assert.equal(one.exp - one.iat, 3600);
    assert.equal(one.auth_time, Math.floor(one.auth_time));
    assert.equal(one['cognito:groups'], undefined);
  }
  assert.equal(id.sub, access.sub);
  assert.notEqual(id.jti, access.jti);
  assert.equal(id.aud, clientId);
  assert.equal(access.aud, undefined);
  assert.equal(access.client_id, clientId);
  assert.equal(access.username, name);
  assert.equal(access.scope, 'aws.cognito.signin.user.admin');
  assert.equal(id['cognito:username'], name);
  assert.deepEqual([id.email, id.email_verified], [email, true]);
});

// Somebody with one-time passwords: the seed, by the API.
async function withApp() {
  const someone = await person(chinwag);
  const { IdToken } = await signIn(chinwag, settings, someone);
  const made = await api(IdToken, 'POST', '/me/totp',
    { password: PASSWORD, label: 'phone' });
  assert.ok(made.status < 300, made.text);
  const { secret } = JSON.parse(made.text);
  const proven = await api(IdToken, 'PUT', '/me/totp',
    { code: show(secret, -1) });
  assert.ok(proven.status < 300, proven.text);
  return { ...someone, secret };
}

test('a second factor is asked for, in turn and once', async () => {
  const someone = await withApp();
  const other = await person(chinwag);
  const second = await client(chinwag);
  const asked = await done(chinwag, 'InitiateAuth', initiate(someone.name));
  assert.equal(asked.ChallengeName, 'SOFTWARE_TOKEN_MFA');
  assert.equal(asked.AuthenticationResult, undefined);
  assert.equal(asked.ChallengeParameters.USER_ID_FOR_SRP, someone.name);
  assert.equal(asked.ChallengeParameters.FRIENDLY_DEVICE_NAME, 'phone');
  const code = show(someone.secret);
  const right = { USERNAME: someone.name, SOFTWARE_TOKEN_MFA_CODE: code };
  const session = asked.Session;
  // Another's name, another client, another challenge: nothing is gained.
  for (const values of [
    respond('SOFTWARE_TOKEN_MFA', session, { ...right, USERNAME: other.name }),
    respond('SOFTWARE_TOKEN_MFA', session, right, second.clientId),
    respond('EMAIL_OTP', session, { USERNAME: someone.name,
      EMAIL_OTP_CODE: code }),
    respond('NEW_PASSWORD_REQUIRED', session, { USERNAME: someone.name,
      NEW_PASSWORD: 'a new password indeed' })])
    await refused(chinwag, 'RespondToAuthChallenge', values,
      'NotAuthorizedException', 'Invalid session for the user.');
  await refused(chinwag, 'RespondToAuthChallenge',
    respond('SOFTWARE_TOKEN_MFA', session, { ...right,
      SOFTWARE_TOKEN_MFA_CODE: code === '000000' ? '000001' : '000000' }),
    'CodeMismatchException', 'Invalid code or auth state for the user.');
  const answer = await done(chinwag, 'RespondToAuthChallenge',
    respond('SOFTWARE_TOKEN_MFA', session, right));
  assert.ok(answer.AuthenticationResult.RefreshToken);
  await refused(chinwag, 'RespondToAuthChallenge',
    respond('SOFTWARE_TOKEN_MFA', session, right),
    'NotAuthorizedException', 'Invalid session for the user.');
  // The code itself is used up, too.
  const again = await done(chinwag, 'InitiateAuth', initiate(someone.name));
  await refused(chinwag, 'RespondToAuthChallenge',
    respond('SOFTWARE_TOKEN_MFA', again.Session, right),
    'CodeMismatchException');
});

test('a code by mail is the other second factor', async () => {
  const someone = await person(chinwag);
  const { IdToken } = await signIn(chinwag, settings, someone);
  const set = await api(IdToken, 'PUT', '/me/factors',
    { password: PASSWORD, totp: false, mail: true });
  assert.ok(set.status < 300, set.text);
  const asked = await done(chinwag, 'InitiateAuth', initiate(someone.name));
  assert.equal(asked.ChallengeName, 'EMAIL_OTP');
  assert.deepEqual([asked.ChallengeParameters.CODE_DELIVERY_DELIVERY_MEDIUM,
    asked.ChallengeParameters.CODE_DELIVERY_DESTINATION],
  ['EMAIL', `${someone.email[0]}***@e***`]);
  const answer = await done(chinwag, 'RespondToAuthChallenge',
    respond('EMAIL_OTP', asked.Session, { USERNAME: someone.name,
      EMAIL_OTP_CODE: await codeOf(chinwag, someone.email) }));
  assert.ok(answer.AuthenticationResult.IdToken);
});

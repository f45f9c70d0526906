// Signing in by SRP: cognito-srp-helper, and what must not work.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { call, client, done, freshName, PASSWORD, person, pool, refused }
  from './lib/pool.mjs';

const { createSecretHash, createSrpSession, signSrpSession, wrapAuthChallenge,
  wrapInitiateAuth } = createRequire(import.meta.url)('cognito-srp-helper');

const chinwag = await pool();
const settings = await client(chinwag, '--srp', 'on');
const clientId = settings.clientId;
const CREDENTIALS = ['NotAuthorizedException',
  'Incorrect username or password.'];

const begin = async (name, password = PASSWORD, id = clientId) => {
  const session = createSrpSession(name, password, settings.userPoolId, false);
  const asked = await done(chinwag, 'InitiateAuth', wrapInitiateAuth(session,
    { AuthFlow: 'USER_SRP_AUTH', ClientId: id, AuthParameters: {
      CHALLENGE_NAME: 'SRP_A', USERNAME: name } }));
  return { session, asked };
};

const answerOf = ({ session, asked }, id = clientId) =>
  wrapAuthChallenge(signSrpSession(session, asked), { ClientId: id,
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeResponses: { USERNAME: asked.ChallengeParameters.USERNAME } });

test('cognito-srp-helper signs in, ten times in a row', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 10; i += 1) {
    const answer = await done(chinwag, 'RespondToAuthChallenge',
      answerOf(await begin(someone.name)));
    assert.ok(answer.AuthenticationResult.IdToken);
  }
  assert.ok(createSecretHash);
});

// Another client's arithmetic: amazon-user-pool-srp-client.
test('amazon-user-pool-srp-client signs in', async () => {
  const { SRPClient, calculateSignature, getNowString } =
    await import('amazon-user-pool-srp-client');
  const someone = await person(chinwag);
  const name = settings.userPoolId.split('_')[1];
  const signIn = async (password) => {
    const srp = new SRPClient(name);
    const { ChallengeName, ChallengeParameters: asked } = await done(chinwag,
      'InitiateAuth', { ClientId: clientId, AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: someone.name, SRP_A: srp.calculateA() } });
    const key = srp.getPasswordAuthenticationKey(asked.USER_ID_FOR_SRP,
      password, asked.SRP_B, asked.SALT);
    const TIMESTAMP = getNowString();
    return call(chinwag, 'RespondToAuthChallenge', { ClientId: clientId,
      ChallengeName, ChallengeResponses: { USERNAME: asked.USERNAME, TIMESTAMP,
        PASSWORD_CLAIM_SIGNATURE: calculateSignature(key, name,
          asked.USER_ID_FOR_SRP, asked.SECRET_BLOCK, TIMESTAMP),
        PASSWORD_CLAIM_SECRET_BLOCK: asked.SECRET_BLOCK } });
  };
  assert.ok((await signIn(PASSWORD)).json.AuthenticationResult.IdToken);
  assert.equal((await signIn('not the password')).message, CREDENTIALS[1]);
});

test('another password does not', async () => {
  const someone = await person(chinwag);
  await refused(chinwag, 'RespondToAuthChallenge',
    answerOf(await begin(someone.name, 'not the password')), ...CREDENTIALS);
});

test('a question is answered once, and by its client', async () => {
  const someone = await person(chinwag);
  const other = await client(chinwag, '--srp', 'on');
  const foreign = answerOf(await begin(someone.name), other.clientId);
  await refused(chinwag, 'RespondToAuthChallenge', foreign, ...CREDENTIALS);
  const right = answerOf(await begin(someone.name));
  await done(chinwag, 'RespondToAuthChallenge', right);
  await refused(chinwag, 'RespondToAuthChallenge', right, ...CREDENTIALS);
  const together = answerOf(await begin(someone.name));
  const answers = await Promise.all(Array.from({ length: 8 }, () =>
    call(chinwag, 'RespondToAuthChallenge', together)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test('made-up blocks, stale times and cut proofs are refused', async () => {
  const someone = await person(chinwag);
  const change = async (name, value) => {
    const right = answerOf(await begin(someone.name));
    const responses = right.ChallengeResponses;
    responses[name] = value(responses[name]);
    await refused(chinwag, 'RespondToAuthChallenge', right, ...CREDENTIALS);
  };
  const flip = (text) => {
    const bytes = Buffer.from(text, 'base64');
    bytes[40] ^= 1;
    return bytes.toString('base64');
  };
  await change('PASSWORD_CLAIM_SECRET_BLOCK', () => 'bWFkZSB1cA==');
  await change('PASSWORD_CLAIM_SECRET_BLOCK', flip);
  await change('PASSWORD_CLAIM_SECRET_BLOCK', (text) => `${text}!`);
  await change('TIMESTAMP', () => 'Wed Mar 5 07:08:09 UTC 2025');
  await change('TIMESTAMP', () => 'yesterday');
  await change('PASSWORD_CLAIM_SIGNATURE', (text) => text.slice(4));
});

test('A of 0 modulo N is refused', async () => {
  const { N } = await import('./lib/group.mjs');
  const someone = await person(chinwag);
  for (const a of ['0', '00', N, (2n * BigInt(`0x${N}`)).toString(16), 'x', '-1'])
    await refused(chinwag, 'InitiateAuth', { AuthFlow: 'USER_SRP_AUTH',
      ClientId: clientId, AuthParameters: { USERNAME: someone.name,
        SRP_A: a } }, 'InvalidParameterException');
});

test('a name that nobody has is asked just so', async () => {
  const someone = await person(chinwag);
  const name = freshName('nobody');
  const shape = ({ asked }) => [asked.ChallengeName,
    ...Object.entries(asked.ChallengeParameters).map(([key, value]) =>
      [key, ['USERNAME', 'USER_ID_FOR_SRP'].includes(key) ? 0
        : value.length])];
  const unknown = await begin(name);
  const known = await begin(someone.name);
  // The sealed block holds the name.
  const cut = (list) => list.filter(([key]) => key !== 'SECRET_BLOCK');
  assert.deepEqual(cut(shape(unknown)), cut(shape(known)));
  assert.equal((await begin(name)).asked.ChallengeParameters.SALT,
    unknown.asked.ChallengeParameters.SALT);
  await refused(chinwag, 'RespondToAuthChallenge', answerOf(unknown),
    ...CREDENTIALS);
});

test('failures count under the one lock', async () => {
  for (const name of [(await person(chinwag)).name, freshName('nobody')]) {
    // The last by a password, a minute from now: a slow machine is shut out.
    for (let i = 0; i < 4; i += 1)
      await refused(chinwag, 'RespondToAuthChallenge',
        answerOf(await begin(name, 'not the password')), ...CREDENTIALS);
    await refused(chinwag, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId, AuthParameters: { USERNAME: name,
        PASSWORD: 'not the password' } }, ...CREDENTIALS, { at: '+60s' });
    await refused(chinwag, 'RespondToAuthChallenge', answerOf(await begin(name)),
      'NotAuthorizedException', 'Password attempts exceeded');
    await refused(chinwag, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId, AuthParameters: { USERNAME: name, PASSWORD } },
    'NotAuthorizedException', 'Password attempts exceeded');
  }
});

test('without the switch nothing is kept, and nobody is let in', async () => {
  const plain = await pool();
  const off = await client(plain);
  const someone = await person(plain);
  await done(plain, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: off.clientId, AuthParameters: { USERNAME: someone.name,
      PASSWORD } });
  const on = await client(plain, '--srp', 'on');
  const values = (id) => {
    const session = createSrpSession(someone.name, PASSWORD, on.userPoolId,
      false);
    return [session, wrapInitiateAuth(session, { AuthFlow: 'USER_SRP_AUTH',
      ClientId: id, AuthParameters: { USERNAME: someone.name } })];
  };
  await refused(plain, 'InitiateAuth', values(off.clientId)[1],
    'InvalidParameterException',
    'USER_SRP_AUTH flow not enabled for this client');
  const attempt = async () => {
    const [session, first] = values(on.clientId);
    const asked = await done(plain, 'InitiateAuth', first);
    return call(plain, 'RespondToAuthChallenge', wrapAuthChallenge(
      signSrpSession(session, asked), { ClientId: on.clientId,
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: { USERNAME: someone.name } }));
  };
  assert.equal((await attempt()).message, CREDENTIALS[1]);
  // A sign-in with the password makes what SRP needs.
  await done(plain, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: off.clientId, AuthParameters: { USERNAME: someone.name,
      PASSWORD } });
  assert.equal((await attempt()).status, 200);
});

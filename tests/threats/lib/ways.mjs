// All ways of proving who one is: each is tried rightly and wrongly, and says
// how it was refused.

import { AdminInitiateAuthCommand, CognitoIdentityProviderClient }
  from '@aws-sdk/client-cognito-identity-provider';
import { PASSWORD, freshName, person } from '../../api/lib/actors.mjs';
import { install, show } from '../../api/lib/app.mjs';
import { Client } from '../../api/lib/client.mjs';
import { administrator } from '../../idp/lib/admin.mjs';
import { call, client } from '../../idp/lib/pool.mjs';
import { createSrpSession, signSrpSession, wrapAuthChallenge,
  wrapInitiateAuth } from './srp.mjs';

export const WRONG = 'wrong horse battery';

// { status, body }: without what differs from request to request.
const seen = (answer) => ({ status: answer.status,
  body: { ...answer.json, request: undefined } });

// What the ways need: a client of the pool, and an administrator's key.
export async function doors(chinwag) {
  const settings = await client(chinwag, '--srp', 'on', '--admin', 'on');
  const boss = await administrator(chinwag);
  return { chinwag, settings, sdk: new CognitoIdentityProviderClient({
    region: 'eu-west-1', maxAttempts: 1, endpoint: `${chinwag.url}/idp`,
    credentials: boss }) };
}

// Somebody with an app, who is at the second step once by each protocol.
export async function resident(doorway) {
  const { chinwag, settings } = doorway;
  // A sign-in by password makes what SRP needs.
  const someone = await person(chinwag, freshName('resident'));
  const { secret } = await install(someone);
  const step = await new Client(chinwag).post('/session',
    { username: someone.name, password: PASSWORD });
  const asked = await call(chinwag, 'InitiateAuth',
    { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: settings.clientId,
      AuthParameters: { USERNAME: someone.name, PASSWORD } });
  return { ...doorway, someone, secret, session: step.json.session,
    challenge: asked.json.Session };
}

async function bySrp({ chinwag, settings, someone }, password) {
  const { clientId: ClientId, userPoolId } = settings;
  const session = createSrpSession(someone.name, password, userPoolId, false);
  const asked = await call(chinwag, 'InitiateAuth', wrapInitiateAuth(session,
    { AuthFlow: 'USER_SRP_AUTH', ClientId, AuthParameters: {
      CHALLENGE_NAME: 'SRP_A', USERNAME: someone.name } }));
  return seen(await call(chinwag, 'RespondToAuthChallenge',
    wrapAuthChallenge(signSrpSession(session, asked.json), { ClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: { USERNAME: someone.name } })));
}

async function byAdministrator({ sdk, settings, someone }, password) {
  try {
    await sdk.send(new AdminInitiateAuthCommand({
      UserPoolId: settings.userPoolId, ClientId: settings.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: someone.name, PASSWORD: password } }));
    return { status: 200 };
  } catch (error) {
    return { status: error.$metadata.httpStatusCode,
      body: { __type: error.name, message: error.message } };
  }
}

// Each takes a resident, and a password or which code of the app.
const password = {
  'POST /session': async ({ chinwag, someone }, text) =>
    seen(await new Client(chinwag).post('/session',
      { username: someone.name, password: text })),
  'POST /session by mail address': async ({ chinwag, someone }, text) =>
    seen(await new Client(chinwag).post('/session',
      { username: someone.email, password: text })),
  'USER_PASSWORD_AUTH': async ({ chinwag, settings, someone }, text) =>
    seen(await call(chinwag, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH', ClientId: settings.clientId,
      AuthParameters: { USERNAME: someone.name, PASSWORD: text } })),
  'USER_SRP_AUTH': bySrp,
  'ADMIN_USER_PASSWORD_AUTH': byAdministrator,
  'PUT /me/password': async ({ someone }, text) =>
    seen(await someone.put('/me/password', { current: text,
      password: 'tractor papyrus lamp' })),
  'PUT /me/factors': async ({ someone }, text) =>
    seen(await someone.put('/me/factors', { password: text, totp: true,
      mail: false })),
};
const code = {
  'a code, POST /session/challenge': async ({ chinwag, session }, text) =>
    seen(await new Client(chinwag).post('/session/challenge',
      { session, code: text })),
  'a code, SOFTWARE_TOKEN_MFA': async ({ chinwag, settings, someone,
    challenge }, text) => seen(await call(chinwag, 'RespondToAuthChallenge', {
    ChallengeName: 'SOFTWARE_TOKEN_MFA', ClientId: settings.clientId,
    Session: challenge, ChallengeResponses: { USERNAME: someone.name,
      SOFTWARE_TOKEN_MFA_CODE: text } })),
};

// [name, rightly, wrongly]
export const ways = [
  ...Object.entries(password).map(([name, way]) => [name,
    (who) => way(who, PASSWORD), (who) => way(who, WRONG)]),
  ...Object.entries(code).map(([name, way]) => [name,
    (who) => way(who, show(who.secret)),
    (who) => way(who, show(who.secret, 9))]),
];

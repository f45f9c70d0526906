// T22 of the threats: of a name that is known and one that is not, all that an
// answer tells is the same: status, headers in their order, and body.  That as
// much is done for both is tests/pool/same_work_test.c; that it takes as long
// is make bench BENCH='--only equal', which a busy machine would disturb.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newcomer, PASSWORD, person } from '../api/lib/actors.mjs';
import { is } from '../api/lib/expect.mjs';
import { suite } from '../api/lib/suite.mjs';
import { request } from '../api/lib/wire.mjs';
import { client, TARGET } from '../idp/lib/pool.mjs';
import { WRONG } from './lib/ways.mjs';

const chinwag = await suite({ conf: { failures_per_network: 0,
  mail_per_hour: 4 } });
const { clientId: ClientId } = await client(chinwag, '--srp', 'on');

// Of the same length, so that lengths can be compared.
const known = (await person(chinwag)).name;
const late = (await newcomer(chinwag)).name;
const like = (name) => name.replace(/^[^-]+/, (stem) =>
  'x'.repeat(stem.length));

const send = (method, path, type, target, values) => request(chinwag.port, {
  method, path, body: JSON.stringify(values), headers: [['Content-Type', type],
    ...target ? [['X-Amz-Target', TARGET + target]] : []] });
const api = (method, path, values) =>
  send(method, `/api${path}`, 'application/json', null, values);
const idp = (operation, values) => send('POST', '/idp',
  'application/x-amz-json-1.1', operation, { ClientId, ...values });

const RANDOM = /^(x-request-id|x-amzn-requestid|date)$/;

// What is left when what is by chance, and the name itself, is made alike.
function told(answer, name) {
  const email = `${name.toLowerCase()}@example.org`;
  const body = answer.text.replaceAll(email, 'EMAIL').replaceAll(name, 'NAME')
    .replace(/("request":")[^"]*/, '$1')
    .replace(/("(?:SALT|SRP_B|SECRET_BLOCK)":")([^"]*)/g, (all, key, value) =>
      key + value.length)
    .replace(/("Destination":")\w\*\*\*@\w\*\*\*"/, '$1"')
    .replace(/("username":"fresh)\d+/, '$1');
  return { status: answer.status, body, headers: answer.headers
    .map(([key, value]) => [key, RANDOM.test(key) ? value.length
      : value.replace(/fresh\d+/, 'fresh')]) };
}

let fresh = 0;
const address = (name) => `${name.toLowerCase()}@example.org`;

// [what, one who is known, the request by a name]
const requests = [
  ['signing in', known, (name) => api('POST', '/session',
    { username: name, password: WRONG })],
  ['signing in by mail address', known, (name) => api('POST', '/session',
    { username: address(name), password: WRONG })],
  ['signing in before the address is confirmed', late, (name) => api('POST',
    '/session', { username: name, password: WRONG })],
  ['a forgotten password', known, (name) =>
    api('POST', `/users/${name}/reset`, {})],
  ['a forgotten password by mail address', known, (name) =>
    api('POST', `/users/${address(name)}/reset`, {})],
  ['a wrong code of a reset', known, (name) => api('PUT',
    `/users/${name}/reset`, { code: '000000', password: PASSWORD })],
  ['another code', late, (name) => api('POST', `/users/${name}/code`, {})],
  ['another code for who needs none', known, (name) =>
    api('POST', `/users/${name}/code`, {})],
  ['a wrong code of a sign-up', late, (name) =>
    api('POST', `/users/${name}/confirmation`, { code: '000000' })],
  ['a code for who needs none', known, (name) =>
    api('POST', `/users/${name}/confirmation`, { code: '000000' })],
  ['an address that is taken', known, (name) => {
    fresh += 1;
    return api('POST', '/users', { username: `fresh${fresh}`,
      email: address(name), password: PASSWORD });
  }],
  ['USER_PASSWORD_AUTH', known, (name) => idp('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: name,
      PASSWORD: WRONG } })],
  ['USER_SRP_AUTH', known, (name) => idp('InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: name,
      SRP_A: 'abcdef' } })],
  ['PASSWORD_VERIFIER', known, async (name) => {
    const { ChallengeParameters: asked } = (await idp('InitiateAuth', {
      AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: name,
        SRP_A: 'abcdef' } })).json;
    const [day, date, month, year, time] = new Date().toUTCString()
      .replace(',', '').split(' ');
    return idp('RespondToAuthChallenge', {
      ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: {
        USERNAME: asked.USERNAME,
        PASSWORD_CLAIM_SECRET_BLOCK: asked.SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64'),
        TIMESTAMP: `${day} ${month} ${Number(date)} ${time} UTC ${year}` } });
  }],
  ['ForgotPassword', known, (name) => idp('ForgotPassword',
    { Username: name })],
  ['ConfirmForgotPassword', known, (name) => idp('ConfirmForgotPassword', {
    Username: name, ConfirmationCode: '000000', Password: PASSWORD })],
  ['ResendConfirmationCode', late, (name) =>
    idp('ResendConfirmationCode', { Username: name })],
  ['ConfirmSignUp', late, (name) => idp('ConfirmSignUp',
    { Username: name, ConfirmationCode: '000000' })],
];

for (const [what, name, ask] of requests)
  test(`${what}: known and unknown are told the same`, async () => {
    const one = await ask(name);
    const other = await ask(like(name));
    assert.ok(one.status < 500, one.text);
    assert.deepEqual(told(other, like(name)), told(one, name));
  });

// Each of these is sent as many letters as an address may have first.
const enough = [
  ['a forgotten password', person, (name) =>
    api('POST', `/users/${name}/reset`, {})],
  ['ForgotPassword', person, (name) => idp('ForgotPassword',
    { Username: name })],
  ['another code', newcomer, (name) =>
    api('POST', `/users/${name}/code`, {})],
  ['ResendConfirmationCode', newcomer, (name) =>
    idp('ResendConfirmationCode', { Username: name })],
];

for (const [what, make, ask] of enough)
  test(`${what}: who was sent enough is told the same`, async () => {
    const { name, email } = await make(chinwag);
    for (let i = 0; i < 4; i += 1)
      is(await api('POST', '/users', { username: `${name}-${i}`, email,
        password: PASSWORD }), 201);
    const one = await ask(name);
    const other = await ask(like(name));
    assert.ok(one.status < 300, one.text);
    assert.deepEqual(told(other, like(name)), told(one, name));
  });

test('what is made up is always the same', async () => {
  const twice = (ask) => Promise.all([ask('nobody'), ask('nobody')]);
  for (const [one, other] of [
    await twice((name) => idp('ForgotPassword', { Username: name })),
    await twice((name) => idp('ResendConfirmationCode', { Username: name }))])
    assert.deepEqual(one.json, other.json);
});

// Connecting an account with another service, on coming from there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, codeOf, freshName, newcomer, PASSWORD, person }
  from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { arrive, Browser, configure, federation, stranger }
  from './lib/federation.mjs';
import { eventually, start } from './lib/harness.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, nobody } from './lib/suite.mjs';

const { chinwag, corp, other } = await federation();

const link = (values, { way, name = 'corp' } = {}) =>
  nobody(chinwag, way).post(`/providers/${name}/link`, values);

everyWay('who proves both is in, and is connected', async (way) => {
  const someone = await person(chinwag);
  const claims = stranger({ email: someone.email });
  const { arrival } = await arrive(chinwag, corp, claims);
  const answer = is(await link({ arrival, username: someone.name,
    password: PASSWORD, token: true }, { way }), 200);
  is(await someone.with({ token: answer.json.token }).get('/session'), 200);
  assert.equal(is(await new Browser(chinwag).signIn(corp, claims), 200)
    .json.username, someone.name);
});

test('the address alone connects nothing', async () => {
  const someone = await person(chinwag);
  const claims = stranger({ email: someone.email });
  const { arrival } = await arrive(chinwag, corp, claims);
  refused(await link({ arrival, username: someone.name,
    password: 'wrong password indeed' }), 401, 'wrong_credentials');
  refused(await link({ arrival, username: 'nobody-here',
    password: PASSWORD }), 401, 'wrong_credentials');
  is(await new Browser(chinwag).signIn(corp, claims), 202);
  assert.deepEqual(is(await someone.get('/me/identities'), 200).json, []);
});

test('guesses count as failures to sign in', async () => {
  const someone = await person(chinwag);
  const { arrival } = await arrive(chinwag, corp);
  for (let i = 0; i < 5; i += 1)
    refused(await link({ arrival, username: someone.name,
      password: 'wrong password indeed' }), 401, 'wrong_credentials');
  await stretchLocks(chinwag);
  refused(await link({ arrival, username: someone.name,
    password: 'wrong again indeed' }), 429, 'locked');
  refused(await link({ arrival, username: someone.name,
    password: PASSWORD }), 429, 'locked');
});

test('a second factor is asked for before anything is connected', async () => {
  const someone = await person(chinwag);
  is(await someone.put('/me/factors', { password: PASSWORD, totp: false,
    mail: true }), 204);
  const claims = stranger();
  const { arrival } = await arrive(chinwag, corp, claims);
  const step = is(await link({ arrival, username: someone.name,
    password: PASSWORD }), 200).json;
  assert.equal(step.challenge, 'mail');
  assert.deepEqual(is(await someone.get('/me/identities'), 200).json, []);
  refused(await nobody(chinwag).post('/session/challenge',
    { session: step.session, code: '000000' }), 400, 'code_mismatch');
  is(await new Browser(chinwag).signIn(corp, claims), 202);
  const again = is(await nobody(chinwag).post('/session/challenge',
    { session: step.session, mail: true }), 200).json;
  const mail = await eventually('the last mail', async () => {
    const text = await chinwag.mailTo(someone.email);
    return chinwag.mailCount >= 2 ? text : null;
  });
  const [code] = mail.replace(/^[\s\S]*?\r?\n\r?\n/, '')
    .match(/(?<!\d)\d{6}(?!\d)/);
  is(await nobody(chinwag).post('/session/challenge',
    { session: again.session, code }), 200);
  const connected = is(await someone.get('/me/identities'), 200).json;
  assert.equal(connected[0].provider, 'corp');
  // By the provider the second factor is asked for, too.
  assert.equal(is(await new Browser(chinwag).signIn(corp, claims), 200)
    .json.challenge, 'mail');
});

test('what is connected already', async () => {
  const [anna, bob] = [await person(chinwag), await person(chinwag)];
  const claims = stranger();
  const { arrival } = await arrive(chinwag, corp, claims);
  is(await link({ arrival, username: anna.name, password: PASSWORD }), 200);
  refused(await link({ arrival, username: bob.name, password: PASSWORD }),
    409, 'conflict');
  const second = await arrive(chinwag, corp);
  refused(await link({ arrival: second.arrival, username: anna.name,
    password: PASSWORD }), 409, 'conflict');
  const elsewhere = is(await new Browser(chinwag).signIn(other, claims, {},
    'other'), 202).json;
  is(await link({ arrival: elsewhere.arrival, username: anna.name,
    password: PASSWORD }, { name: 'other' }), 200);
});

test('accounts that may not be signed in to', async () => {
  const { arrival } = await arrive(chinwag, corp);
  const fresh = await newcomer(chinwag);
  refused(await link({ arrival, username: fresh.name, password: PASSWORD }),
    403, 'not_confirmed');
  const someone = await person(chinwag);
  const root = await administrator(chinwag);
  is(await root.post(`/accounts/${someone.name}/actions`,
    { action: 'reset' }), 204);
  refused(await link({ arrival, username: someone.name, password: PASSWORD }),
    403, 'reset_required');
});

test('arrivals that are none', async () => {
  const someone = await person(chinwag);
  const values = { username: someone.name, password: PASSWORD };
  const { arrival } = await arrive(chinwag, corp);
  refused(await link({ arrival: 'x', ...values }), 400, 'not_proven');
  refused(await link({ arrival, ...values }, { name: 'other' }), 400,
    'not_proven');
  refused(await link({ arrival, ...values }, { name: 'nobody' }), 404,
    'not_found');
  refused(await link({ arrival, username: freshName() }), 400, 'invalid',
    '/password');
});

test('codes by mail have a limit', async () => {
  const someone = await person(chinwag);
  is(await someone.put('/me/factors', { password: PASSWORD, totp: false,
    mail: true }), 204);
  const { arrival } = await arrive(chinwag, corp);
  let answer;
  for (let i = 0; i < 30 && answer?.status !== 429; i += 1)
    answer = await link({ arrival, username: someone.name,
      password: PASSWORD });
  refused(answer, 429, 'too_many');
});

test('who waits to be approved of connects nothing', async () => {
  const one = await start({ conf: { oidc_providers: 'corp',
    registration: 'approval' },
  prepare: (instance) => configure(instance, 'corp', corp.url) });
  try {
    const someone = await newcomer(one);
    const code = await codeOf(one, someone.email);
    is(await nobody(one).post(`/users/${someone.name}/confirmation`,
      { code }), 204);
    const { arrival } = await arrive(one, corp);
    refused(await nobody(one).post('/providers/corp/link', { arrival,
      username: someone.name, password: PASSWORD }), 403, 'not_approved');
  } finally {
    await one.stop();
  }
});

// Making an account by another service.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './lib/client.mjs';
import { administrator, codeOf, freshName, newcomer, person }
  from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { arrive, Browser, configure, cookies, federation, member, stranger }
  from './lib/federation.mjs';
import { start } from './lib/harness.mjs';
import { everyWay, nobody } from './lib/suite.mjs';

const { chinwag, corp, other } = await federation();

const make = (values, { way, name = 'corp', instance = chinwag } = {}) =>
  nobody(instance, way).post(`/providers/${name}/account`, values);

everyWay('an account is made, and its owner is in', async (way) => {
  const claims = stranger();
  const { arrival } = await arrive(chinwag, corp, claims);
  const username = freshName('chosen');
  const answer = is(await make({ arrival, username, token: true }, { way }),
    200);
  assert.equal(answer.json.username, username);
  assert.match(cookies(answer), /chinwag=[\w-]{43}/);
  const me = new Client(chinwag, { token: answer.json.token, way });
  const { json } = is(await me.get('/me'), 200);
  assert.equal(json.email, claims.email);
  assert.equal(json.status, 'EXTERNAL_PROVIDER');
  is(await me.get('/conversations'), 200);
  // The next time the provider is enough.
  assert.equal(is(await new Browser(chinwag).signIn(corp, claims), 200)
    .json.username, username);
});

test('no password opens it, until one is set by mail', async () => {
  const someone = await member(chinwag, corp);
  for (const password of ['', 'x', 'correct horse battery'].slice(1))
    refused(await nobody(chinwag).post('/session',
      { username: someone.name, password }), 401, 'wrong_credentials');
  is(await nobody(chinwag).post(`/users/${someone.name}/reset`, {}), 202);
  const code = await codeOf(chinwag, someone.email);
  is(await nobody(chinwag).put(`/users/${someone.name}/reset`,
    { code, password: 'tractor papyrus lamp' }), 204);
  const answer = is(await nobody(chinwag).post('/session', { token: true,
    username: someone.name, password: 'tractor papyrus lamp' }), 200);
  const me = someone.with({ token: answer.json.token });
  assert.equal(is(await me.get('/me'), 200).json.status, 'CONFIRMED');
});

test('an arrival makes one account', async () => {
  const { arrival } = await arrive(chinwag, corp,
    stranger({ email_verified: false }));
  refused(await make({ arrival, username: freshName(), email:
    'first@example.org' }), 403, 'not_confirmed');
  refused(await make({ arrival, username: freshName(), email:
    'second@example.org' }), 400, 'not_proven');
});

test('one that comes four times at once makes one, too', async () => {
  const { arrival } = await arrive(chinwag, corp);
  const answers = await Promise.all([1, 2, 3, 4].map(() =>
    make({ arrival, username: freshName() })));
  const codes = answers.map(({ status }) => status).sort();
  assert.equal(codes[0], 200);
  for (const status of codes.slice(1))
    assert.ok([400, 409].includes(status), String(codes));
});

test('names that are taken, or none', async () => {
  const { arrival } = await arrive(chinwag, corp);
  const taken = await person(chinwag);
  refused(await make({ arrival, username: taken.name.toUpperCase() }), 409,
    'name_taken');
  refused(await make({ arrival, username: 'no name' }), 400, 'invalid',
    '/username');
  is(await make({ arrival, username: freshName() }), 200);
});

test('the address of an account is not made a second one', async () => {
  const someone = await person(chinwag);
  const claims = stranger({ email: someone.email.toUpperCase() });
  const { arrival } = await arrive(chinwag, corp, claims);
  refused(await make({ arrival, username: freshName() }), 409, 'conflict');
  // Nor does naming another get around it.
  refused(await make({ arrival, username: freshName(),
    email: 'free@example.org' }), 409, 'conflict');
});

test('an address that the provider does not vouch for is confirmed first',
  async () => {
    const claims = stranger({ email_verified: false });
    const { arrival, username } = await arrive(chinwag, corp, claims);
    refused(await make({ arrival, username }), 403, 'not_confirmed');
    const browser = new Browser(chinwag);
    refused(await browser.signIn(corp, claims), 403, 'not_confirmed');
    const code = await codeOf(chinwag, claims.email);
    is(await nobody(chinwag).post(`/users/${username}/confirmation`, { code }),
      204);
    assert.equal(is(await browser.signIn(corp, claims), 200).json.username,
      username);
  });

test('unverified, somebody else\'s address makes nothing of theirs', async () => {
  const victim = await person(chinwag);
  const claims = stranger({ email: victim.email, email_verified: false });
  const { arrival, username } = await arrive(chinwag, corp, claims);
  refused(await make({ arrival, username }), 403, 'not_confirmed');
  refused(await new Browser(chinwag).signIn(corp, claims), 403,
    'not_confirmed');
  const mail = await chinwag.mailTo(victim.email);
  assert.doesNotMatch(mail.replace(/^[\s\S]*?\r?\n\r?\n/, ''),
    /(?<!\d)\d{6}(?!\d)/);
});

test('without an address one must be given', async () => {
  const { arrival } = await arrive(chinwag, corp,
    stranger({ email: undefined }));
  refused(await make({ arrival, username: freshName() }), 400, 'invalid',
    '/email');
});

test('too much mail goes to nobody', async () => {
  const one = await start({ conf: { oidc_providers: 'corp',
    mail_per_hour_total: 1 },
  prepare: (instance) => configure(instance, 'corp', corp.url) });
  try {
    await newcomer(one);
    const { arrival } = await arrive(one, corp,
      stranger({ email_verified: false }));
    refused(await make({ arrival, username: freshName() }, { instance: one }),
      429, 'too_many');
  } finally {
    await one.stop();
  }
});

test('arrivals that are none', async () => {
  const { arrival } = await arrive(chinwag, corp);
  const username = freshName();
  // It may end in either of them itself.
  const end = arrival.endsWith('AA') ? 'BA' : 'AA';
  for (const bad of ['x', arrival.slice(0, -2) + end, 'A'.repeat(300)])
    refused(await make({ arrival: bad, username }), 400, 'not_proven');
  refused(await make({ arrival, username }, { name: 'other' }), 400,
    'not_proven');
  refused(await make({ arrival, username }, { name: 'nobody' }), 404,
    'not_found');
  // What a browser has in its cookie is no arrival.
  const browser = new Browser(chinwag);
  await browser.setOut();
  refused(await make({ arrival: browser.cookie, username }), 400,
    'not_proven');
  const late = chinwag.at('+16m');
  refused(await new Client(late, { way: 'shell' })
    .post('/providers/corp/account', { arrival, username }), 400,
  'not_proven');
  is(await make({ arrival, username }), 200);
});

// Another instance, with other rules.
async function ruled({ conf, values }, check) {
  const one = await start({ conf: { oidc_providers: 'corp', ...conf },
    prepare: (instance) => configure(instance, 'corp', corp.url, values) });
  try {
    await check(one);
  } finally {
    await one.stop();
  }
}

test('where nobody may sign up by it', () => ruled({ values:
  { sign_up: 'no' } }, async (one) => {
  const { arrival, can_sign_up: may } = await arrive(one, corp);
  assert.equal(may, false);
  refused(await make({ arrival, username: freshName() }, { instance: one }),
    403, 'forbidden');
}));

test('where only some addresses may', () => ruled({ values:
  { email_domains: 'works.example sub.works.example' } }, async (one) => {
  for (const [email, verified, status] of [
    ['a@works.example', true, 200], ['b@SUB.Works.example', true, 200],
    ['c@works.example', false, 403], ['d@notworks.example', true, 403],
    ['e@works.example.org', true, 403]]) {
    const { arrival, can_sign_up: may } = await arrive(one, corp,
      stranger({ email, email_verified: verified }));
    assert.equal(may, status === 200, email);
    is(await make({ arrival, username: freshName() }, { instance: one }),
      status, email);
  }
}));

test('where people are approved of', () => ruled({ conf:
  { registration: 'approval' } }, async (one) => {
  const claims = stranger();
  const { arrival, username } = await arrive(one, corp, claims);
  refused(await make({ arrival, username }, { instance: one }), 403,
    'not_approved');
  refused(await new Browser(one).signIn(corp, claims), 403, 'not_approved');
  const root = await administrator(one);
  is(await root.post(`/accounts/${username}/actions`, { action: 'approve' }),
    204);
  is(await new Browser(one).signIn(corp, claims), 200);
}));

test('where it takes an invitation', () => ruled({ conf:
  { registration: 'closed' } }, async (one) => {
  const { arrival, username, needs_invitation: needs } =
    await arrive(one, corp);
  assert.equal(needs, true);
  refused(await make({ arrival, username }, { instance: one }), 403,
    'forbidden');
  refused(await make({ arrival, username, invitation: 'A'.repeat(43) },
    { instance: one }), 400, 'code_mismatch');
  const root = await administrator(one);
  const { token } = is(await root.post('/invitations', {}), 201).json;
  is(await make({ arrival, username, invitation: token }, { instance: one }),
    200);
}));

test('the other provider is another', async () => {
  const claims = stranger();
  await member(chinwag, corp, claims);
  is(await new Browser(chinwag).signIn(other, claims, {}, 'other'), 202);
});

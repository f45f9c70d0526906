// Signing in by another service; also one that lies.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { test } from 'node:test';
import { administrator, PASSWORD, person } from './lib/actors.mjs';
import { run } from './lib/cgi.mjs';
import { Client } from './lib/client.mjs';
import { is, refused } from './lib/expect.mjs';
import { arrive, Browser, configure, cookies, federation, member, stranger }
  from './lib/federation.mjs';
import { start } from './lib/harness.mjs';
import { provider } from './lib/provider.mjs';
import { everyWay, lacking } from './lib/suite.mjs';

const { chinwag, corp, other } = await federation();

// Somebody who has an account by the provider.
const anna = stranger();
const owner = await member(chinwag, corp, anna);

async function lying(lies, check, provider = corp) {
  provider.lies = lies;
  try {
    await check();
  } finally {
    provider.lies = {};
  }
}

everyWay('whom the provider proves is in', async (way) => {
  const browser = new Browser(chinwag, { way });
  const answer = is(await browser.signIn(corp, anna), 200);
  assert.equal(answer.json.username, owner.name);
  assert.equal(answer.json.token, undefined);
  assert.equal(browser.cookie, '', 'the cookie is taken back');
  const session = /chinwag=([\w-]{43});/.exec(cookies(answer))[1];
  is(await new Client(chinwag, { token: session, by: 'cookie', way })
    .get('/session'), 200);
});

test('a token is given to those who ask', async () => {
  const answer = is(await new Browser(chinwag).signIn(corp, anna,
    { token: true }), 200);
  is(await new Client(chinwag, { token: answer.json.token })
    .get('/session'), 200);
});

test('an address changes nothing about who it is', async () => {
  const moved = { ...anna, email: 'elsewhere@example.org' };
  assert.equal(is(await new Browser(chinwag).signIn(corp, moved), 200)
    .json.username, owner.name);
  // And the same address does not make one somebody else.
  const answer = is(await new Browser(chinwag).signIn(corp,
    { ...stranger(), email: anna.email }), 202);
  assert.equal(answer.json.email, anna.email);
  // Nor does the same subject of another issuer.
  is(await new Browser(chinwag).signIn(other, anna, {}, 'other'), 202);
});

test('who is new here is told what can be done', async () => {
  const claims = stranger({ preferred_username: 'Dora.D@example.org' });
  const { json } = is(await new Browser(chinwag).signIn(corp, claims), 202);
  assert.deepEqual({ ...json, arrival: '', expires: 0 }, { arrival: '',
    provider: 'corp', label: 'Example Works', username: 'Dora.D',
    email: claims.email, verified: true, can_sign_up: true,
    needs_invitation: false, expires: 0 });
  assert.ok(json.expires > Date.now());
  const unverified = is(await new Browser(chinwag).signIn(corp,
    stranger({ email_verified: false, preferred_username: '' })), 202);
  assert.equal(unverified.json.verified, false);
});

// --- what the browser brings ---------------------------------------------------

const mine = async (browser) =>
  corp.approve(await browser.setOut(), anna);

test('a state and a code are good once', async () => {
  const browser = new Browser(chinwag);
  const back = await mine(browser);
  const { cookie } = browser;
  is(await browser.comeBack(back), 200);
  refused(await browser.comeBack(back), 400, 'not_proven');
  browser.cookie = cookie;
  refused(await browser.comeBack(back), 400, 'not_proven');
  // A code that was used, with a fresh state.
  const again = await mine(browser);
  refused(await browser.comeBack({ ...again, code: back.code }), 400,
    'not_proven');
});

test('two who bring the same at once: one is in', async () => {
  const browser = new Browser(chinwag);
  const back = await mine(browser);
  const answers = await Promise.all([1, 2, 3, 4].map(() =>
    browser.client.post('/providers/corp/session', back,
      { headers: browser.headers })));
  assert.deepEqual(answers.map(({ status }) => status).sort(),
    [200, 400, 400, 400]);
});

test('the state of another browser, of nobody, or invented', async () => {
  const [browser, thief] = [new Browser(chinwag), new Browser(chinwag)];
  const back = await mine(browser);
  refused(await thief.comeBack(back), 400, 'not_proven');
  await thief.setOut();
  refused(await thief.comeBack(back), 400, 'not_proven');
  for (const cookie of ['', 'x', 'A'.repeat(400), 'a'.repeat(43)]) {
    thief.cookie = cookie;
    refused(await thief.comeBack(back), 400, 'not_proven');
  }
  const mixed = await mine(browser);
  for (const state of [mixed.state.slice(0, -1), `${mixed.state}A`,
    mixed.state.replace('in.', 'link.'), 'in.corp.'])
    refused(await browser.comeBack({ ...mixed, state }), 400, 'not_proven');
  is(await browser.comeBack(mixed), 200);
});

test('what was begun with one provider does not end with another', async () => {
  const browser = new Browser(chinwag);
  const back = await mine(browser);
  refused(await browser.comeBack(back, 'other'), 400, 'not_proven');
  refused(await browser.comeBack(back, 'nobody'), 404, 'not_found');
});

test('the issuer in the answer must be the one that was asked', async () => {
  for (const iss of [other.url, `${corp.url}/`, 'x', undefined]) {
    const browser = new Browser(chinwag);
    const back = await mine(browser);
    refused(await browser.comeBack({ ...back, iss }), 400, 'not_proven');
    assert.ok(corp.codes.has(back.code), 'the code was not sent there');
  }
});

// --- a provider that lies ---------------------------------------------------------

const now = Math.floor(Date.now() / 1000);
const strange = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });

const lies = {
  'another issuer': { claims: { iss: 'https://id.example.net' } },
  'an issuer with a slash more': { claims: { iss: `${corp.url}/` } },
  'for another site': { claims: { aud: 'another' } },
  'for others too': { claims: { aud: ['chinwag tests', 'another'] } },
  'for nobody': { claims: { aud: [] } },
  'given to another site': { claims: { azp: 'another' } },
  'another nonce': { claims: { nonce: 'x'.repeat(43) } },
  'no nonce': { claims: { nonce: undefined } },
  expired: { claims: { exp: now - 3600, iat: now - 60 } },
  'no expiry': { claims: { exp: undefined } },
  'an expiry that is a text': { claims: { exp: String(now + 300) } },
  'made long ago': { claims: { iat: now - 7200 } },
  'made tomorrow': { claims: { iat: now + 86400 } },
  'no time': { claims: { iat: undefined } },
  'not good yet': { claims: { nbf: now + 86400 } },
  'no subject': { claims: { sub: undefined } },
  'an empty subject': { claims: { sub: '' } },
  'a subject that is a number': { claims: { sub: 17 } },
  'a subject of 256 characters': { claims: { sub: 's'.repeat(256) } },
  'a subject with a line feed': { claims: { sub: 'a\nb' } },
  'alg none': { header: { alg: 'none' } },
  'alg none without a signature': { header: { alg: 'none' },
    token: (text) => `${text}.` },
  'alg HS256 with the public key': { header: { alg: 'HS256' } },
  'alg PS256 where RS256 is agreed on': { header: { alg: 'PS256' } },
  'no alg': { header: { alg: undefined } },
  'a critical extension': { header: { crit: ['b64'], b64: false } },
  'a key that is not published': { header: { kid: 'none' },
    key: strange.privateKey },
  'a key of its own in the header': { key: strange.privateKey,
    header: { jwk: strange.publicKey.export({ format: 'jwk' }) } },
  'another key under the same name': { key: strange.privateKey },
  'a broken signature': { token: (text, made) =>
    `${text}.${Buffer.from(made).fill(7, 9, 12).toString('base64url')}` },
  'no signature': { token: (text) => `${text}.` },
  'four parts': { token: (text, made) =>
    `${text}.${made.toString('base64url')}.x` },
  'no token at all': { token: () => 'x' },
  'a token that is a number': { granted: { id_token: 17 } },
  'no ID token': { granted: { id_token: undefined } },
  'a member twice': { payload: `{"iss":"${corp.url}","sub":"a","sub":"b"}` },
  'claims that are a list': { payload: '[]' },
  'claims that are no JSON': { payload: '{"sub":' },
  'claims with a number out of reach': { payload: '{"exp":1e999}' },
};

for (const [what, lie] of Object.entries(lies))
  test(`it lies: ${what}`, () => lying(lie, async () => {
    const answer = refused(await new Browser(chinwag).signIn(corp, anna), 400,
      'not_proven');
    assert.doesNotMatch(cookies(answer), /chinwag=[\w-]/);
  }));

const huge = (response, say) => say(200, JSON.stringify({ x: 'y'.repeat(3e5) }));

const faults = {
  'a page instead of JSON': (response, say) =>
    say(200, '<!DOCTYPE html><title>Sign in', 'text/html'),
  'it sends elsewhere': (response) =>
    response.writeHead(302, { Location: `${other.url}/token` }).end(),
  'too much': huge,
  'an error of its own': (response, say) => say(503, { error: 'sorry' }),
  'it hangs up': (response) => response.destroy(),
  'it stops halfway': (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json',
      'Content-Length': 1000 });
    response.write('{');
    setImmediate(() => response.destroy());
  },
};

for (const [what, fault] of Object.entries(faults))
  test(`it does not answer as it should: ${what}`, () =>
    lying({ tokenAnswer: fault }, async () => {
      refused(await new Browser(chinwag).signIn(corp, anna), 503,
        'provider_unavailable');
    }));

test('it does not know this site', () => lying({ tokenAnswer:
  (response, say) => say(401, { error: 'invalid_client' }) }, async () => {
  refused(await new Browser(chinwag).signIn(corp, anna), 503,
    'provider_unavailable');
}));

test('an answer with a member twice is none', () => lying({ tokenAnswer:
  (response, say) => say(200, '{"id_token":"a","id_token":"b"}') },
async () => {
  refused(await new Browser(chinwag).signIn(corp, anna), 400, 'not_proven');
}));

test('others are answered while one waits for the provider', {
  skip: lacking.threads }, async () => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await lying({ tokenAnswer: async (response, say) => {
    await held;
    say(503, {});
  } }, async () => {
    const waiting = Array.from({ length: 12 }, () =>
      new Browser(chinwag).signIn(corp, anna));
    // More than may ask at once are told so, and are not kept waiting.
    const first = await Promise.race(waiting);
    refused(first, 503, 'busy');
    is(await new Browser(chinwag).signIn(other, anna, {}, 'other')
      .catch((error) => error), first.status);
    is(await owner.get('/session'), 200);
    release();
    const codes = (await Promise.all(waiting)).map(({ json }) => json.code);
    assert.ok(codes.includes('provider_unavailable'));
  });
});

// --- keys ----------------------------------------------------------------------

test('a key that is new is fetched, but not each time', async () => {
  const before = other.asked.keys;
  const signIn = () => new Browser(chinwag).signIn(other, anna, {}, 'other');
  is(await signIn(), 202);
  other.turn();
  is(await signIn(), 202);
  const after = other.asked.keys;
  assert.ok(after <= before + 2);
  // Another within the minute is not looked for.
  other.turn();
  refused(await signIn(), 400, 'not_proven');
  refused(await signIn(), 400, 'not_proven');
  assert.equal(other.asked.keys, after);
});

test('the other ways to sign, where they are agreed on', async () => {
  const [curve, pss] = [await provider(), await provider()];
  curve.turn('ES256');
  pss.turn('PS256');
  const one = await start({ mail: false,
    conf: { oidc_providers: 'curve pss' },
    prepare: (instance) => {
      configure(instance, 'curve', curve.url, { algorithm: 'ES256' });
      configure(instance, 'pss', pss.url, { algorithm: 'PS256' });
    } });
  try {
    is(await new Browser(one).signIn(curve, anna, {}, 'curve'), 202);
    is(await new Browser(one).signIn(pss, anna, {}, 'pss'), 202);
    curve.lies = { header: { alg: 'none' } };
    refused(await new Browser(one).signIn(curve, anna, {}, 'curve'), 400,
      'not_proven');
    pss.lies = { header: { alg: 'RS256' } };
    refused(await new Browser(one).signIn(pss, anna, {}, 'pss'), 400,
      'not_proven');
  } finally {
    await one.stop();
  }
});

// --- whose account it is -----------------------------------------------------------

test('an account that is shut stays shut', async () => {
  const claims = stranger();
  const someone = await member(chinwag, corp, claims);
  const root = await administrator(chinwag);
  is(await root.post(`/accounts/${someone.name}/actions`,
    { action: 'disable' }), 204);
  refused(await new Browser(chinwag).signIn(corp, claims), 403, 'forbidden');
  is(await root.post(`/accounts/${someone.name}/actions`,
    { action: 'enable' }), 204);
  is(await new Browser(chinwag).signIn(corp, claims), 200);
  is(await root.post(`/accounts/${someone.name}/actions`,
    { action: 'reset' }), 204);
  refused(await new Browser(chinwag).signIn(corp, claims), 403,
    'reset_required');
});

test('a second factor is asked for; codes by mail have a limit', async () => {
  const someone = await person(chinwag);
  const claims = stranger();
  const { arrival } = await arrive(chinwag, corp, claims);
  is(await new Client(chinwag).post('/providers/corp/link', { arrival,
    username: someone.name, password: PASSWORD }), 200);
  is(await someone.put('/me/factors', { password: PASSWORD, totp: false,
    mail: true }), 204);
  const first = is(await new Browser(chinwag).signIn(corp, claims), 200);
  assert.equal(first.json.challenge, 'mail');
  assert.doesNotMatch(cookies(first), /chinwag=[\w-]/);
  let answer;
  for (let i = 0; i < 30 && answer?.status !== 429; i += 1)
    answer = await new Browser(chinwag).signIn(corp, claims);
  refused(answer, 429, 'too_many');
});

test('administrators and others see what an account is connected with',
  async () => {
    const root = await administrator(chinwag);
    const { json } = is(await root.get(`/accounts/${owner.name}`), 200);
    assert.deepEqual(json.providers, ['corp']);
    assert.equal(json.status, 'EXTERNAL_PROVIDER');
    assert.equal(is(await root.get('/me'), 200).json.providers, undefined);
  });

test('what happened is in the log', async () => {
  const root = await administrator(chinwag);
  const { json } = is(await root.get(`/audit?username=${owner.name}`), 200);
  const events = json.events.map(({ event, detail }) =>
    `${event} ${detail ?? ''}`.trim());
  for (const event of ['sign_up corp', 'identity_add corp',
    'sign_in provider:corp'])
    assert.ok(events.includes(event), `${event} in ${events}`);
  const all = is(await root.get('/audit?limit=100'), 200).json.events;
  assert.ok(all.some(({ event }) => event === 'identity_fail'));
});

test('nothing secret is in the log file or the store', async () => {
  const text = chinwag.logs();
  assert.match(text, /proves nobody/);
  assert.doesNotMatch(text, /a secret: with/);
});

test('the program that asks providers asks no others, and ends well',
  async () => {
    const closed = 'http://127.0.0.1:1';
    const ask = (words) => run(chinwag.conf.oidc_fetch, ['--only', closed],
      { env: chinwag.env, stdin: words });
    for (const [url, error] of [[`${closed}/token`, /connect to server/],
      [`${closed}0/token`, /none of its addresses/],
      [`${closed}@example.org/`, /none of its addresses/]]) {
      const { code, stdout, stderr } = await ask(`GET ${url}\n\n`);
      assert.deepEqual([code, stderr], [0, ''], url);
      assert.match(stdout.toString(), /^status 0\n/);
      assert.match(stdout.toString(), error);
    }
    assert.equal((await ask('GET')).code, 70);
  });

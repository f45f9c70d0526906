// Beginning to sign in by another service.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { after, test } from 'node:test';
import { Client } from './lib/client.mjs';
import { is, refused } from './lib/expect.mjs';
import { configure, cookies } from './lib/federation.mjs';
import { server } from './lib/harness.mjs';
import { CLIENT, provider } from './lib/provider.mjs';
import { everyWay, lacking, suite } from './lib/suite.mjs';

const corp = await provider();
const liar = await provider();
const hung = await provider();

// It would say what is right, but nobody vouches for who it is.
async function unproven(directory) {
  const [key, cert] = ['key', 'cert'].map((name) =>
    path.join(directory, `provider-${name}.pem`));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
    'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert,
    '-days', '2', '-subj', '/CN=localhost', '-addext',
    'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
  const places = { asked: 0 };
  const server = https.createServer({ key: fs.readFileSync(key),
    cert: fs.readFileSync(cert) }, (request, response) => {
    places.asked += 1;
    response.writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify({ ...corp.places, issuer: places.url }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  places.url = `https://127.0.0.1:${server.address().port}`;
  return places;
}

let tls;
const chinwag = await suite({
  conf: { oidc_providers: 'corp liar hung down tls' },
  prepare: async (instance) => {
    tls = await unproven(instance.directory);
    configure(instance, 'tls', tls.url);
    configure(instance, 'corp', corp.url, { scopes: 'openid email' });
    configure(instance, 'liar', liar.url);
    configure(instance, 'hung', hung.url);
    // Nobody listens at the discard port.
    configure(instance, 'down', 'http://127.0.0.1:9');
  } });

const setOut = (name, way) => new Client(chinwag, { way })
  .post(`/providers/${name}/sign-in`, {});

everyWay('the browser is sent there, with all that belongs to it',
  async (way) => {
    const answer = is(await setOut('corp', way), 200);
    const url = new URL(answer.json.location);
    assert.equal(`${url.origin}${url.pathname}`, `${corp.url}/auth`);
    const asked = Object.fromEntries(url.searchParams);
    assert.match(asked.state, /^in\.corp\.[\w-]{43}$/);
    assert.match(asked.nonce, /^[\w-]{43}$/);
    assert.match(asked.code_challenge, /^[\w-]{43}$/);
    assert.deepEqual({ ...asked, state: '', nonce: '', code_challenge: '' }, {
      response_type: 'code', client_id: CLIENT, scope: 'openid email',
      redirect_uri: `${chinwag.url}/`, state: '', nonce: '',
      code_challenge: '', code_challenge_method: 'S256' });
    const cookie = cookies(answer);
    assert.match(cookie, /^chinwag-handover=[\w-]+; Path=\/; Max-Age=600; /);
    assert.match(cookie, /; HttpOnly; SameSite=Lax$/);
    for (const secret of [asked.state, asked.nonce])
      assert.ok(!cookie.includes(secret), 'it is sealed');
  });

test('no two are alike', async () => {
  const all = await Promise.all([1, 2, 3].map(() => setOut('corp')));
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.equal(new Set(all.map(({ json }) =>
      new URL(json.location).searchParams.get(name))).size, 3);
});

test('what the provider publishes is fetched once', async () => {
  is(await setOut('corp'), 200);
  const before = corp.asked.places;
  is(await setOut('corp', 'http'), 200);
  assert.equal(corp.asked.places, before);
});

test('a provider that there is not', async () => {
  for (const name of ['nobody', 'CORP', '..',
    ...server.slashes === false ? [] : ['corp%2F']])
    refused(await setOut(name), 404, 'not_found');
});

test('a provider that does not prove who it is', async () => {
  refused(await setOut('tls'), 503, 'provider_unavailable');
  assert.equal(tls.asked, 0, 'it was asked for nothing');
});

test('a provider that is down', async () => {
  refused(await setOut('down'), 503, 'provider_unavailable');
});

const lies = {
  'another issuer': { places: { issuer: 'https://id.example.org' } },
  'no issuer': { places: { issuer: undefined } },
  'no place for tokens': { places: { token_endpoint: undefined } },
  'a place elsewhere': { places: { token_endpoint:
    'https://tokens.example.org/token' } },
  'keys of another machine': { places: { jwks_uri: 'http://192.0.2.1/keys' } },
  'a port that is not its own': { places: { jwks_uri:
    'http://127.0.0.1:22/keys' } },
  'a host that begins alike': { places: { token_endpoint:
    `${liar.url}.example.org/token` } },
  'a host behind a user': { places: { token_endpoint:
    `${liar.url}@example.org/token` } },
  'a place that is a file': { places: { jwks_uri: 'file:///etc/passwd' } },
  'a place of its script': { places: { authorization_endpoint:
    'javascript:alert(1)' } },
  'a place with a line feed': { places: { token_endpoint:
    `${liar.url}/token\nHost: x` } },
  'a place that is a number': { places: { token_endpoint: 17 } },
  'a document that is a list': { placesAnswer: (response, say) => say(200,
    '[]') },
  'a page': { placesAnswer: (response, say) => say(200, '<!DOCTYPE html>',
    'text/html') },
  'a page that says it is not': { placesAnswer: (response, say) => say(200,
    '<!DOCTYPE html>') },
  'a member twice': { placesAnswer: (response, say) => say(200,
    `{"issuer":"${liar.url}","issuer":"${liar.url}"}`) },
  'too much': { placesAnswer: (response, say) => say(200,
    JSON.stringify({ ...liar.places, x: 'y'.repeat(3e5) })) },
  'more and more': { placesAnswer: (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const more = () => {
      while (!response.destroyed && response.write('["'.repeat(8192)))
        ;
    };
    response.on('drain', more);
    more();
  } },
  'it is nowhere': { placesAnswer: (response, say) => say(404, '{}') },
  'it is elsewhere': { placesAnswer: (response) => response.writeHead(302,
    { Location: `${corp.url}/.well-known/openid-configuration` }).end() },
};

for (const [what, lie] of Object.entries(lies))
  test(`it lies about itself: ${what}`, async () => {
    liar.lies = lie;
    refused(await setOut('liar'), 503, 'provider_unavailable');
  });

test('once it is honest it is believed', async () => {
  liar.lies = {};
  is(await setOut('liar'), 200);
});

test('who comes when too many wait is told so at once', {
  skip: lacking.threads }, async () => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  hung.lies = { placesAnswer: async (response, say) => {
    await held;
    say(200, hung.places);
  } };
  const waiting = Array.from({ length: 12 }, () => setOut('hung'));
  refused(await Promise.race(waiting), 503, 'busy');
  // What need not be asked for is there for the others.
  is(await setOut('corp'), 200);
  release();
  const all = await Promise.all(waiting);
  assert.ok(all.some(({ status }) => status === 200));
});

// A provider of OpenID Connect that does as it is told: honest unless a test
// makes it lie.  It has no pages; approve() is what its person would click.

import crypto from 'node:crypto';
import http from 'node:http';
import { after } from 'node:test';

const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
const part = (value) => base64url(JSON.stringify(value));

export const CLIENT = 'chinwag tests';
export const SECRET = 'a secret: with / signs & blanks';

const RSA = { modulusLength: 2048 };

// Ways to sign, by what a token calls them.
const signers = {
  RS256: (text, key) => crypto.sign('sha256', text, key),
  PS256: (text, key) => crypto.sign('sha256', text, { key,
    padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  ES256: (text, key) => crypto.sign('sha256', text,
    { key, dsaEncoding: 'ieee-p1363' }),
  // As one who has only the public key would try.
  HS256: (text, key) => crypto.createHmac('sha256',
    crypto.createPublicKey(key).export({ type: 'spki', format: 'pem' }))
    .update(text).digest(),
  none: () => Buffer.alloc(0),
};

export class Provider {
  constructor() {
    this.codes = new Map();
    this.asked = { places: 0, keys: 0, token: 0 };
    this.lies = {};
    this.turn();
  }

  // Another key; the one before is not published any more.
  turn(alg = 'RS256') {
    const pair = alg === 'ES256'
      ? crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : crypto.generateKeyPairSync('rsa', RSA);
    this.key = { alg, kid: crypto.randomUUID(), ...pair };
  }

  async start() {
    this.server = http.createServer((request, response) => {
      this.answer(request, response).catch((error) => {
        response.writeHead(500).end(String(error));
      });
    });
    await new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  get places() {
    return { issuer: this.url, authorization_endpoint: `${this.url}/auth`,
      token_endpoint: `${this.url}/token`, jwks_uri: `${this.url}/keys`,
      response_types_supported: ['code'], subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [this.key.alg],
      authorization_response_iss_parameter_supported: true };
  }

  get keys() {
    return { keys: [{ ...this.key.publicKey.export({ format: 'jwk' }),
      kid: this.key.kid, use: 'sig', alg: this.key.alg }] };
  }

  // What somebody's browser comes back with who said yes.
  approve(location, claims) {
    const asked = Object.fromEntries(new URL(location).searchParams);
    const code = base64url(crypto.randomBytes(24));
    this.codes.set(code, { asked, claims });
    return { code, state: asked.state, iss: this.url };
  }

  claimsOf({ asked, claims }) {
    const now = Math.floor(Date.now() / 1000);
    return { iss: this.url, aud: asked.client_id, iat: now, exp: now + 300,
      nonce: asked.nonce, ...claims };
  }

  tokenOf(grant) {
    const lies = this.lies;
    const claims = this.claimsOf(grant);
    const header = { alg: this.key.alg, kid: this.key.kid, typ: 'JWT',
      ...lies.header };
    const body = lies.payload ?? JSON.stringify({ ...claims, ...lies.claims });
    const text = `${part(header)}.${base64url(body)}`;
    const sign = signers[header.alg] ?? signers[this.key.alg];
    const made = sign(Buffer.from(text), lies.key ?? this.key.privateKey);
    return lies.token?.(text, made) ?? `${text}.${base64url(made)}`;
  }

  // A grant for a code, if all is as RFC 6749 and RFC 7636 have it.
  redeem(request, form) {
    const grant = this.codes.get(form.get('code'));
    this.codes.delete(form.get('code'));
    const basic = Buffer.from((request.headers.authorization ?? '')
      .replace(/^Basic /, ''), 'base64').toString().split(':')
      .map(decodeURIComponent);
    const hash = crypto.createHash('sha256')
      .update(form.get('code_verifier') ?? '').digest('base64url');
    if (basic[0] !== CLIENT || basic[1] !== SECRET)
      return 'invalid_client';
    return grant && form.get('grant_type') === 'authorization_code' &&
      grant.asked.redirect_uri === form.get('redirect_uri') &&
      grant.asked.code_challenge_method === 'S256' &&
      grant.asked.code_challenge === hash ? grant : 'invalid_grant';
  }

  async answer(request, response) {
    const say = (status, value, type = 'application/json') =>
      response.writeHead(status, { 'Content-Type': type })
        .end(typeof value === 'string' ? value : JSON.stringify(value));
    let body = '';
    for await (const bytes of request)
      body += bytes;
    const name = { '/.well-known/openid-configuration': 'places',
      '/keys': 'keys', '/token': 'token' }[request.url];
    if (!name)
      return say(404, '{}');
    this.asked[name] += 1;
    if (this.lies[`${name}Answer`])
      return this.lies[`${name}Answer`](response, say);
    if (name !== 'token')
      return say(200, { ...this[name], ...this.lies[name] });
    const grant = this.redeem(request, new URLSearchParams(body));
    if (typeof grant === 'string')
      return say(grant === 'invalid_client' ? 401 : 400, { error: grant });
    return say(200, { access_token: 'at', token_type: 'Bearer',
      id_token: this.tokenOf(grant), ...this.lies.granted });
  }
}

// One for the file's life.
export async function provider() {
  const one = await new Provider().start();
  after(() => one.stop());
  return one;
}

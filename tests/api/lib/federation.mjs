// An instance that people sign in to by another service, and their browsers.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from './client.mjs';
import { freshName } from './actors.mjs';
import { undisturbed } from './patience.mjs';
import { CLIENT, provider, SECRET } from './provider.mjs';
import { suite } from './suite.mjs';

// The file of a provider; values: keys that differ.
export function configure(chinwag, name, issuer, values = {}) {
  const place = path.join(chinwag.data, 'oidc');
  fs.mkdirSync(place, { recursive: true, mode: 0o700 });
  const keys = { issuer, client_id: CLIENT, client_secret: SECRET,
    label: 'Example Works', sign_up: 'yes', ...values };
  fs.writeFileSync(path.join(place, `${name}.conf`), Object.entries(keys)
    .map(([key, value]) => `${key} = ${value}\n`).join(''));
}

// values: of the provider's file; conf: of the instance.  Besides `corp' there
// is `other', of another issuer.
export async function federation({ values, conf } = {}) {
  const [corp, other] = [await provider(), await provider()];
  const chinwag = await suite({
    conf: { oidc_providers: 'corp other', ...conf },
    prepare: (instance) => {
      configure(instance, 'corp', corp.url, values);
      configure(instance, 'other', other.url, values);
    } });
  return { chinwag, corp, other };
}

// All that an answer sets.
export const cookies = (answer) => answer.all('set-cookie').join('\n');

const HANDOVER = /chinwag-handover=([^;]*)/;

// Somebody's browser: it has the one cookie, and maybe somebody signed in.
export class Browser {
  constructor(chinwag, { user, way } = {}) {
    this.client = user ?? new Client(chinwag, { way });
  }

  get headers() {
    return [['Cookie', `chinwag-handover=${this.cookie ?? ''}`],
      ['Sec-Fetch-Site', 'same-origin']];
  }

  async take(answer) {
    const found = HANDOVER.exec(cookies(answer));
    if (found)
      this.cookie = found[1];
    return answer;
  }

  // Where it is sent.
  async setOut(name = 'corp') {
    const answer = await this.take(await this.client.post(
      `/providers/${name}/sign-in`, {}));
    assert.equal(answer.status, 200, answer.text);
    return answer.json.location;
  }

  async comeBack(values, name = 'corp') {
    return this.take(await this.client.post(`/providers/${name}/session`,
      values, { headers: this.headers }));
  }

  // All of it, as somebody whom the provider knows so.
  signIn(provider, claims, more = {}, name = 'corp') {
    return undisturbed(async () => this.comeBack({
      ...provider.approve(await this.setOut(name), claims), ...more }, name),
    ({ status }) => status !== 503);
  }
}

// Somebody whom the provider has not proven before.
export function stranger(claims = {}) {
  const name = freshName('fed');
  return { sub: `sub-${name}`, email: `${name}@example.org`,
    email_verified: true, preferred_username: name, ...claims };
}

// What is told of them when they arrive.
export async function arrive(chinwag, provider, claims = stranger()) {
  const answer = await new Browser(chinwag).signIn(provider, claims);
  assert.equal(answer.status, 202, answer.text);
  return answer.json;
}

// And with an account, made by the provider; signed in.
export async function member(chinwag, provider, claims = stranger()) {
  const { arrival, username } = await arrive(chinwag, provider, claims);
  const answer = await new Client(chinwag).post('/providers/corp/account',
    { arrival, username, token: true });
  assert.equal(answer.status, 200, answer.text);
  return new Client(chinwag, { name: answer.json.username,
    email: claims.email, token: answer.json.token });
}

// Connecting my account with another service.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, person, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { Browser, federation, member, stranger } from './lib/federation.mjs';
import { everyWay } from './lib/suite.mjs';

const { chinwag, corp, other } = await federation();

// The browser of somebody who is signed in, on its way.
class Settings extends Browser {
  async setOut(name = 'corp') {
    const answer = await this.take(await this.client.post('/me/identities',
      { provider: name, password: PASSWORD }));
    assert.equal(answer.status, 200, answer.text);
    return answer.json.location;
  }

  async comeBack(values, name = 'corp', user = this.client) {
    return this.take(await user.put(`/me/identities/${name}`, values,
      { headers: this.headers }));
  }
}

const settings = (user) => new Settings(chinwag, { user });

everyWay('it is connected, and opens the account from then on', async (way) => {
  const someone = await person(chinwag);
  const claims = stranger();
  const { json } = is(await settings(someone.via(way)).signIn(corp, claims),
    200);
  assert.equal(json.provider, 'corp');
  assert.equal(json.email, claims.email);
  assert.equal(is(await new Browser(chinwag).signIn(corp, claims), 200)
    .json.username, someone.name);
});

test('what is connected already', async () => {
  const claims = stranger();
  await member(chinwag, corp, claims);
  const someone = await person(chinwag);
  refused(await settings(someone).signIn(corp, claims), 409, 'conflict');
  is(await settings(someone).signIn(corp, stranger()), 200);
  refused(await settings(someone).signIn(corp, stranger()), 409, 'conflict');
  is(await settings(someone).signIn(other, claims, {}, 'other'), 200);
});

test('it ends in the session that it began in', async () => {
  const someone = await person(chinwag);
  const browser = settings(someone);
  const elsewhere = await signIn(chinwag, someone);
  const bob = await person(chinwag);
  for (const user of [elsewhere, bob]) {
    const back = corp.approve(await browser.setOut(), stranger());
    refused(await browser.comeBack(back, 'corp', user), 400, 'not_proven');
  }
});

test('a sign-in connects nothing, and the other way round', async () => {
  const someone = await person(chinwag);
  const [signing, linking] = [new Browser(chinwag), settings(someone)];
  const back = corp.approve(await signing.setOut(), stranger());
  linking.cookie = signing.cookie;
  refused(await linking.comeBack(back), 400, 'not_proven');
  const link = corp.approve(await linking.setOut(), stranger());
  signing.cookie = linking.cookie;
  refused(await signing.comeBack(link), 400, 'not_proven');
  assert.deepEqual(is(await someone.get('/me/identities'), 200).json, []);
});

test('refused as signing in is', async () => {
  const someone = await person(chinwag);
  const browser = settings(someone);
  const back = corp.approve(await browser.setOut(), stranger());
  refused(await browser.comeBack(back, 'nobody'), 404, 'not_found');
  corp.lies = { tokenAnswer: (response, say) => say(500, {}) };
  refused(await browser.comeBack(back), 503, 'provider_unavailable');
  corp.lies = {};
  refused(await browser.comeBack(back), 400, 'not_proven');
});

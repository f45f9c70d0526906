// Beginning to connect my account with another service.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { configure, cookies, federation, member } from './lib/federation.mjs';
import { eventually, start } from './lib/harness.mjs';
import { everyWay } from './lib/suite.mjs';

const { chinwag, corp } = await federation();

everyWay('the browser is sent there', async (way) => {
  const someone = (await person(chinwag)).via(way);
  const answer = is(await someone.post('/me/identities',
    { provider: 'corp', password: PASSWORD }), 200);
  const url = new URL(answer.json.location);
  assert.equal(url.origin, corp.url);
  assert.match(url.searchParams.get('state'), /^link\.corp\./);
  assert.match(cookies(answer), /chinwag-handover=[\w-]+;/);
});

test('only whoever knows the password may', async () => {
  const someone = await person(chinwag);
  const ask = (password, provider = 'corp') =>
    someone.post('/me/identities', { provider, password });
  refused(await ask('wrong password indeed'), 401, 'wrong_credentials');
  refused(await ask(PASSWORD, 'nobody'), 404, 'not_found');
  const other = await person(chinwag);
  for (let i = 0; i < 6; i += 1)
    await other.post('/me/identities', { provider: 'corp',
      password: 'wrong password indeed' });
  await eventually('it is locked', async () => (await other.post(
    '/me/identities', { provider: 'corp', password: 'still not right' }))
    .json.code === 'locked');
});

test('one that has none must set one first', async () => {
  const someone = await member(chinwag, corp);
  refused(await someone.post('/me/identities', { provider: 'other',
    password: PASSWORD }), 401, 'wrong_credentials');
});

test('a provider that is down', async () => {
  const one = await start({ mail: false, conf: { oidc_providers: 'down' },
    prepare: (instance) => configure(instance, 'down', 'http://127.0.0.1:9') });
  try {
    const someone = await person(one);
    refused(await someone.post('/me/identities', { provider: 'down',
      password: PASSWORD }), 503, 'provider_unavailable');
  } finally {
    await one.stop();
  }
});

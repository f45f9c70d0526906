// Disconnecting my account from another service.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, PASSWORD, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { arrive, Browser, federation, member, stranger }
  from './lib/federation.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, nobody } from './lib/suite.mjs';

const { chinwag, corp } = await federation();

const disconnect = (someone, provider, password = PASSWORD) => someone.post(
  `/me/identities/${provider}/disconnection`, { ...password && { password } });

const letters = async (someone, known, kind) => assert.match(
  await chinwag.mailTo(someone.email, known), kind);

everyWay('it opens the account no more', async (way) => {
  const someone = await person(chinwag);
  const claims = stranger();
  const { arrival } = await arrive(chinwag, corp, claims);
  is(await nobody(chinwag).post('/providers/corp/link', { arrival,
    username: someone.name, password: PASSWORD }), 200);
  await letters(someone, 0, /^Subject: corp opens your account\r?$/m);
  refused(await disconnect(someone.via(way), 'corp', null), 401,
    'wrong_credentials');
  refused(await disconnect(someone.via(way), 'corp', 'wrong horse'), 401,
    'wrong_credentials');
  assert.equal((await someone.get('/me/identities')).json.length, 1);
  is(await disconnect(someone.via(way), 'corp'), 204);
  await letters(someone, 1, /^Subject: corp opens your account no more\r?$/m);
  refused(await disconnect(someone.via(way), 'corp'), 404, 'not_found');
  is(await new Browser(chinwag).signIn(corp, claims), 202);
  // The same arrival may be connected again, by who proves both again.
  is(await nobody(chinwag).post('/providers/corp/link', { arrival,
    username: someone.name, password: PASSWORD }), 200);
});

test('not the last that opens it', async () => {
  const claims = stranger();
  const someone = await member(chinwag, corp, claims);
  refused(await disconnect(someone, 'corp', null), 409, 'conflict');
  is(await new Browser(chinwag).signIn(corp, claims), 200);
  is(await nobody(chinwag).post(`/users/${someone.name}/reset`, {}), 202);
  const code = await codeOf(chinwag, someone.email);
  const password = 'tractor papyrus lamp';
  is(await nobody(chinwag).put(`/users/${someone.name}/reset`,
    { code, password }), 204);
  const { token } = is(await nobody(chinwag).post('/session',
    { username: someone.name, password, token: true }), 200).json;
  const again = someone.with({ token });
  refused(await disconnect(again, 'corp'), 401, 'wrong_credentials');
  is(await disconnect(again, 'corp', password), 204);
  assert.deepEqual(is(await again.get('/me/identities'), 200).json, []);
});

test('guesses lock', async () => {
  const someone = await person(chinwag);
  const { arrival } = await arrive(chinwag, corp, stranger());
  is(await nobody(chinwag).post('/providers/corp/link', { arrival,
    username: someone.name, password: PASSWORD }), 200);
  for (let i = 0; i < 5; i += 1)
    refused(await disconnect(someone, 'corp', 'wrong horse'), 401,
      'wrong_credentials');
  await stretchLocks(chinwag);
  refused(await disconnect(someone, 'corp'), 429, 'locked');
});

test('nobody else\'s', async () => {
  await member(chinwag, corp);
  const someone = await person(chinwag);
  refused(await disconnect(someone, 'corp'), 404, 'not_found');
});

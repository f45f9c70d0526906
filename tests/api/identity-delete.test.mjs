// Disconnecting my account from another service.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, PASSWORD, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { arrive, Browser, federation, member, stranger }
  from './lib/federation.mjs';
import { everyWay, nobody } from './lib/suite.mjs';

const { chinwag, corp } = await federation();

everyWay('it opens the account no more', async (way) => {
  const someone = await person(chinwag);
  const claims = stranger();
  const { arrival } = await arrive(chinwag, corp, claims);
  is(await nobody(chinwag).post('/providers/corp/link', { arrival,
    username: someone.name, password: PASSWORD }), 200);
  is(await someone.via(way).delete('/me/identities/corp'), 204);
  refused(await someone.via(way).delete('/me/identities/corp'), 404,
    'not_found');
  is(await new Browser(chinwag).signIn(corp, claims), 202);
  // The same arrival may be connected again, by who proves both again.
  is(await nobody(chinwag).post('/providers/corp/link', { arrival,
    username: someone.name, password: PASSWORD }), 200);
});

test('not the last that opens it', async () => {
  const claims = stranger();
  const someone = await member(chinwag, corp, claims);
  refused(await someone.delete('/me/identities/corp'), 409, 'conflict');
  is(await new Browser(chinwag).signIn(corp, claims), 200);
  is(await nobody(chinwag).post(`/users/${someone.name}/reset`, {}), 202);
  const code = await codeOf(chinwag, someone.email);
  const password = 'tractor papyrus lamp';
  is(await nobody(chinwag).put(`/users/${someone.name}/reset`,
    { code, password }), 204);
  const { token } = is(await nobody(chinwag).post('/session',
    { username: someone.name, password, token: true }), 200).json;
  const again = someone.with({ token });
  is(await again.delete('/me/identities/corp'), 204);
  assert.deepEqual(is(await again.get('/me/identities'), 200).json, []);
});

test('nobody else\'s', async () => {
  await member(chinwag, corp);
  const someone = await person(chinwag);
  refused(await someone.delete('/me/identities/corp'), 404, 'not_found');
});

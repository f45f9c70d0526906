// What my account is connected with.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './lib/actors.mjs';
import { is } from './lib/expect.mjs';
import { federation, member, stranger } from './lib/federation.mjs';
import { everyWay } from './lib/suite.mjs';

const { chinwag, corp } = await federation();

everyWay('what is connected, and since when', async (way) => {
  const claims = stranger();
  const someone = await member(chinwag, corp, claims);
  const { json } = is(await someone.via(way).get('/me/identities'), 200);
  assert.equal(json.length, 1);
  assert.equal(json[0].provider, 'corp');
  assert.equal(json[0].email, claims.email);
  assert.ok(Math.abs(json[0].since - Date.now()) < 3e5);
  assert.ok(json[0].seen >= json[0].since);
  assert.doesNotMatch(JSON.stringify(json), /sub-/, 'the subject is not told');
});

test('nothing is, for others', async () => {
  const someone = await person(chinwag);
  assert.deepEqual(is(await someone.get('/me/identities'), 200).json, []);
});

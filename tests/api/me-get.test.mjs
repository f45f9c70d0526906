// Reading one's account.

import assert from 'node:assert/strict';
import { person } from './lib/actors.mjs';
import { is, refused, UUID } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

everyWay('all that is mine, and no secret', async (way) => {
  const someone = await person(chinwag);
  const { json, text } = is(await someone.via(way).get('/me'), 200);
  assert.equal(json.username, someone.name);
  assert.equal(json.email, someone.email);
  assert.equal(json.status, 'CONFIRMED');
  assert.match(json.sub, UUID);
  assert.ok(json.created > 0 && json.created <= Date.now());
  assert.deepEqual([json.enabled, json.waiting, json.totp, json.mail],
    [true, false, false, false]);
  assert.deepEqual(json.groups, []);
  assert.deepEqual(json.attributes, {});
  assert.doesNotMatch(text, /argon2|password"/i);
});

everyWay('only for those who are signed in', async (way) => {
  refused(await nobody(chinwag, way).get('/me'), 401, 'unauthorized');
});

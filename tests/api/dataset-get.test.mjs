// One of what devices share.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

everyWay('as it was written', async (way) => {
  const someone = (await person(chinwag)).via(way);
  const value = JSON.stringify({ text: 'Tea at four? \u{1f375}\u0000\n' });
  await someone.put('/me/datasets/drafts', { value });
  const { json } = is(await someone.get('/me/datasets/drafts'), 200);
  assert.equal(json.value, value);
  assert.equal(json.name, 'drafts');
  assert.ok(json.version >= 1 && json.changed <= Date.now());
  refused(await someone.get('/me/datasets/nothing'), 404, 'not_found');
});

test('those of others are not there', async () => {
  const anna = await person(chinwag);
  const eve = await person(chinwag);
  await anna.put('/me/datasets/drafts', { value: 'secret words' });
  refused(await eve.get('/me/datasets/drafts'), 404, 'not_found');
  assert.doesNotMatch((await eve.get('/me/datasets')).text, /secret/);
});

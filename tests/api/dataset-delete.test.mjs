// Sharing something no more.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

everyWay('what was seen may be removed', async (way) => {
  const someone = (await person(chinwag)).via(way);
  const { version } = is(await someone.put('/me/datasets/drafts',
    { value: 'x' }), 200).json;
  refused(await someone.delete(`/me/datasets/drafts?version=${version + 1}`),
    409, 'conflict');
  const gone = is(await someone.delete(
    `/me/datasets/drafts?version=${version}`), 200).json;
  assert.deepEqual(gone, { name: 'drafts', version: version + 1,
    changed: gone.changed });
  refused(await someone.get('/me/datasets/drafts'), 404, 'not_found');
  refused(await someone.delete('/me/datasets/drafts'), 404, 'not_found');
});

test('nobody removes what others have', async () => {
  const anna = await person(chinwag);
  await anna.put('/me/datasets/drafts', { value: 'x' });
  refused(await (await person(chinwag)).delete('/me/datasets/drafts'), 404,
    'not_found');
  is(await anna.get('/me/datasets/drafts'), 200);
});

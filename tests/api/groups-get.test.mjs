// Listing groups.

import assert from 'node:assert/strict';
import { administrator, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('by name, page by page', async (way) => {
  for (const name of [`b-${way}`, `A-${way}`])
    is(await root.post('/groups', { name }), 201);
  const names = async (query) => is(await root.via(way).get(`/groups${query}`),
    200).json.groups.map(({ name }) => name);
  const all = await names('?limit=200');
  assert.ok(all.includes('administrators') && all.includes(`A-${way}`));
  assert.deepEqual(await names('?limit=1&after=ADMINISTRATORS'), [all[
    all.indexOf('administrators') + 1]]);
  refused(await (await person(chinwag)).get('/groups'), 403, 'forbidden');
});

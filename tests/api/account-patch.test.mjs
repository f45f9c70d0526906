// Changing what somebody tells of themselves.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('by an administrator, and the log tells of it', async (way) => {
  const someone = await person(chinwag);
  const { json } = is(await root.via(way).patch(`/accounts/${someone.name}`,
    { attributes: { name: 'Bob' } }), 200);
  assert.deepEqual(json.attributes, { name: 'Bob' });
  const { events } = (await root.get(`/audit?username=${someone.name}`)).json;
  assert.equal(events[0].event, 'attributes');
  assert.equal(events[0].by, root.name);
});

test('nobody else, nobody who is not there, nothing that is not', async () => {
  const someone = await person(chinwag);
  refused(await someone.patch(`/accounts/${root.name}`,
    { attributes: { name: 'x' } }), 403, 'forbidden');
  refused(await root.patch('/accounts/nobody-here',
    { attributes: { name: 'x' } }), 404, 'not_found');
  refused(await root.patch(`/accounts/${someone.name}`,
    { attributes: { email: 'x@example.org' } }), 400, 'invalid',
  '/attributes/email');
});

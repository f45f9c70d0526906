// Making a group.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, freshName, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('a name, what it is for, how much it counts', async (way) => {
  const group = { name: freshName('Staff'), description: 'They work here.',
    precedence: 5 };
  const { json } = is(await root.via(way).post('/groups', group), 201);
  assert.deepEqual({ ...json, created: 0, changed: 0 },
    { ...group, created: 0, changed: 0 });
  refused(await root.via(way).post('/groups',
    { name: group.name.toUpperCase() }), 409, 'conflict');
  assert.equal(is(await root.post('/groups', { name: freshName('plain') }),
    201).json.precedence, undefined);
});

test('strange names, and others who ask', async () => {
  for (const name of ['', 'two words', 'tab\there', 'x'.repeat(129)])
    refused(await root.post('/groups', { name }), 400, 'invalid', '/name');
  refused(await root.post('/groups', { name: 'x', precedence: -1 }), 400,
    'invalid', '/precedence');
  refused(await (await person(chinwag)).post('/groups',
    { name: 'mine' }), 403, 'forbidden');
});

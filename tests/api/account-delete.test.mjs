// Deleting an account for good.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, PASSWORD, people, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const root = await administrator(chinwag);

everyWay('the account goes, what was said stays', async (way) => {
  const [anna, bob] = await people(chinwag, 'anna', 'bob');
  const id = await anna.converse(bob);
  await anna.say(id, 'so long');
  is(await root.via(way).delete(`/accounts/${anna.name}`), 204);
  refused(await anna.get('/session'), 401, 'unauthorized');
  refused(await nobody(chinwag).post('/session',
    { username: anna.name, password: PASSWORD }), 401, 'wrong_credentials');
  const { messages } = await bob.messages(id);
  assert.equal(messages[0].message, 'so long');
  assert.doesNotMatch(messages[0].sender, /anna/);
  const { participants } = await bob.conversation(id);
  assert.deepEqual(participants, [bob.name]);
  assert.ok(!(await bob.get('/users')).json.includes(anna.name));
  refused(await bob.post('/conversations', [anna.name]), 400, 'invalid', '/0');
  refused(await root.via(way).delete(`/accounts/${anna.name}`), 404,
    'not_found');
});

test('nobody gets the name again, but the address', async () => {
  const anna = await person(chinwag);
  is(await root.delete(`/accounts/${anna.name}`), 204);
  const signUp = (username) => nobody(chinwag).post('/users',
    { username, email: anna.email, password: PASSWORD });
  refused(await signUp(anna.name.toUpperCase()), 409, 'name_taken');
  is(await signUp(`${anna.name}-again`), 201);
});

test('not by others, and not the last administrator', async () => {
  const someone = await person(chinwag);
  refused(await someone.delete(`/accounts/${root.name}`), 403, 'forbidden');
  refused(await root.delete(`/accounts/${root.name}`), 409, 'conflict');
});

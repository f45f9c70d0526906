// Deleting one's account.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, PASSWORD, people, person, signIn }
  from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

const housekeep = (time) => chinwag.at(time).admin(['housekeep']);

everyWay('signing in within the grace period brings it back', async (way) => {
  const someone = await person(chinwag);
  const there = await signIn(chinwag, someone);
  const answer = is(await someone.via(way).delete('/me'), 204);
  assert.match(answer.header('set-cookie'), /^chinwag=;/);
  for (const one of [someone, there])
    refused(await one.get('/session'), 401, 'unauthorized');
  assert.match(await chinwag.mailTo(someone.email),
    /^Subject: Your account is to be deleted/m);
  const back = await signIn(chinwag, someone);
  assert.equal((await back.get('/me')).json.deletion, undefined);
});

test('after it the account is gone, and what was said stays', async () => {
  const [anna, bob, other] = await people(chinwag, 'anna', 'bob', 'other');
  const id = await anna.converse(bob);
  await anna.say(id, 'so long');
  is(await anna.delete('/me'), 204);
  is(await other.delete('/me'), 204);
  await signIn(chinwag, other);
  await housekeep('+13d');
  assert.ok((await bob.get('/users')).json.includes(anna.name));
  await housekeep('+15d');
  assert.ok(!(await bob.get('/users')).json.includes(anna.name));
  assert.ok((await bob.get('/users')).json.includes(other.name));
  const { messages } = await bob.messages(id);
  assert.deepEqual(messages.map(({ message }) => message), ['so long']);
  refused(await nobody(chinwag).post('/session',
    { username: anna.name, password: PASSWORD }), 401, 'wrong_credentials');
  refused(await nobody(chinwag).post('/users', { username: anna.name,
    email: anna.email, password: PASSWORD }), 409, 'name_taken');
});

test('the last administrator stays', async () => {
  const root = await administrator(chinwag);
  refused(await root.delete('/me'), 409, 'conflict');
  const next = await administrator(chinwag);
  is(await root.delete('/me'), 204);
  refused(await next.delete('/me'), 409, 'conflict');
});

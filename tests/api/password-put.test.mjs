// Changing one's password.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './lib/client.mjs';
import { PASSWORD, person, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const CHOSEN = 'tractor papyrus lamp';

const change = (someone, values) => someone.put('/me/password',
  { current: PASSWORD, password: CHOSEN, ...values });

everyWay('a new session takes the place of all others', async (way) => {
  const here = await person(chinwag);
  const there = await signIn(chinwag, here);
  const answer = is(await change(here.via(way), { token: true }), 200);
  assert.match(answer.header('set-cookie'), /^chinwag=[\w-]{43};/);
  assert.notEqual(answer.json.token, here.token);
  for (const old of [here, there])
    refused(await old.get('/session'), 401, 'unauthorized');
  is(await new Client(chinwag, { token: answer.json.token, way })
    .get('/session'), 200);
  refused(await nobody(chinwag).post('/session',
    { username: here.name, password: PASSWORD }), 401, 'wrong_credentials');
  await signIn(chinwag, { name: here.name, password: CHOSEN });
  const mail = await chinwag.mailTo(here.email);
  assert.match(mail, /^Subject: Your password was changed/m);
});

test('the current password is needed, and guesses lock', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 5; i += 1)
    refused(await change(someone, { current: 'wrong horse battery' }), 401,
      'wrong_credentials');
  await stretchLocks(chinwag);
  refused(await change(someone, {}), 429, 'locked');
  is(await someone.get('/session'), 200);
});

test('common and short passwords are refused', async () => {
  const someone = await person(chinwag);
  for (const password of ['password1234', 'elevenchars', someone.email])
    refused(await change(someone, { password }), 400, 'invalid', '/password');
});

test('five changes an hour are enough', async () => {
  let someone = await person(chinwag);
  let answer;
  let [current, password] = [PASSWORD, CHOSEN];
  for (let i = 0; i < 6; i += 1) {
    answer = await change(someone, { current, password, token: true });
    if (answer.status === 200)
      someone = someone.with({ token: answer.json.token });
    [current, password] = [password, current];
  }
  refused(answer, 429, 'too_many');
});

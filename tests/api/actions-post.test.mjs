// What administrators do with accounts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, codeOf, newcomer, PASSWORD, person, signIn }
  from './lib/actors.mjs';
import { install } from './lib/app.mjs';
import { is, refused } from './lib/expect.mjs';
import { start } from './lib/harness.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const root = await administrator(chinwag);

const act = (name, action, who = root) =>
  who.post(`/accounts/${name}/actions`, { action });

const ask = (someone, password = PASSWORD) => nobody(chinwag).post('/session',
  { username: someone.name, password });

everyWay('who is shut out stays out until let in', async (way) => {
  const someone = await person(chinwag);
  is(await act(someone.name, 'disable', root.via(way)), 204);
  is(await act(someone.name, 'disable', root.via(way)), 204);
  refused(await someone.get('/session'), 401, 'unauthorized');
  refused(await ask(someone), 401, 'wrong_credentials');
  is(await act(someone.name, 'enable', root.via(way)), 204);
  refused(await someone.get('/session'), 401, 'unauthorized');
  is(await ask(someone), 200);
});

test('signed out everywhere', async () => {
  const someone = await person(chinwag);
  const there = await signIn(chinwag, someone);
  is(await act(someone.name, 'sign_out'), 204);
  for (const one of [someone, there])
    refused(await one.get('/session'), 401, 'unauthorized');
  is(await ask(someone), 200);
});

test('a password that was reset opens nothing until its owner sets one',
  async () => {
    const someone = await person(chinwag);
    is(await act(someone.name, 'reset'), 204);
    refused(await ask(someone), 403, 'reset_required');
    refused(await ask(someone, 'wrong horse battery'), 401,
      'wrong_credentials');
    is(await nobody(chinwag).put(`/users/${someone.name}/reset`, {
      code: await codeOf(chinwag, someone.email),
      password: 'tractor papyrus lamp' }), 204);
    is(await ask(someone, 'tractor papyrus lamp'), 200);
  });

test('an address is confirmed without its code', async () => {
  const someone = await newcomer(chinwag);
  is(await act(someone.name, 'confirm'), 204);
  is(await ask(someone), 200);
  assert.ok((await root.get('/users')).json.includes(someone.name));
});

test('lost factors go', async () => {
  const someone = await person(chinwag);
  await install(someone);
  assert.equal((await ask(someone)).json.challenge, 'totp');
  is(await act(someone.name, 'drop_factors'), 204);
  assert.equal((await ask(someone)).json.challenge, undefined);
});

test('refused: others, nobody, nonsense, the last administrator', async () => {
  const someone = await person(chinwag);
  refused(await act(root.name, 'disable', someone), 403, 'forbidden');
  refused(await act('nobody-here', 'disable'), 404, 'not_found');
  refused(await act((await newcomer(chinwag)).name, 'reset'), 403,
    'not_confirmed');
  refused(await act(someone.name, 'promote'), 400, 'invalid', '/action');
  refused(await act(root.name, 'disable'), 409, 'conflict');
  is(await root.get('/session'), 200);
});

test('mail is not sent without end', async () => {
  const narrow = await start({ conf: { mail_per_hour_total: 1 }, mail: false });
  try {
    const boss = await administrator(narrow);
    const someone = await person(narrow);
    const reset = () => boss.post(`/accounts/${someone.name}/actions`,
      { action: 'reset' });
    is(await reset(), 204);
    refused(await reset(), 429, 'too_many');
  } finally {
    await narrow.stop();
  }
});

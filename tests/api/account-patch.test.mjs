// Changing what somebody tells of themselves, and their mail address.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, codeOf, freshName, newcomer, PASSWORD, person, signIn }
  from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { start } from './lib/harness.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite();
const root = await administrator(chinwag);

const freshEmail = () => `${freshName('mail')}@example.com`;

const readdress = (name, email, verified) => root.patch(`/accounts/${name}`,
  { email, ...verified !== undefined && { email_verified: verified } });

const eventsOf = async (name) =>
  (await root.get(`/audit?username=${name}`)).json.events;

everyWay('by an administrator, and the log tells of it', async (way) => {
  const someone = await person(chinwag);
  const { json } = is(await root.via(way).patch(`/accounts/${someone.name}`,
    { attributes: { name: 'Bob' } }), 200);
  assert.deepEqual(json.attributes, { name: 'Bob' });
  const [event] = await eventsOf(someone.name);
  assert.equal(event.event, 'attributes');
  assert.equal(event.by, root.name);
});

test('nobody else, nobody who is not there, nothing that is not', async () => {
  const someone = await person(chinwag);
  refused(await someone.patch(`/accounts/${root.name}`,
    { attributes: { name: 'x' } }), 403, 'forbidden');
  refused(await someone.patch(`/accounts/${root.name}`,
    { email: freshEmail(), email_verified: true }), 403, 'forbidden');
  refused(await root.patch('/accounts/nobody-here',
    { attributes: { name: 'x' } }), 404, 'not_found');
  refused(await readdress('nobody-here', freshEmail(), true), 404,
    'not_found');
  refused(await root.patch(`/accounts/${someone.name}`,
    { attributes: { email: 'x@example.org' } }), 400, 'invalid',
  '/attributes/email');
  refused(await readdress(someone.name, 'nowhere', true), 400, 'invalid',
    '/email');
  const before = (await eventsOf(someone.name)).length;
  const { json } = is(await root.patch(`/accounts/${someone.name}`, {}), 200);
  assert.equal(json.email, someone.email);
  assert.equal((await eventsOf(someone.name)).length, before);
});

everyWay('an address that is known to be theirs is theirs at once',
  async (way) => {
    const someone = await person(chinwag);
    const email = freshEmail();
    const { json } = is(await root.via(way).patch(`/accounts/${someone.name}`,
      { email, email_verified: true, attributes: { name: 'New' } }), 200);
    assert.equal(json.email, email);
    assert.equal(json.email_next, undefined);
    assert.deepEqual(json.attributes, { name: 'New' });
    // Who is signed in stays so, and the old address is told.
    assert.equal((await someone.get('/session')).json.email, email);
    const mail = await chinwag.mailTo(someone.email);
    assert.match(mail, /administrator/);
    assert.ok(!mail.includes(email));
    await signIn(chinwag, { name: email });
    const events = await eventsOf(someone.name);
    assert.ok(events.some(({ event, by }) => event === 'email_change'
      && by === root.name));
  });

test('another waits until its owner types the code', async () => {
  const someone = await person(chinwag);
  const email = freshEmail();
  const { json } = is(await readdress(someone.name, email), 200);
  assert.equal(json.email, someone.email);
  assert.equal(json.email_next, email);
  is(await someone.post('/me/email/confirmation',
    { code: await codeOf(chinwag, email) }), 204);
  assert.equal((await someone.get('/session')).json.email, email);
  assert.deepEqual((await eventsOf(someone.name)).slice(0, 2)
    .map(({ event, by }) => [event, by]),
  [['email_change', undefined], ['email_ask', root.name]]);
});

test('codes that went to the old address are void', async () => {
  const someone = await person(chinwag);
  is(await someone.post(`/users/${someone.name}/reset`, {}), 202);
  const code = await codeOf(chinwag, someone.email);
  is(await readdress(someone.name, freshEmail(), true), 200);
  refused(await someone.put(`/users/${someone.name}/reset`,
    { code, password: 'tractor papyrus lamp' }), 400, 'code_mismatch');
});

test('who mistyped an address at sign-up gets in by another', async () => {
  const [typo, told] = [await newcomer(chinwag), await newcomer(chinwag)];
  const old = await codeOf(chinwag, typo.email);
  const email = freshEmail();
  is(await readdress(typo.name, email, false), 200);
  const code = await codeOf(chinwag, email);
  if (code !== old)
    refused(await typo.post(`/users/${typo.name}/confirmation`,
      { code: old }), 400, 'code_mismatch');
  is(await typo.post(`/users/${typo.name}/confirmation`, { code }), 204);
  // Or by an administrator's word; others find who is confirmed so.
  const { json } = is(await readdress(told.name, freshEmail(), true), 200);
  assert.equal(json.status, 'CONFIRMED');
  assert.ok((await root.get('/users')).json.includes(told.name));
  is(await told.post('/session', { username: told.name, password: PASSWORD }),
    200);
});

test('an address that is another\'s is refused, and nothing changes',
  async () => {
    const [anna, bob] = [await person(chinwag), await person(chinwag)];
    for (const verified of [true, false])
      refused(await root.patch(`/accounts/${anna.name}`, {
        email: bob.email.toUpperCase(), email_verified: verified,
        attributes: { name: 'x' } }), 409, 'conflict');
    const { json } = is(await root.get(`/accounts/${anna.name}`), 200);
    assert.equal(json.email, anna.email);
    assert.equal(json.email_next, undefined);
    assert.deepEqual(json.attributes, {});
  });

test('of many who want an address at once, one gets it', async () => {
  const other = await administrator(chinwag);
  const everybody = [];
  for (let i = 0; i < 6; i += 1)
    everybody.push(await person(chinwag));
  const email = freshEmail();
  // Somebody signs up with it meanwhile, and types the code.
  const name = freshName('claimer');
  is(await root.post('/users', { username: name, email,
    password: PASSWORD }), 201);
  const code = await codeOf(chinwag, email);
  const answers = await Promise.all([
    ...everybody.map(({ name: whose }, i) => (i % 2 ? root : other).patch(
      `/accounts/${whose}`, { email, email_verified: true })),
    root.post(`/users/${name}/confirmation`, { code })]);
  const done = answers.filter(({ status }) => status < 300);
  assert.equal(done.length, 1, answers.map(({ status }) => status).join(' '));
  for (const answer of answers.filter(({ status }) => status >= 300))
    assert.ok(['conflict', 'code_mismatch'].includes(answer.json.code),
      answer.text);
  const { accounts } = is(await root.get(`/accounts?q=${email}`), 200).json;
  assert.equal(accounts.filter(({ status }) => status !== 'UNCONFIRMED')
    .length, 1);
});

test('mail is not sent without end', async () => {
  const narrow = await start({ conf: { mail_per_hour_total: 1 }, mail: false });
  try {
    const boss = await administrator(narrow);
    const someone = await person(narrow);
    const move = () => boss.patch(`/accounts/${someone.name}`,
      { email: freshEmail(), email_verified: false });
    is(await move(), 200);
    refused(await move(), 429, 'too_many');
  } finally {
    await narrow.stop();
  }
});

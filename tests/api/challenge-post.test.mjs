// What is asked for after the password.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from './lib/client.mjs';
import { codeOf, PASSWORD, person } from './lib/actors.mjs';
import { install, show } from './lib/app.mjs';
import { is, refused } from './lib/expect.mjs';
import { start } from './lib/harness.mjs';
import { stretchLocks } from './lib/lock.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

const signIn = (someone, way = 'http') => nobody(chinwag, way)
  .post('/session', { username: someone.name, password: PASSWORD });

const answer = (session, values, way = 'http') => nobody(chinwag, way)
  .post('/session/challenge', { session, ...values });

async function withMail(someone) {
  is(await someone.put('/me/factors', { password: PASSWORD, totp: false,
    mail: true }), 204);
  return someone;
}

everyWay('a code from the app finishes signing in', async (way) => {
  const someone = await person(chinwag);
  const { secret } = await install(someone);
  const step = is(await signIn(someone, way), 200);
  assert.equal(step.json.challenge, 'totp');
  assert.deepEqual(step.json.factors, ['totp']);
  assert.equal(step.json.token, undefined);
  assert.equal(step.header('set-cookie'), undefined);
  is(await new Client(chinwag, { token: step.json.session, way })
    .get('/session'), 401);
  const done = is(await answer(step.json.session,
    { code: show(secret), token: true }, way), 200);
  assert.equal(done.json.challenge, undefined);
  assert.match(done.header('set-cookie'), /^chinwag=[\w-]{43};/);
  is(await new Client(chinwag, { token: done.json.token, way })
    .get('/session'), 200);
});

test('neither a step nor a code is good twice', async () => {
  const someone = await person(chinwag);
  const { secret } = await install(someone);
  const first = (await signIn(someone)).json.session;
  const code = show(secret);
  is(await answer(first, { code }), 200);
  refused(await answer(first, { code }), 401, 'unauthorized');
  const second = (await signIn(someone)).json.session;
  refused(await answer(second, { code }), 400, 'code_mismatch');
  refused(await answer(second, { code: show(secret, -2) }), 400,
    'code_mismatch');
  is(await answer(second, { code: show(secret, 1) }), 200);
});

test('a step is the account\'s alone', async () => {
  const anna = await person(chinwag);
  const eve = await person(chinwag);
  await install(anna);
  const hers = await install(eve);
  const step = (await signIn(anna)).json.session;
  refused(await answer(step, { code: show(hers.secret) }), 400,
    'code_mismatch');
  refused(await answer(step, { recovery: hers.codes[0] }), 400,
    'code_mismatch');
});

test('one code by two at once signs in one', async () => {
  const someone = await person(chinwag);
  const { secret } = await install(someone);
  const steps = [];
  for (let i = 0; i < 2; i += 1)
    steps.push((await signIn(someone)).json.session);
  const code = show(secret);
  const answers = await Promise.all([...steps, steps[0]].map((step) =>
    answer(step, { code })));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1,
    answers.map(({ text }) => text).join('\n'));
});

test('a recovery code stands in, once, in any case', async () => {
  const someone = await person(chinwag);
  const { codes } = await install(someone);
  const recovery = codes[0].toUpperCase().replace('-', '');
  is(await answer((await signIn(someone)).json.session, { recovery }), 200);
  refused(await answer((await signIn(someone)).json.session, { recovery }),
    400, 'code_mismatch');
  assert.equal((await someone.get('/me/factors')).json.recovery, 9);
});

everyWay('a code comes by mail', async (way) => {
  const someone = await withMail(await person(chinwag));
  const step = is(await signIn(someone, way), 200);
  assert.equal(step.json.challenge, 'mail');
  assert.match(step.json.destination, /^.\*{3}@e\*{3}$/);
  const code = await codeOf(chinwag, someone.email);
  refused(await answer(step.json.session,
    { code: code === '000000' ? '000001' : '000000' }, way), 400,
  'code_mismatch');
  is(await answer(step.json.session, { code }, way), 200);
});

test('who asks for another code gets one, and the first is void', async () => {
  const someone = await withMail(await person(chinwag));
  const first = (await signIn(someone)).json.session;
  const old = await codeOf(chinwag, someone.email);
  const second = is(await answer(first, { mail: true }), 200).json.session;
  const code = await codeOf(chinwag, someone.email, 1);
  refused(await answer(first, { code }), 401, 'unauthorized');
  if (old !== code)
    refused(await answer(second, { code: old }), 400, 'code_mismatch');
  is(await answer(second, { code }), 200);
});

test('mail is sent to those who chose it, and not without end', async () => {
  const other = await person(chinwag);
  await install(other);
  refused(await answer((await signIn(other)).json.session, { mail: true }),
    403, 'forbidden');
  const narrow = await start({ conf: { mail_per_hour: 2 }, mail: false });
  try {
    const someone = await person(narrow);
    is(await someone.put('/me/factors', { password: PASSWORD, totp: false,
      mail: true }), 204);
    const ask = (path, values) => nobody(narrow).post(path, values);
    const { json } = await ask('/session',
      { username: someone.name, password: PASSWORD });
    const again = await ask('/session/challenge',
      { session: json.session, mail: true });
    refused(await ask('/session/challenge',
      { session: again.json.session, mail: true }), 429, 'too_many');
    refused(await ask('/session',
      { username: someone.name, password: PASSWORD }), 429, 'too_many');
  } finally {
    await narrow.stop();
  }
});

test('wrong codes lock sign-in, though the password is known', async () => {
  const someone = await person(chinwag);
  const { secret } = await install(someone);
  const wrong = show(secret) === '000000' ? '000001' : '000000';
  const step = (await signIn(someone)).json.session;
  for (let i = 0; i < 4; i += 1)
    refused(await answer(step, { code: wrong }), 400, 'code_mismatch');
  const last = (await signIn(someone)).json.session;
  refused(await answer(last, { code: wrong }), 400, 'code_mismatch');
  await stretchLocks(chinwag);
  refused(await answer(last, { code: wrong }), 429, 'locked');
  refused(await signIn(someone), 429, 'locked');
});

test('where a factor is required, an app or mail is set up first', async () => {
  const strict = await start({ conf: { mfa: 'required' } });
  try {
    const ask = (path, values) => nobody(strict).post(path, values);
    const go = (session, values) => ask('/session/challenge',
      { session, ...values });
    const begin = async ({ name }) => is(await ask('/session',
      { username: name, password: PASSWORD }), 200);
    const anna = await person(strict);
    const step = await begin(anna);
    assert.equal(step.json.challenge, 'set_up');
    assert.deepEqual(step.json.factors, ['totp', 'mail']);
    assert.equal(step.header('set-cookie'), undefined);
    refused(await go(step.json.session, { code: '123456' }), 400, 'invalid');
    const { json: prove } = is(await go(step.json.session, { totp: true }),
      200);
    assert.equal(prove.challenge, 'prove_totp');
    assert.equal(new URL(prove.uri).searchParams.get('secret'), prove.secret);
    refused(await go(prove.session, { code: show(prove.secret, -9) }), 400,
      'code_mismatch');
    refused(await go(prove.session, { recovery: 'abcde-fghjk' }), 400,
      'invalid');
    const done = is(await go(prove.session, { code: show(prove.secret, -1),
      token: true }), 200).json;
    assert.equal(done.codes.length, 10);
    is(await new Client(strict, { token: done.token }).get('/session'), 200);
    const next = (await begin(anna)).json;
    assert.deepEqual([next.challenge, next.codes], ['totp', undefined]);
    is(await go(next.session, { recovery: done.codes[0] }), 200);

    const bob = await person(strict);
    const other = (await begin(bob)).json;
    const mail = is(await go(other.session, { mail: true }), 200).json;
    assert.equal(mail.challenge, 'prove_mail');
    const code = await codeOf(strict, bob.email);
    is(await go(mail.session, { code }), 200);
    assert.equal((await begin(bob)).json.challenge, 'mail');
  } finally {
    await strict.stop();
  }
});

test('strange answers are refused', async () => {
  const someone = await person(chinwag);
  await install(someone);
  const step = (await signIn(someone)).json.session;
  refused(await answer(step, {}), 400, 'invalid');
  refused(await answer(step, { totp: true }), 403, 'forbidden');
  refused(await answer(step, { code: '12345' }), 400, 'invalid', '/code');
  refused(await answer('x', { code: '123456' }), 400, 'invalid', '/session');
  refused(await answer('A'.repeat(43), { code: '123456' }), 401,
    'unauthorized');
  refused(await answer(someone.token, { code: '123456' }), 401,
    'unauthorized');
});

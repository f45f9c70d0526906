// Confirming another mail address.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, freshName, PASSWORD, person, signIn }
  from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite();

async function ask(someone, email = `${freshName('mail')}@example.com`) {
  is(await someone.put('/me/email', { email, password: PASSWORD }), 202);
  return { email, code: await codeOf(chinwag, email) };
}

const confirm = (someone, code) =>
  someone.post('/me/email/confirmation', { code });

everyWay('the new address counts and the old one is told', async (way) => {
  const someone = (await person(chinwag)).via(way);
  const { email, code } = await ask(someone);
  is(await confirm(someone, code), 204);
  assert.equal((await someone.get('/session')).json.email, email);
  await signIn(chinwag, { name: email });
  assert.match(await chinwag.mailTo(someone.email),
    /^Subject: Your mail address was changed/m);
  refused(await confirm(someone, code), 400, 'code_mismatch');
});

test('there are fifteen tries an hour', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 15; i += 1)
    refused(await confirm(someone, '000000'), 400, 'code_mismatch');
  refused(await confirm(someone, '000000'), 429, 'too_many');
});

test('codes of others, and guesses, are wrong', async () => {
  const someone = await person(chinwag);
  const other = await person(chinwag);
  refused(await confirm(someone, '000000'), 400, 'code_mismatch');
  const { code } = await ask(someone);
  refused(await confirm(other, code), 400, 'code_mismatch');
  const wrong = code === '000000' ? '000001' : '000000';
  for (let i = 0; i < 5; i += 1)
    refused(await confirm(someone, wrong), 400, 'code_mismatch');
  refused(await confirm(someone, code), 400, 'code_mismatch');
});

test('of two at once one has the address', async () => {
  const two = [await person(chinwag), await person(chinwag)];
  const email = `${freshName('mail')}@example.com`;
  const codes = [];
  for (const [i, someone] of two.entries()) {
    is(await someone.put('/me/email', { email, password: PASSWORD }), 202);
    codes.push(await codeOf(chinwag, email, i));
  }
  const answers = await Promise.all(two.map((someone, i) =>
    confirm(someone, codes[i])));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 400]);
});

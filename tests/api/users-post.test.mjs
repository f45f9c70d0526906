// Signing up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, codeOf, confirmed, freshName, newcomer, PASSWORD,
  person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { start } from './lib/harness.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ conf: { mail_per_hour: 5 } });

const form = (change = {}) => {
  const username = freshName('sign');
  return { username, email: `${username}@example.org`, password: PASSWORD,
    ...change };
};

everyWay('a stranger signs up and gets a code by mail', async (way) => {
  const values = form();
  const answer = is(await nobody(chinwag, way).post('/users', values), 201);
  assert.deepEqual(answer.json, { username: values.username,
    confirmed: false });
  assert.ok(answer.header('location').endsWith(`/users/${values.username}`),
    answer.header('location'));
  assert.match(await codeOf(chinwag, values.email), /^\d{6}$/);
});

everyWay('the first letter, and those after it, are in the locale given',
  async (way) => {
    const values = form({ locale: 'de-AT' });
    is(await nobody(chinwag, way).post('/users', values), 201);
    assert.match(await chinwag.mailTo(values.email), /^Content-Language: de\b/m);
    await codeOf(chinwag, values.email);
    is(await nobody(chinwag, way).post(`/users/${values.username}/code`, {}),
      202);
    assert.match(await chinwag.mailTo(values.email, 1),
      /^Content-Language: de\b/m);
    const root = await administrator(chinwag);
    assert.deepEqual((await root.get(`/accounts/${values.username}`)).json
      .attributes, { locale: 'de-AT' });
  });

test('a language without letters is written to in the operator\'s',
  async () => {
    const german = await start({ conf: { mail_language: 'de' } });
    try {
      for (const [instance, locale, written] of [[chinwag, 'fr', 'en'],
        [german, 'fr-CA', 'de'], [german, 'en_GB', 'en'],
        [german, undefined, 'de']]) {
        const values = form({ locale });
        is(await nobody(instance).post('/users', values), 201);
        assert.match(await instance.mailTo(values.email),
          new RegExp(`^Content-Language: ${written}\\b`, 'm'));
      }
    } finally {
      await german.stop();
    }
    for (const locale of ['d', 'de AT', '../de', 'x'.repeat(36)])
      refused(await nobody(chinwag).post('/users', form({ locale })), 400,
        'invalid', '/locale');
  });

everyWay('a name is taken in any case', async (way) => {
  const { name } = await person(chinwag, freshName('Taken'));
  const again = form({ username: name.toUpperCase() });
  refused(await nobody(chinwag, way).post('/users', again), 409,
    'name_taken');
});

test('where only the invited may come, others may not', async () => {
  const closed = await start({ conf: { registration: 'closed' } });
  try {
    const root = await administrator(closed);
    const signUp = (values) => {
      const username = freshName('come');
      return nobody(closed).post('/users', { username,
        email: `${username}@example.org`, password: PASSWORD, ...values });
    };
    refused(await signUp({}), 403, 'forbidden');
    refused(await signUp({ invitation: 'A'.repeat(43) }), 400,
      'code_mismatch');
    const { json: { token, link } } = is(await root.post('/invitations',
      { mail_domain: 'example.org' }), 201);
    assert.equal(link, `${closed.url}/#/invitation/${token}`);
    refused(await signUp({ invitation: token, email: 'a@example.com' }), 400,
      'code_mismatch');
    is(await signUp({ invitation: token }), 201);
    refused(await signUp({ invitation: token }), 400, 'code_mismatch');
  } finally {
    await closed.stop();
  }
});

test('names keep their case and come out in NFC', async () => {
  const stem = freshName('Ren');
  const values = form({ username: `${stem}e\u0301` });
  const answer = is(await nobody(chinwag).post('/users', values), 201);
  assert.equal(answer.json.username, `${stem}\u00e9`);
  refused(await nobody(chinwag).post('/users',
    form({ username: `${stem.toLowerCase()}\u00c9` })), 409, 'name_taken');
});

test('what is no name is refused by name', async () => {
  const bad = ['', 'x', 'x'.repeat(33), ' anna', 'anna ', 'an na', '.anna',
    '-anna', '_anna', 'an/na', 'an@na', '<img src=x onerror=alert(1)>',
    'an\nna', 'an\u202ena', 'an\u200bna',
    '\ud83d\ude00\ud83d\ude00', '..', '%2e'];
  for (const username of bad)
    refused(await nobody(chinwag).post('/users', form({ username })), 400,
      'invalid', '/username');
});

test('good names are taken as they are', async () => {
  for (const stem of ['a1', 'A.b_c-d', '\u738b\u5c0f\u660e',
    '\u0410\u043d\u043d\u0430', '0z']) {
    const username = `${stem}${freshName('x').replace(/\D/g, '')}`;
    const answer = await nobody(chinwag).post('/users', form({ username }));
    assert.equal(is(answer, 201).json.username, username);
  }
});

test('what is no mail address is refused, and no header slips in', async () => {
  const bad = ['', 'a', '@', 'a@', '@b.c', 'a@b', 'a b@c.de', 'a@b..de',
    'a@-b.de', '.a@b.de', 'a.@b.de', 'a..b@c.de', 'a@b.c\r\nBcc: x@y.de',
    '"a\r\n"@b.de', 'a@b.de,x@y.de', 'a@b.de;x@y.de', '<a@b.de>',
    'a@[127.0.0.1]', `${'a'.repeat(65)}@b.de`, `a@${'b.'.repeat(130)}de`,
    '\u00e4@b.de', 'a@b.de '];
  for (const email of bad)
    refused(await nobody(chinwag).post('/users', form({ email })), 400,
      'invalid', '/email');
});

test('passwords have 12 characters or more, at most 1,024 bytes', async () => {
  const tooLong = 'x'.repeat(1025);
  for (const password of ['', 'short', 'x'.repeat(11),
    '\u00e9'.repeat(11), tooLong,
    '\u00e9'.repeat(513)])
    refused(await nobody(chinwag).post('/users', form({ password })), 400,
      'invalid', '/password');
  const longest = `${'x'.repeat(1023)}y`;
  const values = form({ password: longest });
  is(await nobody(chinwag).post('/users', values), 201);
  const wrong = { username: values.username,
    password: `${'x'.repeat(1023)}z` };
  refused(await nobody(chinwag).post('/session', wrong), 401,
    'wrong_credentials');
});

test('nothing of a refused sign-up is kept', async () => {
  const values = form({ password: 'short' });
  is(await nobody(chinwag).post('/users', values), 400);
  is(await nobody(chinwag).post('/users', { ...values,
    password: PASSWORD }), 201);
});

test('a used mail address gets the same answer, and its owner is told',
  async () => {
    const owner = await confirmed(chinwag, freshName('owner'));
    const values = form({ email: owner.email.toUpperCase() });
    const other = is(await nobody(chinwag).post('/users', values), 201);
    assert.deepEqual(other.json,
      { username: values.username, confirmed: false });
    const mail = await chinwag.mailTo(owner.email, 1);
    assert.doesNotMatch(mail.split(/\r?\n\r?\n/).slice(1).join(''),
      /(?<!\d)\d{6}(?!\d)/);
  });

test('extra members make nobody an administrator', async () => {
  const values = form({ confirmed: true, id: 1, role: 'admin',
    created: 0 });
  const answer = await nobody(chinwag).post('/users', values);
  assert.ok([201, 400].includes(answer.status), answer.text);
  if (answer.status === 201)
    assert.equal(answer.json.confirmed, false);
});

test('one name asked for eight times at once goes to one', async () => {
  const values = form();
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) =>
    nobody(chinwag).post('/users',
      { ...values, email: `${i}-${values.email}` })));
  const statuses = answers.map((answer) => answer.status)
    .filter((status) => status !== 503).sort();
  assert.equal(statuses.filter((status) => status === 201).length, 1,
    String(statuses));
  assert.ok(statuses.every((status) => status === 201 || status === 409),
    String(statuses));
});

test('a stranger cannot flood a mail box', async () => {
  const email = `${freshName('flood')}@example.org`;
  for (let i = 0; i < 8; i += 1)
    await nobody(chinwag).post('/users', form({ email }));
  await chinwag.mailTo(email, 4);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await chinwag.mailTo(email);
  assert.ok(chinwag.mailCount <= 5, `${chinwag.mailCount} mails`);
});

test('the mail names the configured address, whatever Host says', async () => {
  const values = form();
  await nobody(chinwag).post('/users', values, { headers: [
    ['Host', 'evil.example'], ['X-Forwarded-Host', 'evil.example']] });
  const mail = await chinwag.mailTo(values.email);
  assert.doesNotMatch(mail, /evil\.example/);
  assert.ok(mail.replaceAll('=\r\n', '').includes(chinwag.url), mail);
});

test('there is an end to the mail of an hour, for all together', async () => {
  const small = await start({ conf: { mail_per_hour_total: 3 }, mail: false });
  try {
    for (let i = 0; i < 3; i += 1)
      is(await nobody(small).post('/users', form()), 201);
    refused(await nobody(small).post('/users', form()), 429, 'too_many');
  } finally {
    await small.stop();
  }
});

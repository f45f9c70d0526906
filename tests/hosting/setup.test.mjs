// A customer of a shared host uploads the archive, opens the page, sets up and
// talks: once below mod_fcgid and once as plain CGI, with suEXEC and .htaccess
// alone.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { Client } from '../api/lib/client.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { is, refused } from '../api/lib/expect.mjs';
import { host, missing } from './lib/host.mjs';

const PASSWORD = 'correct horse battery';

const wanted = (chinwag, code) => ({ code,
  place: '/var/www/vhosts/example.org/chinwag-data',
  base_url: chinwag.url, username: 'Anna', email: 'anna@example.org',
  password: PASSWORD, mail: 'sendmail', mail_from: 'chinwag@example.org',
  sendmail: '/usr/sbin/sendmail' });

const signedIn = async (chinwag, username) => {
  const answer = is(await new Client(chinwag).post('/session',
    { username, password: PASSWORD, token: true }), 200);
  return new Client(chinwag, { name: username, token: answer.json.token });
};

// Somebody who signs up by the front door.
async function newcomer(chinwag, username) {
  is(await new Client(chinwag).post('/users', { username,
    email: `${username}@example.org`, password: PASSWORD }), 201);
  const mail = await eventually('a mail leaves without cron', () =>
    chinwag.mails().find((text) => text.includes(`${username}@example.org`)));
  const [, code] = /\n\n[^]*?(?<!\d)(\d{6})(?!\d)/.exec(mail);
  is(await new Client(chinwag).post(`/users/${username}/confirmation`,
    { code }), 204);
  return signedIn(chinwag, username);
}

for (const way of missing ? [] : ['fcgid', 'cgi']) {
  const chinwag = await host(way);
  after(() => chinwag.stop());
  const told = (name, check) => test(`${name} (${way})`, async () => {
    try {
      await check();
    } catch (error) {
      error.message += `\n${chinwag.logs().slice(-3000)}`;
      throw error;
    }
  });
  const data = path.join(chinwag.home, 'chinwag-data');
  const setUp = (change = {}) => chinwag.post('/api/setup',
    { ...wanted(chinwag, chinwag.code().code), ...change });

  told('the first page is the set-up page', async () => {
    const first = is(await chinwag.get('/'), 302);
    assert.match(first.header('location'), /\/setup\/$/);
    const page = is(await chinwag.get('/setup/'), 200);
    assert.match(page.text, /Set up Chinwag/);
    assert.match(page.header('content-security-policy'), /script-src 'self'/);
    for (const file of ['setup.js', 'setup.css', 'css/tokens.css'])
      is(await chinwag.get(`/setup/${file}`), 200, file);
  });

  told('nothing of the inside is served', async () => {
    for (const name of ['manifest.txt', 'README.txt', '.htaccess',
      'chinwag-smtp', 'chinwag-fetch', 'smtp/libcurl-gnutls.so.4', '',
      'place']) {
      const answer = await chinwag.get(`/chinwag/${name}`);
      assert.ok([403, 404].includes(answer.status),
        `${name} ${answer.status}`);
    }
    for (const name of ['/.htaccess', '/live/', '/js/', '/.git/HEAD'])
      assert.ok([403, 404].includes((await chinwag.get(name)).status), name);
  });

  told('before it is set up, the API says that it does not work',
    async () => {
      is(await chinwag.get('/api/health'), 503);
      is(await chinwag.get('/api/nothing'), 404);
    });

  told('the code is in a file of the customer\'s alone', async () => {
    const state = is(await chinwag.get('/api/setup'), 200).json;
    assert.equal(state.state, 'new');
    assert.equal(state.folder, 'above');
    const { file, code } = chinwag.code();
    assert.equal(path.dirname(file), chinwag.home);
    const { mode, uid } = fs.statSync(file);
    assert.equal(mode & 0o777, 0o600);
    assert.equal(uid, 1000);
    is(await chinwag.get('/api/setup'), 200);
    assert.equal(chinwag.code().code, code);
  });

  told('without the code nothing is told or made', async () => {
    for (const code of ['', 'x', 'aaaaa-aaaaa-aaaaa-aaaaa-aaaaa',
      'a'.repeat(60)]) {
      refused(await chinwag.post('/api/setup/survey', { code }), 400,
        'invalid', '/code');
      refused(await setUp({ code }), 400, 'invalid', '/code');
    }
    assert.ok(!fs.existsSync(data));
    is(await chinwag.get('/api/setup/survey'), 404);
  });

  told('the host is looked at', async () => {
    const { code } = chinwag.code();
    const found = is(await chinwag.post('/api/setup/survey',
      { code: ` ${code.toUpperCase()} ` }), 200).json;
    assert.deepEqual(found.items.filter(({ ok }) => !ok), []);
    assert.equal(found.place, '/var/www/vhosts/example.org/chinwag-data');
    assert.equal(found.sendmail, '/usr/sbin/sendmail');
  });

  told('what is missing or wrong is named, and nothing made', async () => {
    for (const [change, at] of [
      [{ username: 'x' }, '/username'],
      [{ email: 'nowhere' }, '/email'],
      [{ password: 'short' }, '/password'],
      [{ base_url: 'example.org' }, '/base_url'],
      [{ mail_from: 'a"b@c' }, '/mail_from'],
      [{ mail: 'smtp' }, '/smtp_url'],
      [{ place: '/var/www/vhosts/example.org/httpdocs/data' }, '/place'],
      [{ place: 'data' }, '/place'],
      [{ place: '/var/www/vhosts/example.org/../data' }, '/place'],
      [{ place: '/root/data' }, '/place'],
      [{ place: '/var/www/vhosts/example.org/mail' }, '/place'],
      [{ place: '/nowhere/at/all' }, '/place']]) {
      const answer = await setUp(change);
      refused(answer, 400, 'invalid', at);
    }
    refused(await setUp({ mail: 'pigeon' }), 400, 'invalid', '');
    assert.deepEqual(fs.readdirSync(chinwag.home).filter((name) =>
      name.startsWith('chinwag-data')), []);
    assert.equal(is(await chinwag.get('/api/setup'), 200).json.state, 'new');
  });

  told('it is set up', async () => {
    is(await setUp(), 204);
    assert.equal(fs.statSync(data).mode & 0o777, 0o700);
    for (const name of ['chat.db', 'pool.db', 'keys', 'chinwag.conf'])
      assert.equal(fs.statSync(path.join(data, name)).mode & 0o777, 0o600,
        name);
    assert.equal(chinwag.code(), null);
    assert.equal(is(await chinwag.get('/api/setup'), 200).json.state,
      'ready');
    await eventually('it serves', async () =>
      (await chinwag.get('/api/health')).status === 200);
    const page = is(await chinwag.get('/'), 200);
    assert.match(page.text, /<div id="app">/);
  });

  told('a second set-up is refused', async () => {
    const before = fs.readFileSync(path.join(data, 'chinwag.conf'), 'utf8');
    refused(await chinwag.post('/api/setup', wanted(chinwag, 'x')), 409,
      'conflict');
    assert.equal(chinwag.code(), null);
    assert.equal(fs.readFileSync(path.join(data, 'chinwag.conf'), 'utf8'),
      before);
  });

  told('people talk, and mail leaves by itself', async () => {
    const anna = await signedIn(chinwag, 'Anna');
    const bob = await newcomer(chinwag, 'bob');
    const id = await anna.converse(bob);
    const said = await anna.say(id, 'hello');
    assert.deepEqual((await bob.messages(id)).messages, [said]);
    is(await bob.get('/events?wait=0'), 200);
    is(await bob.delete('/session'), 204);
    is(await bob.get('/session'), 401);
  });

  told('the operator\'s command is in the same program', async () => {
    const done = await chinwag.as([chinwag.program, 'info', '--json']);
    assert.equal(done.code, 0, done.stderr);
    assert.equal(JSON.parse(done.stdout).data_dir,
      '/var/www/vhosts/example.org/chinwag-data');
  });

  told('a backup is tried on a copy, with the programs in it', async () => {
    const home = '/var/www/vhosts/example.org';
    const operate = async (...words) => {
      const done = await chinwag.as([chinwag.program, ...words]);
      assert.equal(done.code, 0, `${words}: ${done.stderr}`);
      return done.stdout.toString();
    };
    await operate('backup', `${home}/backups`);
    const before = fs.readdirSync(chinwag.home).sort();
    assert.match(await operate('restore', '--drill', `${home}/drill`,
      `${home}/backups`), /^drill done: \d+ rows came back, and somebody/);
    assert.deepEqual(fs.readdirSync(chinwag.home).sort(), before);
    is(await chinwag.get('/api/health'), 200);
  });

  told('the doctor and invoke find the programs, too', async () => {
    const { findings } = JSON.parse((await chinwag.as([chinwag.program,
      'doctor', '--no-web', '--json'])).stdout);
    assert.deepEqual(findings.filter(({ name }) =>
      name.startsWith('programs')), []);
    const done = await chinwag.as([chinwag.program, 'invoke', '--as', 'Anna',
      'conversations-get']);
    assert.equal(done.code, 0, done.stderr);
    assert.match(done.stdout.toString(), /^Status: 200 OK\r\n/);
  });
}


test('a host is to be had', { skip: missing }, () => {});

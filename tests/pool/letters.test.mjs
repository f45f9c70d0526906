// Letters as their readers get them, by a parser that is not ours; and the
// templates that an operator edits.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { fromShell } from '../api/lib/cgi.mjs';
import { build } from '../api/lib/harness.mjs';
import { place, scratch } from '../chinwag/lib/place.mjs';

const source = path.resolve(path.dirname(fileURLToPath(import.meta.url)),
  '../..');
const builtIn = path.join(source, 'lib/pool/letters');
const NAMES = fs.readdirSync(path.join(builtIn, 'en'))
  .map((file) => path.basename(file, '.txt'));
const LANGUAGES = ['de', 'en'];
const CODE = '000000';

async function ready(conf = {}) {
  const here = place({ base_url: 'https://chat.example.org/talk',
    mail_from: 'chinwag@example.org', mail_per_hour: 100, ...conf });
  await here.ok(['init']);
  const folder = path.join(here.data, 'mail');
  // The mails that were not seen yet.
  const seen = new Set();
  here.mails = () => (fs.existsSync(folder) ? fs.readdirSync(folder) : [])
    .filter((name) => name.endsWith('.eml') && !seen.has(name))
    .map((name) => {
      seen.add(name);
      return fs.readFileSync(path.join(folder, name), 'utf8');
    });
  here.trial = async (name, language, env) => {
    await here.ok(['mail', 'test', '--letter', name, ...(language ?
      ['--language', language] : []), 'anna@example.org'], { env });
    const [raw, ...more] = here.mails();
    assert.equal(more.length, 0);
    return { raw, mail: await PostalMime.parse(raw) };
  };
  here.signUp = async (username, more) => {
    assert.equal((await fromShell({ programs: path.join(build, 'cgi-bin'),
      env: here.env }, { method: 'POST', path: '/api/users',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, email: `${username}@example.org`,
        password: 'correct horse battery', ...more }) })).status, 201);
  };
  here.send = async () => {
    const done = await here.command(['mail']);
    assert.equal(done.code, 0, done.stderr);
    return done;
  };
  return here;
}

// What a reader sees of HTML, with the addresses of links behind them.
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': '\'' };
const seenOf = (html) => html.replace(/<head>.*<\/head>/s, '')
  .replace(/<[^>]*>/g, '').replace(/&(#?\w+);/g, (_, name) => ENTITIES[name])
  .replace(/\s+/g, ' ');
const linksOf = (html) => [...html.matchAll(/href="([^"]*)"/g)]
  .map(([, link]) => link.replace(/&(#?\w+);/g, (_, name) => ENTITIES[name]));

// Lines of RFC 5322 with CRLF, none longer than 76 but for addresses.
function assertLines(raw) {
  const lines = raw.split('\r\n');
  for (const line of lines) {
    assert.doesNotMatch(line, /[\r\n]/);
    assert.ok(line.length <= 76 || /^(From|To):/.test(line), line);
    assert.match(line, /^[\x20-\x7e\t]*$/);
  }
  assert.match(raw, /^Auto-Submitted: auto-generated\r$/m);
  assert.match(raw, /^MIME-Version: 1\.0\r$/m);
}

// Each paragraph of the text stands in the HTML, and no other link.
function assertSame({ text, html }, base) {
  const seen = seenOf(html);
  for (const paragraph of text.trim().split(/\n\n+/))
    for (const part of paragraph.split(/:\n(?=https)/))
      assert.ok(seen.includes(part.trim().replace(/\s+/g, ' ')),
        `${part}\n--- is not in\n${seen}`);
  for (const link of linksOf(html)) {
    assert.ok(text.includes(link) || link === base, link);
    assert.ok(link === base || link.startsWith(`${base}/`), link);
  }
  assert.doesNotMatch(html, /<(script|img|link|iframe|form|style)\b|src=|url\(/);
}

describe('each letter in each language', () => {
  test('is the same in text and in HTML, and whole', async () => {
    const here = await ready();
    for (const language of LANGUAGES)
      for (const name of NAMES) {
        const { raw, mail } = await here.trial(name, language);
        assertLines(raw);
        assertSame(mail, 'https://chat.example.org/talk');
        const template = fs.readFileSync(
          path.join(builtIn, language, `${name}.txt`), 'utf8');
        assert.equal(mail.subject, /^Subject: (.*)$/m.exec(template)[1]
          .replace('{site}', 'Chinwag').replace('{provider}', 'example'));
        assert.match(raw, new RegExp(`^Content-Language: ${language}\r$`, 'm'));
        assert.match(mail.html, new RegExp(`^<!DOCTYPE html>\\s<html lang="${
          language}" dir="ltr">`));
        assert.doesNotMatch(mail.text + mail.html, /[{}]|undefined|\(null\)/);
        if (/\{(code|password)\}/.test(template)) {
          assert.match(mail.text, new RegExp(`^${CODE}$`, 'm'), name);
          assert.ok(mail.html.includes(`>${CODE}</p>`), name);
        }
        if (name.startsWith('confirm'))
          assert.ok(mail.text.includes(
            `\nhttps://chat.example.org/talk/#/confirm/somebody/${CODE}\n`));
      }
  });

  test('values of any kind arrive as they are, and add nothing', async () => {
    const here = await ready();
    for (const site_name of ['<b>&amp;"\'', '{code}', 'ערב טוב', '小明'.repeat(30),
      '👩‍👩‍👧‍👦 family', 'x'.repeat(60), '=?UTF-8?Q?x?=', 'a, b; <c@d.org>']) {
      const { raw, mail } = await here.trial('sign-in', 'en',
        { CHINWAG_SITE_NAME: site_name });
      assertLines(raw);
      assertSame(mail, 'https://chat.example.org/talk');
      assert.equal(mail.subject, `Your code to sign in at ${site_name}`);
      assert.deepEqual(mail.from, { name: site_name,
        address: 'chinwag@example.org' });
      assert.match(mail.text, new RegExp(`^${CODE}$`, 'm'));
      assert.equal(mail.headers.length, 9);
    }
  });
});

describe('a real letter', () => {
  test('is in the language of the site, and of its template', async () => {
    const letters = path.join(scratch(), 'letters');
    const here = await ready({ mail_language: 'de-AT',
      mail_templates_dir: letters });
    await here.ok(['mail', 'templates', letters]);
    await here.signUp('Löwe_1', { email: 'anna@example.org' });
    // Written when it is sent: by what is there then.
    fs.writeFileSync(path.join(letters, 'de/confirm.txt'),
      'Subject: Servus {username}\n\n{username}: {####}\n\n{link}\n');
    await here.send();
    const [raw] = here.mails();
    const mail = await PostalMime.parse(raw);
    const code = /: (\d{6})$/m.exec(mail.text)[1];
    assert.equal(mail.subject, 'Servus Löwe_1');
    assertSame(mail, 'https://chat.example.org/talk');
    assert.ok(mail.text.includes(
      `\nhttps://chat.example.org/talk/#/confirm/L%C3%B6we_1/${code}\n`));
  });

  test('is the built-in one where a template is bad; the log says why, once',
    async () => {
      const letters = path.join(scratch(), 'letters');
      const here = await ready({ mail_templates_dir: letters });
      fs.mkdirSync(path.join(letters, 'en'), { recursive: true });
      fs.writeFileSync(path.join(letters, 'en/confirm.txt'),
        'Subject: Broken\n\nHello {username}\n');
      for (const name of ['anna', 'bob', 'carl'])
        await here.signUp(name);
      const done = await here.send();
      const told = done.stderr.match(/confirm\.txt:3: \{code\} or \{####\} or /g);
      assert.equal(told?.length, 1, done.stderr);
      const mails = await Promise.all(here.mails()
        .map((raw) => PostalMime.parse(raw)));
      assert.equal(mails.length, 3);
      for (const mail of mails) {
        assert.equal(mail.subject, 'Your code for Chinwag');
        assert.match(mail.text, /^\d{6}$/m);
      }
    });
});

describe('chinwag mail templates and check', () => {
  test('what is written is good, and what was edited stays', async () => {
    const here = await ready();
    const letters = path.join(here.directory, 'letters');
    const said = await here.ok(['mail', 'templates', letters]);
    const count = LANGUAGES.length * NAMES.length + 1;
    assert.equal(said.trim().split('\n').length, count);
    assert.equal(await here.ok(['mail', 'check', letters]),
      `${count} templates are good\n`);
    const file = path.join(letters, 'en/reset.txt');
    assert.match(fs.readFileSync(file, 'utf8'), /^# The code for another /);
    fs.writeFileSync(file, 'Subject: Mine\n\n{code}\n');
    assert.match(await here.ok(['mail', 'templates', letters]),
      /en\/reset\.txt is there already, and stays\n/);
    assert.equal((await here.trial('reset', 'en',
      { CHINWAG_MAIL_TEMPLATES_DIR: letters })).mail.subject, 'Mine');
  });

  test('what is wrong is told with its file and line', async () => {
    const here = await ready();
    const letters = path.join(here.directory, 'letters');
    fs.mkdirSync(path.join(letters, 'de'), { recursive: true });
    fs.writeFileSync(path.join(letters, 'de/reset.txt'),
      '# mine\nSubject: Mein\n\nHallo {name},\n{code}\n');
    fs.writeFileSync(path.join(letters, 'frame.html'), '<p>\n');
    const done = await here.command(['mail', 'check', letters]);
    assert.equal(done.code, 1);
    assert.equal(done.stderr.replaceAll(`${letters}/`, ''),
      'frame.html:2: {content} is missing\n' +
      'de/reset.txt:4: there is no {name} here; there are {username} {code} ' +
      '{####} {link} {site} {url}\n');
    assert.equal((await here.command(['mail', 'check'],
      { env: { CHINWAG_MAIL_TEMPLATES_DIR: letters } })).code, 1);
    assert.match((await here.command(['mail', 'check'])).stderr,
      /mail_templates_dir is empty/);
    assert.match((await here.command(['mail', 'check', '/nowhere'])).stderr,
      /cannot read \/nowhere/);
  });

  test('wrong use ends with 2, and what there is not with 1', async () => {
    const here = await ready();
    for (const args of [['templates'], ['templates', '-x'],
      ['check', 'a', 'b'], ['test', '--letter', 'reset'],
      ['test', '--language', 'de', '--letter']])
      assert.equal((await here.command(['mail', ...args])).code, 2,
        args.join(' '));
    for (const [args, why] of [
      [['--letter', 'what'], /there is no letter what/],
      [['--language', '../de'], /\.\.\/de is no language/]]) {
      const done = await here.command(['mail', 'test', ...args, 'a@b.org']);
      assert.equal(done.code, 1);
      assert.match(done.stderr, why);
    }
  });
});

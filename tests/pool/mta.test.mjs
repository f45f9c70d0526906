// chinwag mail through a mail server that people have: Debian's Exim, by its
// sendmail and by SMTP.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import PostalMime from 'postal-mime';
import { eventually } from '../api/lib/harness.mjs';
import { place } from '../chinwag/lib/place.mjs';
import { PASSWORD, startExim, USER } from './lib/exim.mjs';

let exim;
before(async () => { exim = await startExim(); });
after(() => exim?.stop());

// Somebody's letter by this way, and what chinwag says of it.
async function send(conf, { to = 'anna@example.org' } = {}) {
  const here = place({ base_url: 'https://chat.example.org',
    site_name: 'Café (Anna) <talk>', mail_from: 'chinwag@example.org',
    ...conf });
  if (conf.mail_smtp_user)
    fs.writeFileSync(conf.mail_smtp_password_file, `${PASSWORD}\n`,
      { mode: 0o600 });
  await here.ok(['init']);
  const known = exim.mails();
  const done = await here.command(['mail', 'test', '--letter', 'confirm',
    '--language', 'de-AT', to]);
  return { ...done, known };
}

// The one that came since; as RFC 5322 has it.
const arrived = (known) => eventually('the mail arrives', () => {
  for (const [name, bytes] of exim.mails())
    if (!known.has(name))
      return bytes;
  return null;
});

async function assertLetter({ known, code, stdout, stderr }, way) {
  assert.equal(code, 0, stdout + stderr + exim.log());
  const bytes = await arrived(known);
  const mail = await PostalMime.parse(bytes);
  assert.equal(mail.subject, 'Dein Code für Café (Anna) <talk>');
  assert.deepEqual(mail.from, { name: 'Café (Anna) <talk>',
    address: 'chinwag@example.org' });
  assert.deepEqual(mail.to, [{ name: '', address: 'anna@example.org' }]);
  assert.match(mail.text, /^000000$/m);
  assert.match(mail.text,
    /^https:\/\/chat\.example\.org\/#\/confirm\/somebody\/000000$/m);
  assert.match(mail.html, />000000<\/p>/);
  const header = (name) => mail.headers.filter(({ key }) => key === name);
  assert.equal(header('return-path')[0].value, '<chinwag@example.org>');
  assert.equal(header('message-id').length, 1);
  assert.equal(header('date').length, 1);
  assert.match(header('received')[0].value, way);
}

const password = () => path.join(exim.directory, `password-${process.pid}`);
const account = () => ({ mail_smtp_user: USER,
  mail_smtp_password_file: password(), mail_smtp_ca_file: exim.ca });

test('by its sendmail', async () => {
  const done = await send({ mail_transport: 'sendmail',
    mail_sendmail: exim.sendmail });
  await assertLetter(done, /with local/);
});

test('by SMTP with STARTTLS and a password', async () => {
  const done = await send({ mail_transport: 'smtp',
    mail_smtp_url: `smtp://localhost:${exim.smtp}`, ...account() });
  await assertLetter(done, /with esmtpsa .*TLS/s);
});

test('by SMTP with TLS from the start and a password', async () => {
  const done = await send({ mail_transport: 'smtp',
    mail_smtp_url: `smtps://localhost:${exim.smtps}`, ...account() });
  await assertLetter(done, /with esmtpsa .*TLS/s);
});

test('not where the certificate is by nobody whom we know', async () => {
  for (const url of [`smtp://localhost:${exim.smtp}`,
    `smtps://localhost:${exim.smtps}`]) {
    const done = await send({ mail_transport: 'smtp', mail_smtp_url: url,
      ...account(), mail_smtp_ca_file: '' });
    assert.equal(done.code, 1);
    assert.match(done.stderr, /did not leave: not now/);
    assert.equal(exim.mails().size, done.known.size);
  }
});

test('nor where it is for another host', async () => {
  const done = await send({ mail_transport: 'smtp',
    mail_smtp_url: `smtp://127.0.0.1:${exim.smtp}`, ...account() });
  assert.match(done.stderr, /did not leave: not now/);
  assert.equal(exim.mails().size, done.known.size);
});

test('not without the password, and whom it refuses is given up', async () => {
  const way = { mail_transport: 'smtp',
    mail_smtp_url: `smtp://localhost:${exim.smtp}` };
  const without = await send(way);
  assert.match(without.stderr, /did not leave: refused/);
  const nobody = await send({ ...way, ...account() },
    { to: 'nobody@example.org' });
  assert.match(nobody.stderr, /did not leave: refused/);
  const later = await send({ ...way, ...account() },
    { to: 'later@example.org' });
  assert.match(later.stderr, /did not leave: not now/);
  assert.equal(exim.mails().size, without.known.size);
});

test('a line with a dot alone arrives, and so does what follows', async () => {
  const letters = path.join(exim.directory, 'letters');
  fs.mkdirSync(path.join(letters, 'de'), { recursive: true });
  fs.writeFileSync(path.join(letters, 'de/confirm.txt'),
    'Subject: Punkt\n\n{code}\n.\nFrom here\n..\n{link}\n');
  for (const way of [
    { mail_transport: 'sendmail', mail_sendmail: exim.sendmail },
    { mail_transport: 'smtp', mail_smtp_url:
      `smtps://localhost:${exim.smtps}`, ...account() }]) {
    const done = await send({ ...way, mail_templates_dir: letters });
    assert.equal(done.code, 0, done.stderr);
    const mail = await PostalMime.parse(await arrived(done.known));
    assert.match(mail.text,
      /^000000\n\.\nFrom here\n\.\.\nhttps:.*\/000000\n+$/);
  }
});

// chinwag mail, from a sign-up to the file, the sendmail or the SMTP server
// that gets the mail; and what becomes of mail when somebody fails on the way.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { run } from '../api/lib/cgi.mjs';
import { build, eventually, FAKETIME, freePort } from '../api/lib/harness.mjs';

const chinwag = path.join(build, 'contrib/chinwag/chinwag');
const usersPost = path.join(build, 'cgi-bin/users-post');

const directories = [];
after(() => directories.forEach((directory) =>
  fs.rmSync(directory, { recursive: true, force: true })));

// A data directory of its own, and what a program run in it sees.
async function place(conf = {}) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-mail-'));
  directories.push(directory);
  const values = {
    data_dir: path.join(directory, 'data'),
    base_url: 'https://chat.example.org',
    mail_from: 'chinwag@example.org',
    mail_transport: 'file',
    argon2_memory_kib: 64,
    argon2_passes: 1,
    mail_per_hour: 100,
    ...conf,
  };
  const env = { CHINWAG_CONF: path.join(directory, 'chinwag.conf') };
  fs.writeFileSync(env.CHINWAG_CONF, Object.entries(values)
    .map(([key, value]) => `${key} = ${value}\n`).join(''));
  const here = { directory, env, data: values.data_dir };
  assert.equal((await run(chinwag, ['init'], { env })).code, 0);
  return here;
}

async function signUp(here, username, email = `${username}@example.org`) {
  const body = JSON.stringify({ username, email,
    password: 'correct horse battery' });
  const env = { ...here.env, REQUEST_METHOD: 'POST',
    REQUEST_URI: '/api/users', CONTENT_TYPE: 'application/json',
    CONTENT_LENGTH: String(Buffer.byteLength(body)) };
  const done = await run(usersPost, [], { env, stdin: body });
  assert.match(done.stdout.toString(), /^(HTTP\/1.1|Status:) 201/,
    done.stdout + done.stderr);
}

// One pass, maybe at another time ('+6m').
const send = (here, time) => run(chinwag, ['mail'], { env: { ...here.env,
  ...(time && { LD_PRELOAD: FAKETIME, FAKETIME: time,
    FAKETIME_DONT_FAKE_MONOTONIC: '1' }) } });

const files = (here) => {
  const folder = path.join(here.data, 'mail');
  return fs.existsSync(folder) ? fs.readdirSync(folder)
    .filter((name) => name.endsWith('.eml')).sort() : [];
};

const read = (here, name) =>
  fs.readFileSync(path.join(here.data, 'mail', name), 'utf8');

describe('mail to files', () => {
  test('a sign-up becomes a file with the code and the link', async () => {
    const here = await place();
    await signUp(here, 'anna');
    const done = await send(here);
    assert.equal(done.code, 0, done.stderr);
    const [name, ...more] = files(here);
    assert.equal(more.length, 0);
    assert.match(name, /^0001-[0-9A-F]{16}\.eml$/);
    assert.match(done.stdout.toString(), new RegExp(
      `^mail 1 to anna@example\\.org: sent: .*/mail/${name}\n$`));
    const text = read(here, name);
    const code = /^(\d{6})\r$/m.exec(text)[1];
    assert.ok(text.includes(
      `\r\nhttps://chat.example.org/#/confirm/anna/${code}\r\n`));
    assert.match(text, /^To: <anna@example\.org>\r$/m);
    assert.equal(fs.statSync(path.join(here.data, 'mail', name)).mode & 0o777,
      0o600);
  });

  test('what was sent is not sent again', async () => {
    const here = await place();
    await signUp(here, 'anna');
    await send(here);
    const again = await send(here, '+7m');
    assert.equal(again.stdout.toString(), '');
    assert.equal(files(here).length, 1);
  });

  test('killed before, at and after the rename: one file, never none',
    async () => {
      for (const [call, when] of [['fsync', 1], ['fsync', 2], ['rename', 1],
        ['fdatasync', 1], ['fdatasync', 2]]) {
        const here = await place();
        await signUp(here, 'anna');
        const killed = await run('/usr/bin/strace', ['-f', '-o', '/dev/null',
          '-e', `trace=${call}`, '-e',
          `inject=${call}:signal=KILL:when=${when}`, chinwag, 'mail'],
        { env: here.env });
        assert.ok(files(here).length <= 1);
        if (call === 'rename')
          assert.equal(killed.signal, 'SIGKILL');
        const later = await send(here, '+6m');
        assert.equal(later.code, 0, later.stderr);
        assert.equal(files(here).length, 1, `${call} ${when}`);
        assert.match(read(here, files(here)[0]), /<\/html>\r\n\r\n--=_[a-p]{16}--\r\n$/);
      }
    });

  test('a directory that cannot be written keeps the mail queued', async () => {
    const here = await place();
    await signUp(here, 'anna');
    fs.writeFileSync(path.join(here.data, 'mail'), 'in the way');
    const done = await send(here);
    assert.equal(done.code, 0);
    assert.match(done.stdout.toString(), /will try again: /);
    fs.unlinkSync(path.join(here.data, 'mail'));
    await send(here, '+2m');
    assert.equal(files(here).length, 1);
  });
});

// A sendmail that writes down how it was called, and ends as it is told.
function fakeSendmail(here, last) {
  const script = path.join(here.directory, 'sendmail');
  const note = path.join(here.directory, 'note');
  fs.writeFileSync(script, `#!/bin/sh
printf '%s\\n' "$@" >>${note}.argv
/usr/bin/env >${note}.env
/bin/ls /proc/self/fd >${note}.fds
/bin/cat >>${note}.stdin
${last}
`, { mode: 0o755 });
  return (what) => {
    const file = `${note}.${what}`;
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  };
}

async function sendmailPlace(last) {
  const here = await place({ mail_transport: 'sendmail',
    mail_sendmail: '/nowhere' });
  const noted = fakeSendmail(here, last);
  here.env.CHINWAG_MAIL_SENDMAIL = path.join(here.directory, 'sendmail');
  return { here, noted };
}

describe('mail through sendmail', () => {
  test('fixed arguments, no environment, nothing else open', async () => {
    const { here, noted } = await sendmailPlace('exit 0');
    await signUp(here, 'anna');
    const done = await run(chinwag, ['mail'], { env: { ...here.env,
      HTTP_PROXY: 'http://127.0.0.1:9', SECRET: 'canary' } });
    assert.equal(done.code, 0, done.stderr);
    assert.equal(noted('argv'),
      '-i\n-f\nchinwag@example.org\n--\nanna@example.org\n');
    assert.doesNotMatch(noted('env'), /PROXY|SECRET|CHINWAG/);
    // 3 is the directory that ls itself reads.
    assert.equal(noted('fds'), '0\n1\n2\n3\n');
    assert.doesNotMatch(noted('stdin'), /\r/);
    assert.match(noted('stdin'), /^\d{6}$/m);
    await send(here, '+1h');
    assert.equal(noted('argv').match(/^-i$/gm).length, 1);
  });

  for (const [status, outcome, again] of [[75, 'will try again', 2],
    [70, 'will try again', 2], [1, 'will try again', 2],
    [67, 'gave up', 1], [69, 'gave up', 1]])
    test(`exit status ${status}: ${outcome}`, async () => {
      const { here, noted } = await sendmailPlace(`exit ${status}`);
      await signUp(here, 'anna');
      const done = await send(here);
      assert.match(done.stdout.toString(), new RegExp(`: ${outcome}: `));
      await send(here);
      assert.equal(noted('argv').match(/^-i$/gm).length, 1, 'at once');
      await send(here, '+2m');
      assert.equal(noted('argv').match(/^-i$/gm).length, again, 'later');
    });

  test('no sendmail at all: again later', async () => {
    const { here } = await sendmailPlace('exit 0');
    await signUp(here, 'anna');
    here.env.CHINWAG_MAIL_SENDMAIL = '/nowhere/sendmail';
    const done = await send(here);
    assert.equal(done.code, 0);
    assert.match(done.stdout.toString(), /will try again: No such file/);
  });

  test('killed between sending and noting it: one more, and no third',
    async () => {
      const { here, noted } = await sendmailPlace('kill -9 $PPID');
      await signUp(here, 'anna');
      const killed = await send(here);
      assert.equal(killed.signal, 'SIGKILL');
      fakeSendmail(here, 'exit 0');
      assert.equal((await send(here)).stdout.toString(), '');
      await send(here, '+6m');
      await send(here, '+12m');
      assert.equal(noted('argv').match(/^-i$/gm).length, 2);
      const ids = noted('stdin').match(/^Message-ID: .*$/gm);
      assert.equal(ids[0], ids[1]);
    });
});

// An SMTP server that keeps what it gets; answers say what it refuses.
async function smtpServer(answers = {}, options = {}) {
  const got = [];
  const refuse = (code, text) =>
    Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    ...options,
    onAuth: (auth, session, done) => {
      got.push({ auth });
      done(null, { user: auth.username });
    },
    onRcptTo: (address, session, done) =>
      done(answers.rcpt && refuse(answers.rcpt, 'not here')),
    onData: (stream, session, done) => {
      const pieces = [];
      stream.on('data', (piece) => pieces.push(piece));
      stream.on('end', () => {
        if (answers.data)
          return done(refuse(answers.data, 'not now'));
        got.push({ text: Buffer.concat(pieces).toString(),
          from: session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address) });
        return done();
      });
    },
  });
  server.on('error', () => {});
  const port = await freePort();
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, port, got, answers,
    close: () => new Promise((resolve) => server.close(resolve)) };
}

const smtpPlace = (smtp, conf = {}) => place({ mail_transport: 'smtp',
  mail_smtp_url: `smtp://127.0.0.1:${smtp.port}`, ...conf });

describe('mail by SMTP', () => {
  test('one recipient gets the mail, a line with a dot and all', async () => {
    const smtp = await smtpServer();
    const here = await smtpPlace(smtp);
    await signUp(here, 'Löwe', 'anna@example.org');
    const done = await send(here);
    assert.equal(done.code, 0, done.stderr);
    assert.equal(smtp.got.length, 1, done.stdout + done.stderr);
    assert.equal(smtp.got[0].from, 'chinwag@example.org');
    assert.deepEqual(smtp.got[0].to, ['anna@example.org']);
    assert.match(smtp.got[0].text, /^\d{6}\r$/m);
    assert.match(smtp.got[0].text, /^Hello L=C3=B6we,\r$/m);
    await send(here, '+1h');
    assert.equal(smtp.got.length, 1);
    await smtp.close();
  });

  test('4xx is tried again, 5xx given up', async () => {
    for (const [answers, outcome] of [
      [{ data: 451 }, /will try again/], [{ rcpt: 450 }, /will try again/],
      [{ data: 554 }, /gave up/], [{ rcpt: 550 }, /gave up/]]) {
      const smtp = await smtpServer(answers);
      const here = await smtpPlace(smtp);
      await signUp(here, 'anna');
      const done = await send(here);
      assert.match(done.stdout.toString(), outcome, JSON.stringify(answers));
      delete smtp.answers.data;
      delete smtp.answers.rcpt;
      await send(here, '+2m');
      assert.equal(smtp.got.length, /again/.test(outcome) ? 1 : 0);
      await smtp.close();
    }
  });

  test('connection refused: again later, and then it arrives', async () => {
    const here = await smtpPlace({ port: await freePort() });
    await signUp(here, 'anna');
    assert.match((await send(here)).stdout.toString(), /will try again/);
    const smtp = await smtpServer();
    here.env.CHINWAG_MAIL_SMTP_URL = `smtp://127.0.0.1:${smtp.port}`;
    await send(here, '+2m');
    assert.equal(smtp.got.length, 1);
    await smtp.close();
  });

  test('a password is not told to a server without encryption', async () => {
    const smtp = await smtpServer();
    const here = await smtpPlace(smtp, { mail_smtp_user: 'anna' });
    here.env.CHINWAG_MAIL_SMTP_PASSWORD_FILE =
      path.join(here.directory, 'password');
    fs.writeFileSync(here.env.CHINWAG_MAIL_SMTP_PASSWORD_FILE, 'secret\n');
    await signUp(here, 'anna');
    assert.match((await send(here)).stdout.toString(), /will try again/);
    assert.deepEqual(smtp.got, []);
    await smtp.close();
  });

  test('nor to one whose certificate proves nothing', async () => {
    const smtp = await smtpServer({}, { disabledCommands: [] });
    const here = await smtpPlace(smtp, { mail_smtp_user: 'anna' });
    here.env.CHINWAG_MAIL_SMTP_PASSWORD_FILE =
      path.join(here.directory, 'password');
    fs.writeFileSync(here.env.CHINWAG_MAIL_SMTP_PASSWORD_FILE, 'secret\n');
    await signUp(here, 'anna');
    assert.match((await send(here)).stdout.toString(), /will try again/);
    assert.deepEqual(smtp.got, []);
    await smtp.close();
  });

  test('encryption is used where it is offered', async () => {
    const smtp = await smtpServer({}, { disabledCommands: [] });
    const here = await smtpPlace(smtp);
    const secure = [];
    smtp.server.options.onMailFrom = (address, session, done) => {
      secure.push(session.secure);
      done();
    };
    smtp.server.onMailFrom = smtp.server.options.onMailFrom;
    await signUp(here, 'anna');
    await send(here);
    assert.equal(smtp.got.length, 1);
    assert.deepEqual(secure, [true]);
    await smtp.close();
  });
});

describe('the watch', () => {
  const watch = (here) => {
    const child = spawn(chinwag, ['mail', '--watch'], { env: here.env });
    child.output = '';
    child.stdout.on('data', (piece) => { child.output += piece; });
    child.stderr.on('data', (piece) => { child.output += piece; });
    child.gone = new Promise((resolve) => child.once('exit',
      (code, signal) => resolve({ code, signal })));
    return child;
  };

  const isWaiting = (child) => eventually('the watch waits', () =>
    /poll/.test(fs.readFileSync(`/proc/${child.pid}/wchan`, 'utf8')) ||
      /^State:\tS/m.test(fs.readFileSync(`/proc/${child.pid}/status`, 'utf8')));

  test('sends mail as it is queued, and ends when told', async () => {
    for (const signal of ['SIGTERM', 'SIGINT']) {
      const here = await place();
      const child = watch(here);
      await isWaiting(child);
      await signUp(here, 'anna');
      // Unless the bell rings it looks once a minute.
      await eventually('the mail is there', () => files(here).length === 1);
      child.kill(signal);
      assert.deepEqual(await child.gone, { code: 0, signal: null });
    }
  });

  test('one watch for a data directory', async () => {
    const here = await place();
    const child = watch(here);
    await eventually('the lock is there', () =>
      fs.existsSync(path.join(here.data, 'run/mail.lock')));
    await isWaiting(child);
    const second = await run(chinwag, ['mail', '--watch'], { env: here.env });
    assert.equal(second.code, 1);
    assert.match(second.stderr, /another `chinwag mail --watch' sends/);
    child.kill('SIGKILL');
    await child.gone;
    const third = watch(here);
    await isWaiting(third);
    third.kill('SIGTERM');
    assert.deepEqual(await third.gone, { code: 0, signal: null });
  });

  test('killed again and again, it loses nothing', async () => {
    const here = await place();
    for (let i = 0; i < 8; i++) {
      const child = watch(here);
      await signUp(here, `anna${i}`);
      child.kill('SIGKILL');
      await child.gone;
    }
    await send(here, '+6m');
    assert.equal(files(here).length, 8);
  });
});

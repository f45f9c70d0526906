// No secret lies in clear where it is not meant to: a run through all that has
// secrets, and then a search for each of them in logs, stores, backups, all
// other files, and the memory of the programs that have served.
//
// Meant to hold some, and left out: DATA/keys, which seals them; the file with
// the password of the mail server; and what was sent, which is the mail itself.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { AdminCreateUserCommand, CognitoIdentityProviderClient }
  from '@aws-sdk/client-cognito-identity-provider';
import { SMTPServer } from 'smtp-server';
import { show } from '../api/lib/app.mjs';
import { run } from '../api/lib/cgi.mjs';
import { Client } from '../api/lib/client.mjs';
import { is } from '../api/lib/expect.mjs';
import { eventually, start } from '../api/lib/harness.mjs';
import { listen } from '../api/lib/stream.mjs';
import { call, client, done } from '../idp/lib/pool.mjs';
import { N } from '../idp/lib/group.mjs';
import { Canaries } from './lib/canary.mjs';
import { mayLook, memoryOf } from './lib/memory.mjs';
import { createPasswordHash, createSecretHash, createSrpSession,
  signSrpSession, wrapAuthChallenge, wrapInitiateAuth } from './lib/srp.mjs';

const canaries = new Canaries();
let count = 0;
const password = (what) => canaries.text(`password ${what}`,
  `Käse "brie" \\ ${what.toUpperCase()}-${randomBytes(9).toString('hex')}`);

// --- a server that takes mail -------------------------------------------------

const mails = [];
const smtpPassword = canaries.text('password of the mail server',
  `smtp/${randomBytes(12).toString('base64')}`);
const smtp = new SMTPServer({ authOptional: true, logger: false,
  onData: (stream, session, tell) => {
    const pieces = [];
    stream.on('data', (piece) => pieces.push(piece));
    stream.on('end', () => {
      mails.push({ to: session.envelope.rcptTo[0].address,
        text: Buffer.concat(pieces).toString() });
      tell();
    });
  } });
smtp.on('error', () => {});
await new Promise((resolve) => smtp.listen(0, '127.0.0.1', resolve));
after(() => new Promise((resolve) => smtp.close(resolve)));

const chinwag = await start({ conf: { log_level: 'debug',
  mail_transport: 'smtp',
  mail_smtp_url: `smtp://127.0.0.1:${smtp.server.address().port}` } });
after(() => chinwag.stop());
const passwordFile = path.join(chinwag.directory, 'smtp-password');

// The next mail to somebody, as one line of text.
const mailTo = (someone) => eventually(`mail to ${someone.name}`, () => {
  const at = mails.findIndex(({ to }) => to === someone.email);
  return at >= 0 && mails.splice(at, 1)[0].text.replace(/=\r?\n/g, '');
}, { withinMs: 60000 });

const codeTo = async (someone, what) => canaries.digits(`code ${what}`,
  /(?<!\d)(\d{6})(?!\d)/.exec((await mailTo(someone))
    .replace(/^[\s\S]*?\r?\n\r?\n/, ''))[1]);

// --- people -------------------------------------------------------------------

const anybody = new Client(chinwag);

const token = (what, text) => canaries.text(`token ${what}`, text,
  Buffer.from(text, 'base64url'));

function newPerson(what) {
  count += 1;
  const name = `canary-${what}-${count}`;
  return new Client(chinwag, { name, email: `${name}@example.org`,
    password: password(what) });
}

async function signIn(someone, what, values = {}) {
  const answer = is(await anybody.post('/session', { username: someone.name,
    password: someone.password, token: true, ...values }), 200);
  keep(answer, what);
  return answer;
}

// What an answer gives away.
function keep(answer, what) {
  if (answer.json?.token)
    token(`of a session, ${what}`, answer.json.token);
  if (answer.json?.session)
    token(`of a step, ${what}`, answer.json.session);
  for (const cookie of answer.all('set-cookie'))
    token(`of cookie ${cookie.split('=')[0]}, ${what}`,
      /=([^;]*)/.exec(cookie)[1]);
}

test('by the front door', async () => {
  const anna = newPerson('anna');
  is(await anybody.post('/users', { username: anna.name, email: anna.email,
    password: anna.password }), 201);
  is(await anybody.post(`/users/${anna.name}/confirmation`,
    { code: await codeTo(anna, 'of a sign-up') }), 204);
  const first = await signIn(anna, 'first');
  const me = anna.with({ token: first.json.token });
  for (const by of ['token', 'cookie']) {
    is(await me.with({ by }).get('/session'), 200);
    is(await me.with({ by }).get('/conversations'), 200);
    const stream = await listen(me.with({ by }));
    stream.close();
  }
  // Somebody who types it where the name belongs, and a wrong one.
  await anybody.post('/session', { username: password('as a name'),
    password: password('beside it') });
  await anybody.post('/session', { username: anna.name,
    password: password('of a guess') });
  await anybody.post('/users', { username: 'no name', email: 'no address',
    password: password('of a bad sign-up') });
  is(await anybody.post('/session', `${password('in what is no object')}`),
    400);
  // Forgotten, changed, and another address.
  is(await anybody.post(`/users/${anna.name}/reset`, {}), 202);
  anna.password = password('after a reset');
  is(await anybody.put(`/users/${anna.name}/reset`, { password: anna.password,
    code: await codeTo(anna, 'of a reset') }), 204);
  await mailTo(anna);
  const again = await signIn(anna, 'after a reset');
  me.token = again.json.token;
  const change = is(await me.put('/me/password', { current: anna.password,
    password: password('changed'), token: true }), 200);
  keep(change, 'after a change');
  me.token = change.json.token;
  await mailTo(anna);
});

test('second factors', async () => {
  const bob = newPerson('bob');
  await chinwag.addUser(bob.name, bob.email, bob.password);
  bob.token = (await signIn(bob, 'of who adds an app')).json.token;
  const { secret } = is(await bob.post('/me/totp', { label: 'phone',
    password: bob.password }), 200).json;
  canaries.text('seed of an app', secret, base32(secret));
  const code = (steps) => canaries.digits('code of an app',
    show(secret, steps));
  const { codes } = is(await bob.put('/me/totp', { code: code(-1) }), 200)
    .json;
  for (const recovery of codes) {
    canaries.text('recovery code', recovery);
    canaries.text('recovery code', recovery.replace('-', ''));
  }
  const finish = async (values, what) => keep(is(await anybody.post(
    '/session/challenge', { token: true, ...values,
      session: (await signIn(bob, what)).json.session }), 200), what);
  await finish({ code: code(0) }, 'by an app');
  await finish({ recovery: codes[3] }, 'by a recovery code');
  is(await bob.put('/me/factors', { password: bob.password, totp: true,
    mail: true, first: 'mail' }), 204);
  const step = await signIn(bob, 'by mail');
  keep(is(await anybody.post('/session/challenge', {
    session: step.json.session, token: true,
    code: await codeTo(bob, 'of a sign-in') }), 200), 'by mail');
});

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function base32(text) {
  const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2)
    .padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

test('invitations', async () => {
  const root = newPerson('root');
  await chinwag.addUser(root.name, root.email, root.password);
  await chinwag.admin(['users', 'admin', root.name]);
  root.token = (await signIn(root, 'of an administrator')).json.token;
  const invitation = is(await root.post('/invitations', { note: 'canaries' }),
    201).json.token;
  token('of an invitation', invitation);
  const guest = newPerson('guest');
  is(await anybody.post('/users', { username: guest.name, email: guest.email,
    password: guest.password, invitation }), 201);
  await codeTo(guest, 'of a guest');
  // An operator lets somebody in, whose password comes by mail.
  const made = newPerson('made');
  is(await root.post('/accounts', { username: made.name, email: made.email }),
    201);
  const [, temporary] = /\r\n\r\n(\S+)\r\n\r\nSign in with it/
    .exec(await mailTo(made));
  canaries.text('temporary password', temporary);
  made.password = temporary;
  await signIn(made, 'by a temporary password');
});

// What proves a password by SRP, computed apart.
function verifierOf(poolId, name, secret, salt) {
  const even = (hex) => (hex.length % 2 ? `0${hex}` : hex);
  const padded = (hex) => even(hex).replace(/^(?:00)+(?=.)/, '')
    .replace(/^(?=[89a-f])/i, '00');
  const inner = createPasswordHash(name, secret, poolId);
  const x = createHash('sha256').update(Buffer.from(padded(salt) + inner,
    'hex')).digest('hex');
  const modulus = BigInt(`0x${N}`);
  let power = 1n;
  for (const bit of BigInt(`0x${x}`).toString(2)) {
    power = power * power % modulus;
    if (bit === '1')
      power = power * 2n % modulus;
  }
  return Buffer.from(power.toString(16).padStart(N.length, '0'), 'hex');
}

const jwt = (what, text) => {
  canaries.text(`token ${what}`, text);
  canaries.text(`signature of the token ${what}`, text.split('.')[2]);
};

function keepTokens(what, { AuthenticationResult: result }) {
  jwt(`access, ${what}`, result.AccessToken);
  jwt(`ID, ${what}`, result.IdToken);
  if (result.RefreshToken)
    token(`refresh, ${what}`, result.RefreshToken);
  return result;
}

test('the protocol of user pools', async () => {
  const carla = newPerson('carla');
  await chinwag.addUser(carla.name, carla.email, carla.password);
  const closed = await client(chinwag, '--srp', 'on', '--secret');
  const { clientId: ClientId, userPoolId } = closed;
  canaries.text('secret of a client', closed.clientSecret);
  const SECRET_HASH = createSecretHash(carla.name, ClientId,
    closed.clientSecret);
  const by = (AuthFlow, parameters) => done(chinwag, 'InitiateAuth',
    { AuthFlow, ClientId, AuthParameters: { USERNAME: carla.name, SECRET_HASH,
      ...parameters } });
  const tokens = keepTokens('by password', await by('USER_PASSWORD_AUTH',
    { PASSWORD: carla.password }));
  keepTokens('refreshed', await by('REFRESH_TOKEN_AUTH',
    { REFRESH_TOKEN: tokens.RefreshToken }));
  const session = createSrpSession(carla.name, carla.password, userPoolId,
    false);
  const asked = await done(chinwag, 'InitiateAuth', wrapInitiateAuth(session,
    { AuthFlow: 'USER_SRP_AUTH', ClientId, AuthParameters: { SECRET_HASH,
      CHALLENGE_NAME: 'SRP_A', USERNAME: carla.name } }));
  keepTokens('by SRP', await done(chinwag, 'RespondToAuthChallenge',
    wrapAuthChallenge(signSrpSession(session, asked), { ClientId,
      ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: { SECRET_HASH,
        USERNAME: carla.name } })));
  canaries.bytes('verifier', verifierOf(userPoolId, carla.name,
    carla.password, asked.ChallengeParameters.SALT));
  is(await call(chinwag, 'GetUser', { AccessToken: tokens.AccessToken }), 200);
  for (const one of [tokens.IdToken, tokens.AccessToken])
    is(await new Client(chinwag, { token: one }).get('/session'), 200);
  await done(chinwag, 'RevokeToken', { ClientId, Token: tokens.RefreshToken,
    ClientSecret: closed.clientSecret });
  await call(chinwag, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId, AuthParameters: { USERNAME: password('as a name, to /idp'),
      SECRET_HASH, PASSWORD: password('of a guess, to /idp') } });
  await call(chinwag, password('as an operation'), {});
  await done(chinwag, 'ForgotPassword', { ClientId, Username: carla.name,
    SecretHash: SECRET_HASH });
  await done(chinwag, 'ConfirmForgotPassword', { ClientId, SecretHash:
    SECRET_HASH, Username: carla.name, ConfirmationCode: await codeTo(carla,
    'of ForgotPassword'), Password: password('of ConfirmForgotPassword') });
  assert.equal(createHmac('sha256', closed.clientSecret)
    .update(carla.name + ClientId).digest('base64'), SECRET_HASH);
});

test('signed requests', async () => {
  const boss = newPerson('boss');
  await chinwag.addUser(boss.name, boss.email, boss.password);
  const key = JSON.parse(await chinwag.admin(['client', 'key-add', boss.name,
    '--administrator', '--json']));
  canaries.text('secret of a key pair', key.secretAccessKey);
  const { userPoolId } = await client(chinwag);
  const sdk = new CognitoIdentityProviderClient({ region: 'eu-west-1',
    endpoint: `${chinwag.url}/idp`, maxAttempts: 1, credentials: key });
  await sdk.send(new AdminCreateUserCommand({ UserPoolId: userPoolId,
    Username: 'made-by-sdk', MessageAction: 'SUPPRESS',
    TemporaryPassword: password('of AdminCreateUser'), UserAttributes: [
      { Name: 'email', Value: 'made-by-sdk@example.org' }] }));
});

test('a mail server that wants a password', async () => {
  const dora = newPerson('dora');
  await chinwag.addUser(dora.name, dora.email, dora.password);
  fs.writeFileSync(passwordFile, `${smtpPassword}\n`, { mode: 0o600 });
  // The watch would be quicker.
  await chinwag.halt(chinwag.mailer);
  is(await anybody.post(`/users/${dora.name}/reset`, {}), 202);
  // The server's certificate proves nothing, so it never hears the password;
  // but the program that would tell it is started, and has read it.
  const file = path.join(chinwag.directory, 'trace-of-mail');
  const sent = await run('/usr/bin/strace', ['-f', '-v', '-s', '8192',
    '-o', file, '-e', 'trace=execve,openat,write,sendto', chinwag.chinwag,
    'mail'], { env: { ...chinwag.env, CHINWAG_MAIL_SMTP_USER: 'chat',
    CHINWAG_MAIL_SMTP_PASSWORD_FILE: passwordFile } });
  assert.match(sent.stdout.toString(), /will try again/, sent.stderr);
  assert.ok(fs.readFileSync(file, 'utf8').includes(`"${passwordFile}"`));
  chinwag.mailer = chinwag.spawn('mail', chinwag.chinwag, ['mail', '--watch']);
});

// --- the search ---------------------------------------------------------------

const isMeant = (file) =>
  [passwordFile, path.join(chinwag.data, 'keys')].includes(file);

function filesBelow(place) {
  return fs.readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

test('there is much to look for', () => {
  canaries.seal();
  for (const what of ['password', 'code', 'seed', 'recovery', 'token of a ses',
    'token of a step', 'token of cookie', 'token of an invitation',
    'temporary', 'verifier', 'token refresh', 'secret of a client',
    'secret of a key pair'])
    assert.ok(canaries.names.some((name) => name.startsWith(what)), what);
});

test('what is there is found', async () => {
  for (const form of [(text) => text, (text) => Buffer.from(text)
    .toString('hex'), (text) => Buffer.from(`ab${text}`).toString('base64url'),
  (text) => JSON.stringify({ a: text })]) {
    const [found] = canaries.search('here',
      Buffer.from(`x${form(smtpPassword)}y`));
    assert.match(found, /^password of the mail server in here/);
  }
  const child = spawn('cat');
  try {
    await new Promise((resolve) => {
      child.stdout.once('data', resolve);
      child.stdin.write(smtpPassword);
    });
    if (mayLook(child.pid))
      assert.ok([...memoryOf(child.pid, canaries.longest)].some(({ bytes }) =>
        canaries.search('', bytes).length > 0));
  } finally {
    child.kill();
  }
});

test('logs, stores and all other files hold none', async () => {
  assert.ok(fs.existsSync(path.join(chinwag.data, 'keys')));
  const files = filesBelow(chinwag.directory).filter((file) => !isMeant(file));
  for (const name of ['pool.db', 'chat.db'])
    assert.ok(files.some((file) => path.basename(file) === name), name);
  assert.ok(files.some((file) => file.endsWith('.log') &&
    fs.readFileSync(file, 'utf8').includes('"session-post"')), 'no log');
  assert.deepEqual(files.flatMap((file) =>
    canaries.search(file, fs.readFileSync(file))), []);
});

test('a backup holds none', async () => {
  const place = path.join(chinwag.directory, 'backups');
  await chinwag.admin(['backup', place]);
  const files = filesBelow(place);
  assert.ok(files.some((file) => file.includes('pool')), files.join());
  assert.deepEqual(files.flatMap((file) =>
    canaries.search(file, fs.readFileSync(file))), []);
});

// Programs that have answered, and the one that sends mail.
const processes = () => [...chinwag.workers(),
  { pid: chinwag.mailer.pid, name: 'mail' }];

test('the memory of no program holds any', async (t) => {
  const all = processes();
  assert.ok(all.length > 10, `only ${all.length} programs`);
  if (!mayLook(all[0].pid)) {
    t.skip('it takes root to look');
    return;
  }
  const look = () => all.flatMap(({ pid, name }) =>
    [...memoryOf(pid, canaries.longest)].flatMap(({ name: region, bytes }) =>
      canaries.search(`${name} (${pid}), ${region}`, bytes)));
  // What was in hand a moment ago may be so still.
  let found;
  await eventually('memory is clean', () => {
    found = look();
    return found.length === 0;
  }, { withinMs: 10000, everyMs: 500 }).catch(() => {});
  assert.deepEqual(found, []);
});

test('no program leaves a core, or lets others look', async (t) => {
  for (const { pid, name } of chinwag.workers())
    assert.match(fs.readFileSync(`/proc/${pid}/limits`, 'utf8'),
      /^Max core file size +0 +0 /m, name);
  const file = path.join(chinwag.directory, 'trace');
  const traced = await run('/usr/bin/strace', ['-f', '-o', file,
    '-e', 'trace=prctl', path.join(chinwag.programs, 'health-get')],
  { env: { ...chinwag.env, REQUEST_METHOD: 'GET',
    REQUEST_URI: '/api/health' } });
  assert.equal(traced.code, 0, traced.stderr);
  assert.match(fs.readFileSync(file, 'utf8'),
    /prctl\(PR_SET_DUMPABLE, SUID_DUMP_DISABLE/);
  assert.ok(t);
});

// The sample of a site with TLS and HTTP/2, of servers that ship one.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http2 from 'node:http2';
import path from 'node:path';
import { after, test } from 'node:test';
import tls from 'node:tls';
import { PASSWORD, freshName } from './lib/actors.mjs';
import { eventually, freePort, server, start } from './lib/harness.mjs';
import { lacking } from './lib/suite.mjs';
import { request } from './lib/wire.mjs';

const HOST = 'chat.example.org';

function makeCertificate(place) {
  const [key, cert] = [path.join(place, 'key.pem'), path.join(place, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
    'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj',
    `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`, '-keyout', key,
    '-out', cert], { stdio: 'ignore' });
  return { key, cert };
}

async function startTls() {
  const chinwag = await start({ conf: { base_url: `https://${HOST}` } });
  after(() => chinwag.stop());
  const ports = { http: await freePort(), https: await freePort() };
  const pem = makeCertificate(chinwag.directory);
  const child = server.startTls(chinwag, ports, pem);
  const ca = fs.readFileSync(pem.cert);
  const connect = () => http2.connect(`https://${HOST}`, { ca,
    createConnection: () => tls.connect({ host: '127.0.0.1', port: ports.https,
      servername: HOST, ca, ALPNProtocols: ['h2'] }) });
  await eventually('it answers', async () => {
    assert.equal(child.exitCode, null, chinwag.logs());
    return request(ports.http, { path: '/' }).catch(() => null);
  }, { withinMs: 30000 });
  return { chinwag, ports, connect };
}

// One request of a connection: { headers, text }.
function ask(session, headers, body) {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':scheme': 'https', ...headers },
      { endStream: body === undefined });
    const found = { text: '' };
    stream.setEncoding('utf8');
    stream.on('response', (answer) => { found.headers = answer; });
    stream.on('data', (text) => { found.text += text; });
    stream.on('end', () => resolve(found));
    stream.on('error', reject);
    if (body !== undefined)
      stream.end(body);
  });
}

// As a browser does, which says how long a text is.
const send = (session, to, text, headers = {}) => ask(session, {
  ':method': 'POST', ':path': to, 'content-type': 'application/json',
  'content-length': Buffer.byteLength(text), 'sec-fetch-site': 'same-origin',
  ...headers }, text);

const post = (session, to, value, headers) =>
  send(session, to, JSON.stringify(value), headers);

test('a site with TLS and HTTP/2', { skip: lacking.tls }, async (t) => {
  const { chinwag, ports, connect } = await startTls();
  const session = connect();
  t.after(() => session.destroy()); // before the server is stopped
  const name = freshName('anna');
  await chinwag.addUser(name, `${name}@example.org`, PASSWORD);

  await t.test('who comes by http is sent to https', async () => {
    const answer = await request(ports.http, { path: '/x?y=1',
      headers: [['Host', HOST]] });
    assert.equal(answer.status, 308);
    assert.equal(answer.header('location'), `https://${HOST}/x?y=1`);
  });

  await t.test('it speaks HTTP/2, and the page is there', async () => {
    const { headers, text } = await ask(session, { ':path': '/' });
    assert.equal(session.alpnProtocol, 'h2');
    assert.equal(headers[':status'], 200);
    assert.match(text, /^<!doctype html>/i);
    assert.match(headers['content-security-policy'], /default-src 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });

  await t.test('old versions of TLS are refused', async () => {
    await assert.rejects(new Promise((resolve, reject) => {
      const socket = tls.connect({ host: '127.0.0.1', port: ports.https,
        servername: HOST, rejectUnauthorized: false, maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' });
      socket.on('secureConnect', () => resolve(socket.destroy()));
      socket.on('error', reject);
    }));
  });

  await t.test('people sign in, speak, and hear of it', async () => {
    const signedIn = await post(session, '/api/session',
      { username: name, password: PASSWORD });
    assert.equal(signedIn.headers[':status'], 200, signedIn.text);
    const [cookie] = signedIn.headers['set-cookie'];
    assert.match(cookie, /^__Host-[^;]*;.*Secure/);
    const who = { cookie: cookie.split(';')[0] };
    const events = session.request({ ':scheme': 'https', ':path': '/api/events',
      accept: 'text/event-stream', ...who });
    let heard = '';
    events.setEncoding('utf8');
    events.on('data', (text) => { heard += text; });
    await eventually('the stream is ready', () => /event: ready/.test(heard));
    const other = freshName('bob');
    await chinwag.addUser(other, `${other}@example.org`, PASSWORD);
    const made = await post(session, '/api/conversations', [other], who);
    assert.equal(made.headers[':status'], 201, made.text);
    const said = await post(session,
      `/api/conversations/${JSON.parse(made.text)}/messages`,
      { message: 'hello' }, who);
    assert.equal(said.headers[':status'], 201, said.text);
    await eventually('the message is told', () =>
      /event: message\ndata: .*hello/.test(heard));
    events.close();
  });

  await t.test('errors below /api are JSON', async () => {
    const large = await send(session, '/api/users', 'x'.repeat(4 << 20));
    assert.equal(large.headers[':status'], 413);
    assert.equal(JSON.parse(large.text).code, 'too_large');
    const absent = await ask(session, { ':path': '/api/nothing' });
    assert.equal(absent.headers[':status'], 404);
    assert.equal(JSON.parse(absent.text).code, 'not_found');
  });
});

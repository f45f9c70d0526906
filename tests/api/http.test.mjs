// HTTP itself: paths, methods, framing and sizes; and that nothing is served
// but the site.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { asCgi, parseCgi, run } from './lib/cgi.mjs';
import { is, refused } from './lib/expect.mjs';
import { server } from './lib/harness.mjs';
import { ranMs } from './lib/patience.mjs';
import { methodsOf, programs } from './lib/programs.mjs';
import { nobody, suite } from './lib/suite.mjs';
import { validate } from './lib/validate.mjs';
import { bytesOf, exchange, request } from './lib/wire.mjs';

// Some servers wait for more of what is doubtful: so long, as they usually do.
const chinwag = await suite({ options: { options: ['--timeout', '20'] } });
const [anna, bob] = await people(chinwag, 'anna', 'bob');
const id = await anna.converse(bob);
await anna.say(id, 'private words');

const auth = ['Authorization', anna.token];
const raw = (text, options) =>
  exchange(chinwag.port, Buffer.from(text, 'latin1'), options);

const count = async () => (await anna.messages(id, '?limit=200'))
  .messages.length;

test('only declared methods, and Allow tells which', async () => {
  const values = { '{id}': id, '{name}': bob.name, '{user}': bob.name };
  const paths = new Set(programs.map(({ path }) =>
    path.replace(/\{\w+\}/g, (name) => values[name])));
  for (const path of paths)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD',
      'TRACE', 'CONNECT', 'PROPFIND', 'FOO', 'get', 'Post']) {
      const uri = `/api${path}`;
      if (methodsOf(uri).includes(method) ||
        method === 'HEAD' && methodsOf(uri).includes('GET'))
        continue;
      const answer = await request(chinwag.port, { method, path: uri,
        headers: [auth, ['Content-Type', 'application/json']],
        body: method === 'HEAD' ? undefined : '{}' });
      // 413: a TRACE with a body.
      assert.ok([400, 405, 413, 501].includes(answer.status),
        `${method} ${path} ${answer.status}`);
      if (['PUT', 'PATCH', 'DELETE', 'POST'].includes(method)) {
        validate({ method, path: uri }, answer);
        refused(answer, 405, 'method_not_allowed');
      }
    }
  assert.equal(await count(), 1);
});

test('the page about the API has two names', async () => {
  for (const path of ['/api/', '/api/index.html']) {
    const answer = is(await request(chinwag.port, { path }), 200);
    assert.match(answer.header('content-type'), /^text\/html/, path);
  }
});

test('no header makes one method another', async () => {
  for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method',
    'X-Method-Override'])
    is(await anna.get('/session', { headers: [[name, 'DELETE']] }), 200);
  is(await anna.get('/users?_method=DELETE'), 400);
  is(await anna.get('/session'), 200);
});

// What a path may be turned into.  The canonical form alone may answer 200.
function mutations(path) {
  const out = new Set();
  const parts = path.split('/').slice(1);
  const insert = ['', '.', '..', '%2e', '%2e%2e', '%2f', '%00', '%0a', '%0d%0a',
    ';', '%3b', '%20', '+', '%09', '%5c', '\\', '*', '~', 'x', '%ff', '%c0%ae',
    '%u002e', '%25', '%', '%2'];
  for (let i = 0; i <= parts.length; i += 1)
    for (const piece of insert)
      out.add(`/${[...parts.slice(0, i), piece, ...parts.slice(i)].join('/')}`);
  for (let i = 0; i < parts.length; i += 1)
    for (const piece of insert.slice(5)) {
      const put = (text) => out.add(`/${[...parts.slice(0, i), text,
        ...parts.slice(i + 1)].join('/')}`);
      put(parts[i] + piece);
      put(piece + parts[i]);
    }
  out.add(path.toUpperCase());
  out.add(`/${path}`);
  out.add(`${path}/`);
  out.add(`${path}//`);
  out.add(`${path}/.php`);
  out.add(`${path}%0a.php`);
  out.add(`${path};.css`);
  out.add(`${path}/x.css`);
  out.delete(path);
  return [...out];
}

// lighttpd decodes and simplifies a path before it routes; such a path is the
// canonical one by the time anybody looks.
function simplified(path) {
  try {
    const segments = [];
    for (const segment of decodeURIComponent(path).split('/'))
      if (segment === '..')
        segments.pop();
      else if (segment !== '' && segment !== '.')
        segments.push(segment);
    return `/${segments.join('/')}`;
  } catch {
    return path;
  }
}

test('only the canonical path answers', async () => {
  let tried = 0;
  for (const path of ['/api/conversations', `/api/conversations/${id}`,
    `/api/conversations/${id}/messages`, '/api/session']) {
    for (const other of mutations(path)) {
      tried += 1;
      const answer = await request(chinwag.port, { path: other,
        headers: [auth] });
      assert.ok(answer.status < 500, `${other} ${answer.status}`);
      const isPrivate = answer.status === 200 &&
        /private words|"username"|"participants"/.test(answer.text);
      if (isPrivate)
        assert.equal(simplified(other), path, other);
    }
  }
  assert.ok(tried >= 200, String(tried));
});

test('nothing is served but the site', async () => {
  const inside = ['chinwag.conf', 'chat.db', 'chat.db-wal', 'pool.db', 'keys',
    'data/chat.db', 'data/pool.db', 'data/keys', 'mail/', 'Makefile',
    'configure.ac', 'package.json', 'README.md', 'LICENSE', 'sql/chat.sql',
    'lib/chinwag.h', 'tests/api/http.test.mjs', 'contrib/quickstart',
    'cgi-bin/', 'cgi-bin/messages-post', 'cgi-bin/messages-post.c',
    'node_modules/ajv/package.json', 'vendor.list', 'vendor/.stamp',
    'js/', 'css/', 'img/', 'server-status', 'lighttpd.conf',
    'index.php', 'admin', 'server-info', '~root/', 'js/main.js~',
    'js/main.js.bak', 'js/.main.js.swp', 'css/.gitignore'];
  const dots = ['.git/HEAD', '.git/config', '.gitignore', '.npmrc', '.env',
    '.htaccess', '.htpasswd', '.clang-format', '.ci/run', '.DS_Store',
    '.well-known/x'];
  const ways = (path) => [`/${path}`, `//${path}`, `/./${path}`,
    `/js/../${path}`, `/js/../../${path}`, `/../${path}`,
    `/%2e%2e/${path}`, `/js/%2e%2e/%2e%2e/${path}`, `/..%2f${path}`,
    `/js/..%5c..%5c${path}`, `/${path}%00.html`];
  for (const path of [...inside, ...dots])
    for (const way of ways(path)) {
      const answer = await request(chinwag.port, { path: way });
      assert.ok([400, 403, 404].includes(answer.status),
        `${way} ${answer.status} ${answer.text.slice(0, 80)}`);
    }
  for (const path of ['/etc/passwd', '/../../../../../../etc/passwd',
    '/js/../../../../../../etc/passwd', '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    `${chinwag.data}/chat.db`, `/..${chinwag.data}/chat.db`]) {
    const answer = await request(chinwag.port, { path });
    assert.ok([400, 403, 404].includes(answer.status), path);
  }
});

test('the data is its owner\'s alone', () => {
  assert.equal(fs.statSync(chinwag.data).mode & 0o077, 0);
  for (const name of ['keys', 'chat.db', 'pool.db'])
    if (fs.existsSync(`${chinwag.data}/${name}`))
      assert.equal(fs.statSync(`${chinwag.data}/${name}`).mode & 0o077, 0,
        name);
});

test('a chunked body is a body', async () => {
  for (const chunked of [1, 7, 1000]) {
    const before = await count();
    const isTaken = server.chunks !== false;
    is(await anna.post(`/conversations/${id}/messages`,
      { message: `chunks of ${chunked}` }, { chunked }),
    isTaken ? 201 : 411);
    assert.equal(await count(), before + (isTaken ? 1 : 0));
  }
});

const POST = `POST /api/conversations/${id}/messages HTTP/1.1\r\n` +
  `Host: x\r\nAuthorization: ${anna.token}\r\n` +
  'Content-Type: application/json\r\nConnection: close\r\n';
const BODY = '{"message":"framed"}';

test('doubtful framing is refused, nothing stored', async () => {
  const before = await count();
  const length = BODY.length;
  const heads = {
    'length twice, two values':
      `Content-Length: ${length}\r\nContent-Length: ${length + 1}\r\n`,
    'length and chunked':
      `Content-Length: ${length}\r\nTransfer-Encoding: chunked\r\n`,
    'a negative length': 'Content-Length: -1\r\n',
    'a huge length': 'Content-Length: 99999999999999999999\r\n',
    'a length with a sign': `Content-Length: +${length}\r\n`,
    'a length in hexadecimal': 'Content-Length: 0x14\r\n',
    'a blank before the colon': `Content-Length : ${length}\r\n`,
    'an unknown coding': 'Transfer-Encoding: gzip\r\n',
    'NUL in a header': `X: a\0b\r\nContent-Length: ${length}\r\n`,
    'a bare CR': `X: a\rb\r\nContent-Length: ${length}\r\n`,
    'no length at all': '',
  };
  for (const [name, head] of Object.entries(heads)) {
    const answer = await raw(`${POST}${head}\r\n${BODY}`);
    assert.ok(answer.status >= 400 && answer.status < 500 ||
      answer.status === 501, `${name}: ${answer.status} ${answer.text}`);
    assert.equal(await count(), before, name);
  }
});

test('a body that ends early is not acted on', async () => {
  const before = await count();
  const outcome = await raw(
    `${POST}Content-Length: ${BODY.length + 10}\r\n\r\n${BODY}`,
    { timeoutMs: 1500 }).catch((error) => error);
  if (outcome.status)
    assert.ok(outcome.status >= 400, String(outcome.status));
  assert.equal(await count(), before);
  is(await anna.get('/session'), 200);
});

test('an early end seen by the program itself is refused', async () => {
  const before = await count();
  const done = await run(`${chinwag.programs}/messages-post`, [], {
    env: { ...chinwag.env, REQUEST_METHOD: 'POST',
      REQUEST_URI: `/api/conversations/${id}/messages`,
      HTTP_AUTHORIZATION: anna.token, CONTENT_TYPE: 'application/json',
      CONTENT_LENGTH: String(BODY.length + 10) }, stdin: BODY });
  is(parseCgi(done.stdout), 400);
  for (const [length, status] of [['-1', 400], ['x', 400], ['1.5', 400],
    ['+5', 400], [' 5', 400], ['99999999999999999999', 413]])
    is(parseCgi((await run(`${chinwag.programs}/messages-post`, [], {
      env: { ...chinwag.env, REQUEST_METHOD: 'POST',
        REQUEST_URI: `/api/conversations/${id}/messages`,
        HTTP_AUTHORIZATION: anna.token, CONTENT_TYPE: 'application/json',
        CONTENT_LENGTH: length }, stdin: BODY })).stdout), status, length);
  assert.equal(await count(), before);
});

test('what is too large is refused at once', async () => {
  const before = await count();
  for (const size of [70000, 200000, 10 << 20]) {
    const start = ranMs();
    const answer = await request(chinwag.port, { method: 'POST',
      path: `/api/conversations/${id}/messages`,
      headers: [auth, ['Content-Type', 'application/json']],
      body: JSON.stringify({ message: 'x'.repeat(size) }) });
    assert.equal(answer.status, 413, `${size}: ${answer.text}`);
    assert.ok(ranMs() - start < 15000);
    validate({ method: 'POST', path: `/api/conversations/${id}/messages` },
      answer);
    refused(answer, 413, 'too_large');
  }
  assert.equal(await count(), before);
});

test('too long a URL, too many parameters, too large a header', async () => {
  const get = (path, headers = []) => request(chinwag.port,
    { path, headers: [auth, ...headers] });
  const many = Array.from({ length: 10000 }, (_, i) => `p${i}=`).join('&');
  for (const answer of [
    await get(`/api/users?q=${'x'.repeat(9000)}`),
    await get(`/api/users?q=${'x'.repeat(60000)}`),
    await get(`/api/users?${many}`),
    await get(`/api/users?${Array.from({ length: 100 },
      (_, i) => `p${i}=1`).join('&')}`),
    await get(`/api/${'x'.repeat(7000)}`),
    await get(`/api/${'x/'.repeat(3000)}`)])
    assert.ok([400, 403, 404, 414, 431].includes(answer.status),
      `${answer.status} ${answer.text.slice(0, 100)}`);
  for (const size of [20000, 60000, 200000]) {
    const answer = await get('/api/users', [['X-Long', 'x'.repeat(size)]])
      .catch((error) => error);
    assert.ok(answer instanceof Error ||
      [200, 400, 413, 431].includes(answer.status), `${answer.status}`);
  }
  is(await anna.get('/session'), 200);
});

test('an answer cannot be given a header from outside', async () => {
  const evil = '%0d%0aSet-Cookie:%20evil=1%0d%0a';
  for (const path of [`/api/users?q=${evil}`, `/api/users?after=${evil}`,
    `/api/conversations?before=${evil}`, `/api/conversations/${evil}`,
    `/api/users/${evil}/code`, `/api/conversations/${id}?before=${evil}`,
    `/api/events?wait=0&after=${evil}`, `/${evil}`, `/api/${evil}`]) {
    const answer = await request(chinwag.port, { path, headers: [auth] });
    assert.ok(answer.status >= 400 && answer.status < 500, path);
    assert.ok(!/evil/.test(JSON.stringify(answer.headers)), path);
  }
});

test('Host and forwarded headers change nothing', async () => {
  for (const [name, value] of [['Host', 'evil.example'],
    ['X-Forwarded-Host', 'evil.example'], ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-For', '127.0.0.1'], ['X-Original-URL', '/api/session'],
    ['X-Rewrite-URL', '/api/session'], ['Forwarded', 'host=evil.example'],
    ['Proxy', 'http://127.0.0.1:9'], ['X-Real-IP', '1.2.3.4']]) {
    const answer = is(await anna.post('/conversations', [bob.name],
      { headers: [[name, value]] }), 200);
    assert.doesNotMatch(JSON.stringify(answer.headers), /evil/);
  }
});

test('many requests on one connection, one after another', async () => {
  const one = bytesOf({ method: 'GET', path: '/api/session',
    headers: [['Host', 'x'], auth] });
  const last = bytesOf({ method: 'GET', path: '/api/health',
    headers: [['Host', 'x'], ['Connection', 'close']] });
  const answer = await exchange(chinwag.port,
    Buffer.concat([one, one, last]));
  is(answer, 200);
});

test('a HEAD has the GET\'s headers and no body', async () => {
  const answer = await request(chinwag.port, { method: 'HEAD',
    path: '/api/health' });
  assert.ok([200, 405].includes(answer.status));
  assert.equal(answer.body.length, 0);
  is(await nobody(chinwag).get('/health'), 200);
});

test('words of a query are no arguments, as CGI would have them', async () => {
  for (const query of ['--describe', '--version', '--help', '-h+-x',
    '--describe+--version']) {
    const answer = await asCgi(chinwag, { method: 'GET',
      path: `/api/health?${query}` });
    is(answer, 400, query);
    assert.equal(answer.json.code, 'invalid');
  }
});

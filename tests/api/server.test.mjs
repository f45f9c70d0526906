// What web servers do differently, and must not here: behind each of them the
// programs are handed the same, and clients are told the same.  The programs of
// one instance are all tests/api/probe, which tells what it was handed.
//
// What is known to differ, and the test below that shows that it does not
// matter here; a file's name stands before a test that is not in this one.
//
//	%2F in a path		a request line reaches programs as it came
//	PATH_INFO, SCRIPT_NAME, cut, decoded or absent
//				an address means the same however it is written
//				http: only the canonical path answers
//	REQUEST_URI		a request line reaches programs as it came
//	Authorization is dropped
//				Authorization reaches programs
//	a header twice is two variables, or joined
//				a header twice is both, in order
//				proxy: a trusted proxy tells who asks
//	a name with an underscore beside one with a hyphen
//				a header with an underscore is none with a hyphen
//	Proxy becomes HTTP_PROXY
//				Proxy names no proxy to programs
//	X-Forwarded-For, forged	who asks is who is connected, whatever is said
//	Content-Type twice	a Content-Type twice is one of them, or refused
//	Cookie twice, joined by ';' or ',' or two variables
//				Cookie lines are one header
//				session-get: a cookie given twice with two values
//				opens nothing
//	no body: a length of 0, an empty one or none
//				no body has no length
//	a body in chunks: with a length, without, or until its end
//				a body in chunks comes whole
//				http: a chunked body is a body
//	a length and chunks	one request is never taken for two
//				http: doubtful framing is refused, nothing stored
//	a length twice, negative, huge; a blank before a colon; NUL; a bare
//	CR; an unknown coding	http: doubtful framing is refused, nothing stored
//	a header line that goes on in the next
//				a folded header line is one header, or refused
//	GET with a body		a GET with a body is one request, or refused
//	TRACE			TRACE and CONNECT are refused
//	headers of answers, given twice: apart, or joined
//				a header twice in an answer is told as both
//				two cookies are set by two headers
//	204 and 429		what programs answer is what clients are told
//	variables of the server's own beside the request's
//				no header becomes a variable of the server's own
//	CR and LF that a program would print in a header
//				http: an answer cannot be given a header from outside
//	a program is killed, before its answer or within it; is it asked again?
//				a program is killed before its answer: ...
//				a program is killed within its answer: ...
//	a stream is kept back, and its reader's leaving not told
//				who leaves is let go within 5 seconds
//				events-get: a stream begins with its position, ...

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { people } from './lib/actors.mjs';
import { is } from './lib/expect.mjs';
import { build, eventually, server, start } from './lib/harness.mjs';
import { countsNewSockets } from './lib/held.mjs';
import { listen } from './lib/stream.mjs';
import { lacking, suite } from './lib/suite.mjs';
import { exchange, request } from './lib/wire.mjs';

const chinwag = await suite();
const [anna, bob] = await people(chinwag, 'anna', 'bob');
const id = await anna.converse(bob);

// --- an instance with probes -------------------------------------------------

const compressed = { br: 'as brotli', gz: 'as gzip', '': 'as it is' };

// What lies in web roots and is nobody's business.
const planted = ['.git/config', '.env', '.htpasswd', '.htaccess', 'index.html~',
  'js/main.js~', 'js/main.js.bak', 'js/main.js.orig', 'js/main.js.rej',
  'js/.main.js.swp', 'js/main.js.swp', 'notes.old', 'notes.tmp',
  'chinwag.conf', 'nginx.conf.in', 'css/.gitignore', '.ci/run'];

// What people look for who go through web servers by lists of names.  Those
// that end like sources, backups or stores are planted, too; of the others there
// are none.
const ENDINGS = ['~', '.bak', '.old', '.orig', '.save', '.swp', '.swo', '.tmp',
  '.zip', '.tar', '.tgz', '.7z'];
const sought = [
  ...['index.html', 'js/main.js', 'css/main.css', 'chat.db', 'pool.db', 'site',
    'www', 'backup', 'chinwag'].flatMap((name) =>
    ENDINGS.map((ending) => `${name}${ending}`)),
  ...['.git/HEAD', '.git/index', '.git/logs/HEAD', '.gitignore', '.svn/entries',
    '.hg/store', '.bzr/README', '.env', '.env.local', '.env.production',
    '.npmrc', '.ssh/id_ed25519', '.bash_history', '.profile', '.DS_Store',
    '.idea/workspace.xml', '.vscode/settings.json', '.htaccess', '.htpasswd',
    '.user.ini', '.dockerignore', '.ci/run', '.clang-format',
    '.index.html.swp'],
  ...['chat.db', 'pool.db', 'chat.db-wal', 'chat.db-shm', 'pool.db-wal',
    'pool.db-journal', 'data/chat.db', 'data/pool.db', 'backups/chat.db',
    'chinwag.conf', 'chinwag.log', 'access.log', 'error.log', 'logs/run.log',
    'dump.sql', 'backup.sql', 'database.sqlite', 'database.sqlite3', 'db.dump',
    'users.csv', 'tls.key', 'tls.pem', 'server.key', 'privkey.pem'],
  ...['main.c', 'lib/base/log.c', 'lib/base/log.h', 'src/messages-post.c',
    'sql/schema/chat-0001.sql', 'sql/account.sql', 'config.h',
    'site.conf.in', 'config.log', 'build.sh', 'deploy.sh', 'manage.py',
    'config.php', 'wp-config.php', 'phpinfo.php', 'index.php', 'shell.php',
    'install.sh', 'core.core'],
];
// What there is none of.
const absent = ['keys', 'data/', 'data/keys', 'run/', 'data/run/chat.turn',
  'live/', 'v/', 'vendor/', 'js/', 'css/', 'errors/', 'pages/', 'cgi-bin/',
  'cgi-bin/messages-post', 'cgi-bin/messages-post.c', 'cgi-bin/chinwag-api',
  'cgi-bin/test.cgi',
  'messages-post', 'unrouted', 'fcgid/', 'deflate/', 'apache.pid', 'nginx.pid',
  'server-status', 'server-info', 'nginx_status', 'status', 'metrics',
  'web.config', 'WEB-INF/web.xml', 'crossdomain.xml', 'admin/', 'phpmyadmin/',
  'configure', 'configure.ac', 'Makefile', 'Makefile.am', 'package.json',
  'package-lock.json', 'node_modules/', 'README.md', 'tests/', 'contrib/',
  'errors/site-404.html', 'errors/api-404.html', 'api-error/', 'not/there',
  '../chinwag.conf', '..%2fchinwag.conf', '%2e%2e/chinwag.conf',
  'js/..%2f..%2fchinwag.conf', 'live/../chinwag.conf', 'vendor/../chinwag.conf',
  'live..%2fchat.db', 'vendor..%2fchinwag.conf', 'vendor../chinwag.conf',
  'live../chat.db', 'v../chinwag.conf', '.%00', 'index.html%00.txt'];

function plant(instance) {
  const site = path.join(instance.directory, 'site');
  fs.cpSync(instance.site, site, { recursive: true });
  for (const name of [...planted, ...sought]) {
    fs.mkdirSync(path.join(site, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(site, name), 'planted');
  }
  const kept = path.join(site, 'v/0123456789ab/js');
  fs.mkdirSync(kept, { recursive: true });
  for (const [ending, text] of Object.entries(compressed))
    fs.writeFileSync(path.join(kept, `x.js${ending && `.${ending}`}`), text);
  instance.site = site;
}

function mountProbes(instance) {
  const place = path.join(instance.directory, 'probes');
  fs.mkdirSync(place);
  for (const name of fs.readdirSync(instance.programs))
    if (/^[a-z-]+$/.test(name))
      fs.copyFileSync(path.join(build, 'tests/api/probe'),
        path.join(place, name));
  instance.programs = place;
}

const probed = await start({ mail: false, prepare: (instance) => {
  plant(instance);
  mountProbes(instance);
} });
after(() => probed.stop());

// The requests that programs have heard of: 'METHOD /path'.
function heard(instance = probed) {
  const file = `${instance.confFile}.probed`;
  const lines = fs.existsSync(file)
    ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return lines.filter((line) => !line.endsWith('/api/health'));
}

// Those that this question made them hear of.
async function heardBy(question) {
  const before = heard().length;
  const answer = await question();
  return { answer, lines: heard().slice(before) };
}

const ask = (path_, options = {}) =>
  request(probed.port, { path: path_, ...options });

// What a program was handed: values by name.
function handed(answer) {
  assert.equal(answer.status, 200, answer.text.slice(0, 400));
  const { vars, body } = answer.json;
  const found = { body };
  for (const [name, value] of vars)
    (found[name] ??= []).push(value);
  return found;
}

const variables = async (...question) => handed(await ask(...question));

const raw = (text, options) =>
  exchange(probed.port, Buffer.from(text, 'latin1'), options);

// An error of the server's own, told as the API tells errors.
function isServersError(answer, statuses) {
  assert.ok(statuses.includes(answer.status),
    `${answer.status} ${answer.text.slice(0, 400)}`);
  assert.match(answer.header('content-type'), /^application\/json/);
  const { message, code } = answer.json;
  assert.equal(typeof message, 'string');
  assert.match(code, /^[a-z_]+$/);
  assert.equal(answer.header('x-content-type-options'), 'nosniff');
  assert.match(answer.header('content-security-policy'), /default-src 'none'/);
  assert.match(answer.header('cache-control'), /no-store/);
}

// --- variables ---------------------------------------------------------------

test('a request line reaches programs as it came', async () => {
  for (const [sent, same] of [
    ['/api/users?q=1&q=2', '/api/users?q=1&q=2'],
    ['/api/users?q=a+b%2Fc%26&&=&', '/api/users?q=a+b%2Fc%26&&=&'],
    ['/api/users?', '/api/users?'],
    ['/api/users?--describe', '/api/users?--describe'],
    ['/api/users/%C3%BC', '/api/users/%C3%BC'],
    // Without them the server says 404, which is seen below.
    ...server.slashes === false ? []
      : [['/api/conversations/a%2Fb%20c//d?q=a+b%2Fc',
        '/api/conversations/a/b%20c/d?q=a+b%2Fc']]]) {
    const { REQUEST_URI: uris } = await variables(sent);
    assert.equal(uris.length, 1);
    // Simplified at most, and the query not at all.
    assert.ok([sent, same].includes(uris[0]), `${sent}: ${uris[0]}`);
  }
});

test('an encoded slash reaches a program, or nothing does', async () => {
  const { answer, lines } = await heardBy(() =>
    ask('/api/conversations/a%2Fb'));
  assert.equal(answer.status, server.slashes === false ? 404 : 200);
  assert.equal(lines.length, server.slashes === false ? 0 : 1);
});

// Whatever servers make of it in PATH_INFO and SCRIPT_NAME.
test('an address means the same however it is written', async () => {
  is(await anna.put('/me/datasets/draft.a', { value: 'kept' }), 200);
  for (const written of ['draft.a', '%64raft.a', 'draft%2Ea', 'draft%2ea',
    '%64%72%61%66%74%2e%61'])
    assert.equal(is(await anna.get(`/me/datasets/${written}`), 200).json.value,
      'kept', written);
  for (const other of ['draft%2Ea%20', 'draft%252Ea', 'draft.a%00', 'draft.a;x',
    'draft%2Ea/x']) {
    const answer = await anna.get(`/me/datasets/${other}`);
    assert.ok([400, 404].includes(answer.status), `${other} ${answer.status}`);
  }
});

test('methods reach programs as they came', async () => {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    assert.deepEqual((await variables('/api/users', { method,
      body: /^P/.test(method) ? '' : undefined })).REQUEST_METHOD, [method]);
});

test('Proxy names no proxy to programs', async () => {
  const found = await variables('/api/users',
    { headers: [['Proxy', 'http://evil.example']] });
  assert.doesNotMatch(JSON.stringify(found), /evil/);
});

const forged = ['X_Forwarded_For', 'X_Forwarded_Proto', 'X_Forwarded_Host',
  'X_Real_IP', 'Content_Type', 'Sec_Fetch_Site', 'Last_Event_ID',
  'Idempotency_Key', 'X_Request_ID'];

test('a header with an underscore is none with a hyphen', async () => {
  const named = (name) => name.replaceAll('_', '-');
  const variable = (name) => (name === 'Content_Type'
    ? 'CONTENT_TYPE' : `HTTP_${name.toUpperCase()}`);
  const forgeries = forged.map((name) => [name, 'forged']);
  const alone = await variables('/api/users', { headers: forgeries });
  assert.doesNotMatch(JSON.stringify(alone), /forged/);
  const beside = await variables('/api/users', { headers:
    [...forgeries, ...forged.map((name) => [named(name), 'true']),
      ...forgeries] });
  assert.doesNotMatch(JSON.stringify(beside), /forged/);
  for (const name of forged)
    assert.ok(beside[variable(name)].every((value) => value === 'true'), name);
});

test('who asks is who is connected, whatever is said', async () => {
  for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded',
    'Client-IP', 'True-Client-IP', 'CF-Connecting-IP', 'Remote-Addr'])
    assert.deepEqual((await variables('/api/users',
      { headers: [[name, '192.0.2.1']] })).REMOTE_ADDR, ['127.0.0.1'], name);
});

test('Authorization reaches programs', async () => {
  for (const value of ['Bearer abc', 'Basic YTpi', 'abc'])
    assert.deepEqual((await variables('/api/users',
      { headers: [['Authorization', value]] })).HTTP_AUTHORIZATION, [value]);
});

test('Cookie lines are one header', async () => {
  const found = await variables('/api/users', { headers: [['Cookie', 'a=1'],
    ['Cookie', 'b=2; c=3'], ['Cookie', 'd=4']] });
  assert.deepEqual(found.HTTP_COOKIE.join('; ').split(/[;,] */).sort(),
    ['a=1', 'b=2', 'c=3', 'd=4']);
  for (const lines of [[anna.cookie, 'b=2'], ['b=2', anna.cookie],
    ['b=2', anna.cookie, 'c=3; d=4']])
    is(await anna.with({ token: undefined }).get('/session',
      { headers: lines.map((line) => ['Cookie', line]) }), 200);
});

test('a header twice is both, in order', async () => {
  const { HTTP_X_MULTI: found } = await variables('/api/users',
    { headers: [['X-Multi', '1'], ['X-Multi', '2'], ['x-multi', '3']] });
  assert.deepEqual(found.join(', ').split(/, */), ['1', '2', '3']);
});

// Such as the PATH of the server itself, which some hand on.
test('no header becomes a variable of the server\'s own', async () => {
  const names = ['Path', 'Path-Info', 'Path-Translated', 'Script-Name',
    'Script-Filename', 'Document-Root', 'Remote-User', 'Auth-Type',
    'Remote-Addr', 'Server-Name', 'Redirect-Status', 'Redirect-URI',
    'Gateway-Interface', 'Request-Method', 'Request-URI', 'Query-String',
    'FCGI-Role', 'Chinwag-Conf', 'CHINWAG_CONF', 'LD-Preload', 'HTTPS'];
  const found = await variables('/api/users',
    { headers: names.map((name) => [name, 'forged']) });
  for (const [name, values] of Object.entries(found))
    if (!name.startsWith('HTTP_'))
      assert.doesNotMatch(String(values), /forged/, name);
});

test('a Content-Type twice is one of them, or refused', async () => {
  const answer = await ask('/api/users', { method: 'POST', body: '{}',
    headers: [['Content-Type', 'application/json'],
      ['Content-Type', 'text/plain']] });
  if (answer.status !== 400)
    assert.equal(handed(answer).CONTENT_TYPE.length, 1);
});

test('no body has no length', async () => {
  for (const method of ['GET', 'DELETE']) {
    const found = await variables('/api/users', { method });
    assert.match(found.CONTENT_LENGTH?.join() ?? '', /^0?$/);
    assert.equal(found.body, '');
  }
});

test('a body comes whole, and once', async () => {
  for (const size of [0, 1, 1000, 60000]) {
    const body = 'x'.repeat(size);
    const found = await variables('/api/users', { method: 'POST', body,
      headers: [['Content-Type', 'application/json']] });
    assert.deepEqual(found.CONTENT_LENGTH, [`${size}`]);
    assert.equal(found.body, body);
    assert.deepEqual(found.CONTENT_TYPE, ['application/json']);
  }
});

test('a body in chunks comes whole', { skip: lacking.chunks },
  async () => {
    for (const chunked of [1, 3, 7, 100]) {
      const found = await variables('/api/users', { method: 'POST',
        body: '{"a":1}', chunked });
      assert.match(found.CONTENT_LENGTH?.join() ?? '', /^7?$/);
      assert.equal(found.body, '{"a":1}');
    }
  });

// --- framing -----------------------------------------------------------------

test('one request is never taken for two', async () => {
  const inner = 'GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  const heads = [
    `Content-Length: ${inner.length + 5}\r\nTransfer-Encoding: chunked\r\n`,
    `Transfer-Encoding: chunked\r\nContent-Length: ${inner.length + 5}\r\n`,
    'Content-Length: 0\r\nTransfer-Encoding: chunked\r\n',
    `Content-Length: ${inner.length + 5}\r\nContent-Length: 0\r\n`,
    `Content-Length: ${inner.length + 5}\r\nTransfer-Encoding : chunked\r\n`,
    `Content-Length: ${inner.length + 5}\r\nTransfer-Encoding: xchunked\r\n`,
    `Content-Length: ${inner.length + 5}\r\nTransfer-Encoding:\tchunked\r\n`,
    'Transfer-Encoding: chunked, identity\r\n',
    `Content-Length: +${inner.length + 5}\r\n`,
  ];
  for (const head of heads) {
    const { lines } = await heardBy(() => raw(
      `POST /api/users HTTP/1.1\r\nHost: x\r\n${head}\r\n0\r\n\r\n${inner}`,
      { timeoutMs: 4000 }).catch(() => null));
    // It may be refused, or one request whose body is that of chunks, or of
    // its length; the connection is then over.
    const smuggled = lines.filter((line) => line.includes('smuggled'));
    assert.deepEqual(smuggled, [], JSON.stringify(head));
  }
});

test('a folded header line is one header, or refused', async () => {
  const { answer, lines } = await heardBy(() => raw(
    'GET /api/users HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n' +
    ' Authorization: forged\r\n\tCookie: forged\r\n' +
    'Connection: close\r\n\r\n'));
  if (answer.status === 400)
    return assert.deepEqual(lines, []);
  assert.deepEqual(lines, ['GET /api/users']);
  const found = handed(answer);
  assert.match(found.HTTP_X_FOLDED.join(), /^a\s+Authorization: forged/);
  assert.doesNotMatch(found.HTTP_X_FOLDED.join(), /[\r\n]/);
  for (const name of ['HTTP_AUTHORIZATION', 'HTTP_COOKIE'])
    assert.equal(found[name], undefined, name);
});

test('a GET with a body is one request, or refused', async () => {
  const inner = 'GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  const { answer, lines } = await heardBy(() => raw(
    `GET /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: ${inner.length}` +
    `\r\nConnection: close\r\n\r\n${inner}`));
  assert.deepEqual(lines, answer.status === 400 ? [] : ['GET /api/users']);
  if (answer.status !== 400)
    assert.ok(['', inner].includes(handed(answer).body));
  // And with the programs that do not want one.
  const told = await request(chinwag.port, { path: '/api/session', body: '{}',
    headers: [['Authorization', anna.token]] });
  assert.ok([200, 400].includes(told.status), `${told.status}`);
});

test('TRACE and CONNECT are refused', async () => {
  for (const [method, target] of [['TRACE', '/api/users'], ['TRACE', '/'],
    ['CONNECT', '127.0.0.1:22']]) {
    const answer = await request(chinwag.port, { method, path: target,
      headers: [['X-Secret', 'told']] }).catch(() => null);
    assert.ok(answer === null || answer.status >= 400, `${answer?.status}`);
    assert.doesNotMatch(answer?.text ?? '', /told/);
  }
});

// Where a program hears of a request before its body is there, it refuses.
const heedsSize = server.spools === false ? chinwag : probed;

test('what is too large is refused before a program acts on it', async () => {
  const { answer, lines } = await heardBy(() => request(heedsSize.port, {
    method: 'POST', path: '/api/users', body: Buffer.alloc(8 << 20, 'x'),
    headers: [['Content-Type', 'application/json']], chunked: 65536 }));
  assert.deepEqual(lines, []);
  isServersError(answer, server.chunks === false ? [411, 413] : [413]);
});

// --- slow senders ------------------------------------------------------------

// A connection that sends its text byte by byte, until it is told to stop.
function drip(text, head, { port }) {
  const socket = net.connect({ port, host: '127.0.0.1' });
  const state = { isOver: false };
  let sent = 0;
  socket.on('error', () => {});
  socket.on('close', () => { state.isOver = true; });
  socket.on('data', () => {});
  socket.on('connect', () => socket.write(head));
  const timer = setInterval(() => {
    if (!socket.destroyed && sent < text.length)
      socket.write(text[sent]);
    sent += 1;
  }, 200);
  state.stop = () => clearInterval(timer);
  state.close = () => {
    clearInterval(timer);
    socket.destroy();
  };
  return state;
}

const POST = 'POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n' +
  'Content-Type: application/json\r\n\r\n{';

// By a server that waits for two seconds only: on a machine that is busy, others
// might be late with a request, too.
test('slow senders hold no program, and silent ones are let go', async () => {
  const hasty = await start({ mail: false, prepare: mountProbes,
    options: { options: ['--timeout', '2'] } });
  const slow = [...Array.from({ length: 8 }, () =>
    drip('x'.repeat(4000), POST, hasty)),
  ...Array.from({ length: 8 }, () => drip(`X-Long: ${'x'.repeat(4000)}`,
    'GET /api/users HTTP/1.1\r\nHost: x\r\n', hasty))];
  try {
    if (server.spools !== false) {
      await pause(500);
      for (let i = 0; i < 10; i += 1)
        handed(await request(hasty.port, { method: 'POST', path: '/api/users',
          body: '{}' }));
      assert.equal(heard(hasty).length, 10);
    }
    slow.forEach((one) => one.stop());
    await eventually('they are let go', () => slow.every((one) => one.isOver),
      { withinMs: 90000 });
    if (server.spools !== false)
      assert.equal(heard(hasty).length, 10);
  } finally {
    slow.forEach((one) => one.close());
    await hasty.stop();
  }
});

// A program may hear of them where its server hands on what has come (spools),
// and then must not have all its threads wait.  Nobody lets them go for being
// slow: a machine that stands still for long has them be so.
test('while 50 send their messages slowly, others say theirs', async () => {
  const patient = await start({ mail: false, conf: { body_max_sec: 600 },
    options: { options: ['--timeout', '600'] } });
  let slow = [];
  try {
    const [slowOne, other] = await people(patient, 'slow', 'other');
    const conversation = await slowOne.converse(other);
    const target = `/conversations/${conversation}/messages`;
    const head = `POST /api${target} HTTP/1.1\r\nHost: x\r\n` +
      `Authorization: ${slowOne.token}\r\nContent-Type: application/json\r\n` +
      'Content-Length: 5000\r\n\r\n{"message":"';
    slow = Array.from({ length: 50 }, () =>
      drip('x'.repeat(4000), head, patient));
    await pause(1000);
    for (let i = 0; i < 10; i += 1)
      is(await other.post(target, { message: `quick ${i}` },
        { key: randomUUID() }), 201);
    assert.equal(slow.filter((one) => one.isOver).length, 0);
  } finally {
    slow.forEach((one) => one.close());
    await patient.stop();
  }
});

// --- readers who leave --------------------------------------------------------

// The bound leaves a busy machine time; usual heartbeats come every 20 s, and a
// wait is 25.
test('who leaves is let go within 5 seconds',
  { skip: lacking.streams }, async () => {
    is(await bob.get('/events?wait=0'), 200);
    const held = countsNewSockets(chinwag, 'events-get');
    const streams = [await listen(bob), await listen(bob)];
    const { method, path: uri, headers } =
      bob.requestOf('GET', '/events?wait=25');
    // Several at once: some come whole with their connection.
    const polls = [1, 2, 3, 4, 5, 6].map(() => drip('', `${method} ${uri} HTTP/1.1\r\n` +
      `Host: x\r\n${headers.map((line) => `${line.join(': ')}\r\n`).join('')}` +
      '\r\n', chinwag));
    await eventually('they are held', () => held() === 8);
    [...streams, ...polls].forEach((one) => one.close());
    await eventually('they are let go', () => held() === 0,
      { withinMs: 15000 });
  });

// --- answers -----------------------------------------------------------------

test('what programs answer is what clients are told', async () => {
  for (const status of ['200 OK', '201 Created', '400 Bad Request',
    '404 Not Found', '409 Conflict', '429 Too Many Requests',
    '503 Service Unavailable']) {
    const answer = await ask('/api/users',
      { headers: [['X-Probe', `status ${status}`]] });
    assert.equal(answer.status, Number(status.slice(0, 3)));
    assert.equal(answer.header('retry-after'), '7');
    assert.match(answer.text, /REQUEST_URI/, 'another body');
  }
  const none = await ask('/api/users',
    { headers: [['X-Probe', 'status 204 No Content']] });
  assert.equal(none.status, 204);
  assert.equal(none.body.length, 0);
});

test('two cookies are set by two headers', async () => {
  const answer = await ask('/api/users', { headers: [['X-Probe', 'cookies']] });
  assert.deepEqual(answer.all('set-cookie'), ['a=1', 'b=2']);
});

test('a header twice in an answer is told as both', async () => {
  const answer = await ask('/api/users', { headers: [['X-Probe', 'twice']] });
  assert.deepEqual(answer.all('x-twice').join(', ').split(/, */), ['1', '2']);
});

const answersAgain = () => eventually('it answers again', async () =>
  (await ask('/api/users').catch(() => ({}))).status === 200,
{ withinMs: 30000 });

test('a program is killed before its answer: an error, not asked again',
  async () => {
    for (const method of ['GET', 'POST']) {
      await answersAgain();
      const { answer, lines } = await heardBy(() => ask('/api/users', { method,
        body: method === 'POST' ? '{}' : undefined,
        headers: [['X-Probe', 'die-early']] }));
      assert.deepEqual(lines, [`${method} /api/users`]);
      isServersError(answer, [500, 502, 503]);
    }
    await answersAgain();
  });

test('a program is killed within its answer: it is seen to be cut',
  async () => {
    await answersAgain();
    const { answer, lines } = await heardBy(() => ask('/api/users',
      { headers: [['X-Probe', 'die-late']], onBytes: () =>
        fs.writeFileSync(`${probed.confFile}.seen`, '') })
      .catch((error) => error));
    assert.deepEqual(lines, ['GET /api/users']);
    assert.ok(answer instanceof Error || answer.isCut || answer.status >= 500,
      `${answer.status} ${answer.body?.length}`);
    await answersAgain();
  });

// --- files -------------------------------------------------------------------

test('nothing is served that lies there by accident', async () => {
  for (const name of planted)
    for (const way of [`/${name}`, `//${name}`, `/./${name}`, `/js/../${name}`,
      `/${name}?`, `/${name}/`, `/${name}/x`, `/%2e${name.slice(1)}`,
      `/${name.replaceAll('.', '%2e')}`, `/${name}%00`, `/${name};x`]) {
      const answer = await ask(way);
      assert.ok(answer.status >= 400 && answer.status < 500 ||
        !/planted/.test(answer.text), `${way} ${answer.status}`);
      assert.doesNotMatch(answer.text, /planted/, way);
    }
});

test('what is looked for by lists of names is not found', async () => {
  assert.ok(sought.length + absent.length >= 200);
  for (const name of [...sought, ...absent]) {
    const answer = await ask(`/${name}`);
    assert.ok([400, 403, 404].includes(answer.status),
      `${name} ${answer.status} ${answer.text.slice(0, 80)}`);
    assert.doesNotMatch(answer.text, /planted/, name);
  }
});

test('what has a hash in its path is kept, and comes compressed', async () => {
  const get = (accept, name = 'x.js') => ask(`/v/0123456789ab/js/${name}`,
    { headers: accept ? [['Accept-Encoding', accept]] : [] });
  for (const [accept, encoding, text] of [
    ['gzip, deflate, br', 'br', 'as brotli'], ['gzip', 'gzip', 'as gzip'],
    ['', undefined, 'as it is']]) {
    const answer = is(await get(accept), 200);
    assert.equal(answer.text, text);
    assert.equal(answer.header('content-encoding'), encoding);
    assert.match(answer.header('content-type'), /^text\/javascript/);
    assert.match(answer.header('vary') ?? '', /accept-encoding/i);
    assert.match(answer.header('cache-control'), /max-age=31536000/);
    assert.match(answer.header('cache-control'), /immutable/);
    assert.equal(answer.all('cache-control').length, 1);
    assert.equal(answer.header('x-content-type-options'), 'nosniff');
  }
  const absent = await get('', 'y.js');
  assert.equal(absent.status, 404);
  assert.doesNotMatch(absent.header('cache-control') ?? '', /immutable/);
});

test('cursor files are served by their names alone', async () => {
  const name = randomUUID().replaceAll('-', '').padEnd(43, '_');
  const place = path.join(probed.data, 'live');
  fs.mkdirSync(place, { recursive: true, mode: 0o711 });
  for (const file of [`${name}.json`, `.${name}.json`, `${name}.json.tmp`,
    'short.json'])
    fs.writeFileSync(path.join(place, file), '{"last":17}');
  const answer = is(await ask(`/live/${name}.json`), 200);
  assert.deepEqual(answer.json, { last: 17 });
  assert.match(answer.header('cache-control'), /no-cache/);
  assert.match(answer.header('content-type'), /^application\/json/);
  const tag = answer.header('etag');
  is(await ask(`/live/${name}.json`, { headers: [['If-None-Match', tag]] }),
    304);
  for (const other of ['', `.${name}.json`, `${name}.json.tmp`, 'short.json',
    `${name}.json/`, `../chat.db`, '%2e%2e/chat.db', `${name}`]) {
    const refusal = await ask(`/live/${other}`);
    assert.ok([400, 403, 404].includes(refusal.status),
      `${other} ${refusal.status}`);
  }
});

// --- reload ------------------------------------------------------------------

test('a reload under load loses nothing', async () => {
  const seen = { answers: 0, posted: [], refusals: 0, problems: [] };
  // Where some in hand are lost, they may hear nothing.
  const isSpared = server.reloads !== false;
  const timeoutMs = isSpared ? 30000 : 4000;
  let isOver = false;
  const caller = async (act) => {
    while (!isOver)
      try {
        await act();
        seen.answers += 1;
      } catch (error) {
        if (/ → 50[23] /.test(error.message))
          seen.refusals += 1;
        else
          seen.problems.push(error.message);
      }
  };
  const post = async () => {
    const text = randomUUID();
    is(await anna.post(`/conversations/${id}/messages`, { message: text },
      { key: text, timeoutMs }), 201);
    seen.posted.push(text);
  };
  const read = async () =>
    is(await bob.get('/conversations', { timeoutMs }), 200);
  const callers = [post, post, read, read].map(caller);
  try {
    for (let i = 0; i < 3; i += 1) {
      const before = seen.answers;
      await chinwag.reload();
      await eventually('it goes on', () => seen.answers > before + 40,
        { withinMs: 60000 });
    }
  } finally {
    isOver = true;
  }
  await Promise.all(callers);
  assert.deepEqual(seen.problems.filter((problem) => isSpared ||
    !/ → 500 |^no answer|^closed|ECONN|body is cut/.test(problem)), []);
  // One that starts a program for each request may be without its starter for
  // a moment, how long is the machine's affair; people are told to try again.
  const most = server.keeps ? 0 : seen.answers / 4;
  if (isSpared)
    assert.ok(seen.refusals <= most, `${seen.refusals} of ${seen.answers}`);
  const stored = new Set();
  for (let query = '?limit=200'; query;) {
    const { messages, more } = await bob.messages(id, query);
    messages.forEach(({ message }) => stored.add(message));
    query = more ? `?limit=200&before=${messages[0].time}` : '';
  }
  assert.deepEqual(seen.posted.filter((text) => !stored.has(text)), []);
});

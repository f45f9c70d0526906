// Bad input for every operation, made from openapi.json: every parameter,
// header, cookie and body, in every wrong shape.  A clear 4xx, and nothing
// stored.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshName, PASSWORD, people } from './lib/actors.mjs';
import { codeOf, operations } from './lib/validate.mjs';
import { suite } from './lib/suite.mjs';

const chinwag = await suite();
const [anna, bob] = await people(chinwag, 'anna', 'bob');
// Nothing is refused for want of rights.
await chinwag.admin(['users', 'admin', anna.name]);
const id = await anna.converse(bob);
const { time } = await bob.say(id, 'before');

// A body that each operation takes; what bad requests are made from.
const bodies = {
  'POST /users': () => ({ username: freshName('bad'),
    email: `${freshName('bad')}@example.org`, password: PASSWORD }),
  'POST /users/{name}/confirmation': () => ({ code: '123456' }),
  'POST /users/{name}/code': () => ({}),
  'POST /users/{name}/reset': () => ({}),
  'PUT /groups/{group}/members/{name}': () => ({}),
  'POST /providers/{provider}/sign-in': () => ({}),
  'POST /session': () => ({ username: anna.name, password: PASSWORD }),
  'POST /conversations': () => [bob.name],
  'POST /conversations/{id}': () => 'hello',
  'POST /conversations/{id}/messages': () => ({ message: 'hello' }),
  'PUT /conversations/{id}/read': () => ({ time }),
};

const fill = (path) => path.replace('{id}', id)
  .replace('{user}', anna.name).replace('{name}', bob.name);

// What others see of the world; a refused request leaves it as it was.
async function world() {
  const [events, users, list] = [await bob.get('/events?wait=0'),
    await bob.get('/users?limit=1000'), await bob.get('/conversations')];
  return { last: events.json.last, users: users.json, list: list.json };
}

function isRefused(answer, what) {
  assert.ok(answer.status >= 400 && answer.status < 500,
    `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
}

// Refused, and the answer says what is wrong.
function isExplained(answer, what) {
  assert.ok([400, 413, 415].includes(answer.status),
    `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  assert.ok(answer.isServers || codeOf(answer), what);
}

const deep = (n, open, close) => open.repeat(n) + close.repeat(n);

// Bodies that are no JSON of ours, whatever the operation.
const malformed = {
  'nothing': '',
  'half a value': '{"a":',
  'two values': '{}{}',
  'a trailing comma': '{"a":1,}',
  'a comment': '{/**/}',
  'single quotes': '{\'a\':1}',
  'NaN': '{"a":NaN}',
  'a leading zero': '{"a":01}',
  'a lone minus': '{"a":-}',
  'a raw line break': '{"a":"x\ny"}',
  'a raw NUL': '{"a":"x\0y"}',
  'a byte order mark': '\ufeff{}',
  'duplicate keys': '{"a":1,"a":2}',
  'duplicate keys, one escaped': '{"a":1,"\\u0061":2}',
  'a key with NUL': '{"a\\u0000b":1}',
  'a lone surrogate': '{"a":"\\ud800"}',
  'a wrong escape': '{"a":"\\x41"}',
  'depth 100': deep(100, '[', ']'),
  'depth 30000': deep(30000, '[', ']'),
  'depth of objects': deep(5000, '{"a":', '1'.repeat(0)) + '}'.repeat(5000),
  'not UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  'over-long UTF-8': Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
  'UTF-16': Buffer.from('{}', 'utf16le'),
  'gzip': Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
  'XML': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  'a form': 'username=anna&password=x',
  'number too great': '{"a":1e999}',
};

const WRONG = [null, true, 0, -1, 1.5, 1e30, '', 'x', [], {}, [[]], [null],
  { a: 1 }, 'x'.repeat(9000), 'a\u0000b', '\ud83d'];

for (const [path, method, operation] of operations) {
  const name = `${method} ${path}`;
  const make = bodies[name] ??
    (operation.requestBody ? () => ({}) : undefined);
  // A POST without a body would say nothing of its length.
  const sent = () => make ? { json: make() } :
    method === 'POST' ? { json: {} } : {};

  // Without harm to those who must stay: nobody signs out or leaves here.
  const isFinal = method === 'DELETE';

  test(`${name}: parameters`, async () => {
    const before = await world();
    const declared = (operation.parameters ?? []).map((parameter) =>
      parameter.$ref ? parameter.$ref.split('/').at(-1) : parameter)
      .filter((parameter) => parameter.in === 'query');
    const queries = ['x=1', 'limit=1&limit=2', 'a', '=', '&&&=&', '%', '%zz',
      '%00=1', 'limit=%00', 'limit=%ff', 'q=%c0%ae', 'x[]=1', '--describe',
      '-h', '__proto__=1', '%0d%0aX:1=1', 'limit=1;limit=2'];
    for (const { name: parameter } of declared)
      queries.push(`${parameter}=1&${parameter}=2`, `${parameter}=%00`,
        `${parameter}=%ff`, `${parameter}=%0a`, `${parameter}=%`,
        `${parameter}=${'9'.repeat(400)}`, `${parameter.toUpperCase()}=1`,
        `%${parameter.charCodeAt(0).toString(16)}${parameter.slice(1)}=1&` +
        `${parameter}=1`);
    for (const query of queries) {
      const answer = await anna.call(method, `${fill(path)}?${query}`,
        sent());
      isExplained(answer, query);
    }
    assert.deepEqual(await world(), before);
  });

  if (path.includes('{'))
    test(`${name}: parts of the path`, async () => {
      const before = await world();
      for (const part of ['%00', '%ff', '%0a', '%', '%zz', 'x'.repeat(300),
        '\'%20OR%201=1', '%c0%ae', '%e2%80%ae', 'x'.repeat(7000)]) {
        const to = path.replace(/\{\w+\}/, part).replace(/\{\w+\}/g, 'bob');
        const answer = await anna.call(method, to, sent());
        // Codes for names nobody has: the answer does not tell.
        if (/^POST \/users/.test(name) && answer.status === 202)
          continue;
        isRefused(answer, to);
      }
      assert.deepEqual(await world(), before);
    });

  // The text of a message may be anything that is text.
  if (make && name !== 'POST /conversations/{id}') {
    test(`${name}: malformed bodies`, async () => {
      const before = await world();
      for (const [what, body] of Object.entries(malformed))
        if (body !== '' || operation.requestBody?.required)
          isExplained(await anna.call(method, fill(path),
            { body, type: 'application/json' }), what);
      isExplained(await anna.call(method, fill(path), { type:
        'application/json', body: `{"a":"${'x'.repeat(70000)}"}` }), 'huge');
      assert.deepEqual(await world(), before);
    });

    test(`${name}: types of bodies`, async () => {
      const before = await world();
      const body = JSON.stringify(make());
      for (const type of ['text/plain', 'text/json', 'application/xml',
        'application/x-www-form-urlencoded', 'multipart/form-data',
        'application/jsonx', 'application', 'json', '*/*',
        'application/json, text/plain', 'application/json\xff', undefined]) {
        const answer = await anna.call(method, fill(path), { body, type });
        assert.equal(answer.status, 415, `${type}: ${answer.text}`);
      }
      for (const type of ['application/json; charset=latin1',
        'application/json; charset=utf-16']) {
        const answer = await anna.call(method, fill(path), { body, type });
        assert.ok(answer.status < 500, answer.text);
      }
      const left = await world();
      assert.deepEqual(left.list, before.list);
    });

    test(`${name}: members`, async () => {
      const before = await world();
      const values = make();
      for (const json of WRONG.filter((value) => typeof value !== 'object' ||
        value === null || Array.isArray(value) !== Array.isArray(values)))
        isExplained(await anna.call(method, fill(path), { json }),
          JSON.stringify(json).slice(0, 80));
      if (Array.isArray(values))
        return;
      for (const stranger of ['surprise', 'a\u0007b', '__proto__', '\u{1f600}',
        'x'.repeat(3000), 'sender', 'id'])
        isExplained(await anna.call(method, fill(path), {
          type: 'application/json', body: JSON.stringify(values).replace('{',
            `{${JSON.stringify(stranger)}:1${Object.keys(values).length
              ? ',' : ''}`) }), `a member ${stranger}`);
      for (const member of Object.keys(values)) {
        const { [member]: dropped, ...rest } = make();
        isExplained(await anna.call(method, fill(path), { json: rest }),
          `without ${member}`);
        assert.notEqual(dropped, undefined);
        const kind = typeof values[member];
        for (const value of WRONG.filter((one) => typeof one !== kind)) {
          const answer = await anna.call(method, fill(path),
            { json: { ...make(), [member]: value } });
          isExplained(answer, `${member}: ${JSON.stringify(value)}`);
          const at = answer.json.errors?.map((error) => error.at) ?? [];
          // What cannot be parsed has no members yet.
          if (codeOf(answer) === 'invalid' && at[0] !== '')
            assert.ok(at.includes(`/${member}`), answer.text);
        }
        const twice = JSON.stringify({ ...rest, [member]: values[member] });
        isExplained(await anna.call(method, fill(path), {
          type: 'application/json', body: twice.replace(/}$/,
            `,${JSON.stringify(member)}:${JSON.stringify(values[member])}}`) }),
        `${member} twice`);
      }
      assert.deepEqual(await world(), before);
    });
  }

  if (!isFinal)
    test(`${name}: credentials`, async () => {
      const before = await world();
      const call = (headers) => anna.with({ token: undefined }).call(method,
        fill(path), { ...sent(), headers });
      const isOpen = (operation.security ?? []).length === 0 &&
        operation.security !== undefined;
      if (isOpen || ['POST /users', 'POST /session', 'GET /health']
        .includes(name) || path.startsWith('/users/'))
        return;
      for (const headers of [
        [['Authorization', 'x'.repeat(6000)]], [['Authorization', '']],
        [['Authorization', '\xff\xfe\xfd']], [['Authorization', 'Bearer']],
        [['Authorization', `Bearer ${'A'.repeat(43)}`]],
        [['Authorization', `Basic ${Buffer.from('a:b').toString('base64')}`]],
        [['Cookie', `chinwag=${'x'.repeat(5000)}`]], [['Cookie', 'chinwag']],
        [['Cookie', `chinwag=${'A'.repeat(43)}`],
          ['Sec-Fetch-Site', 'same-origin']],
        [['Cookie', `__Host-chinwag=${anna.token}`],
          ['Sec-Fetch-Site', 'same-origin']],
        [['x-api-key', anna.token]], [['X-Remote-User', anna.name]],
        [['Remote-User', anna.name]]]) {
        const answer = await call(headers);
        assert.ok([400, 401, 403, 413, 431].includes(answer.status),
          `${JSON.stringify(headers).slice(0, 90)}: ${answer.status}`);
      }
      const inUrl = await anna.with({ token: undefined }).call(method,
        `${fill(path)}?token=${anna.token}`, sent());
      assert.ok([400, 401].includes(inUrl.status));
      assert.deepEqual(await world(), before);
    });
}

test('a GET with a body is refused or the body ignored', async () => {
  const answer = await anna.call('GET', '/conversations',
    { body: '{"limit":1}', type: 'application/json' }).catch((error) => error);
  if (answer.status)
    assert.ok([200, 400].includes(answer.status));
});

test('no secret is in the logs', async () => {
  const logs = chinwag.logs();
  assert.ok(logs.length > 0);
  for (const secret of [anna.token, bob.token, PASSWORD, 'hello'])
    assert.ok(!logs.includes(secret), `${secret} is in a log`);
});

test('a hostile User-Agent stays on its line', async () => {
  await anna.get('/session', { headers: [
    ['User-Agent', '"}\\n{"level":"info","message":"forged"}']] });
  for (const line of chinwag.logs().split('\n'))
    if (line.startsWith('{'))
      assert.notEqual(JSON.parse(line).message, 'forged');
});

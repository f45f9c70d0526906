// The course's own clients: what both generations of its SDK send, and what
// its pages need of the answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { increasing, is, NO_ID, refused, UUID } from './lib/expect.mjs';
import { suite } from './lib/suite.mjs';
import { validate } from './lib/validate.mjs';
import { request } from './lib/wire.mjs';

const SITE = 'http://chat.example';
const chinwag = await suite({ conf: { cors_origins: `"${SITE}"` } });
const [anna, bob] = await people(chinwag, 'Anna', 'bob');

// From another origin, with the raw token, as axios sends it.  The later SDK
// puts a Content-Type on requests without a body too.
const generations = {
  'until May 2024': { accept: 'application/json', getType: [],
    encode: (text) => text },
  'since May 2024': { accept: 'application/json',
    getType: [['Content-Type', 'application/json']],
    encode: (text) => {
      try {
        JSON.parse(text);
        return text;
      } catch {
        return JSON.stringify(text);
      }
    } },
};

async function call(who, method, path, { body, type, sdk }) {
  const headers = [['Accept', sdk.accept], ['Authorization', who.token],
    ['Origin', SITE], ['Sec-Fetch-Site', 'cross-site'],
    ['Sec-Fetch-Mode', 'cors']];
  if (body === undefined)
    headers.push(...sdk.getType);
  else
    headers.push(['Content-Type', type ?? 'application/json']);
  const uri = `/api${path}`;
  const answer = validate({ method, path: uri },
    await request(chinwag.port, { method, path: uri, headers, body }));
  assert.equal(answer.header('access-control-allow-origin'), SITE);
  assert.match(answer.header('vary') ?? '', /Origin/i);
  return answer;
}

for (const [name, sdk] of Object.entries(generations)) {
  test(`a chat from start to end, SDK ${name}`, async () => {
    const names = is(await call(anna, 'GET', '/users', { sdk }), 200).json;
    assert.ok(names.includes(bob.name));
    assert.ok(!names.includes(anna.name));

    const made = await call(anna, 'POST', '/conversations',
      { sdk, body: JSON.stringify([bob.name]) });
    assert.ok([200, 201].includes(made.status));
    const id = made.json;
    assert.match(id, UUID);

    const typed = ['hello world', 'say "hi" now', '123', 'true', 'null',
      '{"a":1}', '[1]', '  padded  ', 'a\\b', '\u00e9\u{1f600}'];
    for (const text of typed) {
      const posted = is(await call(anna, 'POST', `/conversations/${id}`,
        { sdk, body: sdk.encode(text) }), 204);
      assert.equal(posted.body.length, 0);
    }
    // Quotes that were typed are the very bytes of a quoted text.
    is(await call(bob, 'POST', `/conversations/${id}`,
      { sdk, body: '"quoted"' }), 204);

    const one = is(await call(bob, 'GET', `/conversations/${id}`,
      { sdk }), 200).json;
    const words = one.messages.slice(-typed.length - 1);
    assert.deepEqual(words.map((message) => message.message),
      [...typed, 'quoted']);
    assert.deepEqual(words.map((message) => message.sender),
      [...typed.map(() => anna.name), bob.name]);
    increasing(one.messages.map((message) => message.time));
    assert.equal(one.last, one.messages.at(-1).time);
    assert.deepEqual([...one.participants].sort(),
      [anna.name, bob.name].sort());

    const list = is(await call(anna, 'GET', '/conversations', { sdk }), 200)
      .json;
    const row = list.find((entry) => entry.id === id);
    assert.equal(row.last, one.last);
    assert.deepEqual(row.participants, one.participants);
  });

  test(`errors can be read by the page, SDK ${name}`, async () => {
    const nobody = { token: 'expired' };
    refused(await call(nobody, 'GET', '/conversations', { sdk }), 401,
      'unauthorized');
    refused(await call(anna, 'GET', `/conversations/${NO_ID}`, { sdk }),
      404, 'not_found');
    refused(await call(anna, 'GET', '/conversations/nothing', { sdk }),
      400, 'invalid');
    refused(await call(anna, 'POST', '/conversations',
      { sdk, body: '["no-such-person"]' }), 400, 'invalid', '/0');
  });
}

test('an empty message is refused as the first SDK sends it', async () => {
  const id = await anna.converse(bob);
  const answer = await call(anna, 'POST', `/conversations/${id}`,
    { sdk: generations['until May 2024'], body: '',
      type: 'text/plain;charset=UTF-8' });
  refused(answer, 400, 'invalid');
});

const preflight = (path, method, origin,
  names = 'authorization,content-type') => request(chinwag.port, {
  method: 'OPTIONS', path: `/api${path}`, headers: [
    ['Origin', origin], ['Access-Control-Request-Method', method],
    ['Access-Control-Request-Headers', names]] });

test('preflights are answered', async () => {
  const id = await anna.converse(bob);
  for (const [method, path] of [['GET', '/conversations'],
    ['POST', '/conversations'], ['GET', `/conversations/${id}`],
    ['POST', `/conversations/${id}`], ['GET', '/users']])
    for (const names of ['authorization', 'authorization,content-type',
      'content-type,authorization,x-api-key']) {
      const answer = await preflight(path, method, SITE, names);
      assert.ok([200, 204].includes(answer.status), answer.text);
      assert.equal(answer.header('access-control-allow-origin'), SITE);
      assert.match(answer.header('access-control-allow-methods'),
        new RegExp(`\\b${method}\\b`));
      const allowed = answer.header('access-control-allow-headers')
        .toLowerCase();
      assert.match(allowed, /\bauthorization\b/);
      assert.match(allowed, /\bcontent-type\b/);
      assert.equal(answer.header('access-control-allow-credentials'),
        undefined);
      assert.match(answer.header('vary') ?? '', /Origin/i);
    }
});

test('other origins are not let in', async () => {
  for (const origin of ['http://evil.example', 'null', `${SITE}.evil.example`,
    'http://xchat.example', 'https://chat.example', `${SITE}:81`, '*']) {
    const answer = await preflight('/conversations', 'GET', origin);
    assert.equal(answer.header('access-control-allow-origin'), undefined,
      origin);
    const real = await request(chinwag.port, { path: '/api/conversations',
      headers: [['Origin', origin], ['Authorization', anna.token]] });
    assert.equal(real.header('access-control-allow-origin'), undefined, origin);
  }
});

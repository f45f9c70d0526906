// Headers that every answer carries, the server's own pages too.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { suite } from './lib/suite.mjs';
import { exchange, request } from './lib/wire.mjs';

const chinwag = await suite();
const [anna, bob] = await people(chinwag, 'anna', 'bob');
const id = await anna.converse(bob);

const raw = (text) => exchange(chinwag.port, Buffer.from(text, 'latin1'));

// Every kind of answer there is.
const answers = {
  'the page': () => request(chinwag.port, { path: '/' }),
  'a style sheet': async () => {
    const page = (await request(chinwag.port, { path: '/' })).text;
    const href = /href="([^"]+\.css[^"]*)"/.exec(page)[1];
    return request(chinwag.port, { path: new URL(href, chinwag.url).pathname });
  },
  'openapi.json': () => request(chinwag.port, { path: '/api/openapi.json' }),
  'a 404 of the site': () => request(chinwag.port, { path: '/nothing' }),
  'a directory': () => request(chinwag.port, { path: '/v/' }),
  'a method the site has not': () =>
    request(chinwag.port, { method: 'POST', path: '/', body: 'x' }),
  'an API answer': () => anna.get('/conversations'),
  'an empty API answer': () =>
    anna.put(`/conversations/${id}/read`, { time: 0 }),
  'an API error': () => request(chinwag.port, { path: '/api/conversations' }),
  'an API path nobody has': () => request(chinwag.port, { path: '/api/x' }),
  'a 400 of the server': () => raw('GET / HTTP/1.1\r\nHost: a b\r\n\r\n'),
  'a long header': () => request(chinwag.port, { path: '/api/health',
    headers: [['X-Long', 'x'.repeat(60000)]] }),
  'a long URL': () => request(chinwag.port, { path: `/${'x'.repeat(20000)}` }),
  'a large body': () => request(chinwag.port, { method: 'POST',
    path: '/api/users', headers: [['Content-Type', 'application/json']],
    body: 'x'.repeat(4 << 20) }),
};

const isApi = (name) => /API/.test(name);

for (const [name, ask] of Object.entries(answers))
  test(name, async () => {
    const answer = await ask();
    const value = (header) => answer.header(header) ?? '';
    // What is no HTTP of ours is refused before any configuration applies.
    if (![400, 414, 431].includes(answer.status)) {
      assert.equal(value('x-content-type-options'), 'nosniff');
      assert.match(value('content-security-policy'), /default-src 'none'/);
      assert.match(value('content-security-policy'),
        /frame-ancestors 'none'/);
      assert.doesNotMatch(value('content-security-policy'),
        /unsafe-inline|unsafe-eval|\*/);
      assert.match(value('referrer-policy'), /no-referrer|same-origin/);
      if (answer.body.length > 0)
        assert.match(value('content-type'),
          /; ?charset=utf-8$|^application\/json/i);
    }
    assert.doesNotMatch(value('server'), /[\d/]/, 'tells its version');
    assert.equal(answer.header('x-powered-by'), undefined);
    for (const once of ['content-security-policy', 'x-content-type-options',
      'referrer-policy', 'cache-control', 'content-type'])
      assert.ok(answer.all(once).length <= 1, `${once} twice`);
    assert.doesNotMatch(answer.text, /lighttpd\/\d|\/tmp\/|\/work\//);
    if (isApi(name))
      assert.match(value('cache-control'), /no-store|^private, no-cache$/);
  });

test('files may be kept and asked after', async () => {
  const page = await request(chinwag.port, { path: '/' });
  const tag = page.header('etag');
  assert.ok(tag, 'no ETag');
  const again = await request(chinwag.port, { path: '/',
    headers: [['If-None-Match', tag]] });
  assert.equal(again.status, 304);
});

test('text is compressed', async () => {
  const page = (await request(chinwag.port, { path: '/' })).text;
  const src = /src="([^"]+\.js[^"]*)"/.exec(page)[1];
  const script = await request(chinwag.port, {
    path: new URL(src, chinwag.url).pathname,
    headers: [['Accept-Encoding', 'gzip, deflate, br']] });
  assert.match(script.header('content-encoding') ?? '', /gzip|br|deflate/);
  assert.match(script.header('vary') ?? '', /Accept-Encoding/i);
  assert.match(script.header('content-type'), /javascript/);
});

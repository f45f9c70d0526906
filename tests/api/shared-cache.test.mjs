// A shared cache in front, nginx with proxy_cache, which keeps whatever it is
// not forbidden to keep, for whoever asks: no private answer is ever in it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { people } from './lib/actors.mjs';
import { is } from './lib/expect.mjs';
import { eventually, freePort } from './lib/harness.mjs';
import { asNobody } from './lib/nobody.mjs';
import { suite } from './lib/suite.mjs';
import { operations } from './lib/validate.mjs';
import { request } from './lib/wire.mjs';

const chinwag = await suite({ mail: false });
const place = path.join(chinwag.directory, 'cache');
const port = await freePort();

// Greedy: what says nothing is kept, Vary and Set-Cookie are not looked at.
const conf = `
daemon off;
pid ${place}/nginx.pid;
error_log ${place}/error.log;
worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path ${place}/body;
  proxy_temp_path ${place}/proxy;
  fastcgi_temp_path ${place}/fastcgi;
  uwsgi_temp_path ${place}/uwsgi;
  scgi_temp_path ${place}/scgi;
  proxy_cache_path ${place}/kept keys_zone=kept:4m use_temp_path=off;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${chinwag.port};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_cache kept;
      proxy_cache_key $request_uri;
      proxy_cache_valid any 10m;
      proxy_ignore_headers Vary Set-Cookie;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`;

fs.mkdirSync(place);
fs.writeFileSync(path.join(place, 'nginx.conf'), conf);
const [program, ...words] = asNobody(['/usr/sbin/nginx', '-c',
  path.join(place, 'nginx.conf')]);
const cache = chinwag.spawn('cache', program, words);
after(() => chinwag.halt(cache));
await eventually('the cache answers', async () => {
  try {
    return (await request(port, { path: '/api/health' })).status === 200;
  } catch {
    return false;
  }
});

const SECRET = 'words for two alone';
const [anna, bob] = await people(chinwag, 'anna', 'bob');
const id = await anna.converse(bob);
await anna.say(id, SECRET);
const { time } = await bob.say(id, SECRET);

const by = (caller, kind) => caller.with({ by: kind })
  .credentials('POST').concat([['Origin', chinwag.url]]);

function bodyOf(method, operation) {
  const [media] = Object.values(operation.requestBody?.content ?? {});
  return ['GET', 'DELETE'].includes(method) ? undefined : media?.example ?? {};
}

const fill = (template, caller) => template.replace('{id}', id)
  .replace('{user}', caller.name).replace(/\{\w+\}/, caller.name);

function ask([template, method, operation], caller, credentials, extra = []) {
  const body = bodyOf(method, operation);
  return request(port, { method,
    path: `/api${fill(template, caller)}${template === '/events'
      ? '?wait=0' : ''}`,
    headers: [...credentials, ...extra,
      ...body === undefined ? [] : [['Content-Type', 'application/json']]],
    body: body === undefined ? undefined : JSON.stringify(body) });
}

// The keys of all that is kept, and whether a text is anywhere in it.
function kept() {
  const folder = path.join(place, 'kept');
  const texts = fs.existsSync(folder) ? fs.readdirSync(folder,
    { recursive: true }).map((name) => path.join(folder, String(name)))
    .filter((name) => fs.statSync(name).isFile())
    .map((name) => fs.readFileSync(name, 'latin1')) : [];
  return { keys: texts.map((text) => /^KEY: (.*)$/m.exec(text)?.[1]),
    has: (word) => texts.some((text) => text.includes(word)) };
}

const isPublic = (key) => /^\/(?:v\/|index\.html$|manifest\.webmanifest$|$)/
  .test(key) || /^\/api\/(?:index\.html|openapi\.json)?$/.test(key);

test('the cache does keep what it may', async () => {
  const page = is(await request(port, { path: '/' }), 200);
  const script = /src="(v\/[^"]+)"/.exec(page.text)[1];
  is(await request(port, { path: `/${script}` }), 200);
  const again = is(await request(port, { path: `/${script}` }), 200);
  assert.equal(again.header('X-Cache'), 'HIT');
});

test('of the API it keeps nothing, whoever asks for what', async () => {
  const credentials = { anna: [by(anna, 'token'), by(anna, 'cookie')],
    bob: [by(bob, 'token'), by(bob, 'cookie')], nobody: [[]] };
  // Those that end a session come last.
  const inOrder = [...operations.filter(([, method]) => method !== 'DELETE'),
    ...operations.filter(([, method]) => method === 'DELETE')];
  for (const one of inOrder)
    for (const [who, ways] of Object.entries(credentials))
      for (const way of ways) {
        const caller = who === 'bob' ? bob : anna;
        for (let i = 0; i < 2; i += 1) {
          const answer = await ask(one, caller, way);
          assert.match(answer.header('cache-control') ?? '',
            /no-store|^private, no-cache$/, `${one[1]} ${one[0]}`);
          assert.notEqual(answer.header('X-Cache'), 'HIT',
            `${one[1]} ${one[0]} ${who}`);
          const tag = answer.header('etag');
          if (tag)
            assert.notEqual((await ask(one, caller, way,
              [['If-None-Match', tag]])).header('X-Cache'), 'HIT');
        }
      }
  const { keys, has } = kept();
  assert.ok(keys.length > 0);
  assert.deepEqual(keys.filter((key) => !isPublic(key)), []);
  for (const word of [SECRET, anna.token, bob.token, anna.email, bob.email,
    String(time), anna.name])
    assert.ok(!has(word), word);
});

test('of errors and of cursor files it keeps nothing', async () => {
  const [carla] = await people(chinwag, 'carla');
  const { cursor } = (await carla.get('/events?wait=0&cursor=1')).json;
  for (const name of [`/live/${cursor}.json`, '/api/nothing', '/nothing',
    '/v/0123456789ab/nothing.js', '/live/', '/api/conversations?limit=0'])
    for (let i = 0; i < 2; i += 1)
      assert.notEqual((await request(port, { path: name })).header('X-Cache'),
        'HIT', name);
  assert.deepEqual(kept().keys.filter((key) => !isPublic(key)), []);
  assert.ok(!kept().keys.some((key) => key.startsWith('/v/0123456789ab/')));
});

// T34 to T36 of the threats in real Chromium: somebody who is signed in opens a
// page of somebody else's, on the same host at another port, which browsers
// take for the same site, and on another host.

import assert from 'node:assert/strict';
import http from 'node:http';
import { after, test } from 'node:test';
import { PASSWORD, people } from '../api/lib/actors.mjs';
import { refused } from '../api/lib/expect.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch } from '../browser/lib/browser.mjs';
import { Visitor } from '../browser/lib/visitor.mjs';

const evil = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html')
    .end('<!doctype html><title>Kittens</title><body></body>');
});
await new Promise((resolve) => evil.listen(0, '127.0.0.1', resolve));
after(() => evil.close());
const origins = {
  'same-site': `http://127.0.0.1:${evil.address().port}`,
  'cross-site': `http://localhost:${evil.address().port}`,
};

const chinwag = await suite({ mail: false });
const [anna, bob, eve] = await people(chinwag, 'anna', 'bob', 'eve');
const id = await anna.converse(bob);
const browser = await launch();
after(() => browser.close());
const visitor = await Visitor.enter(browser, chinwag, anna.name);

const messages = `${chinwag.url}/api/conversations/${id}/messages`;
// As text/plain a form of one field is JSON: what is before the '=' its name.
const asJson = (values, tail) => {
  const text = JSON.stringify({ ...values, [tail]: '=' });
  const at = text.lastIndexOf('=');
  return [[text.slice(0, at), text.slice(at + 1)]];
};

const forms = {
  'a form': { to: messages, fields: [['message', 'kittens']] },
  'a form of parts': { to: messages, fields: [['message', 'kittens']],
    type: 'multipart/form-data' },
  'a form that is JSON': { to: messages, type: 'text/plain',
    fields: asJson({ message: 'kittens' }, 'x') },
  'a form that signs out': { to: `${chinwag.url}/api/session?_method=DELETE`,
    fields: [['_method', 'DELETE']] },
  'a form that signs somebody else in': { to: `${chinwag.url}/api/session`,
    type: 'text/plain', fields: asJson({ username: eve.name,
      password: PASSWORD }, 'x') },
  'a form that changes the password': { to: `${chinwag.url}/api/me/password`,
    type: 'text/plain', fields: asJson({ current: PASSWORD,
      password: 'tractor papyrus lamp' }, 'x') },
};

const scripts = {
  'a script that does not ask': (url) => fetch(url, { method: 'POST',
    mode: 'no-cors', credentials: 'include',
    body: '{"message":"kittens"}' }).then(() => 'sent'),
  'a script that sends JSON': (url) => fetch(url, { method: 'POST',
    credentials: 'include', headers: { 'Content-Type': 'application/json' },
    body: '{"message":"kittens"}' }).then((answer) => answer.status),
  'a beacon': (url) => navigator.sendBeacon(url, '{"message":"kittens"}'),
  'a beacon of JSON': (url) => navigator.sendBeacon(url,
    new Blob(['{"message":"kittens"}'], { type: 'application/json' })),
  'a script that reads': (url) => fetch(url, { credentials: 'include' })
    .then((answer) => answer.text()),
  'an image': (url) => new Promise((resolve) => {
    const image = new Image();
    image.onload = image.onerror = () => resolve('tried');
    image.src = url.replace('/messages', '?_method=POST&message=kittens');
  }),
};

const submit = (page, form) => page.evaluate(({ to, fields, type }) => {
  const element = document.createElement('form');
  Object.assign(element, { method: 'POST', action: to,
    enctype: type ?? 'application/x-www-form-urlencoded' });
  for (const [name, value] of fields) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    element.append(input);
  }
  document.body.append(element);
  element.submit();
}, form);

async function nothingHappened() {
  assert.deepEqual((await anna.messages(id)).messages, []);
  const { cookies } = await visitor.context.storageState();
  const mine = cookies.filter(({ name }) => name === 'chinwag');
  assert.equal(mine.length, 1);
  const answer = await anna.with({ token: mine[0].value, by: 'cookie' })
    .get('/session');
  assert.equal(answer.json.username, anna.name);
}

for (const [site, origin] of Object.entries(origins)) {
  test(`forms of a page that is ${site} do nothing`, async () => {
    for (const [what, form] of Object.entries(forms)) {
      const page = await visitor.context.newPage();
      await page.goto(origin);
      const [response] = await Promise.all([
        page.waitForResponse((one) => one.url() === form.to),
        submit(page, form)]);
      assert.ok([403, 405, 415].includes(response.status()),
        `${what}: ${response.status()}`);
      const headers = await response.request().allHeaders();
      assert.equal(headers['sec-fetch-site'], site, what);
      // The threat is real: there the cookie comes along.
      assert.equal(/chinwag=/.test(headers.cookie ?? ''), site === 'same-site',
        what);
      assert.equal(await response.headerValue('set-cookie'), null, what);
      await page.close();
      await nothingHappened();
    }
  });

  test(`scripts of a page that is ${site} do nothing, and learn nothing`,
    async () => {
      for (const [what, script] of Object.entries(scripts)) {
        const page = await visitor.context.newPage();
        await page.goto(origin);
        const result = await page.evaluate(script, messages).catch((error) =>
          error.message);
        assert.match(String(result),
          /^(sent|tried|true|.*Failed to fetch.*)$/s, `${what}: ${result}`);
        await page.close();
        await nothingHappened();
      }
    });

  test(`a page that is ${site} cannot frame the site`, async () => {
    const page = await visitor.context.newPage();
    await page.goto(origin);
    await page.evaluate((url) => new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.onload = resolve;
      frame.src = url;
      document.body.append(frame);
    }), `${chinwag.url}/`);
    assert.notEqual(page.frames()[1].url(), `${chinwag.url}/`);
    assert.equal(await page.frameLocator('iframe').locator('main').count(), 0);
    await page.close();
  });
}

// What a form sends is refused for its type as well, and cookies are not sent
// from everywhere.  Here is all that a script of the site itself would send, but
// for where it comes from.
test('where it comes from is enough to refuse it', async () => {
  const { cookies } = await visitor.context.storageState();
  const caller = anna.with({ by: 'cookie',
    token: cookies.find(({ name }) => name === 'chinwag').value });
  const post = (...headers) => caller.post(`/conversations/${id}/messages`,
    { message: 'kittens' }, { headers });
  const { origin } = new URL(chinwag.url);
  for (const headers of [
    [['Sec-Fetch-Site', 'same-site']],
    [['Sec-Fetch-Site', 'same-site'], ['Origin', origin]],
    [['Sec-Fetch-Site', 'cross-site'], ['Origin', origin]],
    [['Sec-Fetch-Site', ''], ['Origin', origins['same-site']]],
    [['Sec-Fetch-Site', 'cross-site'], ['Origin', 'null']]])
    refused(await post(...headers), 403, 'cross_site');
  await nothingHappened();
});

test('the same by the site itself is done', async () => {
  const status = await visitor.page.evaluate((url) => fetch(url, {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: '{"message":"kittens"}' }).then((answer) => answer.status), messages);
  assert.equal(status, 201);
  assert.equal((await anna.messages(id)).messages.length, 1);
});

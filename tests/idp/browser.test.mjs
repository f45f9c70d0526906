// The course's site, in Chromium, on an origin of its own: pages that know no
// more of each other than what amazon-cognito-identity-js keeps.  People sign
// up, confirm, sign in by SRP, which is that library's way, and chat by the
// five operations with the ID token as it is.  Nothing is changed in the
// library but the endpoint it is told.  Pages of other origins get nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { codeOf } from '../api/lib/actors.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { launch } from '../browser/lib/browser.mjs';
import { client, freshName, PASSWORD, pool } from './lib/pool.mjs';

const read = (name) => fs.readFileSync(new URL(name, import.meta.url));
const library = fs.readFileSync(createRequire(import.meta.url)
  .resolve('amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js'));

// The pages' own server: an origin that knows nothing of Chinwag.
const files = {
  '/identity.js': () => library,
  '/page.js': () => read('course/page.js'),
  '/config.js': () => `const config = ${JSON.stringify(config)};`,
};
const site = http.createServer(({ url }, response) => {
  const file = files[url];
  response.setHeader('Content-Type', file ? 'text/javascript' : 'text/html')
    .end(file ? file() : read('course/page.html'));
});
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
after(() => site.close());
const origin = `http://127.0.0.1:${site.address().port}`;

const chinwag = await pool({ conf: { cors_origins: origin } });
const settings = await client(chinwag, '--srp', 'on', '--password', 'off');
const config = {
  poolData: { UserPoolId: settings.userPoolId, ClientId: settings.clientId,
    endpoint: settings.endpoint },
  api: `${chinwag.url}/api`,
  reloadMs: 200,
};
const browser = await launch();
after(() => browser.close());

// Somebody's browser, and what they are told by alert().
async function visitor(where = origin) {
  const context = await browser.newContext({ baseURL: where });
  const page = await context.newPage();
  const alerts = [];
  const calls = [];
  page.on('dialog', (dialog) => {
    alerts.push(dialog.message());
    dialog.accept();
  });
  page.on('request', (request) => {
    const target = request.headers()['x-amz-target'];
    if (target && request.method() === 'POST')
      calls.push(`${target.split('.')[1]} ${
        JSON.parse(request.postData()).AuthFlow ?? ''}`.trim());
  });
  return { page, alerts, calls, context,
    type: (id, text) => page.locator(`#${id}`).fill(text),
    press: (id) => page.locator(`#${id}`).click(),
    on: (path) => page.waitForURL((url) => url.pathname === path),
    told: (text) => eventually(`an alert: ${text}`, () =>
      alerts.some((one) => text.test(one))) };
}

async function logIn(someone, name, password = PASSWORD) {
  await someone.page.goto('/');
  await someone.type('username', name);
  await someone.type('password', password);
  await someone.press('login');
}

test('the course\'s site, from signing up to signing out', async () => {
  const [name, friend] = [freshName('Course'), freshName('friend')];
  const email = `${name.toLowerCase()}@example.org`;
  await chinwag.addUser(friend, `${friend}@example.org`, PASSWORD);
  const anna = await visitor();
  const { page } = anna;
  await page.goto('/chats.html');
  await anna.on('/');
  await anna.press('to-signup');
  await anna.on('/signup.html');
  await anna.type('username', name);
  await anna.type('email', email);
  await anna.type('password', 'short');
  await anna.press('signup');
  await anna.told(/InvalidParameterException: 1 validation error detected/);
  await anna.type('password', PASSWORD);
  await anna.press('signup');
  await anna.on('/confirm.html');
  await anna.type('code', '1');
  await anna.press('confirm');
  await anna.told(/CodeMismatchException: Invalid verification code provided/);
  await codeOf(chinwag, email);
  await anna.press('resend');
  await page.locator('#resent').waitFor({ state: 'attached' });
  const code = await codeOf(chinwag, email, 1);
  const early = await visitor();
  await logIn(early, name);
  await early.told(/UserNotConfirmedException: User is not confirmed\./);
  await early.context.close();
  await anna.type('code', code);
  await anna.press('confirm');
  await anna.on('/');

  await logIn(anna, name, 'not the password');
  await anna.told(/NotAuthorizedException: Incorrect username or password\./);
  anna.calls.length = 0;
  await logIn(anna, name);
  await anna.on('/chats.html');
  assert.deepEqual(anna.calls, ['InitiateAuth USER_SRP_AUTH',
    'RespondToAuthChallenge']);
  const keys = await page.evaluate(() => Object.keys(localStorage).sort());
  const prefix = `CognitoIdentityServiceProvider.${settings.clientId}`;
  assert.deepEqual(keys, [`${prefix}.LastAuthUser`, ...['accessToken',
    'clockDrift', 'idToken', 'refreshToken'].map((one) =>
    `${prefix}.${name}.${one}`)].sort());

  // Each page asks for its session anew, and for nothing on the wire.
  await anna.press('to-people');
  await anna.on('/people.html');
  await page.locator('.start', { hasText: friend }).click();
  await anna.on('/chat.html');
  await anna.type('text', 'say "hi" & <b>so</b>');
  await anna.press('send');
  await page.locator('.mine').waitFor();
  assert.equal(anna.calls.length, 2);

  // The friend finds it, answers, and the page that is open shows it.
  const bob = await visitor();
  await logIn(bob, friend.toUpperCase());
  await bob.on('/chats.html');
  await bob.page.locator('.chat', { hasText: name }).click();
  await bob.on('/chat.html');
  assert.equal(await bob.page.locator('.theirs').textContent(),
    'say "hi" & <b>so</b>');
  await bob.type('text', '\u{1f44d}');
  await bob.press('send');
  await page.locator('.theirs').waitFor();
  assert.equal(await page.locator('#log').textContent(),
    'say "hi" & <b>so</b>\u{1f44d}');
  assert.equal(await page.locator('#log p').count(), 2);

  // Two hours on, by the browser's clock, the session goes on by itself.
  await page.clock.install({ time: Date.now() + 2 * 3600 * 1000 });
  await page.goto('/chats.html');
  await page.locator('.chat', { hasText: friend }).waitFor();
  assert.deepEqual(anna.calls.slice(2), ['InitiateAuth REFRESH_TOKEN_AUTH']);

  // Signing out is the browser's own doing.
  await page.locator('#sign-out').click();
  await anna.on('/');
  assert.deepEqual(await page.evaluate(() =>
    Object.keys(localStorage)), []);
  await page.goto('/people.html');
  await anna.on('/');
  assert.equal(anna.calls.length, 3);
  await bob.context.close();
  await anna.context.close();
});

test('a page of an origin that is not allowed gets nothing', async () => {
  const name = freshName('bob');
  await chinwag.addUser(name, `${name}@example.org`, PASSWORD);
  const stranger = await visitor(origin.replace('127.0.0.1', 'localhost'));
  await logIn(stranger, name);
  await stranger.told(/NetworkError|Network error/);
  assert.equal(await stranger.page.evaluate(() => localStorage.length), 0);
  const answer = await stranger.page.evaluate(async (url) => {
    try {
      return (await fetch(`${url}/users`, { headers: { Authorization: 'x' } }))
        .status;
    } catch (error) {
      return error.name;
    }
  }, `${chinwag.url}/api`);
  assert.equal(answer, 'TypeError');
  await stranger.context.close();
});

// amazon-cognito-identity-js in Chromium, on a page of another origin, as the
// course's site has it: it signs in by SRP, and its token calls the API.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { codeOf } from '../api/lib/actors.mjs';
import { launch } from '../browser/lib/browser.mjs';
import { client, freshName, PASSWORD, pool } from './lib/pool.mjs';

const library = fs.readFileSync(createRequire(import.meta.url)
  .resolve('amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js'));

// The page's own server: an origin that knows nothing of Chinwag.
const site = http.createServer((request, response) => {
  if (request.url === '/library.js')
    response.setHeader('Content-Type', 'text/javascript').end(library);
  else
    response.setHeader('Content-Type', 'text/html')
      .end('<!doctype html><title>x</title><script src="/library.js"></script>');
});
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
after(() => site.close());
const origin = `http://127.0.0.1:${site.address().port}`;

const chinwag = await pool({ conf: { cors_origins: origin } });
const settings = await client(chinwag, '--srp', 'on');
const browser = await launch();
after(() => browser.close());

// In the page: call a method that ends with a callback (error, result).
const inPage = (page, what) => page.evaluate(async ({ settings: s, what: w }) => {
  /* global AmazonCognitoIdentity */
  const { AuthenticationDetails, CognitoUser, CognitoUserAttribute,
    CognitoUserPool } = AmazonCognitoIdentity;
  const users = new CognitoUserPool({ UserPoolId: s.userPoolId,
    ClientId: s.clientId, endpoint: s.endpoint });
  const user = new CognitoUser({ Username: w.name, Pool: users });
  const promised = (object, name, ...args) => new Promise((resolve, reject) =>
    object[name](...args, (error, result) => error
      ? reject(new Error(`${error.code}: ${error.message}`)) : resolve(result)));
  const steps = {
    signUp: () => promised(users, 'signUp', w.name, w.password,
      [new CognitoUserAttribute({ Name: 'email', Value: w.email })], null)
      .then((result) => result.userConfirmed),
    confirm: () => promised(user, 'confirmRegistration', w.code, true),
    signIn: () => new Promise((resolve, reject) => user.authenticateUser(
      new AuthenticationDetails({ Username: w.name, Password: w.password }),
      { onSuccess: (session) => resolve(session.getIdToken().getJwtToken()),
        onFailure: (error) =>
          reject(new Error(`${error.code}: ${error.message}`)) })),
    // Another visit: what the browser has kept is enough.
    people: async () => {
      const session = await promised(users.getCurrentUser(), 'getSession');
      const answer = await fetch(`${w.api}/users`, { headers: {
        Authorization: session.getIdToken().getJwtToken() } });
      return [answer.status, await answer.json()];
    },
    signOut: async () => {
      const current = users.getCurrentUser();
      const session = await promised(current, 'getSession');
      await new Promise((resolve, reject) =>
        current.signOut((error) => error ? reject(error) : resolve()));
      const answer = await fetch(`${w.api}/users`, { headers: {
        Authorization: session.getIdToken().getJwtToken() } });
      return answer.status;
    },
  };
  return steps[w.step]();
}, { settings, what: { ...what, api: `${chinwag.url}/api` } });

test('a page of another origin signs people up, in and out', async () => {
  const page = await browser.newPage();
  await page.goto(origin);
  const name = freshName('Course');
  const who = { name, email: `${name.toLowerCase()}@example.org`,
    password: PASSWORD };
  await chinwag.addUser('bob', 'bob@example.org', PASSWORD);
  assert.equal(await inPage(page, { ...who, step: 'signUp' }), false);
  await assert.rejects(inPage(page, { ...who, step: 'confirm', code: '1' }),
    /CodeMismatchException: Invalid verification code provided/);
  const code = await codeOf(chinwag, who.email);
  assert.equal(await inPage(page, { ...who, step: 'confirm', code }),
    'SUCCESS');
  await assert.rejects(inPage(page, { ...who, step: 'signIn',
    password: 'not the password' }),
  /NotAuthorizedException: Incorrect username or password\./);
  assert.match(await inPage(page, { ...who, step: 'signIn' }), /^ey/);
  await page.reload();
  assert.deepEqual(await inPage(page, { ...who, step: 'people' }),
    [200, ['bob']]);
  assert.equal(await inPage(page, { ...who, step: 'signOut' }), 401);
});

test('a page of an origin that is not allowed gets nothing', async () => {
  const page = await browser.newPage();
  await page.goto(origin.replace('127.0.0.1', 'localhost'));
  await assert.rejects(inPage(page, { name: 'bob', password: PASSWORD,
    step: 'signIn' }), /NetworkError|Network error/);
});

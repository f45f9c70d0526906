// People and their accounts: signing in by more than a password, a forgotten
// one, and the settings; with the real mails, and an app of the test's own.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, test } from 'node:test';
import { codeOf, freshName, PASSWORD, people, person, signIn }
  from '../api/lib/actors.mjs';
import { install, show } from '../api/lib/app.mjs';
import { is } from '../api/lib/expect.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch, PHONE, visit } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const chinwag = await suite();
const browser = await launch();
after(() => browser.close());

const OTHER = 'tractor papyrus lamp';

const fill = ({ page }, label, text) =>
  page.getByLabel(label, { exact: true }).fill(text);

const typePassword = async (visitor, password = PASSWORD) => {
  await fill(visitor, 'Name or mail address', visitor.name);
  await fill(visitor, 'Password', password);
  await visitor.button('Sign in').click();
};

const step = ({ page }, kind) => page.locator(`[data-step="${kind}"]`)
  .waitFor();

const note = ({ page }) => page.locator('[data-note]').textContent();

// By the menu, as people go there.
async function toSettings(visitor, section) {
  const { page } = visitor;
  await page.locator('[data-action="account"]').click();
  await page.locator('[data-action="settings"]').click();
  await page.locator('[data-settings="profile"] form').waitFor();
  if (section)
    await page.locator(`[data-section="${section}"]`).click();
  await page.locator(`[data-settings="${section ?? 'profile'}"]`).waitFor();
}

const change = (visitor, name) =>
  visitor.page.locator(`[data-doing="${name}"]`).click();

const isOn = ({ page }, factor, on = true) =>
  page.locator(`[data-factor="${factor}"][data-on="${on}"]`).waitFor();

const wrong = (code) => code === '000000' ? '000001' : '000000';

test('an app is set up by its key, asked for, and turned off', async () => {
  const anna = await person(chinwag);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  const { page } = visitor;
  await toSettings(visitor, 'factors');
  await isOn(visitor, 'app', false);
  await visitor.shoot('account-factors');
  await change(visitor, 'app');
  await fill(visitor, 'Your password', 'not my password');
  await visitor.button('Go on').click();
  await page.getByText('This is not your password.').first().waitFor();
  await fill(visitor, 'Your password', PASSWORD);
  await visitor.button('Go on').click();
  await page.locator('[data-qr] path').waitFor();
  const secret = await page.locator('[data-key]').getAttribute('data-key');
  assert.equal((await page.locator('[data-key]').textContent())
    .replaceAll(' ', ''), secret);
  await visitor.shoot('account-qr');
  await fill(visitor, 'Code', wrong(show(secret)));
  await visitor.button('Turn on').click();
  await page.locator('[data-error]').waitFor();
  await fill(visitor, 'Code', show(secret));
  await visitor.button('Turn on').click();
  await page.locator('[data-codes] li').first().waitFor();
  const codes = await page.locator('[data-codes] li').allTextContents();
  assert.equal(codes.length, 10);
  await visitor.shoot('account-codes');
  await page.locator('[data-kept]').click();
  await isOn(visitor, 'app');
  assert.equal(await page.locator('[data-codes]').count(), 0);

  await visitor.signOut();
  await typePassword(visitor);
  await step(visitor, 'app');
  await visitor.shoot('account-step-app');
  await fill(visitor, 'Code', wrong(show(secret)));
  await visitor.button('Go on').click();
  await page.locator('[data-error]').waitFor();
  // That of now is used up; an app whose clock is ahead shows the next.
  await fill(visitor, 'Code', show(secret, 1));
  await visitor.button('Go on').click();
  await visitor.live();

  // The app is not at hand.
  await visitor.signOut();
  await typePassword(visitor);
  await step(visitor, 'app');
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await step(visitor, 'recovery');
  await fill(visitor, 'Recovery code', codes[3]);
  await visitor.button('Go on').click();
  await visitor.live();

  await toSettings(visitor, 'factors');
  await page.getByText('9 codes left').waitFor();
  await change(visitor, 'codes');
  await fill(visitor, 'Your password', PASSWORD);
  await visitor.button('Make new codes').click();
  await page.locator('[data-codes] li').first().waitFor();
  const fresh = await page.locator('[data-codes] li').allTextContents();
  assert.ok(!fresh.includes(codes[0]));
  await page.locator('[data-kept]').click();
  await change(visitor, 'app-off');
  await fill(visitor, 'Your password', PASSWORD);
  await visitor.button('Turn off').click();
  await isOn(visitor, 'app', false);
  assert.equal(await note(visitor), 'The app is off.');
  await visitor.signOut();
  await visitor.signIn();
  await visitor.close();
});

test('the picture says what the key says', async () => {
  const anna = await person(chinwag);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  await toSettings(visitor, 'factors');
  await change(visitor, 'app');
  await fill(visitor, 'Your password', PASSWORD);
  await visitor.button('Go on').click();
  const { page } = visitor;
  const path = await page.locator('[data-qr] path').getAttribute('d');
  const uri = await page.getByRole('link', { name: 'Open in an app' })
    .getAttribute('href');
  const secret = await page.locator('[data-key]').getAttribute('data-key');
  assert.equal(new URL(uri).searchParams.get('secret'), secret);
  const { generate } = await import('lean-qr');
  const code = generate(uri);
  let dark = 0;
  for (let y = 0; y < code.size; y += 1)
    for (let x = 0; x < code.size; x += 1)
      dark += code.get(x, y);
  const drawn = [...path.matchAll(/h(\d+)v1/g)].reduce((sum, [, width]) =>
    sum + Number(width), 0);
  assert.equal(drawn, dark);
  await visitor.close();
});

test('codes by mail: turned on, asked for, sent again', async () => {
  const anna = await person(chinwag);
  const visitor = await Visitor.enter(browser, chinwag, anna.name,
    { viewport: PHONE });
  const { page } = visitor;
  await toSettings(visitor, 'factors');
  await change(visitor, 'mail-on');
  await fill(visitor, 'Your password', PASSWORD);
  await visitor.button('Turn on').click();
  await isOn(visitor, 'mail');
  await visitor.page.goto('/#/');
  await visitor.signOut();
  await typePassword(visitor);
  await step(visitor, 'mail');
  const first = await codeOf(chinwag, anna.email);
  await visitor.shoot('account-step-mail');
  await visitor.button('Send another code').click();
  assert.equal(await note(visitor), 'A code is on its way.');
  const second = await codeOf(chinwag, anna.email, 1);
  if (first !== second) {
    await fill(visitor, 'Code', first);
    await visitor.button('Go on').click();
    await page.locator('[data-error]').waitFor();
  }
  await fill(visitor, 'Code', second);
  await visitor.button('Go on').click();
  await visitor.live();
  await visitor.close();
});

test('a step that came to its end leads back to the password', async () => {
  const anna = await person(chinwag);
  const { secret } = await install(anna);
  const visitor = await Visitor.arrive(browser, chinwag, anna.name);
  const { page } = visitor;
  await visitor.screen('sign-in');
  await page.goto('/#/settings/devices');
  await page.waitForURL(/sign-in\?to=/);
  await typePassword(visitor);
  await step(visitor, 'app');
  // The page opened anew knows of no step.
  await page.reload();
  await visitor.screen('sign-in');
  await typePassword(visitor);
  await step(visitor, 'app');
  await fill(visitor, 'Code', show(secret));
  await visitor.button('Go on').click();
  // And then one is where one wanted to go.
  await page.locator('[data-settings="devices"]').waitFor();
  await visitor.close();
});

// The browser has an address before it tells the page, which may hear who is
// here in between.
test('an address opened in the middle of it all is not lost', async () => {
  const { context, page, close } = await visit(browser, chinwag.url);
  await context.addInitScript(() => {
    const listen = window.addEventListener;
    window.addEventListener = (type, heard) => listen.call(window, type,
      type === 'hashchange' ? () => { window.hear = heard; } : heard);
  });
  let answer;
  const asked = new Promise((resolve) => {
    page.route('**/api/session', (route) => {
      answer = () => route.continue();
      resolve();
    });
  });
  await page.goto('/');
  await asked;
  await page.evaluate(() => { location.hash = '#/settings/devices'; });
  await page.waitForFunction(() => window.hear);
  const told = page.waitForResponse('**/api/session');
  await answer();
  assert.equal((await told).status(), 401);
  await page.waitForTimeout(300);
  await page.evaluate(() => window.hear());
  await page.locator('main[data-screen="sign-in"]').waitFor();
  assert.equal(new URL(page.url()).hash,
    '#/sign-in?to=%2Fsettings%2Fdevices');
  await close();
});

test('a forgotten password: a code by mail, and a new one', async () => {
  const anna = await person(chinwag);
  const visitor = await Visitor.arrive(browser, chinwag, anna.name);
  const { page } = visitor;
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await visitor.screen('forgot');
  await visitor.shoot('account-forgot');
  await fill(visitor, 'Name or mail address', anna.email);
  await visitor.button('Send me a code').click();
  await visitor.screen('reset');
  const code = await codeOf(chinwag, anna.email);
  await fill(visitor, 'Code', wrong(code));
  await fill(visitor, 'New password', OTHER);
  await visitor.button('Set password').click();
  await page.locator('[data-error]').waitFor();
  await fill(visitor, 'Code', code);
  await visitor.shoot('account-reset');
  await visitor.button('Set password').click();
  await visitor.screen('sign-in');
  await page.locator('[data-note]').waitFor();
  await typePassword(visitor, OTHER);
  await visitor.live();
  await visitor.close();
});

test('another password: this device stays, others go', async () => {
  const anna = await person(chinwag);
  const [here, there] = [
    await Visitor.enter(browser, chinwag, anna.name),
    await Visitor.enter(browser, chinwag, anna.name)];
  await toSettings(here, 'password');
  await fill(here, 'Current password', 'wrong');
  await fill(here, 'New password', OTHER);
  await here.button('Change password').click();
  await here.page.getByText('This is not your password.').first().waitFor();
  await here.shoot('account-password');
  await fill(here, 'Current password', PASSWORD);
  await here.button('Change password').click();
  await here.page.locator('[data-note]').waitFor();
  await there.page.reload();
  await there.screen('sign-in');
  await here.page.reload();
  await here.live();
  is(await (await signIn(chinwag, { name: anna.name, password: OTHER }))
    .get('/me'), 200);
  await here.close();
  await there.close();
});

test('another mail address, once its code is there', async () => {
  const anna = await person(chinwag);
  const next = `next-${anna.email}`;
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  const { page } = visitor;
  await toSettings(visitor, 'mail');
  await fill(visitor, 'New mail address', next);
  await fill(visitor, 'Your password', PASSWORD);
  await visitor.button('Send a code there').click();
  await page.getByText(`We sent a code to ${next}.`).waitFor();
  const code = await codeOf(chinwag, next);
  await fill(visitor, 'Code', wrong(code));
  await visitor.button('Confirm').click();
  await page.locator('[data-error]').waitFor();
  await fill(visitor, 'Code', code);
  await visitor.shoot('account-mail');
  await visitor.button('Confirm').click();
  assert.match(await note(visitor), /is changed/);
  await page.getByRole('link', { name: 'Done' }).click();
  assert.equal(await page.locator('[data-mail]').textContent(), next);
  await page.locator('[data-action="account"]').click();
  await page.locator('[data-menu-box]').getByText(next).waitFor();
  await visitor.close();
});

test('a profile is kept, and taken back', async () => {
  const anna = await person(chinwag);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  const { page } = visitor;
  await toSettings(visitor);
  await fill(visitor, 'Display name', 'Anna Arnold');
  await page.getByLabel('Language').selectOption('de');
  await page.getByLabel('Time zone').selectOption('Europe/Vienna');
  await visitor.button('Save').click();
  assert.equal(await note(visitor), 'Saved.');
  await visitor.shoot('account-profile');
  assert.deepEqual(is(await anna.get('/me'), 200).json.attributes,
    { name: 'Anna Arnold', locale: 'de', zoneinfo: 'Europe/Vienna' });
  await page.reload();
  await eventually('the form shows it', async () =>
    await page.getByLabel('Display name').inputValue() === 'Anna Arnold' &&
    await page.getByLabel('Language').inputValue() === 'de');
  await fill(visitor, 'Display name', '');
  await page.getByLabel('Language').selectOption('');
  await visitor.button('Save').click();
  await eventually('it is taken back', async () => JSON.stringify(
    (await anna.get('/me')).json.attributes) ===
    '{"zoneinfo":"Europe/Vienna"}');
  await visitor.close();
});

test('an answer that comes late does not bring back what was', async () => {
  const anna = await person(chinwag);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  const { page } = visitor;
  await toSettings(visitor);
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  let held = 0;
  await page.route('**/api/me', async (route) => {
    if (route.request().method() !== 'GET')
      return route.continue();
    const response = await route.fetch();
    held += 1;
    await released;
    return route.fulfill({ response });
  });
  for (const section of ['devices', 'profile'])
    await page.locator(`[data-section="${section}"]`).click();
  await eventually('two answers are held', () => held === 2);
  await fill(visitor, 'Display name', 'Anna Arnold');
  await visitor.button('Save').click();
  assert.equal(await note(visitor), 'Saved.');
  let came = 0;
  page.on('requestfinished', (request) => {
    came += request.method() === 'GET' && request.url().endsWith('/api/me');
  });
  release();
  await eventually('they have come', () => came === 2);
  // What they would change would be drawn by then.
  await page.evaluate(() => new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.equal(await page.getByLabel('Display name').inputValue(),
    'Anna Arnold');
  await visitor.close();
});

test('devices are listed, and signed out from afar', async () => {
  const anna = await person(chinwag);
  const [here, there] = [
    await Visitor.enter(browser, chinwag, anna.name),
    await Visitor.enter(browser, chinwag, anna.name, { viewport: PHONE,
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ' +
        'AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1' })];
  const { page } = here;
  await toSettings(here, 'devices');
  const phone = page.locator('[data-session]',
    { hasText: 'Safari on iPhone' });
  await phone.waitFor();
  await here.shoot('account-devices');
  assert.equal(await page.locator('[data-current="true"]').count(), 1);
  await phone.getByRole('button').click();
  await phone.waitFor({ state: 'detached' });
  assert.equal(await note(here), 'Signed out there.');
  // The focus is not lost.
  await page.waitForFunction(() => document.activeElement !== document.body);
  await there.page.reload();
  await there.screen('sign-in');
  await page.locator('.settings [data-action="sign-out-everywhere"]').click();
  await here.screen('sign-in');
  is(await anna.get('/me'), 401);
  await here.close();
  await there.close();
});

test('who goes takes their data along, and may come back', async () => {
  const [anna, bob] = await people(chinwag, 'anna', 'bob');
  const id = await anna.converse(bob);
  await anna.say(id, 'Mine to keep');
  await anna.put('/me/datasets/settings', { value: '{"theme":"dark"}' });
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  const { page } = visitor;
  await toSettings(visitor, 'data');
  // More than a page of it, as far as the site can tell.
  const pages = [];
  await page.route('**/api/me/export*', async (route) => {
    pages.push(new URL(route.request().url()).search);
    const response = await route.fetch();
    const json = await response.json();
    return route.fulfill({ response, json:
      { ...json, more: pages.length === 1 } });
  });
  const [download] = await Promise.all([page.waitForEvent('download'),
    page.locator('[data-action="export"]').click()]);
  const text = fs.readFileSync(await download.path(), 'utf8');
  const { account, messages, datasets } = JSON.parse(text);
  assert.equal(account.email, anna.email);
  assert.deepEqual(messages.map(({ message }) => message), ['Mine to keep']);
  assert.equal(datasets[0].value, '{"theme":"dark"}');
  assert.deepEqual(pages, ['',
    `?conversation=${id}&time=${messages[0].time}`]);
  await change(visitor, 'delete');
  const name = page.locator('#removal-username');
  await name.fill('somebody else');
  await visitor.button('Delete my account').click();
  await page.locator('[data-error]').waitFor();
  await name.fill(anna.name);
  await visitor.button('Delete my account').click();
  await visitor.screen('sign-in');
  assert.match(await note(visitor), /will be deleted/);
  is(await anna.get('/me'), 401);
  await visitor.signIn();
  is(await (await signIn(chinwag, { name: anna.name })).get('/me'), 200);
  await visitor.close();
});

test('the first letter is in the language of the browser', async () => {
  const name = freshName('lena');
  const visitor = await Visitor.arrive(browser, chinwag, name,
    { locale: 'de-AT' });
  await visitor.signUp(`${name}@example.org`);
  assert.match(await chinwag.mailTo(`${name}@example.org`),
    /^Content-Language: de\b/m);
  await visitor.close();
});

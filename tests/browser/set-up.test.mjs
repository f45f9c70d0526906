// Where a second factor is required, and somebody has none: the way in leads
// past setting one up.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { codeOf, freshName, PASSWORD } from '../api/lib/actors.mjs';
import { show } from '../api/lib/app.mjs';
import { suite } from '../api/lib/suite.mjs';
import { DESKTOP, launch, PHONE } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url)
  .resolve('axe-core/axe.min.js'), 'utf8');

const chinwag = await suite({ conf: { mfa: 'required' } });
const browser = await launch();
after(() => browser.close());

const step = ({ page }, kind) => page.locator(`[data-step="${kind}"]`)
  .waitFor();
const fill = ({ page }, label, text) =>
  page.getByLabel(label, { exact: true }).fill(text);
const wrong = (code) => code === '000000' ? '000001' : '000000';

// Nothing that axe knows of is wrong, and nothing is wider than the screen.
async function judge(visitor, name) {
  const { page } = visitor;
  await visitor.shoot(`set-up-${name}`);
  await page.evaluate(axe);
  assert.deepEqual(await page.evaluate(async () =>
    (await window.axe.run(document, { resultTypes: ['violations'] }))
      .violations.map(({ id }) => id)), [], name);
  assert.ok(await page.evaluate(() =>
    document.documentElement.scrollWidth <= window.innerWidth), name);
}

async function arrive(options) {
  const name = freshName('Anna');
  const email = `${name.toLowerCase()}@example.org`;
  await chinwag.addUser(name, email, PASSWORD);
  const visitor = await Visitor.arrive(browser, chinwag, name, options);
  visitor.email = email;
  await visitor.page.goto('/#/settings/factors');
  await visitor.page.waitForURL(/sign-in\?to=/);
  return visitor;
}

async function typePassword(visitor) {
  await fill(visitor, 'Name or mail address', visitor.name);
  await fill(visitor, 'Password', PASSWORD);
  await visitor.button('Sign in').click();
}

for (const [what, options] of Object.entries({
  'on a phone': { viewport: PHONE },
  'on a wide screen, in the dark': { viewport: DESKTOP, colorScheme: 'dark' },
}))
  test(`an app is set up on the way in, ${what}`, async () => {
    const visitor = await arrive(options);
    const { page } = visitor;
    const mark = what.replace(/\W+/g, '-');
    await typePassword(visitor);
    await step(visitor, 'set-up');
    await judge(visitor, `choice-${mark}`);
    await page.locator('[data-doing="app"]').click();
    await step(visitor, 'new-app');
    await page.locator('[data-qr] path').waitFor();
    // Another way, and back: the key is another then.
    const first = await page.locator('[data-key]').getAttribute('data-key');
    await page.getByRole('link', { name: 'Choose another way' }).click();
    await step(visitor, 'set-up');
    await page.locator('[data-doing="app"]').click();
    await step(visitor, 'new-app');
    await page.locator('[data-qr] path').waitFor();
    const secret = await page.locator('[data-key]').getAttribute('data-key');
    assert.notEqual(secret, first);
    await judge(visitor, `app-${mark}`);
    await fill(visitor, 'Code', wrong(show(secret)));
    await visitor.button('Go on').click();
    await page.locator('[data-error]').waitFor();
    await fill(visitor, 'Code', show(secret));
    await visitor.button('Go on').click();
    await step(visitor, 'codes');
    assert.equal(await page.locator('[data-codes] li').count(), 10);
    await judge(visitor, `codes-${mark}`);
    await page.locator('[data-kept]').click();
    // One is where one wanted to go, and the last factor has no button.
    await page.locator('[data-factor="app"][data-on="true"]').waitFor();
    assert.equal(await page.locator('[data-doing="app-off"]').count(), 0);
    assert.equal(await page.locator('[data-doing="mail-on"]').count(), 1);
    await page.goto('/#/');
    await visitor.signOut();
    await typePassword(visitor);
    await step(visitor, 'app');
    // That of now is used up; an app whose clock is ahead shows the next.
    await fill(visitor, 'Code', show(secret, 1));
    await visitor.button('Go on').click();
    await visitor.live();
    await visitor.close();
  });

test('codes by mail are the other way', async () => {
  const visitor = await arrive({ viewport: PHONE });
  const { page } = visitor;
  await typePassword(visitor);
  await step(visitor, 'set-up');
  await page.locator('[data-doing="mail"]').click();
  await step(visitor, 'new-mail');
  const old = await codeOf(chinwag, visitor.email);
  await visitor.button('Send another code').click();
  await page.locator('[data-note]').waitFor();
  const code = await codeOf(chinwag, visitor.email, 1);
  await judge(visitor, 'mail');
  if (old !== code) {
    await fill(visitor, 'Code', old);
    await visitor.button('Go on').click();
    await page.locator('[data-error]').waitFor();
  }
  await fill(visitor, 'Code', code);
  await visitor.button('Go on').click();
  await page.locator('[data-factor="mail"][data-on="true"]').waitFor();
  await visitor.close();
});

test('who gives up starts over, and a page opened anew knows nothing',
  async () => {
    const visitor = await arrive({ viewport: PHONE });
    const { page } = visitor;
    await typePassword(visitor);
    await step(visitor, 'set-up');
    await page.locator('[data-doing="app"]').click();
    await step(visitor, 'new-app');
    await page.getByRole('link', { name: 'Start over' }).click();
    await visitor.screen('sign-in');
    await typePassword(visitor);
    await step(visitor, 'set-up');
    await page.reload();
    await visitor.screen('sign-in');
    await visitor.close();
  });

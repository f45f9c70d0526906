// Everything by keyboard alone.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PASSWORD, person } from '../api/lib/actors.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch } from './lib/browser.mjs';
import { tabTo, Visitor } from './lib/visitor.mjs';

const chinwag = await suite();
const browser = await launch();
after(() => browser.close());

test('from signing in to signing out without a mouse', async () => {
  const [anna, bob, cleo] = [await person(chinwag), await person(chinwag),
    await person(chinwag)];
  const visitor = await Visitor.arrive(browser, chinwag, anna.name);
  const { page } = visitor;
  const press = (key) => page.keyboard.press(key);
  await visitor.screen('sign-in');

  await tabTo(page, '#sign-in-username');
  await page.keyboard.type(anna.name);
  await tabTo(page, '#sign-in-password');
  await page.keyboard.type(PASSWORD);
  await press('Enter');
  await visitor.live();

  await tabTo(page, 'a[href="#/people"]');
  await press('Enter');
  await page.locator(`[data-person="${bob.name}"]`).waitFor();
  await tabTo(page, `[data-person="${bob.name}"]`);
  await press('Enter');
  const id = await visitor.ready();
  await tabTo(page, '[data-composer]');
  await page.keyboard.type('By keyboard');
  await press('Enter');
  await visitor.sees('By keyboard');
  await bob.say(id, 'Heard you');
  await visitor.sees('Heard you');

  // Into the messages, mark one unread, and back to writing.
  await tabTo(page, '[data-log]', { back: true });
  await press('End');
  await page.waitForFunction(() => document.activeElement
    .querySelector('[data-text]')?.textContent === 'Heard you');
  await press('u');
  await visitor.badgeIs(id, 1);
  await press('Escape');
  await tabTo(page, '[data-composer]');

  // Another conversation by the switcher.
  await press('Control+k');
  await page.locator('[data-switcher]').waitFor();
  await page.keyboard.type(cleo.name);
  await page.locator(`[data-choice="${cleo.name}"][aria-selected="true"]`)
    .waitFor();
  await press('Enter');
  await page.locator('[data-dialog]').waitFor({ state: 'detached' });
  assert.notEqual(await visitor.ready(), id);

  await tabTo(page, '[data-action="leave"]', { back: true });
  await press('Enter');
  await page.locator('[data-dialog="leave"]').waitFor();
  await press('Escape');
  await page.locator('[data-dialog="leave"]').waitFor({ state: 'detached' });
  // The focus comes back.
  await page.waitForFunction(() =>
    document.activeElement.matches('[data-action="leave"]'));

  await tabTo(page, '[data-action="account"]', { back: true });
  await press('Enter');
  await page.locator('[data-menu="account"]').waitFor();
  for (let i = 0; i < 12 && !await page.evaluate(() =>
    document.activeElement.matches('[data-action="sign-out"]')); i += 1)
    await press('ArrowDown');
  await press('Enter');
  await visitor.screen('sign-in');
  await visitor.close();
});

test('what is marked unread while a read mark is on its way stays so',
  async () => {
    const [anna, bob] = [await person(chinwag), await person(chinwag)];
    const id = await anna.converse(bob);
    const visitor = await Visitor.enter(browser, chinwag, anna.name);
    const { page } = visitor;
    await visitor.open(id);
    let [marks, answers] = [0, 0];
    page.on('response', (answer) => {
      answers += answer.url().endsWith('/read') ? 1 : 0;
    });
    await page.route('**/read', async (route) => {
      if ((marks += 1) === 1)
        await page.waitForTimeout(1000);
      await route.continue();
    });
    await bob.say(id, 'Did you see it?');
    await visitor.sees('Did you see it?');
    await eventually('it is being told', () => marks === 1);
    await visitor.message('Did you see it?').focus();
    await page.keyboard.press('u');
    await eventually('both are told', () => answers === 2);
    assert.equal((await anna.conversation(id)).unread, 1);
    await visitor.badgeIs(id, 1);
    await visitor.close();
  });

test('the switcher stays until who was chosen is there', async () => {
  const [anna, bob, cleo] = [await person(chinwag), await person(chinwag),
    await person(chinwag)];
  const old = await anna.converse(bob);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  const { page } = visitor;
  await visitor.open(old);

  let answer;
  const held = new Promise((resolve) => {
    answer = resolve;
  });
  let asked = 0;
  await page.route('**/api/conversations', async (route) => {
    if (route.request().method() !== 'POST')
      return route.fallback();
    asked += 1;
    if (asked === 1)
      return route.abort();
    await held;
    return route.fallback();
  });
  await page.keyboard.press('Control+k');
  await page.locator('[data-switcher]').fill(cleo.name);
  await page.locator(`[data-choice="${cleo.name}"][aria-selected="true"]`)
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-dialog="switcher"] [role="alert"]').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-dialog="switcher"] [aria-busy="true"]').waitFor();
  await page.keyboard.type('for Cleo alone');
  await page.keyboard.press('Enter');
  answer();
  await page.locator('[data-dialog]').waitFor({ state: 'detached' });
  assert.notEqual(await visitor.ready(), old);
  assert.equal(asked, 2);
  assert.deepEqual((await bob.messages(old)).messages, []);
  await visitor.close();
});

test('focus is always to be seen', async () => {
  const anna = await person(chinwag);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  const { page } = visitor;
  const seen = new Set();
  for (let i = 0; i < 25; i += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body)
        return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return { what: element.outerHTML.slice(0, 100),
        isSeen: style.outlineStyle !== 'none' || style.boxShadow !== 'none' ||
          element.matches('input, textarea'),
        isThere: box.width > 0 && box.height > 0 };
    });
    if (!focus)
      continue;
    seen.add(focus.what);
    assert.ok(focus.isSeen && focus.isThere, focus.what);
  }
  assert.ok(seen.size > 3);
  await visitor.close();
});

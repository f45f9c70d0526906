// Every screen, on a phone and a wide screen, light and dark: axe-core finds
// nothing.  The pictures are kept.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newcomer, PASSWORD, person } from '../api/lib/actors.mjs';
import { install } from '../api/lib/app.mjs';
import { suite } from '../api/lib/suite.mjs';
import { bringAxe, judge, violations } from './lib/axe.mjs';
import { DESKTOP, launch, PHONE } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const chinwag = await suite();
const browser = await launch();
after(() => browser.close());

const anna = await person(chinwag, 'Anna');
const [bob, cleo, omar] = [await person(chinwag, 'bob'),
  await person(chinwag, 'Cleo'), await person(chinwag, 'omar.k')];
const lonely = await person(chinwag, 'lonely');
const guarded = await person(chinwag, 'guarded');
const { codes: kept } = await install(guarded);
const unconfirmed = await newcomer(chinwag, 'zoe');
const pair = await anna.converse(bob);
for (let i = 0; i < 12; i += 1)
  await (i % 3 ? bob : anna).say(pair, ['Did the parcel arrive?',
    'Yes, just now. The box is bigger than the cat.', '\u{1f44d}',
    'See https://example.org/gutters?x=1&y=2 for the clips, it explains ' +
    'them better than I could, with pictures and all that.'][i % 4]);
const group = await cleo.converse(anna, bob, omar);
for (const [who, text] of [[cleo, 'Who brings the salad?'],
  [omar, 'I can, and bread too.'], [cleo, '\u05e9\u05dc\u05d5\u05dd'],
  [bob, 'x'.repeat(200)],
  [anna, 'line one\nline two']])
  await who.say(group, text);
await omar.converse(anna);
// Written on two devices at once: one text is offered.
await anna.put(`/me/datasets/draft.${group}`, { value: JSON.stringify({
  text: 'I could bring', others: ['Plates, glasses and the blanket?'] }) });

const key = (keys) => async ({ page }) => page.keyboard.press(keys);
const action = (name) => async ({ page }) =>
  page.locator(`[data-action="${name}"]`).first().click();

// A section of the settings, and what it shows when it is there.
const section = (name, shown) => async ({ page }) => {
  await page.locator(`[data-section="${name}"]`).click();
  await page.locator(shown).waitFor();
};

async function closeDialog(page) {
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
}

// In order; each is reached from the one before.
const outside = {
  'sign-in': async ({ page }) => page.goto('/#/sign-in'),
  'sign-in-wrong': async ({ page }) => {
    await page.getByLabel('Name or mail address').fill('nobody');
    await page.getByLabel('Password', { exact: true }).fill('wrong password');
    await action('submit')({ page });
    await page.locator('[data-error]').waitFor();
  },
  'forgot': async ({ page }) => {
    await page.goto('/#/forgot');
    await page.locator('main[data-screen="forgot"]').waitFor();
  },
  'reset': async ({ page }) => {
    await page.goto('/#/reset/somebody');
    await page.locator('main[data-screen="reset"]').waitFor();
    await action('submit')({ page });
    await page.locator('[data-error]').waitFor();
  },
  'step-app': async ({ page }) => {
    await page.goto('/#/sign-in');
    await page.locator('main[data-screen="sign-in"]').waitFor();
    await page.getByLabel('Name or mail address').fill(guarded.name);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await action('submit')({ page });
    await page.locator('[data-step="app"]').waitFor();
  },
  'step-recovery': async ({ page }) => {
    await page.getByRole('link', { name: 'Use a recovery code' }).click();
    await page.locator('[data-step="recovery"]').waitFor();
    await action('submit')({ page });
    await page.locator('[data-error]').waitFor();
  },
  'sign-up': async ({ page }) => {
    await page.goto('/#/sign-up');
    await page.locator('main[data-screen="sign-up"]').waitFor();
  },
  'sign-up-wrong': async ({ page }) => {
    await page.getByLabel('Name', { exact: true }).fill('x');
    await action('submit')({ page });
    await page.locator('[data-error]').waitFor();
  },
  'confirm': async ({ page }) => {
    await page.goto(`/#/confirm/${unconfirmed.name}`);
    await page.locator('main[data-screen="confirm"]').waitFor();
  },
  'confirm-wrong': async ({ page }) => {
    await page.getByLabel('Code', { exact: true }).fill('12');
    await action('submit')({ page });
    await page.locator('[data-error]').waitFor();
  },
};

const inside = {
  'list': async ({ page }) => page.goto('/#/'),
  'talk': async (visitor) => {
    await visitor.page.goto(`/#/conversations/${pair}`);
    await visitor.ready();
  },
  'message-menu': async ({ page }) => {
    const message = page.locator('[data-message]').last();
    await message.hover();
    await message.focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-menu="message"]').waitFor();
  },
  'group': async (visitor) => {
    await key('Escape')(visitor);
    await visitor.page.goto(`/#/conversations/${group}`);
    await visitor.page.locator(`[data-log="${group}"][data-ready="true"]`)
      .waitFor();
    await visitor.page.locator('[data-offer]').waitFor();
  },
  'leave': action('leave'),
  'people': async (visitor) => {
    await key('Escape')(visitor);
    await visitor.page.goto('/#/people');
    await visitor.page.locator('[data-person]').first().waitFor();
  },
  'people-none': async ({ page }) => {
    await page.locator('[data-people-search]').fill('qqq');
    await page.getByText('starts with').waitFor();
  },
  'new': async ({ page }) => {
    await page.goto('/#/new');
    await page.locator('[data-choice="bob"]').check();
    await page.locator('[data-choice="Cleo"]').check();
  },
  'missing': async ({ page }) => page.goto('/#/nowhere'),
  'not-mine': async ({ page }) => {
    await page.goto('/#/conversations/00000000-0000-4000-8000-000000000000');
    await page.getByText('not there, or not yours').waitFor();
  },
  'account-menu': async ({ page }) => {
    await page.goto('/#/');
    await action('account')({ page });
  },
  'settings': async ({ page }) => {
    await action('settings')({ page });
    await page.locator('[data-settings="profile"] form').waitFor();
  },
  'settings-password': section('password', '#password-current'),
  'settings-mail': section('mail', '#mail-email'),
  'settings-mail-wrong': async ({ page }) => {
    await action('submit')({ page });
    await page.locator('[data-error]').waitFor();
  },
  'settings-factors': section('factors', '[data-factor="app"]'),
  'settings-devices': section('devices', '[data-current="true"]'),
  'settings-data': section('data', '[data-doing="delete"]'),
  'settings-delete': async ({ page }) => {
    await page.locator('[data-doing="delete"]').click();
    await page.locator('#removal-username').fill('somebody else');
    await action('submit')({ page });
    await page.locator('[data-error]').waitFor();
  },
  'settings-app': async ({ page }) => {
    await page.goto('/#/settings/factors/app');
    await page.getByLabel('Your password').fill(PASSWORD);
    await action('submit')({ page });
    await page.locator('[data-qr]').waitFor();
  },
  'shortcuts': async (visitor) => {
    await visitor.page.goto('/#/');
    await action('account')(visitor);
    await action('shortcuts')(visitor);
  },
  'connection': async ({ page }) => {
    await closeDialog(page);
    await action('account')({ page });
    await action('connection')({ page });
  },
  'switcher': async ({ page }) => {
    await closeDialog(page);
    await page.keyboard.press('Control+k');
    await page.locator('[data-switcher]').fill('o');
  },
  'api': async ({ page }) => {
    await page.goto('/api/');
    await page.getByText('/conversations', { exact: false }).first().waitFor();
  },
};

// Each screen in both lights.
async function walk(visitor, screens, label) {
  const { page } = visitor;
  for (const [name, go] of Object.entries(screens)) {
    await go(visitor);
    await page.waitForTimeout(300);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await visitor.shoot(`screen-${label}-${colorScheme}-${name}`);
      await judge(page, `${label} ${colorScheme} ${name}`);
    }
  }
}

for (const [size, viewport] of [['desktop', DESKTOP], ['phone', PHONE]])
  test(`${size}, light and dark`, async () => {
    const visitor = await Visitor.arrive(browser, chinwag, anna.name,
      { viewport });
    await bringAxe(visitor);
    await visitor.page.reload();
    await walk(visitor, outside, size);
    await visitor.page.goto('/#/sign-in');
    await visitor.signIn();
    await walk(visitor, inside, size);
    await visitor.close();

    const alone = await Visitor.enter(browser, chinwag, lonely.name,
      { viewport });
    await bringAxe(alone);
    await alone.page.reload();
    await alone.live();
    await walk(alone, { empty: async () => {} }, size);
    await alone.close();
  });

// Which only who has an app sees; on a phone, where it is narrow.
test('signed in by a recovery code, to make new ones', async () => {
  const visitor = await Visitor.arrive(browser, chinwag, guarded.name,
    { viewport: PHONE });
  const { page } = visitor;
  await bringAxe(visitor);
  await page.reload();
  await outside['step-app'](visitor);
  await outside['step-recovery'](visitor);
  await page.getByLabel('Recovery code').fill(kept[0]);
  await action('submit')(visitor);
  await visitor.live();
  await walk(visitor, {
    'factors': async () => {
      await page.goto('/#/settings/factors');
      await page.locator('[data-factor="codes"]').waitFor();
    },
    'app-off': async () => {
      await page.goto('/#/settings/factors/app-off');
      await page.getByLabel('Your password').waitFor();
    },
    'codes': async () => {
      await page.goto('/#/settings/factors/codes');
      await page.getByLabel('Your password').fill(PASSWORD);
      await action('submit')(visitor);
      await page.locator('[data-codes]').waitFor();
    },
  }, 'guarded');
  await visitor.close();
});

test('the judge sees what is wrong', async () => {
  const visitor = await Visitor.arrive(browser, chinwag, anna.name);
  await bringAxe(visitor);
  await visitor.page.reload();
  await visitor.screen('sign-in');
  await visitor.page.evaluate(() => {
    const image = document.createElement('img');
    image.src = 'img/icon.svg';
    const button = document.createElement('button');
    const words = document.createElement('p');
    words.textContent = 'pale';
    words.style.color = 'light-dark(#cccccc, #444444)';
    words.style.background = 'light-dark(#ffffff, #000000)';
    document.querySelector('main').append(image, button, words);
  });
  const has = (found, rule) => assert.ok(found.some((one) =>
    one.startsWith(rule)), String(found));
  const found = await violations(visitor.page);
  has(found, 'image-alt');
  has(found, 'button-name');
  has(found, 'color-contrast');
  await visitor.page.emulateMedia({ colorScheme: 'dark' });
  has(await violations(visitor.page), 'color-contrast');
  await visitor.close();
});

// Drafts and settings follow a person from device to device.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { person, signIn } from '../api/lib/actors.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch, PHONE } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const chinwag = await suite({ mail: false });
const browser = await launch();
after(() => browser.close());

const DATASETS = /\/api\/me\/datasets/;
const composerOf = ({ page }) => page.locator('[data-composer]');
const themeOf = ({ page }) =>
  page.evaluate(() => document.documentElement.dataset.theme);

async function scene() {
  const [anna, bob] = [await person(chinwag), await person(chinwag)];
  const id = await bob.converse(anna);
  await bob.say(id, 'Tea at four?');
  const stored = async () => {
    const { status, json } = await anna.get(`/me/datasets/draft.${id}`);
    return status === 200 ? JSON.parse(json.value) : null;
  };
  const isStored = (text) => eventually(`the server has ${text}`,
    async () => ((await stored())?.text ?? '') === text);
  return { anna, bob, id, stored, isStored };
}

// Signed in, the conversation open, and all in step.
async function settleIn(visitor, id) {
  const inStep = visitor.page.waitForResponse(DATASETS);
  await visitor.signIn();
  await visitor.open(id);
  await inStep;
}

async function device({ anna, id }, { script, ...options } = {}) {
  const visitor = await Visitor.arrive(browser, chinwag, anna.name, options);
  if (script) {
    await visitor.page.addInitScript(script);
    await visitor.page.reload();
  }
  await settleIn(visitor, id);
  return visitor;
}

// Nobody is writing here any more.
const letGo = (visitor) => composerOf(visitor).blur();

const shows = (visitor, text) => eventually(`the composer has "${text}"`,
  async () => await composerOf(visitor).inputValue() === text);

const offered = (visitor, text) =>
  visitor.page.locator('[data-offer]').getByText(text, { exact: true })
    .waitFor();

const noOffer = (visitor) => visitor.page.locator('[data-offer]')
  .waitFor({ state: 'detached' });

async function chooseDark({ page }) {
  await page.locator('[data-action="account"]').click();
  await page.locator('[data-theme-choice="dark"]').click();
  await page.keyboard.press('Escape');
}

// What the server does not have within three seconds would be lost: the site
// asks, and one stays and tries again.
async function signOutWithAll(visitor) {
  const { page } = visitor;
  const asked = page.locator('[data-dialog="sign-out"]');
  for (;;) {
    await page.locator('[data-action="account"]').click();
    await page.locator('[data-action="sign-out"]').click();
    await page.locator('main[data-screen="sign-in"]').or(asked).first()
      .waitFor();
    if (await asked.count() === 0)
      return;
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
  }
}

const it = await scene();
const laptop = await device(it);
const phone = await device(it, { viewport: PHONE });
// A browser that two people use.
const shared = await scene();
const visitor = await device(shared);

test('a draft is on the other device, and gone from both when it is sent',
  async () => {
    await composerOf(laptop).fill('Half a thought');
    await shows(phone, 'Half a thought');
    await letGo(laptop);
    await composerOf(phone).fill('A whole thought');
    await shows(laptop, 'A whole thought');
    await composerOf(phone).press('Enter');
    await laptop.sees('A whole thought');
    await shows(laptop, '');
    await it.isStored('');
    assert.equal(await composerOf(phone).inputValue(), '');
  });

test('what is being written stays, and the other draft is offered',
  async () => {
    await laptop.context.setOffline(true);
    await composerOf(laptop).fill('From the laptop');
    await composerOf(phone).fill('From the phone');
    await it.isStored('From the phone');
    await letGo(phone);
    await laptop.context.setOffline(false);
    await offered(laptop, 'From the phone');
    assert.equal(await composerOf(laptop).inputValue(), 'From the laptop');
    await offered(phone, 'From the phone');
    await shows(phone, 'From the laptop');
    await laptop.shoot('sync-1-offer');
    await phone.shoot('sync-2-offer-phone');
    await phone.page.locator('[data-action="use-draft"]').click();
    await shows(phone, 'From the phone');
    await offered(phone, 'From the laptop');
    await letGo(laptop);
    await shows(laptop, 'From the phone');
    await phone.page.locator('[data-action="drop-draft"]').click();
    await noOffer(phone);
    await letGo(phone);
    await noOffer(laptop);
    await it.isStored('From the phone');
    assert.deepEqual((await it.stored()).others, []);
  });

test('written offline, it is there when the line is back', async () => {
  await laptop.context.setOffline(true);
  const failed = laptop.page.waitForEvent('requestfailed',
    (request) => DATASETS.test(request.url()));
  await composerOf(laptop).fill('Underground');
  await failed;
  await laptop.context.setOffline(false);
  await it.isStored('Underground');
});

test('a browser that keeps nothing takes part', async () => {
  const guest = await device(it, { script: () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  } });
  await shows(guest, 'Underground');
  await composerOf(guest).fill('From a guest');
  await shows(phone, 'From a guest');
  await guest.close();
});

test('appearance follows, and is there at the first paint', async () => {
  await chooseDark(laptop);
  await eventually('the phone is dark', async () =>
    await themeOf(phone) === 'dark');
  await phone.shoot('sync-3-dark');
  await phone.page.route('**/main.js', (route) => route.abort());
  await phone.page.reload();
  assert.equal(await themeOf(phone), 'dark');
  await phone.close();
});

test('the page is left in the middle of a word', async () => {
  await composerOf(laptop).fill('In the mid');
  await laptop.page.goto('about:blank');
  await it.isStored('In the mid');
  await laptop.close();
});

test('signing out leaves nothing behind, and coming back brings it again',
  async () => {
    const kept = () =>
      visitor.page.evaluate(() => Object.keys(localStorage));
    await chooseDark(visitor);
    await composerOf(visitor).fill('Only mine');
    assert.ok((await kept()).length > 0);
    await signOutWithAll(visitor);
    assert.deepEqual(await kept(), []);
    assert.equal(await themeOf(visitor), undefined);
    visitor.name = shared.bob.name;
    await settleIn(visitor, shared.id);
    assert.equal(await composerOf(visitor).inputValue(), '');
    assert.equal(await themeOf(visitor), undefined);
    await visitor.signOut();
    // Her drafts come when the composer has the focus already: it is not she
    // who typed a moment ago, so nothing is held back.
    visitor.name = shared.anna.name;
    const { page } = visitor;
    let answer;
    const held = new Promise((resolve) => {
      answer = resolve;
    });
    let asked = 0;
    await page.route(DATASETS, async (route) => {
      asked += 1;
      await held;
      return route.fallback();
    });
    await visitor.signIn();
    await visitor.open(shared.id);
    await composerOf(visitor).focus();
    answer();
    await shows(visitor, 'Only mine');
    assert.equal(asked, 1);
    await page.unroute(DATASETS);
    assert.equal(await themeOf(visitor), 'dark');
  });

test('a draft that is too long stays, is not sent, and is not lost unasked',
  async () => {
    const { page } = visitor;
    const writes = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT' && DATASETS.test(request.url()))
        writes.push(request.url());
    });
    await composerOf(visitor).fill('long '.repeat(8000));
    await page.locator('[data-draft-refused]').waitFor();
    assert.deepEqual(writes, []);
    await page.locator('[data-action="account"]').click();
    await page.locator('[data-action="sign-out"]').click();
    await page.locator('[data-dialog="sign-out"]').getByText('1 draft')
      .waitFor();
    await visitor.shoot('sync-4-sign-out');
    await page.locator('[data-action="confirm"]').click();
    await visitor.screen('sign-in');
    await visitor.close();
  });

// Anna's session ends from elsewhere; Bob sits down at her browser.
async function replaced({ anna, bob, id }, visitor) {
  await (await signIn(chinwag, anna)).delete('/sessions');
  await visitor.screen('sign-in');
  visitor.name = bob.name;
  await settleIn(visitor, id);
  return () => visitor.page.evaluate((name) => Object.keys(localStorage)
    .filter((key) => key.split(' ')[1] === name), anna.name);
}

async function back({ anna, id }, visitor) {
  await visitor.signOut();
  visitor.name = anna.name;
  await settleIn(visitor, id);
}

test('whose session ended leaves nothing to the next that the server has',
  async () => {
    const them = await scene();
    const desk = await device(them);
    await composerOf(desk).fill('Only for Bob');
    await letGo(desk);
    await them.isStored('Only for Bob');
    const kept = await replaced(them, desk);
    await eventually('it is gone', async () => (await kept()).length === 0);
    await back(them, desk);
    await shows(desk, 'Only for Bob');
    await desk.close();
  });

test('what the server does not have waits for whose session ended',
  async () => {
    const them = await scene();
    const desk = await device(them);
    await desk.page.route(DATASETS, (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue());
    await composerOf(desk).fill('Nowhere else');
    const kept = await replaced(them, desk);
    assert.ok((await kept()).length > 0);
    await desk.page.unroute(DATASETS);
    const stored = desk.page.waitForResponse((response) => response.ok() &&
      response.request().method() === 'PUT' && DATASETS.test(response.url()));
    await back(them, desk);
    await shows(desk, 'Nowhere else');
    await stored;
    await desk.close();
  });

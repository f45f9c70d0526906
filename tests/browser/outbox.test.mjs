// What is written arrives exactly once, whatever happens on the way.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { person, signIn } from '../api/lib/actors.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const chinwag = await suite();
const browser = await launch();
after(() => browser.close());

const POST = /\/api\/conversations\/[^/]+\/messages$/;

// Anna's page with an open conversation, and Bob at the API.
async function scene() {
  const [anna, bob] = [await person(chinwag), await person(chinwag)];
  const id = await bob.converse(anna);
  await bob.say(id, 'Say something');
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  await visitor.open(id);
  await visitor.sees('Say something');
  const stored = async (text) => (await bob.messages(id, '?limit=200'))
    .messages.filter(({ message }) => message === text).length;
  // Stored once, shown once, and it stays so.
  const arrived = async (text) => {
    await eventually(`${text} is stored`, async () => await stored(text) > 0,
      { withinMs: 60000 });
    await visitor.sees(text);
    await visitor.page.waitForTimeout(500);
    assert.equal(await stored(text), 1, text);
    assert.equal(await visitor.message(text).count(), 1);
  };
  return { visitor, bob, id, stored, arrived, person: anna };
}

// Answers to POSTs as the handler decides, until the result is called.  What
// the handler has in hand then it answers yet: else the browser would go on
// with it, and the handler's answer would be one too many.
async function intercept(visitor, handler) {
  await visitor.context.route(POST, (route) =>
    route.request().method() === 'POST' ? handler(route) : route.continue());
  return () => visitor.context.unrouteAll({ behavior: 'wait' });
}

test('written offline, sent when the line is back', async () => {
  const { visitor, stored, arrived } = await scene();
  await visitor.context.setOffline(true);
  await visitor.page.locator('[data-connection-line] p').waitFor();
  for (const text of ['offline 1', 'offline 2', 'offline 3'])
    await visitor.type(text);
  await visitor.page.locator('[data-state="waiting"]').first().waitFor();
  await visitor.shoot('outbox-1-offline');
  assert.equal(await stored('offline 1'), 0);
  await visitor.context.setOffline(false);
  for (const text of ['offline 1', 'offline 2', 'offline 3'])
    await arrived(text);
  const texts = await visitor.texts();
  assert.deepEqual(texts.slice(-3), ['offline 1', 'offline 2', 'offline 3']);
  await visitor.close();
});

test('the answer is lost: sent again under the same key', async () => {
  const { visitor, arrived } = await scene();
  const keys = [];
  let cuts = 3;
  await intercept(visitor, async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    cuts -= 1;
    if (cuts < 0)
      return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await visitor.type('answer lost');
  await arrived('answer lost');
  assert.ok(keys.length >= 2, 'it was not sent again');
  assert.equal(new Set(keys).size, 1);
  assert.ok(keys[0]);
  await visitor.close();
});

test('the answer is lost and the page reloaded', async () => {
  const { visitor, stored, arrived } = await scene();
  const restore = await intercept(visitor, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await visitor.type('lost, then reloaded');
  await eventually('it is stored', async () =>
    await stored('lost, then reloaded') === 1);
  await restore();
  await visitor.page.reload();
  await visitor.ready();
  await arrived('lost, then reloaded');
  await visitor.close();
});

test('never sent, and the page reloaded', async () => {
  const { visitor, stored, arrived } = await scene();
  const restore = await intercept(visitor,
    (route) => route.abort('connectionrefused'));
  await visitor.type('kept over a reload');
  await visitor.page.locator('[data-state="waiting"]').waitFor();
  assert.equal(await stored('kept over a reload'), 0);
  await visitor.page.reload();
  await visitor.ready();
  await visitor.message('kept over a reload').waitFor();
  await restore();
  await arrived('kept over a reload');
  await visitor.close();
});

test('reloaded in the middle of sending', async () => {
  const { visitor, arrived } = await scene();
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const restore = await intercept(visitor, async (route) => {
    await held;
    await route.continue();
  });
  await visitor.type('in the middle');
  await visitor.page.locator('[data-state="sending"]').waitFor();
  await visitor.page.reload();
  release();
  await restore();
  await visitor.ready();
  await arrived('in the middle');
  await visitor.close();
});

// A scene in two tabs, where something was said without a line; and the other.
async function sceneInTwoTabs(text) {
  const first = await scene();
  const { page, context } = first.visitor;
  const other = await context.newPage();
  await other.goto(page.url());
  await other.locator('[data-log][data-ready="true"]').waitFor();
  await context.setOffline(true);
  await first.visitor.type(text);
  await page.locator('[data-state="waiting"]').waitFor();
  return { ...first, other };
}

test('two tabs send it once', async () => {
  const { visitor, arrived, other } = await sceneInTwoTabs('from two tabs');
  await visitor.context.setOffline(false);
  await arrived('from two tabs');
  await eventually('the other tab shows it once', async () =>
    (await other.locator('[data-text]').allTextContents())
      .filter((text) => text === 'from two tabs').length === 1);
  await visitor.close();
});

// What the page reads of its outbox reaches it when the result is called.
async function holdOutbox(page) {
  await page.evaluate(() => {
    window.held = [];
    const { prototype } = IDBTransaction;
    const { set } = Object.getOwnPropertyDescriptor(prototype, 'oncomplete');
    Object.defineProperty(prototype, 'oncomplete', { set(done) {
      set.call(this, (event) => (this.mode === 'readonly' && window.held
        ? window.held.push(() => done(event)) : done(event)));
    } });
  });
  return () => page.evaluate(() => {
    const { held } = window;
    window.held = null;
    held.forEach((done) => done());
    return held.length;
  });
}

test('what another tab has sent is not taken for waiting again', async () => {
  const text = 'by another tab';
  const { visitor, arrived, other } = await sceneInTwoTabs(text);
  const tab = new Visitor(chinwag, visitor.name, { page: other });
  await other.locator('[data-state="waiting"]').waitFor();
  const release = await holdOutbox(other);
  await intercept(visitor, async (route) => {
    await other.waitForFunction(() => window.held?.length !== 0);
    await route.continue();
  });
  await visitor.context.setOffline(false);
  await arrived(text);
  await tab.sees(text);
  assert.ok(await release() > 0);
  await other.waitForTimeout(500);
  await tab.sees(text);
  await visitor.close();
});

test('a busy server is asked again, calmly', async () => {
  const { visitor, arrived } = await scene();
  let count = 0;
  await intercept(visitor, (route) => {
    count += 1;
    return count > 2 ? route.continue() : route.fulfill({ status: 503,
      headers: { 'Retry-After': '1' }, contentType: 'application/json',
      body: '{"message":"Busy.","code":"busy","request":"x"}' });
  });
  await visitor.type('through the rush');
  await arrived('through the rush');
  assert.equal(count, 3);
  await visitor.close();
});

test('what is refused stays, with a way to try again or drop it', async () => {
  const { visitor, stored, arrived } = await scene();
  const restore = await intercept(visitor, (route) => route.fulfill({
    status: 422, contentType: 'application/json',
    body: '{"message":"Reused.","code":"key_reused","request":"x"}' }));
  await visitor.type('refused at first');
  await visitor.type('refused for good');
  await visitor.page.locator('[data-state="failed"]').nth(1).waitFor();
  await visitor.shoot('outbox-2-refused');
  await restore();
  await visitor.page.reload();
  await visitor.ready();
  await visitor.message('refused at first')
    .locator('[data-action="retry"]').click();
  await arrived('refused at first');
  await visitor.message('refused for good')
    .locator('[data-action="discard"]').click();
  await visitor.message('refused for good').waitFor({ state: 'detached' });
  assert.equal(await stored('refused for good'), 0);
  await visitor.close();
});

test('the server is killed and comes back', async () => {
  const { visitor, arrived } = await scene();
  chinwag.crash();
  await visitor.type('to a dead server');
  await visitor.page.locator('[data-state="waiting"]').waitFor();
  await visitor.shoot('outbox-3-server-gone');
  await chinwag.serve();
  await arrived('to a dead server');
  await visitor.live();
  await visitor.close();
});

test('an ended session keeps the draft and what was sent, and leads back',
  async () => {
    const { visitor, id, arrived, person: anna } = await scene();
    const draft = 'half a thought, not yet';
    await visitor.page.locator('[data-composer]').fill(draft);
    await visitor.page.waitForTimeout(800);
    await (await signIn(chinwag, anna)).delete('/sessions');
    await visitor.screen('sign-in');
    await visitor.page.getByText('Your session ended.').waitFor();
    await visitor.shoot('outbox-4-expired');
    await visitor.signIn();
    assert.equal(await visitor.ready(), id);
    assert.equal(await visitor.page.locator('[data-composer]').inputValue(),
      draft);
    await visitor.page.keyboard.press('End');
    await visitor.page.locator('[data-composer]').press('Enter');
    await arrived(draft);
    await visitor.close();
  });

test('what another wrote while away is there, once, in order', async () => {
  const { visitor, bob, id } = await scene();
  await visitor.context.setOffline(true);
  await visitor.page.locator('[data-connection-line] p').waitFor();
  for (let i = 1; i <= 70; i += 1)
    await bob.say(id, `meanwhile ${i}`);
  await visitor.context.setOffline(false);
  await visitor.message('meanwhile 70').waitFor();
  const texts = (await visitor.texts()).filter((text) =>
    text.startsWith('meanwhile'));
  assert.deepEqual(texts, Array.from({ length: 70 },
    (_, i) => `meanwhile ${i + 1}`));
  await visitor.close();
});

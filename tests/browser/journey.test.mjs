// The whole path of two people in two browsers, and a third in a group.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { freshName, person, signIn } from '../api/lib/actors.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { ranMs } from '../api/lib/patience.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch } from './lib/browser.mjs';
import { mailText, Visitor } from './lib/visitor.mjs';

const chinwag = await suite();
const browser = await launch();
after(() => browser.close());

const names = { anna: freshName('Anna'), bob: freshName('bob') };
const emails = { anna: 'anna@example.org', bob: 'bob@example.org' };

// Far less unless the machine is busy, and still sooner than by chance: a wait
// for events ends after 25 s, and heartbeats come every 20.
const LIVE_MS = 15000;

let anna;
let bob;
let pair;

test('Anna signs up and confirms by the link in the mail', async () => {
  anna = await Visitor.arrive(browser, chinwag, names.anna);
  await anna.shoot('journey-1-arrival');
  await anna.signUp(emails.anna);
  await anna.shoot('journey-2-confirm');
  const text = mailText(await chinwag.mailTo(emails.anna));
  const link = text.split(/\s+/).find((word) => word.startsWith(chinwag.url));
  assert.ok(link, text);
  // As from a mail program: in a page that knows nothing of the first.
  await anna.page.close();
  anna.page = await anna.context.newPage();
  await anna.page.goto(link);
  await anna.button('Confirm').click();
  await anna.page.locator('[data-note]').waitFor();
  await anna.signIn();
  await anna.shoot('journey-3-nobody-yet');
});

test('Bob signs up and types the code, wrong at first', async () => {
  bob = await Visitor.arrive(browser, chinwag, names.bob);
  await bob.signUp(emails.bob);
  const text = mailText(await chinwag.mailTo(emails.bob));
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text)[0];
  const wrong = code === '000000' ? '000001' : '000000';
  await bob.page.getByLabel('Code', { exact: true }).fill(wrong);
  await bob.button('Confirm').click();
  await bob.page.locator('[data-error]').waitFor();
  await bob.page.getByLabel('Code', { exact: true }).fill(code);
  await bob.button('Confirm').click();
  // The page in which he signed up knows the password still.
  await bob.live();
  await bob.signOut();
  await bob.signIn(emails.bob);
});

test('they find each other and see each other\'s words at once', async () => {
  await anna.page.getByRole('link', { name: 'People' }).click();
  await anna.page.locator('[data-people-search]').fill('BO');
  await anna.page.getByRole('listitem')
    .getByRole('button', { name: names.bob }).click();
  pair = await anna.ready();
  await anna.type('Hello Bob!');
  await anna.sees('Hello Bob!');
  const began = ranMs();
  await bob.row(pair).waitFor();
  assert.ok(ranMs() - began < LIVE_MS);
  await bob.badgeIs(pair, 1);
  await bob.open(pair);
  assert.ok(await bob.sees('Hello Bob!') < LIVE_MS);
  await bob.badgeIs(pair, 0);
  await bob.type('Hello Anna, there you are.');
  assert.ok(await anna.sees('Hello Anna, there you are.') < LIVE_MS);
  for (let i = 0; i < 5; i += 1) {
    await (i % 2 ? anna : bob).type(`and ${i}`);
    assert.ok(await (i % 2 ? bob : anna).sees(`and ${i}`) < LIVE_MS);
  }
  assert.deepEqual(await anna.texts(), await bob.texts());
  await anna.shoot('journey-4-talk');
});

test('Enter sends, Shift-Enter breaks the line', async () => {
  const composer = anna.page.locator('[data-composer]');
  await composer.focus();
  await anna.page.keyboard.type('one');
  await anna.page.keyboard.press('Shift+Enter');
  await anna.page.keyboard.type('two');
  await anna.page.keyboard.press('Enter');
  await eventually('both lines are there', async () =>
    (await bob.texts()).includes('one\ntwo'));
  assert.equal(await composer.inputValue(), '');
});

test('unread is exact, and the divider stands before the first', async () => {
  const annaByApi = await signIn(chinwag, { name: names.anna });
  await bob.page.getByRole('link', { name: 'People' }).click();
  for (let i = 1; i <= 30; i += 1)
    await annaByApi.say(pair, `unread ${i}`);
  await bob.badgeIs(pair, 30);
  assert.match(await bob.page.title(), /^\(30\)/);
  await bob.shoot('journey-5-unread');
  await bob.open(pair);
  const divider = bob.page.locator('[data-new-divider]');
  await divider.waitFor();
  const next = await bob.page.evaluate(() => document
    .querySelector('[data-new-divider] ~ [data-message] [data-text]')
    .textContent);
  assert.equal(next, 'unread 1');
  const box = await divider.boundingBox();
  assert.ok(box.y >= 0 && box.y < 800, 'the divider is out of sight');
  await bob.shoot('journey-6-divider');
  await bob.page.locator('[data-action="jump"]').click();
  await bob.badgeIs(pair, 0);
  await eventually('the server knows', async () =>
    (await (await signIn(chinwag, { name: names.bob })).conversation(pair))
      .unread === 0);
});

test('older pages come by scrolling, without a jump', async () => {
  const other = await person(chinwag);
  const annaByApi = await signIn(chinwag, { name: names.anna });
  const id = await other.converse(annaByApi);
  for (let i = 1; i <= 230; i += 1)
    await (i % 3 ? other : annaByApi).say(id, `number ${i}${
      i % 7 ? '' : '\nwith\nseveral\nlines'}`);
  await annaByApi.put(`/conversations/${id}/read`,
    { time: (await annaByApi.messages(id)).messages.at(-1).time });
  await anna.row(id).waitFor();
  await anna.badgeIs(id, 0);
  await anna.open(id);
  const count = () => anna.page.locator('[data-message]').count();
  let known = await count();
  assert.ok(known < 230, `${known} at once`);
  while (known < 230) {
    const start = await anna.page.evaluate(() => {
      const log = document.querySelector('[data-log]');
      log.scrollTop = 700;
      const top = log.getBoundingClientRect().top;
      const seen = [...log.querySelectorAll('.bubble')]
        .find((element) => element.getBoundingClientRect().top >= top);
      seen.dataset.watched = 'true';
      return seen.getBoundingClientRect().top;
    });
    await eventually('older ones are there', async () =>
      await count() > known);
    await anna.page.waitForTimeout(100);
    const end = await anna.page.evaluate(() => {
      const seen = document.querySelector('[data-watched]');
      delete seen.dataset.watched;
      return seen.getBoundingClientRect().top;
    });
    assert.ok(Math.abs(end - start) <= 2, `it jumped by ${end - start}`);
    known = await count();
  }
  const texts = await anna.texts();
  assert.equal(texts.length, 230);
  assert.ok(texts[0].startsWith('number 1'));
  assert.equal(new Set(texts).size, 230);
  await anna.page.getByText('This is where it begins.').waitFor();
});

// The browser scrolls before it tells the page of it, which may be painted in
// between: here it never hears of it.
test('who has scrolled up is not drawn back by what comes in', async () => {
  const [dora, emil] = [await person(chinwag), await person(chinwag)];
  const id = await emil.converse(dora);
  for (let i = 1; i <= 60; i += 1)
    await dora.say(id, `line ${i}\nand another`);
  const visitor = await Visitor.arrive(browser, chinwag, dora.name);
  const { page } = visitor;
  await page.addInitScript(() => {
    const { addEventListener: listen } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function add(type, ...rest) {
      if (type !== 'scroll')
        listen.call(this, type, ...rest);
    };
  });
  await page.reload();
  await visitor.signIn();
  await visitor.open(id);
  const scroll = (top) => page.evaluate((to) => {
    const log = document.querySelector('[data-log]');
    log.scrollTop = to ?? log.scrollTop;
    return log.scrollTop;
  }, top);
  assert.ok(await scroll() > 900);
  await scroll(300);
  await emil.say(id, 'Look here');
  await visitor.message('Look here').waitFor();
  assert.equal(await scroll(), 300);
  await visitor.close();
});

test('a read mark is read on every device', async () => {
  const phone = await Visitor.enter(browser, chinwag, names.bob,
    { viewport: { width: 390, height: 844 } });
  const annaByApi = await signIn(chinwag, { name: names.anna });
  await bob.page.getByRole('link', { name: 'People' }).click();
  for (let i = 1; i <= 3; i += 1)
    await annaByApi.say(pair, `for both ${i}`);
  await bob.badgeIs(pair, 3);
  await phone.badgeIs(pair, 3);
  await phone.shoot('journey-7-phone-list');
  await phone.open(pair);
  await phone.sees('for both 3');
  await phone.shoot('journey-8-phone-talk');
  await bob.badgeIs(pair, 0);
  await phone.close();
});

test('three talk in a group, and one leaves', async () => {
  const carla = await person(chinwag, freshName('carla'));
  await anna.page.getByRole('link', { name: 'New conversation' }).click();
  await anna.page.locator(`[data-choice="${carla.name}"]`).check();
  await anna.page.locator(`[data-choice="${names.bob}"]`).check();
  await anna.page.locator('[data-action="start"]').click();
  const group = await anna.ready();
  assert.notEqual(group, pair);
  await anna.type('Three of us');
  await bob.row(group).waitFor();
  await bob.open(group);
  await bob.sees('Three of us');
  await carla.say(group, 'I am here too');
  assert.ok(await anna.sees('I am here too') < LIVE_MS);
  assert.ok(await bob.sees('I am here too') < LIVE_MS);
  await anna.shoot('journey-9-group');

  await bob.page.locator('[data-action="leave"]').click();
  await bob.page.locator('[data-action="confirm"]').click();
  await bob.row(group).waitFor({ state: 'detached' });
  await carla.say(group, 'Bye Bob');
  await anna.sees('Bye Bob');
  assert.equal(await bob.row(group).count(), 0);
  const { participants } = (await carla.get(`/conversations/${group}`)).json;
  assert.ok(!participants.includes(names.bob));
});

test('a strange address leads nowhere bad', async () => {
  for (const hash of ['#/conversations/nothing', '#/nowhere', '#/%',
    '#/sign-in?to=//evil.example', '#/conversations/<b>x</b>',
    '#javascript:alert(1)']) {
    await bob.page.goto(`/${hash}`);
    await bob.page.locator('main').waitFor();
  }
  assert.ok(bob.page.url().startsWith(chinwag.url));
  await bob.page.goto('/#/');
  await bob.live();
});

test('they sign out, and nothing of them stays on the screen', async () => {
  for (const visitor of [anna, bob]) {
    await visitor.signOut();
    const text = await visitor.page.locator('body').innerText();
    assert.ok(!text.includes('Hello'), text);
    assert.equal(await visitor.page.evaluate(async () =>
      (await fetch('api/session')).status), 401);
    await visitor.page.goBack();
    await visitor.screen('sign-in');
    await visitor.close();
  }
});

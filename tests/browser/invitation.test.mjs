// Coming by the link of an invitation.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { codeOf, freshName, PASSWORD } from '../api/lib/actors.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch, visit } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const chinwag = await suite({ conf: { registration: 'closed' } });
const browser = await launch();
after(() => browser.close());

const link = /^\S+\/#\/invitation\/\S{43}$/m
  .exec(await chinwag.admin(['init', '--admin']))[0];

async function fillIn({ name, page }) {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Mail address').fill(`${name}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.locator('[data-action="submit"]').click();
}

// As from a mail program: in a page that was nowhere before.
async function come(stem, address) {
  const visitor = new Visitor(chinwag, freshName(stem),
    await visit(browser, chinwag.url));
  await visitor.page.goto(address);
  await visitor.screen('sign-up');
  await visitor.page.getByText('You are invited.').waitFor();
  assert.equal(visitor.page.url(), `${chinwag.url}/#/sign-up`);
  await fillIn(visitor);
  return visitor;
}

async function isRefused(visitor, reason) {
  const error = visitor.page.locator('[data-error]');
  await error.waitFor();
  assert.match(await error.innerText(), reason);
  await visitor.close();
}

test('who is invited signs up, confirms and is an administrator', async () => {
  const anna = await come('anna', link);
  await anna.screen('confirm');
  const code = await codeOf(chinwag, `${anna.name}@example.org`);
  await anna.page.getByLabel('Code', { exact: true }).fill(code);
  await anna.button('Confirm').click();
  await anna.live();
  await anna.signOut();
  await anna.signIn();
  const { groups } = JSON.parse(await chinwag.admin(['users', 'show',
    anna.name, '--json']));
  assert.deepEqual(groups, ['administrators']);
  // Neither a step back nor a look at what is kept leads to the link.
  const kept = await anna.page.evaluate(() => JSON.stringify([
    navigation.entries().map(({ url }) => url), history.state,
    { ...localStorage }, { ...sessionStorage }]));
  assert.match(kept, /#\/sign-up/);
  assert.ok(!kept.includes(link.slice(link.lastIndexOf('/') + 1)), kept);
  await anna.close();
});

test('an invitation that is used up is refused with the reason', async () =>
  isRefused(await come('bob', link), /was used[^]*about your invitation/));

test('what is no invitation is refused with the reason', async () =>
  isRefused(await come('carl', `${chinwag.url}/#/invitation/no-token`),
    /check what you entered\.\s+\S/));

test('the link may be opened where the site is open already', async () => {
  const emil = await Visitor.arrive(browser, chinwag, freshName('emil'));
  await emil.screen('sign-in');
  await emil.page.goto(link);
  await emil.page.getByText('You are invited.').waitFor();
  assert.equal(emil.page.url(), `${chinwag.url}/#/sign-up`);
  await emil.close();
});

test('without an invitation nothing is said of one', async () => {
  const dora = await Visitor.arrive(browser, chinwag, freshName('dora'));
  await dora.page.getByRole('link', { name: 'Make an account' }).click();
  await dora.screen('sign-up');
  assert.equal(await dora.page.getByText('You are invited.').count(), 0);
  await fillIn(dora);
  await isRefused(dora, /may not do that/);
});

// Signing in by another service, which is oidc-provider of npm.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { codeOf, freshName, PASSWORD, person } from '../api/lib/actors.mjs';
import { configure } from '../api/lib/federation.mjs';
import { suite } from '../api/lib/suite.mjs';
import { bringAxe, judge } from './lib/axe.mjs';
import { launch, PHONE, visit } from './lib/browser.mjs';
import { allow, oidcProvider } from './lib/oidc.mjs';
import { Visitor } from './lib/visitor.mjs';

let issuer;
const chinwag = await suite({ conf: { oidc_providers: 'corp' },
  prepare: async (instance) => {
    ({ issuer } = await oidcProvider(instance.url));
    configure(instance, 'corp', issuer);
  } });
const browser = await launch();
after(() => browser.close());

async function arrive(name, options) {
  const visitor = new Visitor(chinwag, name,
    await visit(browser, chinwag.url, options));
  await bringAxe(visitor);
  await visitor.page.goto('/');
  await visitor.screen('sign-in');
  return visitor;
}

const goOn = ({ page }) =>
  page.getByRole('button', { name: 'Continue with Example Works' });

// There and back.
async function signIn(visitor, id = visitor.name) {
  await goOn(visitor).click();
  await allow(visitor.page, id);
}

// A picture, and nothing that axe would complain of.
async function show(visitor, name) {
  await visitor.shoot(name);
  await judge(visitor.page, name);
}

const submit = ({ page }) => page.locator('[data-action="submit"]').click();

// Whatever came along is neither in the address nor in what is kept.
async function keepsNothing({ page }) {
  const kept = await page.evaluate(() => JSON.stringify([
    navigation.entries().map(({ url }) => url).filter((url) =>
      url?.startsWith(location.origin)), history.state,
    { ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.doesNotMatch(kept, /code=|state=|handover|in\.corp/);
}

test('an account is made on the way, and is there the next time', async () => {
  const anna = await arrive(freshName('anna'));
  await show(anna, 'provider-sign-in');
  await signIn(anna);
  await anna.screen('arrival');
  const name = anna.page.getByLabel('Name', { exact: true });
  assert.equal(await name.inputValue(), anna.name);
  await anna.page.getByText(`${anna.name}@example.org`).waitFor();
  await show(anna, 'provider-arrival');
  await keepsNothing(anna);
  await submit(anna);
  await anna.live();
  await anna.signOut();
  await goOn(anna).click();
  // It knows who this is; nobody is asked again.
  await anna.live();
  await keepsNothing(anna);
  await anna.close();
});

test('on a phone, in the dark; a name that is taken', async () => {
  const bob = await arrive(freshName('bob'), { viewport: PHONE,
    colorScheme: 'dark' });
  await show(bob, 'provider-sign-in-phone');
  const other = await person(chinwag);
  await signIn(bob);
  await bob.screen('arrival');
  await bob.page.getByLabel('Name', { exact: true }).fill(other.name);
  await submit(bob);
  await bob.page.getByText('This name is taken.').first().waitFor();
  await show(bob, 'provider-arrival-phone');
  await bob.page.getByLabel('Name', { exact: true }).fill(bob.name);
  await submit(bob);
  await bob.live();
  await bob.close();
});

test('whose address has an account connects it with the password', async () => {
  const someone = await person(chinwag, freshName('carol'));
  const carol = await arrive(someone.name);
  await signIn(carol);
  await carol.screen('arrival');
  await carol.page.getByLabel('Name', { exact: true }).fill(freshName());
  await submit(carol);
  await carol.page.getByText('An account here has this mail address.')
    .waitFor();
  await show(carol, 'provider-connect');
  await carol.page.getByLabel('Name or mail address').fill(someone.name);
  await carol.page.getByLabel('Password', { exact: true }).fill('wrong one');
  await submit(carol);
  await carol.page.getByText('The name or the password is not right.')
    .waitFor();
  await carol.page.getByLabel('Name or mail address').fill(someone.name);
  await carol.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await submit(carol);
  await carol.live();
  await carol.signOut();
  await goOn(carol).click();
  await carol.live();
  await carol.close();
});

test('an address that is not vouched for takes a code', async () => {
  const dora = await arrive(freshName('unproven'));
  await signIn(dora);
  await dora.screen('arrival');
  await submit(dora);
  await dora.screen('confirm');
  const code = await codeOf(chinwag, `${dora.name}@example.org`);
  await dora.page.getByLabel('Code', { exact: true }).fill(code);
  await dora.button('Confirm').click();
  await dora.screen('sign-in');
  await goOn(dora).click();
  await dora.live();
  await dora.close();
});

test('who does not go on there is told, and can try again', async () => {
  const erik = await arrive(freshName('erik'));
  await goOn(erik).click();
  await erik.page.locator('input[name="login"]').waitFor();
  await erik.page.getByRole('link', { name: /cancel/i }).click();
  await erik.page.getByText('You did not go on there.').waitFor();
  await show(erik, 'provider-cancelled');
  await keepsNothing(erik);
  await erik.close();
});

test('an address that was made up says nothing of anybody', async () => {
  const visitor = await arrive(freshName('fay'));
  await visitor.page.goto('/?code=x&state=in.corp.x&iss=y');
  await visitor.page.getByText('That did not prove who you are').waitFor();
  await visitor.page.goto('/?code=x&state=%3Cscript%3E');
  await visitor.screen('sign-in');
  await visitor.close();
});

test('the last that opens an account without a password stays', async () => {
  const name = 'Olli';
  const visitor = await arrive(name);
  const { page } = visitor;
  await signIn(visitor);
  await visitor.screen('arrival');
  await submit(visitor);
  await visitor.live();
  await page.goto('/#/settings/accounts');
  await page.locator('[data-action="disconnect"]').click();
  await page.locator('[data-no-password]').getByText('Set a password first')
    .waitFor();
  await show(visitor, 'provider-last');
  assert.equal(await page.locator('.settings form').count(), 0);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'dark' });
  await show(visitor, 'provider-last-phone');
  await visitor.close();
});

test('in the settings it is connected, and disconnected', async () => {
  const someone = await person(chinwag, 'Gil');
  const gil = await arrive(someone.name);
  await gil.signIn();
  const { page } = gil;
  await page.goto('/#/settings/accounts');
  await page.locator('[data-provider="corp"]').waitFor();
  await show(gil, 'provider-settings');
  await page.locator('[data-doing="corp"]').click();
  await page.getByLabel('Your password').fill('wrong one');
  await gil.button('Go there').click();
  await page.getByText('This is not your password.').first().waitFor();
  await page.getByLabel('Your password').fill(PASSWORD);
  await gil.button('Go there').click();
  await allow(page, freshName('gil-elsewhere'));
  await page.getByText('Your account is connected.').waitFor();
  await page.locator('[data-identity="corp"]').waitFor();
  await show(gil, 'provider-connected');
  await keepsNothing(gil);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'dark' });
  await show(gil, 'provider-connected-phone');
  await page.locator('[data-action="disconnect"]').click();
  await page.getByLabel('Your password').waitFor();
  await show(gil, 'provider-disconnect-phone');
  await gil.button('Disconnect').click();
  await page.locator('#accounts-password-error').waitFor();
  await page.getByLabel('Your password').fill('wrong one');
  await gil.button('Disconnect').click();
  await page.getByText('This is not your password.').first().waitFor();
  await page.getByLabel('Your password').fill(PASSWORD);
  await gil.button('Disconnect').click();
  await page.getByText('Your account is not connected any more.').waitFor();
  await page.locator('[data-provider="corp"]').waitFor();
  await gil.close();
});


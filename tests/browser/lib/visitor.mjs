// Somebody at the site: what people do there, by what they see.

import { PASSWORD } from '../../api/lib/actors.mjs';
import { eventually } from '../../api/lib/harness.mjs';
import { ranMs } from '../../api/lib/patience.mjs';
import { shoot, visit } from './browser.mjs';

export class Visitor {
  constructor(chinwag, name, seat) {
    this.chinwag = chinwag;
    this.name = name;
    Object.assign(this, seat);
  }

  static async arrive(browser, chinwag, name, options) {
    const visitor = new Visitor(chinwag, name,
      await visit(browser, chinwag.url, options));
    await visitor.page.goto('/');
    return visitor;
  }

  // Arrived and signed in.
  static async enter(browser, chinwag, name, options) {
    const visitor = await Visitor.arrive(browser, chinwag, name, options);
    await visitor.signIn();
    return visitor;
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  shoot(name) {
    return shoot(this.page, name);
  }

  screen(name) {
    return this.page.locator(`main[data-screen="${name}"]`).waitFor();
  }

  async signUp(email) {
    const { page } = this;
    await page.getByRole('link', { name: 'Make an account' }).click();
    await this.screen('sign-up');
    await page.getByLabel('Name', { exact: true }).fill(this.name);
    await page.getByLabel('Mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await this.button('Make account').click();
    await this.screen('confirm');
  }

  async signIn(username = this.name) {
    const { page } = this;
    await this.screen('sign-in');
    await page.getByLabel('Name or mail address').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await this.button('Sign in').click();
    await this.live();
  }

  live() {
    return this.page.locator('main[data-connection="live"]').waitFor();
  }

  row(id) {
    return this.page.locator(`[data-conversation="${id}"]`);
  }

  // How many are unread by the badge of the row; 0 without one.
  async badge(id) {
    return Number(await this.row(id).locator('[data-unread]')
      .evaluateAll(([badge]) => badge?.dataset.unread ?? 0));
  }

  badgeIs(id, count) {
    return eventually(`${this.name} has ${count} unread`,
      async () => await this.badge(id) === count);
  }

  get here() {
    return this.page.evaluate(() =>
      document.querySelector('[data-log]')?.dataset.log);
  }

  async ready() {
    await this.page.locator('[data-log][data-ready="true"]').waitFor();
    return this.here;
  }

  async open(id) {
    await this.row(id).click();
    await this.page.locator(`[data-log="${id}"][data-ready="true"]`).waitFor();
  }

  async type(text) {
    await this.page.locator('[data-composer]').fill(text);
    await this.page.keyboard.press('Enter');
  }

  message(text) {
    return this.page.locator('[data-message]').filter({
      has: this.page.locator('[data-text]').getByText(text, { exact: true }) });
  }

  // The words are on the screen, from the server, once; in how many ms.
  async sees(text) {
    const start = ranMs();
    await this.message(text).first().waitFor();
    await eventually(`${text} is there once, as sent`, async () =>
      await this.message(text).count() === 1 &&
      await this.message(text).getAttribute('data-state') === 'sent');
    return ranMs() - start;
  }

  texts() {
    return this.page.locator('[data-message] [data-text]').allTextContents();
  }

  async signOut() {
    await this.page.locator('[data-action="account"]').click();
    await this.page.locator('[data-action="sign-out"]').click();
    await this.screen('sign-in');
  }

}

// Tab until what is focused answers to a selector, once there is such a thing:
// it may have to be fetched.
export async function tabTo(page, selector, { back = false } = {}) {
  await page.locator(selector).first().waitFor();
  for (let i = 0; i < 60; i += 1) {
    if (await page.evaluate((wanted) =>
      document.activeElement?.matches(wanted), selector))
      return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`no way to ${selector} by Tab`);
}

// The plain text of a mail.
export function mailText(mail) {
  const [head, ...rest] = mail.split(/\r?\n\r?\n/);
  const body = rest.join('\n\n');
  if (!/quoted-printable/i.test(head))
    return body;
  return Buffer.from(body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g,
    (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1')
    .toString('utf8');
}

// The set-up page in Chromium, from the first look at the address to the first
// words, on a phone; and the way back, which it offers later.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { launch, PHONE, shoot, visit } from '../browser/lib/browser.mjs';
import { host, missing } from './lib/host.mjs';

const skip = missing;
const axe = fs.readFileSync(createRequire(import.meta.url)
  .resolve('axe-core/axe.min.js'), 'utf8');
const chinwag = skip ? null : await host('fcgid');
const browser = skip ? null : await launch();
after(async () => {
  await browser?.close();
  await chinwag?.stop();
});

async function judge(page, name) {
  await shoot(page, `setup-${name}`);
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await window.axe.run(
    document, { resultTypes: ['violations'] })).violations
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
  assert.deepEqual(found, [], name);
}

test('from the upload to the first page of the chat', { skip }, async () => {
  const visitor = await visit(browser, chinwag.url, { viewport: PHONE });
  const { page } = visitor;
  await page.goto('/');
  assert.match(page.url(), /\/setup\/$/);
  await page.getByLabel('The code in the file').waitFor();
  await judge(page, 'code');
  await page.getByLabel('The code in the file').fill('wrong-wrong');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('This is not the code in the file').waitFor();
  await page.getByLabel('The code in the file').fill(chinwag.code().code);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Set up' }).waitFor();
  await judge(page, 'form');
  await page.getByLabel('Name').fill('Anna');
  await page.getByLabel('Mail address').fill('anna@example.org');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByLabel('Sender’s address').fill('chinwag@example.org');
  await page.getByRole('button', { name: 'Set up' }).click();
  // The hint and the complaint say the same.
  await page.getByText('At least 12 characters.', { exact: true }).waitFor();
  await page.getByText('This needs at least 12 characters').waitFor();
  await page.getByLabel('Password', { exact: true })
    .fill('correct horse battery');
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('link', { name: 'Go to your Chinwag' }).click();
  await page.locator('main[data-screen="sign-in"]').waitFor();
  await page.locator('[name=username]').fill('Anna');
  await page.locator('[name=password]').fill('correct horse battery');
  await page.locator('[data-action=submit]').click();
  await page.locator('main[data-connection="live"]').waitFor();
  await shoot(page, 'setup-chat');
  await visitor.close();
});

test('later the page says that nothing is left to do', { skip }, async () => {
  const visitor = await visit(browser, chinwag.url);
  const { page } = visitor;
  await page.goto('/setup/');
  await page.getByText('is set up already').waitFor();
  await page.getByRole('link', { name: 'Go to your Chinwag' }).waitFor();
  await page.getByRole('button', { name: 'Show the releases' }).click();
  await page.getByLabel('The code in the file').waitFor();
  await page.getByLabel('The code in the file').fill(chinwag.code().code);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('There is no release before').waitFor();
  await judge(page, 'releases');
  await visitor.close();
});

test('a host that hands the program out is told from one that runs it',
  { skip }, async () => {
    const visitor = await visit(browser, chinwag.url);
    const { page } = visitor;
    const answers = [
      [{ status: 200, body: Buffer.from('\x7fELF\x02\x01\x01', 'latin1') },
        'hands the program out'],
      [{ status: 403, body: 'Forbidden' }, 'forbids to run'],
      [{ status: 404, body: 'Not Found' }, 'was the file .htaccess'],
      [{ status: 500, body: 'Internal' }, 'does not start'],
      [{ status: 502, body: '<html>' }, 'answers 502'],
    ];
    for (const [answer, says] of answers) {
      await page.route('**/api/setup', (route) => route.fulfill(answer));
      await page.goto('/setup/');
      await page.getByText(new RegExp(says, 'i')).waitFor();
      await page.unroute('**/api/setup');
    }
    await visitor.close();
  });

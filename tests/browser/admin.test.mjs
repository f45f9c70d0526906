// Administrators at the site: what they see and do, and that nobody else does.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { administrator, codeOf, freshName, newcomer, PASSWORD, person }
  from '../api/lib/actors.mjs';
import { is, refused } from '../api/lib/expect.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { suite } from '../api/lib/suite.mjs';
import { bringAxe, judge } from './lib/axe.mjs';
import { DESKTOP, launch, painted, PHONE, visit } from './lib/browser.mjs';
import { tabTo, Visitor } from './lib/visitor.mjs';

const chinwag = await suite({ conf: { registration: 'approval' } });
const browser = await launch();
after(() => browser.close());

// So that nobody here is the last one.
const root = await administrator(chinwag, 'root');

const OTHER = 'tractor papyrus lamp';

// The temporary password stands alone on a line of the mail.
const passwordIn = (mail) => /^\s*([A-Za-z2-9]{5}(?:-[a-z2-9]{5}){3})\s*$/m
  .exec(mail)[1];

async function boss(options, called = freshName('boss')) {
  const { name } = await administrator(chinwag, called);
  return Visitor.enter(browser, chinwag, name, options);
}

const at = ({ page }, section) =>
  page.locator(`[data-manage="${section}"]`).waitFor();

// By the menu, as people go there.
async function manage(visitor) {
  await visitor.page.locator('[data-action="account"]').click();
  await visitor.page.locator('[data-action="manage"]').click();
  await at(visitor, 'people');
}

const toSection = async (visitor, name) => {
  await visitor.page.locator(`.manage [data-section="${name}"]`).click();
  await at(visitor, name);
};

// To the page that asks for it.
async function doing({ page }, name) {
  await page.locator(`.manage [data-doing="${name}"]`).first().click();
  await painted(page);
}

const submit = ({ page }) =>
  page.locator('.manage [data-action="submit"]').first().click();

const row = ({ page }, key) => page.locator(`[data-row="${key}"]`);

const says = ({ page }, text) => page.locator('[data-note]')
  .filter({ hasText: text }).waitFor();

const shows = ({ page }, standing) => page.locator(
  `.person-head [data-standing="${standing}"]`).waitFor();

// To somebody's page, by searching for them.
async function find(visitor, name) {
  const { page } = visitor;
  await toSection(visitor, 'people');
  await page.locator('[data-manage-search]').fill(name.toUpperCase());
  await page.locator('[data-count]').getByText('1 person').waitFor();
  const answers = Promise.all([`accounts/${name}`, `accounts/${name}/sessions`]
    .map((what) => page.waitForResponse(`**/api/${what}`)));
  await row(visitor, name).getByRole('link').click();
  await answers;
  await page.locator('.person-head').getByText(name).waitFor();
}

const signInAs = async (visitor, password) => {
  await visitor.screen('sign-in');
  await visitor.page.getByLabel('Name or mail address').fill(visitor.name);
  await visitor.page.getByLabel('Password', { exact: true }).fill(password);
  await visitor.button('Sign in').click();
};

// Ask, be asked again, and have it done.
async function deed(visitor, name, typed) {
  await doing(visitor, name);
  await visitor.page.locator('h3').filter({ hasText: '?' }).waitFor();
  if (typed)
    await visitor.page.locator('#deed-username').fill(typed);
  await submit(visitor);
}

test('somebody is added, disabled while they are here, and deleted',
  async () => {
    const visitor = await boss();
    const { page } = visitor;
    await manage(visitor);
    const nina = new Visitor(chinwag, freshName('nina'),
      await visit(browser, chinwag.url));
    const email = `${nina.name}@example.org`;

    await doing(visitor, 'add');
    await submit(visitor);
    await page.locator('#add-username-error').waitFor();
    assert.equal(await page.locator('#add-username').getAttribute(
      'aria-describedby'), 'add-username-error add-username-hint');
    await page.locator('#add-username').fill('root');
    await page.locator('#add-email').fill(email);
    await submit(visitor);
    await page.getByText('is taken').waitFor();
    await page.locator('#add-username').fill(nina.name);
    await submit(visitor);
    await says(visitor, 'is on its way');
    await shows(visitor, 'invited');

    // Who is invited signs in and must choose a password of their own.
    await nina.page.goto('/');
    await signInAs(nina, passwordIn(await chinwag.mailTo(email)));
    await nina.page.locator('[data-step="password"]').waitFor();
    await nina.page.getByLabel('New password', { exact: true }).fill(OTHER);
    await nina.button('Go on').click();
    await nina.live();

    await find(visitor, nina.name);
    await shows(visitor, 'confirmed');
    await page.locator('[data-sessions]').getByText('Chrome on Linux')
      .waitFor();

    // Her page is cut off at once, whatever it does.
    await deed(visitor, 'disable');
    await says(visitor, 'is disabled');
    await shows(visitor, 'disabled');
    await nina.screen('sign-in');
    await signInAs(nina, OTHER);
    await nina.page.locator('[data-error]').waitFor();
    await page.locator('[data-deed="enable"] button').click();
    await says(visitor, 'can sign in again');
    await shows(visitor, 'confirmed');
    await signInAs(nina, OTHER);
    await nina.live();

    await deed(visitor, 'sign_out');
    await says(visitor, 'signed out everywhere');
    await nina.screen('sign-in');
    await page.getByText('Signed in nowhere.').waitFor();

    await deed(visitor, 'reset');
    await says(visitor, 'a code is on its way');
    await shows(visitor, 'resetting');
    await codeOf(chinwag, email, 1);

    // What is told of her, her groups, and more power than she should have.
    await doing(visitor, 'details');
    await page.getByLabel('Display name').fill('Nina <b>Novak</b>');
    await page.getByLabel('Time zone').selectOption('Europe/Prague');
    await submit(visitor);
    await says(visitor, 'Saved');
    await page.getByText('Nina <b>Novak</b>').waitFor();

    await deed(visitor, 'delete', 'somebody');
    await page.locator('#deed-username-error').waitFor();
    await page.locator('#deed-username').fill(nina.name);
    await submit(visitor);
    await at(visitor, 'people');
    await says(visitor, `${nina.name} is deleted`);
    await page.goto(`/#/manage/people/${nina.name}`);
    await page.locator('[data-gone]').waitFor();
    refused(await root.get(`/accounts/${nina.name}`), 404, 'not_found');

    // The log tells all of it, and nothing of it is markup.
    const { events } = is(await root.get('/audit?limit=200'), 200).json;
    const hers = events.filter(({ username }) => username === nina.name)
      .map(({ event }) => event);
    for (const event of ['create', 'disable', 'enable', 'sign_out_all',
      'password_void', 'attributes', 'delete'])
      assert.ok(hers.includes(event), event);
    await toSection(visitor, 'log');
    for (const [name, sentence] of [
      ['create', `${visitor.name} made the account ${nina.name}.`],
      ['disable', `${visitor.name} disabled the account ${nina.name}.`],
      ['sign_out_all', `${visitor.name} signed ${nina.name} out everywhere.`],
      ['delete', `${visitor.name} deleted the account ${nina.name}.`]]) {
      await page.getByLabel('What happened').selectOption(name);
      await visitor.button('Show').click();
      await page.locator('.sentence').filter({ hasText: sentence }).first()
        .waitFor();
    }
    await visitor.shoot('admin-log');
    await nina.close();
    await visitor.close();
  });

test('another mail address, by its code or an administrator\'s word',
  async () => {
    const someone = await person(chinwag, freshName('lena'));
    const other = await person(chinwag, freshName('otto'));
    const [next, last] = [`${someone.name}@example.net`,
      `${someone.name}@example.com`];
    const visitor = await boss({ viewport: PHONE });
    const { page } = visitor;
    await manage(visitor);
    await find(visitor, someone.name);
    await doing(visitor, 'address');
    await page.locator('h3').filter({ hasText: 'Another mail address' })
      .waitFor();
    await submit(visitor);
    await page.locator('#address-email-error').waitFor();
    await page.getByLabel('New mail address').fill('nowhere');
    await submit(visitor);
    await page.locator('#address-email-error').getByText('not a mail address')
      .waitFor();
    await page.getByLabel('New mail address').fill(other.email);
    await submit(visitor);
    await page.locator('[data-error]').getByText('belongs to another')
      .waitFor();
    await page.getByLabel('New mail address').fill(next);
    await visitor.shoot('admin-address');
    await submit(visitor);
    await says(visitor, `on its way to ${next}`);
    await page.locator('.facts').getByText(next).waitFor();
    await codeOf(chinwag, next);

    await doing(visitor, 'address');
    await page.getByLabel('New mail address').fill(last);
    await page.getByLabel('It is known to be theirs').check();
    await submit(visitor);
    await says(visitor, `is ${last} now`);
    await page.locator('.facts').getByText(last).waitFor();
    assert.equal((await someone.get('/session')).json.email, last);
    assert.match(await chinwag.mailTo(someone.email), /administrator/);
    await visitor.close();
  });

test('who waits is approved or declined', async () => {
  const [omar, mia] = [await newcomer(chinwag, freshName('omar')),
    await newcomer(chinwag, freshName('mia'))];
  for (const one of [omar, mia])
    is(await one.post(`/users/${one.name}/confirmation`,
      { code: await codeOf(chinwag, one.email) }), 204);
  const visitor = await boss({ viewport: PHONE });
  const { page } = visitor;
  await manage(visitor);
  await page.locator('[data-waiting="2"]').waitFor();
  await toSection(visitor, 'waiting');
  await row(visitor, omar.name).locator('[data-action="approve"]').click();
  await says(visitor, `${omar.name} is approved`);
  await row(visitor, omar.name).waitFor({ state: 'detached' });
  await page.locator('[data-waiting="1"]').waitFor();
  // The focus is not lost.
  await page.waitForFunction(() => document.activeElement !== document.body);
  await row(visitor, mia.name).locator('[data-doing="delete"]').click();
  await page.locator('#deed-username').fill(mia.name);
  await submit(visitor);
  await says(visitor, 'is deleted');
  await toSection(visitor, 'waiting');
  await page.getByText('Nobody is waiting.').waitFor();
  is(await omar.post('/session', { username: omar.name, password: PASSWORD }),
    200);
  await visitor.close();
});

test('a group, its members, and the administrators\' own', async () => {
  const [anna, bob] = [await person(chinwag, freshName('anna')),
    await person(chinwag, freshName('bob'))];
  const choir = freshName('choir');
  const visitor = await boss();
  const { page } = visitor;
  await manage(visitor);
  await toSection(visitor, 'groups');
  await doing(visitor, 'new-group');
  await page.locator('#group-name').fill('two words');
  await page.locator('#group-precedence').fill('-1');
  await submit(visitor);
  await page.locator('#group-precedence-error').waitFor();
  await page.locator('#group-name').fill(choir);
  await page.locator('#group-precedence').fill('7');
  await page.locator('#group-description').fill('<img src=x onerror=alert(1)>');
  await submit(visitor);
  await says(visitor, `${choir} is made`);
  await page.locator('#member-name').fill('nobody-here');
  await page.locator('.inline-form [data-action="submit"]').click();
  await page.locator('#member-name-error').waitFor();
  await page.locator('#member-name').fill(bob.name);
  await page.locator('.inline-form [data-action="submit"]').click();
  await says(visitor, `${bob.name} is in it now`);
  await row(visitor, bob.name).waitFor();

  // From the other side.
  await find(visitor, anna.name);
  await page.getByLabel('Put into a group').selectOption(choir);
  await page.locator('.inline-form [data-action="submit"]').click();
  await says(visitor, `is in ${choir} now`);
  await page.locator(`[data-group="${choir}"] a`).click();
  await row(visitor, anna.name).waitFor();
  await page.locator('#group-precedence').fill('');
  await submit(visitor);
  await says(visitor, 'Saved');
  await row(visitor, bob.name).locator('[data-action="leave-group"]').click();
  await says(visitor, `${bob.name} is no longer in it`);
  await toSection(visitor, 'groups');
  await row(visitor, choir).getByText('Least').waitFor();
  await row(visitor, choir).getByText('<img src=x onerror=alert(1)>').waitFor();

  // People are found by their group.
  await toSection(visitor, 'people');
  await page.locator('[data-manage-search]').fill('');
  await page.getByLabel('Group').selectOption(choir);
  await page.locator('[data-count]').getByText('1 person').waitFor();
  await page.getByLabel('Show').selectOption('disabled');
  await page.locator('[data-none]').waitFor();
  // Which stays as it was chosen.
  await toSection(visitor, 'groups');
  await toSection(visitor, 'people');
  await eventually('it stays', async () =>
    await page.getByLabel('Group').inputValue() === choir);
  await page.getByLabel('Show').selectOption('');
  await row(visitor, anna.name).getByRole('link').click();

  await deed(visitor, 'appoint');
  await says(visitor, 'is an administrator');
  assert.equal((await anna.get('/session')).json.administrator, true);
  await deed(visitor, 'dismiss');
  await says(visitor, 'no longer an administrator');
  assert.equal((await anna.get('/session')).json.administrator, false);

  await page.goto(`/#/manage/groups/${choir}`);
  await doing(visitor, 'delete');
  await submit(visitor);
  await says(visitor, `${choir} is deleted`);
  refused(await root.get(`/groups/${choir}`), 404, 'not_found');
  await page.goto('/#/manage/groups/administrators');
  await row(visitor, visitor.name).waitFor();
  assert.equal(await page.locator('.manage [data-doing="delete"]').count(), 0);
  await visitor.close();
});

test('of more groups than come at a time the last can be chosen', async () => {
  // As many as the server lists at most, beside the administrators.
  const names = Array.from({ length: 200 }, (_, i) => `zz-${1000 + i}`);
  const last = names.at(-1);
  await Promise.all(names.map(async (name) =>
    is(await root.post('/groups', { name }), 201)));
  const someone = await person(chinwag, freshName('zoe'));
  const visitor = await boss();
  const { page } = visitor;
  await manage(visitor);
  await find(visitor, someone.name);
  await page.getByLabel('Put into a group').selectOption(last);
  await page.locator('.inline-form [data-action="submit"]').click();
  await says(visitor, `is in ${last} now`);
  await page.locator(`[data-group="${last}"]`).waitFor();

  await toSection(visitor, 'people');
  await page.locator('[data-manage-search]').fill('');
  await page.getByLabel('Group').selectOption(last);
  await page.locator('[data-count]').getByText('1 person').waitFor();
  await row(visitor, someone.name).waitFor();

  await toSection(visitor, 'invitations');
  await doing(visitor, 'invite');
  await page.getByLabel('Put them into a group').selectOption(last);

  // The table of them goes on by its button.
  await toSection(visitor, 'groups');
  await page.locator('[data-count]').getByText('The first 200 groups')
    .waitFor();
  await visitor.button('Show more').click();
  await row(visitor, last).waitFor();
  await visitor.close();
  await Promise.all(names.map(async (name) =>
    is(await root.delete(`/groups/${name}`), 204)));
});

test('a newcomer comes by the link of an invitation', async () => {
  const crew = freshName('crew');
  is(await root.post('/groups', { name: crew }), 201);
  const visitor = await boss();
  const { page } = visitor;
  await visitor.context.grantPermissions(['clipboard-read',
    'clipboard-write']);
  await manage(visitor);
  await toSection(visitor, 'invitations');
  await doing(visitor, 'invite');
  await page.locator('#invite-uses').fill('0');
  await page.locator('#invite-mail_domain').fill('no domain');
  await submit(visitor);
  await page.locator('#invite-uses-error').waitFor();
  await page.locator('#invite-uses').fill('1');
  await submit(visitor);
  await page.locator('#invite-mail_domain-error').waitFor();
  await page.locator('#invite-mail_domain').fill('example.org');
  await page.locator('#invite-note').fill('The <i>crew</i>');
  await page.getByLabel('Put them into a group').selectOption(crew);
  await submit(visitor);
  await page.getByText('The link is ready').waitFor();
  const link = await page.locator('[data-link]').inputValue();
  await visitor.button('Copy link').click();
  await page.getByText('Copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  await visitor.shoot('admin-invitation');

  const emil = new Visitor(chinwag, freshName('emil'),
    await visit(browser, chinwag.url));
  const email = `${emil.name}@example.org`;
  await emil.page.goto(link);
  await emil.screen('sign-up');
  await emil.page.getByLabel('Name', { exact: true }).fill(emil.name);
  await emil.page.getByLabel('Mail address').fill(email);
  await emil.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await emil.button('Make account').click();
  await emil.screen('confirm');
  await emil.page.getByLabel('Code', { exact: true })
    .fill(await codeOf(chinwag, email));
  await emil.button('Confirm').click();
  await emil.live();
  await emil.close();

  await page.getByRole('link', { name: 'All invitations' }).click();
  const used = page.locator('tr', { hasText: 'The <i>crew</i>' });
  await used.locator('[data-standing="used"]').waitFor();
  assert.equal(await page.locator('[data-link]').count(), 0);
  await find(visitor, emil.name);
  await page.locator(`[data-group="${crew}"]`).waitFor();
  await doing(visitor, 'log');
  await at(visitor, 'log');
  await page.locator('.sentence').filter({ hasText:
    `${emil.name} came by the invitation` }).waitFor();
  const made = page.locator('tr', { hasText: 'came by the invitation' });
  await made.locator('summary').click();
  await made.getByText('invite_use', { exact: true }).waitFor();

  // Another one, withdrawn before anybody could come.
  const { json } = is(await root.post('/invitations', { note: 'Late' }), 201);
  await toSection(visitor, 'invitations');
  await row(visitor, json.id).locator('[data-doing="withdraw"]').click();
  await submit(visitor);
  await says(visitor, 'is withdrawn');
  await row(visitor, json.id).locator('[data-standing="withdrawn"]').waitFor();
  await visitor.close();
});

test('the log is read page by page, by person and by day', async () => {
  const visitor = await boss({ timezoneId: 'Pacific/Auckland' });
  const { page } = visitor;
  const someone = await person(chinwag, freshName('tom'));
  await Promise.all(Array.from({ length: 101 }, async (_, i) =>
    is(await root.patch(`/accounts/${someone.name}`,
      { attributes: { name: `Tom ${i}` } }), 200)));
  await manage(visitor);
  await toSection(visitor, 'log');
  await page.getByText('Times are those of Pacific/Auckland').waitFor();
  await page.getByLabel('To whom').fill(someone.name);
  await visitor.button('Show').click();
  await page.locator('[data-count]').getByText('The first 100 entries')
    .waitFor();
  // No more is asked for while the first are on their way; and those that were
  // shown before look the same.
  const more = visitor.button('Show more');
  await eventually('all entries are shown', async () => {
    if (await more.isVisible())
      await more.click({ timeout: 1000 }).catch(() => {}); // gone meanwhile
    return page.locator('[data-count]').getByText('103 entries',
      { exact: true }).isVisible();
  });
  await page.waitForFunction(() =>
    document.activeElement.closest('tr')?.sectionRowIndex === 100);
  const times = await page.locator('[data-table="log"] .cell-time time')
    .evaluateAll((all) => all.map((one) => one.dateTime));
  assert.deepEqual(times, [...times].sort().reverse());
  // A day as it is in the reader's zone.
  const today = new Intl.DateTimeFormat('en-CA',
    { timeZone: 'Pacific/Auckland' }).format(Date.now());
  await page.getByLabel('From day').fill('2001-01-01');
  await page.getByLabel('To day').fill('2001-01-02');
  await visitor.button('Show').click();
  await page.locator('[data-none]').waitFor();
  await page.getByLabel('To day').fill(today);
  await visitor.button('Show').click();
  await page.locator('[data-count]').getByText('The first 100 entries')
    .waitFor();
  await page.getByLabel('To whom').fill('nobody-here');
  await visitor.button('Show').click();
  await page.locator('[data-gone]').waitFor();
  await visitor.button('Show all').click();
  await page.locator('[data-row]').first().waitFor();
  assert.equal(await page.getByLabel('To whom').inputValue(), '');
  await visitor.close();
});

test('nobody else sees it, nor fetches a line of it', async () => {
  const visitor = await Visitor.arrive(browser, chinwag,
    (await person(chinwag)).name);
  const { page } = visitor;
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await visitor.signIn();
  await page.locator('[data-action="account"]').click();
  await page.locator('[data-action="settings"]').waitFor();
  assert.equal(await page.locator('[data-action="manage"]').count(), 0);
  await page.keyboard.press('Escape');
  for (const hash of ['', '/people/root', '/log', '/waiting']) {
    await page.goto(`/#/manage${hash}`);
    await page.getByText('There is no such page here.').waitFor();
  }
  await page.reload();
  await page.getByText('There is no such page here.').waitFor();
  assert.deepEqual(asked.filter((url) =>
    /manage|audit|^\/api\/(?:accounts|groups|invitations)/
      .test(new URL(url).pathname)), []);
  const statuses = await page.evaluate(() => Promise.all(['accounts', 'audit',
    'groups', 'invitations'].map(async (name) =>
    (await fetch(`api/${name}`)).status)));
  assert.deepEqual(statuses, [403, 403, 403, 403]);
  await visitor.close();
});

test('who loses the right to it is led out', async () => {
  const visitor = await boss();
  await manage(visitor);
  await row(visitor, 'root').waitFor();
  await chinwag.admin(['users', 'admin', visitor.name, '--no']);
  await visitor.page.locator('.manage [data-section="log"]').click();
  await visitor.page.getByText('You are no longer an administrator.')
    .waitFor();
  await visitor.page.locator('main[data-route="home"]').waitFor();
  await visitor.page.goto('/#/manage');
  await visitor.page.getByText('There is no such page here.').waitFor();
  await visitor.close();
});

test('what goes wrong is told beside what was done', async () => {
  const visitor = await boss();
  const { page } = visitor;
  const someone = await person(chinwag, freshName('gone'));
  await manage(visitor);
  await find(visitor, someone.name);
  const error = page.locator('[data-error]');

  const answers = (status, code, headers = {}) => (route) => route.fulfill({
    status, headers, contentType: 'application/json',
    body: JSON.stringify({ code, message: 'As the server says it.',
      request: 'x' }) });
  const deedFails = async (name, how, sentence) => {
    await page.route('**/api/**', how);
    await doing(visitor, name);
    await submit(visitor);
    await error.filter({ hasText: sentence }).waitFor();
    await page.waitForFunction(() =>
      document.activeElement.matches('[data-error]'));
    await page.unroute('**/api/**', how);
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.locator('.person-head').waitFor();
  };
  const only = (method, how) => (route) =>
    route.request().method() === method ? how(route) : route.continue();
  await deedFails('disable', only('POST', answers(409, 'conflict')),
    /last administrator/);
  await deedFails('reset', only('POST', answers(429, 'too_many',
    { 'Retry-After': '40' })), /wait 40 seconds/);
  await deedFails('sign_out', only('POST', (route) => route.abort()),
    /cannot be reached/);
  // Somebody else may not do this one thing, and stays.
  await deedFails('disable', only('POST', answers(403, 'forbidden')),
    /As the server says it/);

  const cut = (route) => route.abort();
  await page.route('**/api/accounts*', cut);
  await toSection(visitor, 'people');
  await page.locator('[data-problem="offline"]').waitFor();
  await page.unroute('**/api/accounts*', cut);
  await page.locator('[data-action="retry"]').click();
  await page.locator('[data-problem]').waitFor({ state: 'detached' });

  await find(visitor, someone.name);
  is(await root.delete(`/accounts/${someone.name}`), 204);
  await doing(visitor, 'disable');
  await page.locator('[data-gone]').waitFor();
  await visitor.close();
});

test('one\'s own account is safe from one\'s own hand', async () => {
  const visitor = await boss();
  const { page } = visitor;
  await manage(visitor);
  await find(visitor, visitor.name);
  await page.getByText('This is your own account').waitFor();
  assert.equal(await page.locator('[data-deed]').count(), 0);
  assert.equal(await page.locator('[data-doing="address"]').count(), 0);
  for (const name of ['address', 'delete', 'disable', 'dismiss']) {
    await page.goto(`/#/manage/people/${visitor.name}/${name}`);
    await page.getByText('This is your own account').waitFor();
  }
  assert.equal(await page.locator('[data-action="leave-group"]').count(), 0);
  await visitor.close();
});

test('all of it by keyboard', async () => {
  const someone = await person(chinwag, freshName('kay'));
  const visitor = await boss();
  const { page } = visitor;
  const press = (key) => page.keyboard.press(key);
  const isFocused = (selector) => page.waitForFunction((wanted) =>
    document.activeElement?.matches(wanted), selector);
  await tabTo(page, '[data-action="account"]');
  await press('Enter');
  await page.locator('[data-menu="account"]').waitFor();
  await page.locator('[data-action="manage"]').waitFor();
  for (let i = 0; i < 12 && !await page.evaluate(() =>
    document.activeElement.matches('[data-action="manage"]')); i += 1)
    await press('ArrowDown');
  await press('Enter');
  await at(visitor, 'people');
  await isFocused('#pane-title');
  await tabTo(page, '[data-manage-search]');
  await page.keyboard.type(someone.name);
  await page.locator('[data-count]').getByText('1 person').waitFor();
  await isFocused('[data-manage-search]');
  await tabTo(page, `[data-to="${someone.name}"]`);
  await press('Enter');
  await isFocused('#pane-title');
  await page.locator('.person-head').waitFor();
  await tabTo(page, '[data-doing="disable"]');
  await press('Enter');
  await isFocused('#pane-title');
  await tabTo(page, '.manage [data-action="submit"]');
  await press('Enter');
  await says(visitor, 'is disabled');
  await tabTo(page, '[data-action="enable"]');
  await press('Enter');
  await says(visitor, 'can sign in again');
  // The button is gone; the focus is at the top, not lost.
  await isFocused('#pane-title');
  assert.equal(is(await root.get(`/accounts/${someone.name}`), 200).json
    .enabled, true);
  await visitor.close();
});

// --- how it looks ------------------------------------------------------------

// In order; each is waited for by what it shows.
const pages = (name, group) => ({
  people: ['', '[data-table="people"]'],
  'people-none': ['', '[data-none]', ({ page }) =>
    page.locator('[data-manage-search]').fill('qqq')],
  add: ['/add', '#add-email'],
  'add-wrong': ['/add', '[data-error]', submit],
  person: [`/people/${name}`, '[data-deed="delete"]'],
  details: [`/people/${name}/details`, '#profile-zoneinfo'],
  address: [`/people/${name}/address`, '#address-verified'],
  'address-wrong': [`/people/${name}/address`, '[data-error]', submit],
  disable: [`/people/${name}/disable`, '.asks-bad'],
  delete: [`/people/${name}/delete`, '[data-error]', submit],
  gone: ['/people/nobody-here', '[data-gone]'],
  waiting: ['/waiting', '[data-table="waiting"]'],
  groups: ['/groups', '[data-table="groups"]'],
  group: [`/groups/${group}`, '[data-table="members"]'],
  'new-group': ['/new-group', '#group-name'],
  invitations: ['/invitations', '[data-table="invitations"]'],
  invite: ['/invite', '#invite-group'],
  made: ['/invite', '[data-link]', submit],
  log: ['/log', '[data-table="log"] [open]', ({ page }) =>
    page.locator('summary').first().click()],
});

async function prepare() {
  const waits = await newcomer(chinwag, freshName('waits'));
  is(await waits.post(`/users/${waits.name}/confirmation`,
    { code: await codeOf(chinwag, waits.email) }), 204);
  const [someone, group] = [await person(chinwag, freshName('seen')),
    freshName('seen-by')];
  is(await root.post('/groups', { name: group, description: 'x'.repeat(200),
    precedence: 3 }), 201);
  is(await root.put(`/groups/${group}/members/${someone.name}`), 204);
  is(await root.patch(`/accounts/${someone.name}`,
    { attributes: { name: 'x'.repeat(100), locale: 'de' } }), 200);
  is(await root.post('/invitations', { group, mail_domain: 'example.org' }),
    201);
  return pages(someone.name, group);
}

for (const [label, called, options] of [
  ['wide, light', 'Rosa', { viewport: DESKTOP, colorScheme: 'light' }],
  ['phone, dark', 'Rita', { viewport: PHONE, colorScheme: 'dark' }]])
  test(`every page: ${label}`, async () => {
    const shown = await prepare();
    const visitor = await boss(options, called);
    const { page } = visitor;
    await bringAxe(visitor);
    await page.reload();
    await visitor.live();
    for (const [name, [hash, wanted, act]] of Object.entries(shown)) {
      await page.goto('/#/manage/nowhere');
      await page.goto(`/#/manage${hash}`);
      if (act) {
        await page.locator('.manage :is(form, [role="search"])').first()
          .waitFor();
        await act(visitor);
      }
      await page.locator(wanted).first().waitFor();
      await visitor.shoot(`admin-${label.replace(', ', '-')}-${name}`);
      await judge(page, `${label} ${name}`);
    }
    await visitor.close();
  });

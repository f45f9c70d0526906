// How much comes with the first load, and that the next one costs next to
// nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { person } from '../api/lib/actors.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch, visit } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const chinwag = await suite({ mail: false });
const browser = await launch();
after(() => browser.close());

const MOST_BYTES = 60 * 1024;

// Runs in the page before anything else: when was the first screen done?  What
// is fetched from then on, in case it will be needed, is none of the load; and
// the page itself tells, however late we hear of it.
function watchForReady() {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('main[data-connection="live"]')
      || !document.querySelector('[data-log][data-ready="true"]'))
      return;
    window.readyAt = Date.now();
    observer.disconnect();
  });
  observer.observe(document, { attributes: true, childList: true,
    subtree: true });
}

const readyAt = async (visitor) => {
  await visitor.live();
  await visitor.ready();
  return visitor.page.evaluate(() => window.readyAt);
};

// Everything that a page asks for until it is live: [{ path, response }].
async function load(visitor, go) {
  const { page } = visitor;
  const seen = [];
  await page.addInitScript(watchForReady);
  page.on('response', (response) => seen.push({ response,
    path: new URL(response.url()).pathname }));
  await go();
  const end = await readyAt(visitor);
  return seen.filter(({ response }) =>
    response.request().timing().startTime < end);
}

async function scene() {
  const [anna, bob] = [await person(chinwag), await person(chinwag)];
  const id = await bob.converse(anna);
  await bob.say(id, 'Tea at four?');
  const first = await Visitor.enter(browser, chinwag, anna.name);
  await first.open(id);
  const state = await first.context.storageState();
  const hash = await first.page.evaluate(() => location.hash);
  await first.close();
  return { anna, state, hash };
}

const isApi = ({ path: name }) => /^\/(?:api|live)\//.test(name);
const fileOf = (name) =>
  path.join(chinwag.site, name === '/' ? 'index.html' : name);

test('the first load signed in is at most 60 KiB, as brotli and as gzip',
  async (t) => {
    const { anna, state, hash } = await scene();
    const fresh = new Visitor(chinwag, anna.name,
      await visit(browser, chinwag.url, { storageState: state }));
    const seen = await load(fresh, () =>
      fresh.page.goto(`${chinwag.url}/${hash}`));
    const answers = seen.filter(isApi);
    let api = 0;
    for (const { response } of answers)
      if (!/event-stream/.test(response.headers()['content-type'] ?? ''))
        api += (await response.body()).length;
    for (const ending of ['br', 'gz']) {
      const total = seen.filter((one) => !isApi(one)).reduce((sum, one) => {
        const file = fileOf(one.path);
        const packed = `${file}.${ending}`;
        return sum + fs.statSync(fs.existsSync(packed) ? packed : file).size;
      }, api);
      t.diagnostic(`${total} bytes as ${ending}, ${api} of them answers, ` +
        `${seen.length} requests`);
      assert.ok(total <= MOST_BYTES, `${total} bytes as ${ending}`);
    }
    for (const { path: name, response } of seen.filter((one) =>
      one.path.startsWith('/v/'))) {
      assert.match(response.headers()['cache-control'], /immutable/, name);
      assert.match(response.headers()['content-encoding'] ?? '', /br|gzip/,
        name);
    }
    await fresh.close();
  });

test('the second load takes files from the browser\'s own store', async () => {
  const { anna, state, hash } = await scene();
  const visitor = await Visitor.arrive(browser, chinwag, anna.name,
    { storageState: state });
  const { page } = visitor;
  await page.addInitScript(watchForReady);
  // What came over the network until the first screen was done.
  const fetched = async () => {
    await page.goto('about:blank');
    await page.goto(`${chinwag.url}/${hash}`);
    const end = await readyAt(visitor);
    return page.evaluate((last) => performance.getEntriesByType('resource')
      .filter(({ name, startTime, transferSize }) => transferSize > 0
        && performance.timeOrigin + startTime < last
        && new URL(name).pathname.startsWith('/v/'))
      .map(({ name }) => name), end);
  };
  await fetched();
  assert.deepEqual(await fetched(), []);
  // And without a store the whole site would be among them.
  const client = await visitor.context.newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  assert.ok((await fetched()).length > 20);
  await visitor.close();
});

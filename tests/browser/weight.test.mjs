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

// Everything that a page asks for until it is live: [{ path, response }].
async function load(visitor, go) {
  const { page } = visitor;
  const seen = [];
  const note = (response) => seen.push({ response,
    path: new URL(response.url()).pathname });
  page.on('response', note);
  await go();
  await visitor.live();
  await visitor.ready();
  page.off('response', note);
  return seen;
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
  await visitor.page.goto(`${chinwag.url}/${hash}`);
  await visitor.ready();
  const client = await visitor.context.newCDPSession(visitor.page);
  await client.send('Network.enable');
  const fetched = [];
  client.on('Network.responseReceived', ({ response }) => {
    if (!response.fromDiskCache && !response.fromPrefetchCache &&
      new URL(response.url).pathname.startsWith('/v/'))
      fetched.push(response.url);
  });
  client.on('Network.requestServedFromCache', () => {});
  await visitor.page.goto('about:blank');
  await visitor.page.goto(`${chinwag.url}/${hash}`);
  await visitor.live();
  assert.deepEqual(fetched, []);
  await visitor.close();
});

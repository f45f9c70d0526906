// Live updates by each of their ways: chosen by the site itself, shown in its
// connection panel, and without a message lost or doubled.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { person } from '../api/lib/actors.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { undisturbed } from '../api/lib/patience.mjs';
import { countStarts } from '../api/lib/starts.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const chinwag = await suite({ mail: false });
const browser = await launch();
after(() => browser.close());

const EVENTS = /\/api\/events\?/;
const FILE = /\/live\/[\w-]{43}\.json$/;

const isStream = (request) => request.resourceType() === 'eventsource';
const isPoll = (request) => /[?&]wait=25\b/.test(request.url());

// Anna's page with an open conversation, and Bob at the API.
async function scene({ refuse = () => false, handle, url = chinwag.url,
  clock } = {}) {
  const [anna, bob] = [await person(chinwag), await person(chinwag)];
  const id = await bob.converse(anna);
  await bob.say(id, 'Say something');
  const visitor = await Visitor.arrive(browser, { url }, anna.name);
  const { context, page } = visitor;
  let refusing = refuse;
  await context.route(EVENTS, (route) => {
    if (!refusing(route.request()))
      return route.continue();
    return handle ? handle(route) : route.abort('connectionrefused');
  });
  if (clock)
    await page.clock.install();
  await visitor.signIn();
  await visitor.open(id);
  const way = (name) => page.locator(`main[data-way="${name}"]`).waitFor();
  // Bob's words, and Anna's, are there once.
  const talk = async (text) => {
    await bob.say(id, `${text}, says Bob`);
    await visitor.sees(`${text}, says Bob`);
    await visitor.type(`${text}, says Anna`);
    await visitor.sees(`${text}, says Anna`);
  };
  const panel = async () => {
    await page.locator('[data-action="account"]').click();
    await page.locator('[data-action="connection"]').click();
    return page.locator('[data-connection-way]').textContent();
  };
  return { visitor, page, bob, id, way, talk, panel,
    refuse(what) { refusing = what; } };
}

test('a stream, where there is one', async () => {
  const { visitor, way, talk, panel } = await scene();
  await way('stream');
  await talk('by stream');
  assert.equal(await panel(), 'A stream');
  await visitor.shoot('live-1-stream');
  await visitor.close();
});

test('a stream that is refused: waiting requests', async () => {
  const { visitor, way, talk, panel } = await scene({ refuse: isStream });
  await way('poll');
  await talk('by poll');
  assert.equal(await panel(), 'Waiting requests');
  await visitor.shoot('live-2-poll');
  await visitor.close();
});

test('a stream that is held back: waiting requests', async () => {
  const held = [];
  const { visitor, way, talk } = await scene({ refuse: isStream,
    handle: (route) => { held.push(route); } });
  await way('poll');
  assert.equal(held.length, 1, 'once is enough');
  await talk('after holding');
  await visitor.close();
});

test('waiting requests that are refused: a file', async () => {
  const { visitor, way, talk, panel } = await scene({
    refuse: (request) => isStream(request) || isPoll(request) });
  await way('cursor');
  await talk('by file');
  assert.equal(await panel(), 'A file');
  await visitor.shoot('live-3-cursor');
  await visitor.close();
});

test('where no file is given, asking', async () => {
  const { visitor, way, talk, page } = await scene({
    refuse: (request) => isStream(request) || isPoll(request) });
  await way('cursor');
  await page.context().route(FILE, (route) => route.fulfill({ status: 404 }));
  await way('ask');
  await talk('by asking');
  await visitor.close();
});

test('the better way is found again, by itself and when asked', async () => {
  const one = await scene({ clock: true,
    refuse: (request) => isStream(request) || isPoll(request) });
  await one.way('cursor');
  one.refuse(() => false);
  await one.page.clock.fastForward('05:30');
  await one.way('stream');
  await one.talk('by itself');
  await one.visitor.close();
  const two = await scene({ refuse: isStream });
  await two.way('poll');
  two.refuse(() => false);
  await two.panel();
  await two.page.locator('[data-action="retry-connection"]').click();
  await two.way('stream');
  await two.page.locator('[data-action="close"]').click();
  await two.talk('when asked');
  await two.visitor.close();
});

test('nothing is lost or doubled while the ways change', async () => {
  const ways = [() => false, isStream,
    (request) => isStream(request) || isPoll(request)];
  const { visitor, bob, id, page, refuse, panel } = await scene();
  await panel();
  const count = 45;
  for (let i = 0; i < count; i += 1) {
    if (i % 9 === 0) {
      refuse(ways[(i / 9) % 3]);
      await page.locator('[data-action="retry-connection"]').click();
    }
    await bob.say(id, `number ${i}`);
  }
  await page.locator('[data-action="close"]').click();
  const numbers = async () => (await visitor.texts())
    .filter((text) => text.startsWith('number ')).map((text) =>
      Number(text.slice(7)));
  await eventually('all are there', async () =>
    (await numbers()).length >= count, { withinMs: 60000 });
  assert.deepEqual(await numbers(), Array.from({ length: count },
    (_, i) => i));
  await visitor.close();
});

test('as CGI: a file, and an idle reader starts no program', async (t) => {
  const started = countStarts(chinwag);
  const url = `http://127.0.0.1:${await chinwag.cgi()}`;
  const { visitor, page, way, talk } = await scene({ url, clock: true });
  await way('cursor');
  await talk('as CGI');
  // Read marks are set, and everything that is fetched at leisure is here.
  let looks = 0;
  page.on('response', (response) => {
    looks += FILE.test(response.url()) && response.status() === 304;
  });
  // So many looks in a row without a program.
  await eventually('it is quiet', async () => {
    started();
    const before = looks;
    await eventually('three looks', () => looks >= before + 3);
    return started().length === 0;
  }, { withinMs: 60000 });
  // The page rightly asks what it has missed after a stop of the machine.
  const minutes = 6;
  const programs = await undisturbed(async () => {
    for (let i = 0; i < minutes * 30; i += 1) {
      const before = looks;
      await page.clock.fastForward(2000);
      await eventually('a look', () => looks > before);
    }
    return started();
  }, (some) => some.length === 0);
  t.diagnostic(`${programs.length} programs in ${minutes} minutes`);
  assert.deepEqual(programs, []);
  await talk('after the silence');
  await visitor.signOut();
  await visitor.close();
});

test('who is signed out everywhere hears of it from the file', async () => {
  const { visitor, page, way } = await scene({
    refuse: (request) => isStream(request) || isPoll(request) });
  await way('cursor');
  const other = await Visitor.enter(browser, chinwag, visitor.name);
  await other.page.locator('[data-action="account"]').click();
  await other.page.locator('[data-action="sign-out-everywhere"]').click();
  await other.screen('sign-in');
  await page.locator('main[data-screen="sign-in"]').waitFor();
  await other.close();
  await visitor.close();
});

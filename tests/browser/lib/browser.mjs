// Real Chromium, watched: what runs that should not, and what breaks the
// content security policy, fails the test that did it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu',
  '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export const artefacts = process.env.CHINWAG_ARTEFACTS ??
  path.join(os.tmpdir(), 'chinwag-artefacts');
fs.mkdirSync(artefacts, { recursive: true });

// Playwright's own clock goes on while a machine stands still.
const PATIENCE_MS = 120000;

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ??
    '/usr/bin/chromium', args: ARGUMENTS, timeout: PATIENCE_MS });
}

// Runs in the page before anything else.
function reportViolations() {
  document.addEventListener('securitypolicyviolation', (event) =>
    window.reportViolation(`${event.effectiveDirective} ${event.blockedURI} ` +
      `${event.sourceFile}:${event.lineNumber}`));
}

// CHINWAG_SLOW_MS: each question to the API leaves up to so much later, by
// chance; for finding tests and pages that count on a quick answer.
const SLOW_MS = Number(process.env.CHINWAG_SLOW_MS ?? 0);

// CHINWAG_LATE_MS: the page is painted up to so much later, by chance; for
// finding tests that look at, or write into, what was there before.
const LATE_MS = Number(process.env.CHINWAG_LATE_MS ?? 0);

// Runs in the page before anything else.  Frames stay in order, and the painter's
// own timer, for tabs nobody sees, is no longer ahead of them.
function paintLate(lateMs) {
  const { requestAnimationFrame: frame, setTimeout: timer } = window;
  let waiting = [];
  const run = (now) => {
    const due = waiting;
    waiting = [];
    for (const paint of due)
      paint(now);
  };
  window.requestAnimationFrame = (paint) => {
    if (waiting.push(paint) === 1)
      timer(() => frame(run), Math.random() * lateMs);
  };
  window.setTimeout = (act, ms, ...more) =>
    timer(act, ms === 80 ? ms + lateMs : ms, ...more);
}

async function slowly(route) {
  await sleep(Math.random() * SLOW_MS);
  await route.fallback().catch(() => {}); // its page is gone
}

// What the address asks for is on the screen, not what was there before.
export const painted = (page) => page.waitForFunction(() =>
  document.getElementById('app')?.dataset.path ===
    (location.hash.replace(/^#|\?.*/g, '') || '/'));

// To an address of the site: there when that is painted.
function arriveAt(page) {
  const go = page.goto.bind(page);
  page.goto = async (address, options) => {
    await go(address, options);
    if (address.includes('/#/'))
      await painted(page);
  };
}

// A browser of somebody's own: { context, page, problems, close }.
export async function visit(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP,
    baseURL: url, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const problems = [];
  await context.exposeFunction('reportViolation',
    (text) => problems.push(`policy: ${text}`));
  await context.addInitScript(reportViolations);
  context.on('page', (page) => {
    arriveAt(page);
    page.on('pageerror', (error) => problems.push(`error: ${error.stack}`));
    page.on('dialog', (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted ?Type|Refused to/i
        .test(message.text()))
        problems.push(`console: ${message.text()}`);
    });
  });
  if (LATE_MS)
    await context.addInitScript(paintLate, LATE_MS);
  if (SLOW_MS)
    await context.route('**/api/**', slowly);
  const page = await context.newPage();
  return { context, page, problems,
    async close() {
      // What a handler still has in hand nobody waits for.
      for (const routed of [context, ...context.pages()])
        await routed.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
      assert.deepEqual(problems, []);
    } };
}

export function shoot(page, name) {
  return page.screenshot({ path: path.join(artefacts, `${name}.png`) });
}

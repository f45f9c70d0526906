// What is asked for after the password, and what the settings know.

import assert from 'node:assert/strict';
import test from 'node:test';
import { readAgent } from '../../../htdocs/js/lib/agent.js';
import { drawingOf } from '../../../htdocs/js/lib/drawing.js';
import { addSlice, initial } from '../../../htdocs/js/state/app.js';
import { parse, toSettings, toSignIn, toStep }
  from '../../../htdocs/js/state/route.js';
import * as settings from '../../../htdocs/js/state/settings.js';
import { placeOf } from '../../../htdocs/js/state/step.js';
import { after, opened, signedIn } from './help.mjs';

// As actions/settings.js does it.
addSlice('settings', settings);

const step = { kind: 'totp', session: 'secret', destination: '',
  factors: ['totp'] };
const asked = { type: 'step/asked', step };
const goTo = (hash) => ({ type: 'route/changed', route: parse(hash) });
const loaded = { type: 'settings/loaded', factors: {}, sessions: [],
  account: { email: 'new@example.org' } };

test('a step lives as long as its screens, and leads there', () => {
  const there = after(initial, goTo(toSignIn()), asked,
    goTo(toStep(placeOf(step))), goTo(toStep('recovery')));
  assert.deepEqual(there.step, step);
  assert.equal(there.route.name, 'step');
  assert.equal(after(there, goTo(toSignIn())).step, null);
  assert.equal(after(there, opened()).step, null);
  assert.equal(after(there, { type: 'session/closed' }).step, null);
});

test('a step knows where to go on, and nothing else is one', () => {
  assert.equal(parse(toStep('mail', '/people')).to, '/people');
  assert.equal(parse('#/sign-in/other').name, 'missing');
});

test('a key and codes are forgotten with the page that shows them', () => {
  const shown = after(signedIn, goTo(toSettings('factors', 'app')), loaded,
    { type: 'app/begun', setup: { secret: 's' } });
  assert.equal(after(shown, goTo(toSettings('factors'))).settings.setup, null);
  const codes = after(shown, { type: 'codes/made', codes: ['a'] });
  assert.equal(codes.settings.setup, null);
  assert.deepEqual(codes.settings.codes, ['a']);
  assert.equal(after(codes, goTo('#/')).settings.codes, null);
});

test('the settings are one user\'s alone', () => {
  const mine = after(signedIn, loaded);
  assert.equal(mine.session.email, 'new@example.org');
  assert.equal(after(mine, opened('bob')).settings.account, null);
  assert.equal(after(mine, { type: 'session/closed' }).settings.account, null);
});

test('what is loaded stays while it is loaded anew, and if that fails', () => {
  const again = after(signedIn, loaded, { type: 'settings/asked' });
  assert.equal(again.settings.status, 'ready');
  assert.equal(after(again, { type: 'settings/failed' }).settings.status,
    'ready');
  assert.equal(after(signedIn, { type: 'settings/asked' },
    { type: 'settings/failed' }).settings.status, 'failed');
});

const agents = [
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    'Firefox', 'Linux'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, ' +
    'like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0', 'Edge',
  'Windows'],
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) ' +
    'Chrome/130.0.0.0 Mobile Safari/537.36', 'Chrome', 'Android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ' +
    'AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1', 'Safari',
  'iPhone'],
  ['curl/8.5.0', 'curl', ''],
  ['Mozilla/5.0', '', ''],
  ['', '', ''],
];

for (const [agent, browser, system] of agents)
  test(`'${agent.slice(0, 40)}' is ${browser || 'unknown'}`, () =>
    assert.deepEqual(readAgent(agent), { browser, system }));

test('a drawing has a rectangle for each run of dark squares', () => {
  const rows = ['##.#', '....', '####', '.#.#'];
  assert.deepEqual(drawingOf({ size: 4, get: (x, y) => rows[y][x] === '#' }),
    { size: 4, path: 'M0 0h2v1h-2zM3 0h1v1h-1zM0 2h4v1h-4zM1 3h1v1h-1zM3 3' +
      'h1v1h-1z' });
});

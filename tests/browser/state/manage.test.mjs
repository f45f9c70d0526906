// What administrators' pages know and how they read it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { kinds, sentenceOf } from '../../../htdocs/js/lib/words-audit.js';
import { words } from '../../../htdocs/js/lib/words-manage-person.js';
import * as app from '../../../htdocs/js/state/app.js';
import * as manage from '../../../htdocs/js/state/manage.js';
import * as select from '../../../htdocs/js/state/manage-select.js';
import { parse, toManage } from '../../../htdocs/js/state/route.js';

const after = (...events) => events.reduce(manage.reduce, manage.initial);

const asked = (query, first = true) =>
  ({ type: 'manage/asked', of: 'people', query, first });
const listed = (query, items, { first = true, more = false } = {}) =>
  ({ type: 'manage/listed', of: 'people', query, first, items, more });
const unlisted = (query, kind) =>
  ({ type: 'manage/unlisted', of: 'people', query, problem: { kind } });

test('pages add up to a list', () => {
  const { people } = after(asked({ q: 'a' }),
    listed({ q: 'a' }, ['anna'], { more: true }), asked({ q: 'a' }, false),
    listed({ q: 'a' }, ['arthur'], { first: false }));
  assert.deepEqual(people.items, ['anna', 'arthur']);
  assert.equal(people.more, false);
  assert.equal(people.isBusy, false);
});

test('an answer to what nobody asks any more is none', () => {
  const state = after(asked({ q: 'a' }), asked({ q: 'ab' }));
  assert.equal(manage.reduce(state, listed({ q: 'a' }, ['anna'])), state);
  assert.equal(manage.reduce(state, unlisted({ q: 'a' }, 'offline')), state);
});

test('what is there stays while it is asked for anew, and if that fails',
  () => {
    const state = after(asked({}), listed({}, ['anna']), asked({}),
      unlisted({}, 'offline'));
    assert.equal(state.people.status, 'ready');
    assert.deepEqual(state.people.items, ['anna']);
    assert.equal(state.people.problem.kind, 'offline');
    assert.equal(manage.reduce(state, asked({})).people.problem, null);
  });

test('what answers another question does not stay if that fails', () => {
  const state = after(asked({}), listed({}, ['anna']), asked({ q: 'b' }),
    unlisted({ q: 'b' }, 'busy'));
  assert.equal(state.people.status, 'failed');
});

const sought = (name) => ({ type: 'manage/sought', of: 'person', name });
const found = (name, value = { name }) =>
  ({ type: 'manage/found', of: 'person', name, value });
const unfound = (name, kind) =>
  ({ type: 'manage/unfound', of: 'person', name, problem: { kind } });

test('nobody is shown under the name of another', () => {
  const state = after(sought('anna'), found('anna'), sought('bob'));
  assert.equal(state.person.value, null);
  assert.equal(manage.reduce(state, found('anna')), state);
});

test('what is gone is not shown any more; what cannot be had anew is', () => {
  const anna = after(sought('anna'), found('anna'), sought('anna'));
  assert.ok(anna.person.value);
  assert.ok(manage.reduce(anna, unfound('anna', 'offline')).person.value);
  const { person } = manage.reduce(anna, unfound('anna', 'missing'));
  assert.equal(person.value, null);
  assert.equal(person.problem.kind, 'missing');
});

test('the link of an invitation goes with the page that shows it', () => {
  const made = after({ type: 'manage/made', invitation: { link: 'x' } });
  assert.equal(made.made.link, 'x');
  assert.equal(manage.reduce(made, { type: 'route/changed' }).made, null);
});

test('it is one slice of the whole, and one user\'s alone', () => {
  app.addSlice('manage', manage);
  const opened = { type: 'session/opened', username: 'anna',
    administrator: true };
  const mine = [opened, asked({}), listed({}, ['bob'])]
    .reduce(app.reduce, app.initial);
  assert.equal(mine.session.administrator, true);
  assert.deepEqual(mine.manage.people.items, ['bob']);
  const other = app.reduce(mine, { ...opened, username: 'bob',
    administrator: false });
  assert.deepEqual(other.manage.people.items, []);
  assert.equal(other.session.administrator, false);
});

test('who may manage is not known before it is told', () => {
  const signedIn = app.reduce(app.initial,
    { type: 'session/opened', username: 'anna' });
  assert.equal(signedIn.session.administrator, null);
  const told = { type: 'session/told', username: 'anna', email: 'a@b.example',
    administrator: true };
  assert.equal(app.reduce(signedIn, told).session.administrator, true);
  assert.equal(app.reduce(signedIn, { ...told, username: 'bob' }).session
    .administrator, null);
});

test('places lead where they say', () => {
  assert.deepEqual(parse(toManage('people', 'a/b ü', 'sign_out')).params,
    { section: 'people', item: 'a/b ü', doing: 'sign_out' });
  assert.equal(parse(toManage()).name, 'manage');
  assert.equal(toManage('', ''), '#/manage');
});

const account = (changes) => ({ username: 'bob', enabled: true,
  waiting: false, status: 'CONFIRMED', totp: false, mail: false, groups: [],
  ...changes });

const standings = [
  [{}, 'confirmed', 'reset sign_out appoint disable delete'],
  [{ status: 'UNCONFIRMED' }, 'unconfirmed', 'confirm sign_out disable delete'],
  [{ status: 'UNCONFIRMED', waiting: true }, 'unconfirmed',
    'confirm sign_out disable delete'],
  [{ waiting: true }, 'waiting', 'approve reset sign_out disable delete'],
  [{ enabled: false }, 'disabled', 'enable reset delete'],
  [{ enabled: false, waiting: true }, 'disabled',
    'approve enable reset delete'],
  [{ deletion: 7 }, 'deleting', 'reset sign_out disable delete'],
  [{ deleting: true }, 'deleting', 'reset sign_out disable delete'],
  [{ status: 'FORCE_CHANGE_PASSWORD' }, 'invited',
    'reset sign_out disable delete'],
  [{ status: 'RESET_REQUIRED', totp: true }, 'resetting',
    'reset sign_out drop_factors disable delete'],
  [{ status: 'EXTERNAL_PROVIDER' }, 'confirmed',
    'sign_out appoint disable delete'],
  [{ groups: ['administrators', 'x'] }, 'confirmed',
    'reset sign_out dismiss disable delete'],
];

for (const [changes, standing, deeds] of standings)
  test(`${JSON.stringify(changes)} is ${standing}`, () => {
    const one = account(changes);
    assert.equal(select.standingOf(one), standing);
    assert.equal(select.deedsFor(one, 'anna').join(' '), deeds);
    assert.deepEqual(select.deedsFor(one, 'bob'), [], 'not to oneself');
    assert.ok(words.standings[standing]);
    for (const deed of deeds.split(' ')) {
      assert.ok(words.deeds[deed].done('bob'), deed);
      assert.equal(Boolean(words.deeds[deed].title),
        !select.isHarmless(deed), deed);
    }
  });

const invitations = [
  [{ uses: 0, uses_max: 2, expires: 9 }, 'good', 2],
  [{ uses: 2, uses_max: 2, expires: 9 }, 'used', 0],
  [{ uses: 1, uses_max: 2, expires: 5 }, 'over', 1],
  [{ uses: 2, uses_max: 2, expires: 1, revoked: true }, 'withdrawn', 0],
];

for (const [invitation, standing, left] of invitations)
  test(`${JSON.stringify(invitation)} at 5 is ${standing}`, () => {
    assert.equal(select.standingOfInvitation(invitation, 5), standing);
    assert.equal(select.leftOf(invitation), left);
  });

test('a span of days has all hours of both', () => {
  const { since, until } = select.spanOf({ from: '2026-03-28',
    to: '2026-03-29' });
  assert.deepEqual([new Date(since).getDate(), new Date(since).getHours()],
    [28, 0]);
  assert.deepEqual([new Date(until).getDate(), new Date(until).getHours()],
    [30, 0]);
  assert.deepEqual(select.spanOf({ from: 'x', to: '' }),
    { since: '', until: '' });
});

const said = (entry) => sentenceOf(entry).map((part) =>
  part.name ?? part).join('');

const sentences = [
  [{ event: 'sign_in', username: 'anna', detail: 'password totp' },
    'anna signed in with the password and a code from an app.'],
  [{ event: 'sign_in', username: 'anna', detail: 'provider:works mail' },
    'anna signed in with the provider works and a code by mail.'],
  [{ event: 'sign_in_fail' }, 'Signing in failed: nobody has that name.'],
  [{ event: 'disable', username: 'anna', by: 'bob' },
    'bob disabled the account anna.'],
  [{ event: 'confirm', username: 'anna' },
    'anna confirmed the mail address.'],
  [{ event: 'group_add', by: 'bob', detail: '<b>choir</b>' },
    'bob made the group <b>choir</b>.'],
  [{ event: 'never_heard_of', username: 'anna', detail: 'x' },
    'anna: never_heard_of x'],
  [{ event: 'constructor' }, 'Somebody: constructor'],
];

for (const [entry, sentence] of sentences)
  test(`${entry.event} reads well`, () =>
    assert.equal(said(entry), sentence));

test('every event that is written down has a sentence and can be chosen',
  () => {
    const source = fs.readFileSync(new URL('../../../lib/pool/audit.c',
      import.meta.url), 'utf8');
    const events = [...source.matchAll(/\[CW_AUDIT_\w+\] = "(\w+)"/g)]
      .map(([, word]) => word);
    assert.ok(events.length > 30);
    assert.deepEqual(Object.values(kinds).flatMap(Object.keys).sort(),
      [...events].sort());
    for (const event of events)
      for (const by of [undefined, 'bob']) {
        const text = said({ event, username: 'anna', by, detail: 'x' });
        assert.match(text, /^\S.*\.$/, event);
        assert.doesNotMatch(text, /undefined|null|_/, event);
        assert.doesNotMatch(text, new RegExp(`: ${event}`), event);
      }
  });

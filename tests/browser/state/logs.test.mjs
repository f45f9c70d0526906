// The messages of a conversation: in order, without gap or double, and the
// line before what is new.

import assert from 'node:assert/strict';
import test from 'node:test';
import { items, newBelow } from '../../../htdocs/js/state/select.js';
import { after, entered, heard, loaded, looking, said, scrolledUp, signedIn }
  from './help.mjs';

const times = (state) => state.logs.c.messages.map((m) => m.time);

const inside = after(signedIn, entered('c'),
  loaded('c', [said('bob', 10), said('anna', 20)], 20), looking('c'));

test('a message heard while the page is loading is not lost', () => {
  const state = after(signedIn, entered('c'), { type: 'log/asked', id: 'c' },
    heard('c', said('bob', 30)),
    loaded('c', [said('bob', 10), said('anna', 20)]));
  assert.deepEqual(times(state), [10, 20, 30]);
});

test('a message both loaded and heard stands there once', () => {
  const state = after(inside, heard('c', said('anna', 20)));
  assert.deepEqual(times(state), [10, 20]);
});

test('older messages go before', () => {
  const state = after(inside, { type: 'log/older-loaded', id: 'c',
    messages: [said('bob', 1), said('bob', 10)], more: true });
  assert.deepEqual(times(state), [1, 10, 20]);
  assert.equal(state.logs.c.more, true);
  assert.equal(state.logs.c.quiet, true);
});

test('the divider stands before what was unread on entering', () => {
  const state = after(signedIn, entered('c'),
    loaded('c', [said('bob', 10), said('bob', 30)], 10));
  const kinds = items(state.logs.c, [], 'anna').map((item) => item.kind);
  assert.deepEqual(kinds, ['day', 'message', 'new', 'message']);
});

test('there is no divider before my own words', () => {
  const state = after(signedIn, entered('c'),
    loaded('c', [said('bob', 10), said('anna', 30)], 10));
  assert.equal(state.logs.c.divider, null);
});

test('the divider does not move while one reads', () => {
  const state = after(signedIn, entered('c'),
    loaded('c', [said('bob', 10), said('bob', 30)], 10), looking('c'),
    { type: 'log/read', id: 'c', time: 30, unread: 0 },
    heard('c', said('bob', 40)),
    { type: 'log/read', id: 'c', time: 40, unread: 0 });
  assert.equal(state.logs.c.divider, 10);
});

test('what comes while nobody looks gets a divider', () => {
  const state = after(inside,
    { type: 'attention/changed', id: null, bottom: true, log: 'c' },
    heard('c', said('bob', 30)), heard('c', said('bob', 40)));
  assert.equal(state.logs.c.divider, 20);
});

test('entering anew takes the old divider away', () => {
  const state = after(signedIn, entered('c'),
    loaded('c', [said('bob', 10)], 0),
    { type: 'log/read', id: 'c', time: 10, unread: 0 },
    entered(''), entered('c'));
  assert.equal(state.logs.c.divider, null);
});

test('what comes below the screen is counted', () => {
  const state = after(inside, scrolledUp('c'), heard('c', said('bob', 30)),
    heard('c', said('anna', 35)), heard('c', said('bob', 40)));
  assert.equal(newBelow(state, 'c'), 2);
  assert.equal(newBelow(after(state, looking('c')), 'c'), 0);
});

test('marking unread holds until the conversation is left', () => {
  const marked = after(inside,
    { type: 'log/unread-from', id: 'c', time: 10, unread: 1 });
  assert.equal(marked.logs.c.read, 9);
  assert.equal(marked.logs.c.keepUnread, true);
  assert.equal(marked.conversations.byId.c.unread, 1);
  assert.equal(after(marked, entered('')).logs.c.keepUnread, false);
});

test('a mark moved back on another device is kept here', () => {
  const state = after(inside,
    { type: 'feed/read', conversation: 'c', time: 5, unread: 1 });
  assert.equal(state.logs.c.read, 5);
  assert.equal(state.logs.c.keepUnread, true);
});

test('a log read at its end stays small', () => {
  const many = Array.from({ length: 400 }, (_, i) => said('bob', i + 1));
  const state = after(signedIn, entered('c'), loaded('c', many, 400),
    looking('c'), heard('c', said('bob', 500)));
  assert.equal(state.logs.c.messages.length, 400);
  assert.equal(times(state).at(-1), 500);
  assert.equal(state.logs.c.more, true);
});

test('a log read higher up loses nothing', () => {
  const many = Array.from({ length: 400 }, (_, i) => said('bob', i + 1));
  const state = after(signedIn, entered('c'), loaded('c', many, 400),
    scrolledUp('c'), heard('c', said('bob', 500)));
  assert.equal(state.logs.c.messages.length, 401);
});

test('messages of one sender stand together, but not across a pause', () => {
  const minute = 60 * 1000;
  const state = after(signedIn, entered('c'), loaded('c', [
    said('bob', minute), said('bob', 2 * minute), said('anna', 3 * minute),
    said('anna', 20 * minute)], 20 * minute));
  const firsts = items(state.logs.c, [], 'anna')
    .filter((item) => item.kind === 'message').map((item) => item.first);
  assert.deepEqual(firsts, [true, false, true, true]);
});

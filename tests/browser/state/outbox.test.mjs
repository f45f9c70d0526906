// What is being sent: shown at once, never twice, never lost.

import assert from 'node:assert/strict';
import test from 'node:test';
import { entriesFor, items } from '../../../htdocs/js/state/select.js';
import { after, entered, heard, loaded, looking, said, signedIn, wrote }
  from './help.mjs';

const inside = after(signedIn, entered('c'),
  loaded('c', [said('anna', 5, 'ok'), said('bob', 10)], 10), looking('c'));

const shown = (state) =>
  items(state.logs.c, entriesFor(state, 'c'), 'anna')
    .filter((item) => item.kind === 'message')
    .map((item) => `${item.text} ${item.entry?.state ?? 'sent'}`);

const sent = (key, message) =>
  ({ type: 'outbox/sent', key, conversation: 'c', message });

test('what is written shows at once', () => {
  const state = after(inside, wrote('k', 'hello', { after: 10 }));
  assert.deepEqual(shown(state),
    ['ok sent', 'at 10 sent', 'hello waiting']);
});

test('the answer puts the message where it belongs', () => {
  const state = after(inside, wrote('k', 'hello', { after: 10 }),
    { type: 'outbox/sending', key: 'k' }, heard('c', said('bob', 11)),
    sent('k', said('anna', 12, 'hello')));
  assert.deepEqual(shown(state),
    ['ok sent', 'at 10 sent', 'at 11 sent', 'hello sent']);
  assert.deepEqual(state.outbox, []);
});

test('a message heard before its answer shows once', () => {
  const before = after(inside, wrote('k', 'hello', { after: 10 }),
    { type: 'outbox/sending', key: 'k' },
    heard('c', said('anna', 12, 'hello')));
  assert.deepEqual(shown(before),
    ['ok sent', 'at 10 sent', 'hello sending']);
  const answered = after(before, sent('k', said('anna', 12, 'hello')));
  assert.deepEqual(shown(answered), ['ok sent', 'at 10 sent', 'hello sent']);
});

test('a message keeps its place on the screen when the answer comes', () => {
  const keyOf = (state) =>
    items(state.logs.c, entriesFor(state, 'c'), 'anna').at(-1).key;
  const before = after(inside, wrote('k', 'hello', { after: 10 }));
  const heardIt = after(before, heard('c', said('anna', 12, 'hello')));
  const answered = after(heardIt, sent('k', said('anna', 12, 'hello')));
  assert.equal(keyOf(before), 'k');
  assert.equal(keyOf(heardIt), 'k');
  assert.equal(keyOf(answered), 'k');
});

test('the same words from another device of mine are another message', () => {
  const state = after(inside, wrote('k', 'hello', { after: 10 }),
    heard('c', said('anna', 12, 'hello')),
    sent('k', said('anna', 13, 'hello')));
  assert.deepEqual(shown(state),
    ['ok sent', 'at 10 sent', 'hello sent', 'hello sent']);
});

test('the same words said twice are two messages', () => {
  const state = after(inside, wrote('k', 'twin', { at: 1, after: 10 }),
    wrote('l', 'twin', { at: 2, after: 10 }),
    heard('c', said('anna', 12, 'twin')));
  assert.deepEqual(shown(state).slice(2), ['twin waiting', 'twin waiting']);
});

test('the same words said long ago are not taken for the answer', () => {
  const state = after(inside, wrote('k', 'ok', { after: 10 }));
  assert.deepEqual(shown(state), ['ok sent', 'at 10 sent', 'ok waiting']);
});

test('a page loaded after a reload does not double what is still kept', () => {
  const state = after(signedIn, entered('c'), { type: 'outbox/restored',
    entries: [wrote('k', 'hello', { after: 10 }).entry] },
  loaded('c', [said('bob', 10), said('anna', 12, 'hello')]));
  assert.deepEqual(shown(state), ['at 10 sent', 'hello waiting']);
});

test('a refused message stays, with its reason, and takes nobody’s place',
  () => {
    const state = after(inside, wrote('k', 'hello', { after: 10 }),
      { type: 'outbox/failed', key: 'k', reason: 'too_large' },
      heard('c', said('anna', 12, 'hello')));
    assert.deepEqual(shown(state).slice(2), ['hello sent', 'hello failed']);
    assert.equal(state.outbox[0].reason, 'too_large');
  });

test('what is not on disk yet survives a look at the disk', () => {
  const state = after(inside, wrote('k', 'hello'),
    { type: 'outbox/restored', entries: [] });
  assert.equal(state.outbox.length, 1);
});

test('what another tab has sent goes', () => {
  const state = after(inside, wrote('k', 'hello'),
    { type: 'outbox/saved', key: 'k' },
    { type: 'outbox/restored', entries: [] });
  assert.equal(state.outbox.length, 0);
});

test('what is under way stays under way at a look at the disk', () => {
  const { entry } = wrote('k', 'hello');
  const state = after(inside, wrote('k', 'hello'),
    { type: 'outbox/saved', key: 'k' }, { type: 'outbox/sending', key: 'k' },
    { type: 'outbox/restored', entries: [entry] });
  assert.equal(state.outbox[0].state, 'sending');
});

test('a conversation that is gone leaves its unsent words to be copied',
  () => {
    const state = after(inside, wrote('k', 'hello'),
      { type: 'conversation/gone', id: 'c' });
    assert.equal(state.outbox.length, 1);
  });

// The list: its order and its counts.

import assert from 'node:assert/strict';
import test from 'node:test';
import { initial } from '../../../htdocs/js/state/app.js';
import { unreadTotal } from '../../../htdocs/js/state/select.js';
import { after, entered, heard, listed, loaded, looking, opened, said,
  signedIn, talk } from './help.mjs';

const three = after(initial, opened(), listed(talk('a', { last: 30 }),
  talk('b', { last: 20, unread: 2 }), talk('c', { last: 10 })));

test('a message moves its conversation to the front and counts', () => {
  const state = after(three, heard('c', said('bob', 40)));
  assert.deepEqual(state.conversations.order, ['c', 'a', 'b']);
  assert.equal(state.conversations.byId.c.unread, 1);
  assert.equal(state.conversations.byId.c.preview.time, 40);
  assert.equal(unreadTotal(state), 3);
});

test('a message heard twice counts once', () => {
  const state = after(three, heard('c', said('bob', 40)),
    heard('c', said('bob', 40)));
  assert.equal(state.conversations.byId.c.unread, 1);
});

test('a message that the list already told of does not count', () => {
  const state = after(three, heard('b', said('bob', 20)));
  assert.equal(state.conversations.byId.b.unread, 2);
});

test('my own message does not count', () => {
  const state = after(three, heard('c', said('anna', 40)));
  assert.equal(state.conversations.byId.c.unread, 0);
});

test('what is being looked at does not count', () => {
  const state = after(three, entered('c'), loaded('c', []), looking('c'),
    heard('c', said('bob', 40)));
  assert.equal(state.conversations.byId.c.unread, 0);
});

test('a read mark from another device sets the count', () => {
  const state = after(three, { type: 'feed/read', conversation: 'b',
    time: 20, unread: 0 });
  assert.equal(unreadTotal(state), 0);
});

test('a mark\'s count knows of messages that are told after it', () => {
  const marked = after(three, { type: 'feed/read', conversation: 'b',
    time: 20, unread: 2, last: 50 });
  assert.equal(marked.conversations.byId.b.unread, 2);
  const told = after(marked, heard('b', said('bob', 40)),
    heard('b', said('bob', 50)));
  assert.equal(told.conversations.byId.b.unread, 2);
  assert.equal(told.conversations.byId.b.preview.time, 50);
  const beyond = after(told, heard('b', said('bob', 60)));
  assert.equal(beyond.conversations.byId.b.unread, 3);
});

test('a mark told from before the list was read does not set its count back',
  () => {
    const state = after(three, { type: 'feed/read', conversation: 'b',
      time: 10, unread: 0, last: 15 });
    assert.equal(state.conversations.byId.b.unread, 2);
  });

test('what I say ahead of the feed hides nothing that the feed still brings',
  () => {
    const state = after(three, { type: 'outbox/sent', conversation: 'b',
      key: 'k', message: said('anna', 50) }, heard('b', said('bob', 40)));
    assert.equal(state.conversations.byId.b.unread, 3);
    assert.equal(state.conversations.byId.b.preview.time, 50);
  });

test('the echo of an older mark of mine does not undo a newer one', () => {
  const state = after(three, entered('b'), loaded('b', []),
    { type: 'log/read', id: 'b', time: 20, unread: 0 },
    { type: 'log/read', id: 'b', time: 25, unread: 0 },
    { type: 'feed/read', conversation: 'b', time: 20, unread: 1 });
  assert.equal(state.conversations.byId.b.unread, 0);
  assert.equal(state.logs.b.read, 25);
  assert.equal(state.logs.b.keepUnread, false);
});

test('a list that was under way does not undo what was heard meanwhile',
  () => {
    const state = after(three, heard('c', said('bob', 40)),
      listed(talk('a', { last: 30 }), talk('c', { last: 10 })));
    assert.equal(state.conversations.byId.c.last, 40);
  });

test('a conversation that somebody starts comes first', () => {
  const state = after(three, { type: 'feed/conversation', conversation: 'n',
    participants: ['anna', 'cleo'] });
  assert.equal(state.conversations.order[0], 'n');
  assert.equal(state.conversations.byId.n.unread, 0);
});

test('an old conversation found by its link takes its place by age', () => {
  const state = after(three,
    { type: 'conversation/found', item: talk('o', { last: 15 }) });
  assert.deepEqual(state.conversations.order, ['a', 'b', 'o', 'c']);
});

test('somebody leaving leaves the others', () => {
  const state = after(signedIn, { type: 'feed/member', conversation: 'c',
    username: 'bob' });
  assert.deepEqual(state.conversations.byId.c.participants, ['anna']);
});

test('leaving removes the conversation', () => {
  const state = after(signedIn, { type: 'feed/member', conversation: 'c',
    username: 'anna' });
  assert.deepEqual(state.conversations.order, []);
});

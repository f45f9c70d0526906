// Who is here, and what is forgotten when that changes.

import assert from 'node:assert/strict';
import test from 'node:test';
import { after, entered, loaded, opened, said, signedIn, wrote }
  from './help.mjs';

const busy = after(signedIn, entered('c'), loaded('c', [said('bob', 1)]),
  wrote('k', 'hello'));

test('an expired session keeps the list and the outbox', () => {
  const state = after(busy, { type: 'session/expired' });
  assert.equal(state.session.status, 'expired');
  assert.equal(state.session.username, 'anna');
  assert.deepEqual(state.conversations.order, ['c']);
  assert.equal(state.outbox.length, 1);
});

test('an expired session forgets the logs, which would miss what follows',
  () => {
    const state = after(busy, { type: 'session/expired' });
    assert.deepEqual(state.logs, {});
  });

test('another user finds nothing of the one before', () => {
  const state = after(busy, { type: 'session/expired' }, opened('bob'));
  assert.equal(state.session.username, 'bob');
  assert.deepEqual(state.conversations.order, []);
  assert.deepEqual(state.logs, {});
  assert.deepEqual(state.outbox, []);
});

test('the same user, back again, finds the outbox', () => {
  const state = after(busy, { type: 'session/expired' }, opened('anna'));
  assert.equal(state.outbox.length, 1);
});

test('signing out forgets everything', () => {
  const state = after(busy, { type: 'session/closed' });
  assert.equal(state.session.status, 'out');
  assert.equal(state.session.username, '');
  assert.deepEqual(state.outbox, []);
  assert.deepEqual(state.conversations.byId, {});
});

test('the mail address of one user is never shown for another', () => {
  const state = after(busy,
    { type: 'session/opened', username: 'anna', email: 'a@example.org' },
    opened('bob'));
  assert.equal(state.session.email, '');
});

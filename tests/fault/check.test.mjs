// The judge judged: it passes a clean result and catches every planted lie.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOf } from './lib/check.mjs';

const message = (sender, time, text) => ({ sender, time, message: text });

function clean() {
  const said = [message('anna', 10, 'a1'), message('bob', 11, 'b1'),
    message('anna', 12, 'a2')];
  return {
    attempts: [
      ...said.map((one) => ({ key: one.message, who: one.sender,
        conversation: 'c', text: one.message, outcome: 'acked',
        message: one })),
      { key: 'x', who: 'bob', conversation: 'c', text: 'x',
        outcome: 'refused', message: null },
      { key: 'y', who: 'bob', conversation: 'c', text: 'y',
        outcome: 'unknown', message: null }],
    stored: { c: { messages: [...said], last: 12 } },
    seen: { reader: { conversations: ['c'], events: said.map((one, i) =>
      ({ id: i + 1, event: 'message', conversation: 'c', message: one })) } },
    unread: [{ who: 'anna', conversation: 'c', unread: 1 },
      { who: 'bob', conversation: 'c', unread: 2 }],
  };
}

const { messages: none } = clean().stored.c;

// Each makes one lie of a clean result.
const lies = {
  'a lost message': ({ stored }) => stored.c.messages.splice(1, 1),
  'a message twice': ({ stored }) => {
    stored.c.messages.push(message('anna', 13, 'a2'));
    stored.c.last = 13;
  },
  'a message twice at one time': ({ stored }) =>
    stored.c.messages.push(message('anna', 12, 'a2')),
  'a refused one that is there': ({ stored }) => {
    stored.c.messages.push(message('bob', 13, 'x'));
    stored.c.last = 13;
  },
  'one nobody sent': ({ stored }) => {
    stored.c.messages.push(message('bob', 13, 'z'));
    stored.c.last = 13;
  },
  'another time than was told': ({ stored }) => {
    stored.c.messages[1] = message('bob', 9, 'b1');
  },
  'times out of order': ({ stored }) => stored.c.messages.reverse(),
  'a wrong last': ({ stored }) => { stored.c.last = 11; },
  'a client\'s words out of order': ({ attempts }) => attempts.reverse(),
  'an event lost': ({ seen }) => seen.reader.events.pop(),
  'an event twice': ({ seen }) => {
    seen.reader.events.push({ ...seen.reader.events[2], id: 9 });
  },
  'events out of order': ({ seen }) => seen.reader.events.reverse(),
  'unread that is off by one': ({ unread }) => { unread[0].unread = 2; },
};

test('a clean result has no faults', () => {
  assert.deepEqual(faultsOf(clean()), []);
  assert.equal(none.length, 3);
});

test('an unknown one that is there once is no fault', () => {
  const result = clean();
  result.stored.c.messages.push(message('bob', 13, 'y'));
  result.stored.c.last = 13;
  result.unread[0].unread = 2;
  assert.deepEqual(faultsOf(result), []);
});

for (const [name, lie] of Object.entries(lies))
  test(`caught: ${name}`, () => {
    const result = clean();
    lie(result);
    assert.notDeepEqual(faultsOf(result), []);
  });

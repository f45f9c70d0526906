// Which answers to administrators' questions count.

import assert from 'node:assert/strict';
import test from 'node:test';
import { createDesk } from '../../../htdocs/js/actions/manage-desk.js';
import * as manage from '../../../htdocs/js/state/manage.js';

// An app that knows of nothing but this, and questions that are answered when
// the test says so.
function scene() {
  let state = manage.initial;
  const desk = createDesk({ get: () => ({ manage: state }),
    dispatch: (event) => { state = manage.reduce(state, event); } });
  const open = [];
  const ask = () => new Promise((answer, fail) =>
    open.push({ answer, fail }));
  return { desk, ask, open, get: () => state };
}

test('a late answer does not undo what was asked for since', async () => {
  const { desk, ask, open, get } = scene();
  const before = desk.list('waiting', ask, { state: 'waiting' });
  const after = desk.list('waiting', ask, { state: 'waiting' });
  open[1].answer({ items: ['mia'], more: false });
  await after;
  open[0].answer({ items: ['mia', 'omar'], more: false });
  await before;
  assert.deepEqual(get().waiting.items, ['mia']);
});

test('nor does one that never came', async () => {
  const { desk, ask, open, get } = scene();
  const before = desk.list('waiting', ask);
  const after = desk.list('waiting', ask);
  open[0].fail({ status: 503 });
  await before;
  assert.equal(get().waiting.isBusy, true);
  open[1].answer({ items: ['mia'], more: false });
  await after;
  assert.deepEqual([get().waiting.items, get().waiting.problem],
    [['mia'], null]);
});

test('the same of a thing, and one thing is not another', async () => {
  const { desk, ask, open, get } = scene();
  const person = desk.find('person', ask, 'anna');
  const again = desk.find('person', ask, 'anna');
  const group = desk.find('group', ask, 'choir');
  open[1].answer({ name: 'anna', enabled: false });
  open[0].answer({ name: 'anna', enabled: true });
  open[2].answer({ name: 'choir' });
  await Promise.all([person, again, group]);
  assert.equal(get().person.value.enabled, false);
  assert.equal(get().group.value.name, 'choir');
});

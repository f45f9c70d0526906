// Connection, forms, people, switcher: the smaller slices.

import assert from 'node:assert/strict';
import test from 'node:test';
import { initial } from '../../../htdocs/js/state/app.js';
import { formOf } from '../../../htdocs/js/state/forms.js';
import { neighbour, switcherChoices, titleOf }
  from '../../../htdocs/js/state/select.js';
import { after, entered, listed, opened, signedIn, talk } from './help.mjs';

test('a short hiccup is not told', () => {
  const state = after(signedIn, { type: 'connection/lost' },
    { type: 'connection/live' }, { type: 'connection/told' });
  assert.equal(state.connection.told, false);
});

test('a longer one is, until it is over', () => {
  const lost = after(signedIn, { type: 'connection/lost' },
    { type: 'connection/told' });
  assert.equal(lost.connection.told, true);
  assert.equal(after(lost, { type: 'connection/live' }).connection.told,
    false);
});

test('a form shows its errors until it is left', () => {
  const failed = after(initial, { type: 'form/started', form: 'f' },
    { type: 'form/failed', form: 'f', message: 'No.',
      errors: { name: 'Bad.' } });
  assert.equal(formOf(failed.forms, 'f').busy, false);
  assert.equal(formOf(failed.forms, 'f').errors.name, 'Bad.');
  assert.equal(formOf(after(failed, entered('')).forms, 'f').message, '');
});

test('an answer to an older search is ignored', () => {
  const state = after(signedIn, { type: 'people/asked', query: 'a' },
    { type: 'people/asked', query: 'ab' },
    { type: 'people/loaded', query: 'a', names: ['anna'], first: true });
  assert.deepEqual(state.people.names, []);
});

test('who is chosen twice is not chosen', () => {
  const toggle = (name) => ({ type: 'people/toggled', name });
  const state = after(signedIn, toggle('bob'), toggle('cleo'), toggle('bob'));
  assert.deepEqual(state.people.chosen, ['cleo']);
});

test('a conversation is called by its others, or by its title', () => {
  const names = ['anna', 'bob', 'cleo'];
  assert.equal(titleOf(talk('c', { participants: names }), 'anna'),
    'bob and cleo');
  assert.equal(titleOf(talk('c', { participants: ['anna'] }), 'anna'),
    'Just you');
  assert.equal(titleOf(talk('c', { title: 'Boats' }), 'anna'), 'Boats');
});

const several = after(initial, opened(),
  listed(talk('a', { participants: ['anna', 'rob'] }), talk('b'),
    talk('c', { participants: ['anna', 'cleo'] })),
  { type: 'people/asked', query: '' },
  { type: 'people/loaded', query: '', names: ['bob', 'boris'], first: true });

const typed = (query) =>
  switcherChoices(after(several, { type: 'switcher/typed', query }))
    .map((choice) => `${choice.kind} ${choice.name}`);

test('the switcher shows the most recent first', () => {
  assert.deepEqual(typed(''),
    ['conversation rob', 'conversation bob', 'conversation cleo']);
});

test('the switcher prefers beginnings, and offers people too', () => {
  assert.deepEqual(typed('BO'), ['conversation bob', 'person boris']);
  assert.deepEqual(typed('ob'), ['conversation rob', 'conversation bob']);
});

test('the neighbours of a conversation', () => {
  const state = after(several, entered('b'));
  assert.equal(neighbour(state, -1), 'a');
  assert.equal(neighbour(state, 1), 'c');
  assert.equal(neighbour(after(several, entered('c')), 1), undefined);
  assert.equal(neighbour(several, 1), 'a');
});

test('what an event does not concern stays the same object', () => {
  const state = after(signedIn, { type: 'toast/shown', text: 'x' });
  assert.equal(state.conversations, signedIn.conversations);
  assert.equal(state.logs, signedIn.logs);
  assert.equal(after(signedIn, { type: 'unheard-of' }), signedIn);
});

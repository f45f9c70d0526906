// What the views show, worked out from the state.

import { words } from '../lib/words.js';
import { match } from './outbox.js';

// A new group starts after a pause this long.
const PAUSE_MS = 5 * 60 * 1000;

export const others = (conversation, me) =>
  conversation.participants.filter((name) => name !== me);

// How a conversation is called.
export function titleOf(item, me) {
  if (item.title)
    return item.title;
  return words.joined(others(item, me)) || words.list.alone;
}

// Conversations in the order of the list.
export const listed = (state) =>
  state.conversations.order.map((id) => state.conversations.byId[id]);

export const current = (state) =>
  state.route.name === 'conversation' ? state.route.params.id : null;

export const unreadTotal = (state) =>
  listed(state).reduce((sum, item) => sum + item.unread, 0);

export const entriesFor = (state, id) =>
  state.outbox.filter((entry) => entry.conversation === id);

// What came in below the part of the log that is on the screen.
export function newBelow(state, id) {
  const log = state.logs[id];
  if (!log || state.ui.bottom)
    return 0;
  const me = state.session.username;
  return log.messages.filter((m) => m.time > log.seen && m.sender !== me)
    .length;
}

function dayOf(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

function bubble(message, entry, me) {
  return {
    kind: 'message',
    key: entry?.key ?? message.key ?? message.time,
    time: message?.time ?? entry.at,
    sender: message?.sender ?? me,
    text: message?.message ?? entry.text,
    mine: (message?.sender ?? me) === me,
    entry: entry ?? null,
  };
}

function needsDivider(item, log, drawn) {
  return !drawn && log.divider !== null && !item.mine
    && item.time > log.divider;
}

function withDividers(bubbles, log) {
  const items = [];
  let day = '';
  let drawn = false;
  let last = null;
  for (const item of bubbles) {
    const ofDay = dayOf(item.time);
    if (ofDay !== day)
      items.push({ kind: 'day', key: `day ${ofDay}`, time: item.time });
    const divide = needsDivider(item, log, drawn);
    if (divide)
      items.push({ kind: 'new', key: 'new' });
    drawn = drawn || divide;
    item.first = divide || ofDay !== day || last?.sender !== item.sender
      || item.time - last.time > PAUSE_MS;
    day = ofDay;
    last = item;
    items.push(item);
  }
  return items;
}

// The log as a list of { kind: 'day' | 'new' | 'message', key, ... }: what the
// server has, then what is still in the outbox, nothing twice.
export function items(log, entries, me) {
  const pairs = match(entries, log.messages, me);
  const taken = new Set([...pairs.values()].map((entry) => entry.key));
  const bubbles = log.messages.map((m) => bubble(m, pairs.get(m.time), me));
  for (const entry of entries)
    if (!taken.has(entry.key))
      bubbles.push(bubble(null, entry, me));
  return withDividers(bubbles, log);
}

// How well a name answers to what was typed: 0 is no match, more is better.
function score(name, query) {
  const at = name.toLowerCase().indexOf(query);
  if (at < 0)
    return 0;
  return at === 0 ? 3 : /[\s._,-]/.test(name[at - 1]) ? 2 : 1;
}

// Conversations, most recent first, then people, for the quick switcher.
export function switcherChoices(state) {
  const query = state.ui.switcher.query.trim().toLowerCase();
  const choices = listed(state).map((item) =>
    ({ kind: 'conversation', id: item.id, item,
      name: titleOf(item, state.session.username) }));
  const known = new Set(choices.map((choice) => choice.name));
  if (query)
    for (const name of state.people.names)
      if (!known.has(name))
        choices.push({ kind: 'person', id: name, name });
  return choices
    .map((choice) => ({ choice, score: query ? score(choice.name, query) : 1 }))
    .filter((x) => x.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((x) => x.choice)
    .slice(0, 12);
}

// The conversation above (-1) or below (+1) the current one in the list.
export function neighbour(state, step) {
  const { order } = state.conversations;
  const at = order.indexOf(current(state));
  if (at < 0)
    return step > 0 ? order[0] : order.at(-1);
  return order[at + step];
}

// A signed-in state to start from, and the events that lead further.

import { addSlice, initial, reduce } from '../../../htdocs/js/state/app.js';
import { parse, toConversation } from '../../../htdocs/js/state/route.js';
import * as settings from '../../../htdocs/js/state/settings.js';
import * as step from '../../../htdocs/js/state/step.js';

// They come with their parts of the site.
addSlice('settings', settings);
addSlice('step', step);

export const after = (state, ...events) => events.reduce(reduce, state);

export const said = (sender, time, message = `at ${time}`) =>
  ({ sender, time, message });

export const opened = (username = 'anna') =>
  ({ type: 'session/opened', username });

export const listed = (...items) =>
  ({ type: 'conversations/loaded', first: true, more: false, items });

export const talk = (id, changes = {}) =>
  ({ id, participants: ['anna', 'bob'], unread: 0, ...changes });

export const entered = (id) => ({ type: 'route/changed',
  route: parse(id ? toConversation(id) : '#/') });

export const loaded = (id, messages, read = 0) =>
  ({ type: 'log/loaded', id, messages, read, more: false });

let eventId = 0;

export const heard = (conversation, message) => ({ type: 'feed/message',
  id: eventId += 1, event: 'message', conversation, message });

export const looking = (id) =>
  ({ type: 'attention/changed', id, bottom: true, log: id });

export const scrolledUp = (id) =>
  ({ type: 'attention/changed', id: null, bottom: false, log: id });

export const wrote = (key, text, { at = 1, after: since = 0,
  conversation = 'c' } = {}) => ({ type: 'outbox/added', entry: { key,
  user: 'anna', conversation, text, at, after: since, state: 'waiting',
  reason: '' } });

// anna, with one conversation 'c' with bob.
export const signedIn = after(initial, opened(), listed(talk('c')));

// The whole state: one slice a noun, one pure step for each event.

import * as connection from './connection.js';
import * as conversations from './conversations.js';
import * as drafts from './drafts.js';
import * as forms from './forms.js';
import * as invitation from './invitation.js';
import * as logs from './logs.js';
import * as outbox from './outbox.js';
import * as people from './people.js';
import * as route from './route.js';
import * as session from './session.js';
import * as ui from './ui.js';

const slices = {
  session, route, conversations, logs, outbox, people, connection, drafts,
  forms, ui, invitation,
};

// Slices that belong to one user and go when another comes or when they leave.
const personal = ['conversations', 'logs', 'outbox', 'people', 'connection',
  'drafts'];

// A slice that comes with the part of the site that needs it; unless it says
// otherwise it is one user's own.
export function addSlice(name, slice) {
  if (!slices[name] && !slice.isShared)
    personal.push(name);
  slices[name] = slice;
}

export const initial = Object.fromEntries(
  Object.entries(slices).map(([name, slice]) => [name, slice.initial]));

function forget(state) {
  const next = { ...state };
  for (const name of personal)
    next[name] = name === 'connection'
      ? { ...slices[name].initial, online: state.connection.online }
      : slices[name].initial;
  return next;
}

const changesUser = (state, event) =>
  event.type === 'session/closed' || (event.type === 'session/opened'
    && state.session.username !== ''
    && state.session.username !== event.username);

// A slice sees the whole as it was before the event.
export function reduce(state, event) {
  const before = changesUser(state, event) ? forget(state) : state;
  let next = before;
  for (const [name, slice] of Object.entries(slices)) {
    const changed = slice.reduce(before[name] ?? slice.initial, event,
      before);
    if (changed !== before[name])
      next = next === before ? { ...before, [name]: changed }
        : Object.assign(next, { [name]: changed });
  }
  return next;
}

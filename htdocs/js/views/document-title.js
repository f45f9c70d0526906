// The title of the browser's tab: how much is unread, where one is.

import { words } from '../lib/words.js';
import { current, titleOf, unreadTotal } from '../state/select.js';

export function documentTitle(state) {
  const inside = state.session.status === 'in';
  const item = inside && state.conversations.byId[current(state)];
  const here = item ? titleOf(item, state.session.username)
    : words.titles[state.route.name];
  const unread = inside ? unreadTotal(state) : 0;
  return [unread ? `(${unread}) ` : '', here ? `${here} · ` : '',
    words.brand].join('');
}

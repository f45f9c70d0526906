// How a conversation is called.

import { words } from '../lib/words.js';
import { others } from '../state/select.js';

export function titleOf(item, me) {
  if (item.title)
    return item.title;
  return words.joined(others(item, me)) || words.list.alone;
}

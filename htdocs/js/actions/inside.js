// What can be done by who is signed in. Fetched together with the inside's
// views (lib/parts.js).

import { conversationActions } from './conversations.js';
import { liveActions } from './live.js';
import { logActions } from './log.js';
import { outboxActions } from './outbox.js';
import { readingActions } from './reading.js';

export async function insideActions(app) {
  return Object.assign({}, conversationActions(app), liveActions(app),
    logActions(app), readingActions(app), await outboxActions(app));
}

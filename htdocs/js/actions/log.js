// The messages of one conversation: opening it and paging back.

import { findConversation, olderMessages } from '../api/conversations.js';
import { current } from '../state/select.js';

const FIRST_PAGE = 100;
const MOST = 200;
// What is read before the first unread message, for context.
const CONTEXT = 30;
// Time for a screen reader to see that history was laid out silently.
const SETTLE_MS = 600;

export function logActions(app) {
  const asked = new Map();

  function settle(id) {
    setTimeout(() => app.dispatch({ type: 'log/settled', id }), SETTLE_MS);
  }

  async function fetchLog(id) {
    const unread = app.get().conversations.byId[id]?.unread ?? 0;
    const limit = Math.min(MOST, Math.max(FIRST_PAGE, unread + CONTEXT));
    app.dispatch({ type: 'log/asked', id });
    try {
      const { messages, read, ...item } = await findConversation(id, limit);
      if (!app.get().conversations.byId[id])
        app.dispatch({ type: 'conversation/found',
          item: { ...item, preview: messages.at(-1) } });
      app.dispatch({ type: 'log/loaded', id, messages, read,
        more: messages.length === limit });
      settle(id);
    } catch (error) {
      app.dispatch({ type: 'log/failed', id,
        missing: error.status === 404 || error.status === 400 });
    }
  }

  // One question at a time for each conversation.
  function open(id) {
    if (!asked.has(id))
      asked.set(id, fetchLog(id).finally(() => asked.delete(id)));
    return asked.get(id);
  }

  return {
    open,

    // A log that is in memory has been kept in step by the feed.
    openCurrent() {
      const id = current(app.get());
      if (!id)
        return;
      if (app.get().logs[id]?.status === 'ready')
        return settle(id);
      return open(id);
    },

    async loadOlder(id) {
      const log = app.get().logs[id];
      if (!log?.more || log.status !== 'ready' || log.older === 'loading')
        return;
      app.dispatch({ type: 'log/older-asked', id });
      try {
        const { messages, more } =
          await olderMessages(id, log.messages[0]?.time);
        app.dispatch({ type: 'log/older-loaded', id, messages, more });
        settle(id);
      } catch {
        app.dispatch({ type: 'log/older-failed', id });
      }
    },
  };
}

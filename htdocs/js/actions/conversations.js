// The list of conversations: loading it, finding one, leaving one.

import * as api from '../api/conversations.js';
import { words } from '../lib/words.js';
import { toHome } from '../state/route.js';

export function conversationActions(app) {
  async function load(before) {
    const first = before === undefined;
    app.dispatch({ type: 'conversations/asked', first });
    try {
      const items = await api.listConversations(before);
      app.dispatch({ type: 'conversations/loaded', first, items,
        more: items.length === api.LIST_PAGE });
    } catch (error) {
      app.dispatch({ type: 'conversations/failed' });
      if (first)
        throw error;
    }
  }

  return {
    loadList: () => load(),
    retryList: () => load().catch(() => {}),
    loadMoreList: () => load(app.get().conversations.order.at(-1)),

    // One that the list does not have (yet).
    async find(id) {
      try {
        const { messages, read, ...item } = await api.findConversation(id, 1);
        app.dispatch({ type: 'conversation/found',
          item: { ...item, preview: messages.at(-1) } });
      } catch {
        // It will come with the next reload of the list.
      }
    },

    async leave(id) {
      app.dispatch({ type: 'closed' });
      try {
        await api.leaveConversation(id, app.get().session.username);
      } catch (error) {
        if (error.status !== 404)
          return app.actions.toast(words.conversation.leaveFailed);
      }
      app.dispatch({ type: 'conversation/gone', id });
      app.go(toHome(), { replace: true });
      app.actions.toast(words.conversation.left);
    },
  };
}

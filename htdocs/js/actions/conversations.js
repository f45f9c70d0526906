// The list of conversations: loading it, starting one, leaving one.

import * as api from '../api/conversations.js';
import { uuid } from '../lib/uuid.js';
import { words } from '../lib/words.js';
import { toConversation, toHome } from '../state/route.js';
import { runForm } from './forms.js';

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

  // Starting the same conversation again, after an answer got lost, must not
  // make a second one: the key stays until there is an answer.
  let attempt = { names: '', key: '' };

  function keyFor(names) {
    const joined = [...names].sort().join('\n');
    if (attempt.names !== joined)
      attempt = { names: joined, key: uuid() };
    return attempt.key;
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

    async start(names) {
      await runForm(app, 'start', async () => {
        const id = await api.startConversation(names, keyFor(names));
        attempt = { names: '', key: '' };
        app.go(toConversation(id));
      }, (error) => error.errors.length
        ? { message: error.errors[0].message } : null);
    },

    startChosen() {
      const { chosen } = app.get().people;
      if (chosen.length)
        app.actions.start(chosen);
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

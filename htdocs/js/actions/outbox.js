// Saying something, and seeing to it that it arrives.

import { postMessage } from '../api/conversations.js';
import { openOutboxStore } from '../api/outbox-store.js';
import { createSender } from '../api/sender.js';
import { createChannel } from '../lib/tabs.js';
import { isBlank } from '../lib/text.js';
import { uuid } from '../lib/uuid.js';

// Retrying under the same key is always safe, but a key the server holds for
// another text would never do.
const needsNewKey = (entry) => entry.reason === 'key_reused';

export async function outboxActions(app) {
  const store = await openOutboxStore();
  const channel = createChannel(heard);
  let lastAt = 0;
  let gone = 0; // how many entries have been sent, by any tab

  const sender = createSender({
    store,
    post: postMessage,
    mayGo: (entry) => app.get().session.status === 'in'
      && app.get().session.username === entry.user
      && app.actions.ownsBrowser(entry.user),
    tell(event) {
      app.dispatch(event);
      if (event.type === 'outbox/sent') {
        gone += 1;
        channel.say(event);
      } else if (event.type === 'outbox/failed')
        channel.say({ type: 'look' });
    },
  });

  const me = () => app.get().session.username;

  // What was read before another tab's entry went, and comes after the word of
  // that, would show it as waiting for ever: it is read again.
  async function restore() {
    const user = me();
    let entries;
    let before;
    do {
      before = gone;
      entries = await store.list(user);
    } while (gone !== before);
    if (user === me())
      app.dispatch({ type: 'outbox/restored', entries });
  }

  // Another tab has sent something, or changed what is to be sent.
  function heard(event) {
    if (event.type === 'outbox/sent') {
      gone += 1;
      if (app.get().outbox.some((entry) => entry.key === event.key))
        app.dispatch(event);
    } else if (event.type === 'look' && me())
      restore();
  }

  function newEntry(conversation, text) {
    lastAt = Math.max(Date.now(), lastAt + 1);
    const { logs, conversations } = app.get();
    return {
      key: uuid(), user: me(), conversation, text, at: lastAt,
      after: logs[conversation]?.messages.at(-1)?.time
        ?? conversations.byId[conversation]?.last ?? 0,
      state: 'waiting', reason: '',
    };
  }

  return {
    // Shown at once, on disk before anything goes out.
    async say(conversation, text) {
      if (isBlank(text))
        return;
      const entry = newEntry(conversation, text);
      app.dispatch({ type: 'outbox/added', entry });
      await store.put(entry);
      app.dispatch({ type: 'outbox/saved', key: entry.key });
      app.actions.keepDraft(conversation, '');
      channel.say({ type: 'look' });
      sender.pump(entry.user, conversation);
    },

    async retry(key) {
      const entry = app.get().outbox.find((e) => e.key === key);
      if (!entry)
        return;
      const next = { ...entry, state: 'waiting', reason: '' };
      if (needsNewKey(entry)) {
        next.key = uuid();
        await store.remove(key);
      }
      await store.put(next);
      await restore();
      sender.pump(next.user, next.conversation);
    },

    async discard(key) {
      await store.remove(key);
      app.dispatch({ type: 'outbox/discarded', key });
      channel.say({ type: 'look' });
    },

    async sendAll() {
      await restore();
      await sender.pumpAll(me());
    },
  };
}

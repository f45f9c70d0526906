// Tells the server how far I have read: only while the newest message is on a
// visible, focused screen, and at most about once a second.

import { markRead } from '../api/conversations.js';
import { words } from '../lib/words.js';
import { hasNews } from '../state/logs.js';

const PACE_MS = 1000;
const REST_MS = 5000;

export function readingActions(app) {
  const sending = new Set();
  const onTheWay = {}; // the last mark of a conversation

  // One mark after the other: one that overtook another would be undone by it.
  function send(id, ...mark) {
    const before = onTheWay[id] ?? Promise.resolve();
    const sent = before.then(() => markRead(id, ...mark));
    onTheWay[id] = sent.catch(() => {});
    return sent;
  }

  function newest(id) {
    const { logs, session, connection } = app.get();
    const log = logs[id];
    if (connection.status === 'lost' || log?.status !== 'ready'
      || log.keepUnread)
      return 0;
    return hasNews(log.messages, log.read, session.username)
      ? log.messages.at(-1).time : 0;
  }

  // How long to wait before telling more.
  async function tell(id, time) {
    const before = app.get().logs[id].read;
    app.dispatch({ type: 'log/read', id, time, unread: 0 });
    try {
      await send(id, time);
      return PACE_MS;
    } catch (error) {
      // Not told after all: a later look tries again.
      if (error.isPassing)
        app.dispatch({ type: 'log/read-undone', id, time: before });
      return Math.max(REST_MS, error.retryAfterMs);
    }
  }

  async function look() {
    const id = app.get().ui.attentive;
    if (!id || sending.has(id))
      return;
    const time = newest(id);
    if (!time)
      return;
    sending.add(id);
    const ms = await tell(id, time);
    setTimeout(() => {
      sending.delete(id);
      look();
    }, ms);
  }

  // Who looks away has read what was there, however short ago.
  function leave(id) {
    const time = newest(id);
    if (time)
      tell(id, time);
  }

  app.subscribe((state, before) => {
    if (before.ui.attentive && state.ui.attentive !== before.ui.attentive
      && sending.has(before.ui.attentive))
      leave(before.ui.attentive);
    if (state.ui.attentive && (state.ui.attentive !== before.ui.attentive
      || state.logs !== before.logs
      || state.connection.status !== before.connection.status))
      look();
  });

  return {
    async markUnread(id, time) {
      const { logs, session } = app.get();
      const unread = logs[id].messages.filter((m) =>
        m.time >= time && m.sender !== session.username).length;
      app.dispatch({ type: 'closed' });
      app.dispatch({ type: 'log/unread-from', id, time, unread });
      try {
        await send(id, time - 1, true);
        app.actions.toast(words.log.markedUnread);
      } catch {
        app.actions.toast(words.failed);
      }
    },
  };
}

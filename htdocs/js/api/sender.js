// Sends what is in the outbox: in order within a conversation, again and
// again until the server says yes or says that it never will.
//
// The same key goes with every try, so the server keeps one copy however often
// an answer is lost. A lock per conversation keeps two tabs from sending the
// same entry; under it the store is read anew.

import { withLock } from '../lib/tabs.js';
import { backoff } from '../lib/wait.js';

const byAge = (a, b) => a.at - b.at || (a.key < b.key ? -1 : 1);

// store: see outbox-store.js; post(entry): a promise of the message;
// mayGo(entry): whether sending makes sense now; tell(event): state events.
export function createSender({ store, post, mayGo, tell }) {
  const busy = new Set();
  const again = new Set();
  const tries = new Map();
  const timers = new Map();

  async function nextEntry(user, conversation) {
    const entries = await store.list(user);
    return entries.filter((entry) => entry.conversation === conversation
      && entry.state === 'waiting').sort(byAge)[0];
  }

  function later(user, conversation, error) {
    const n = tries.get(conversation) ?? 0;
    const wait = Math.max(error.retryAfterMs, backoff(n));
    tries.set(conversation, n + 1);
    clearTimeout(timers.get(conversation));
    timers.set(conversation,
      setTimeout(() => pump(user, conversation), wait));
  }

  // Whether the next entry may be tried at once.
  async function sendOne(entry) {
    tell({ type: 'outbox/sending', key: entry.key });
    let message;
    try {
      message = await post(entry);
    } catch (error) {
      return failed(entry, error);
    }
    await store.remove(entry.key);
    tries.delete(entry.conversation);
    tell({ type: 'outbox/sent', key: entry.key,
      conversation: entry.conversation, message });
    return true;
  }

  async function failed(entry, error) {
    if (error.status === 401 || error.isPassing) {
      tell({ type: 'outbox/waiting', key: entry.key });
      if (error.isPassing)
        later(entry.user, entry.conversation, error);
      return false;
    }
    await store.put({ ...entry, state: 'failed', reason: error.code });
    tell({ type: 'outbox/failed', key: entry.key, reason: error.code });
    return true;
  }

  async function drain(user, conversation) {
    for (;;) {
      const entry = await nextEntry(user, conversation);
      if (!entry || !mayGo(entry) || !await sendOne(entry))
        return;
    }
  }

  async function pump(user, conversation) {
    if (busy.has(conversation)) {
      again.add(conversation);
      return;
    }
    busy.add(conversation);
    clearTimeout(timers.get(conversation));
    try {
      do
        await withLock(`outbox ${conversation}`,
          () => drain(user, conversation));
      while (again.delete(conversation));
    } finally {
      busy.delete(conversation);
    }
  }

  // Everything of this user's, now; the waiting after failures is over.
  async function pumpAll(user) {
    const entries = await store.list(user);
    tries.clear();
    for (const conversation of new Set(entries.map((e) => e.conversation)))
      pump(user, conversation);
  }

  return { pump, pumpAll };
}

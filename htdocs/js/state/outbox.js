// What I have written and the server has not yet confirmed, oldest first.
//
// An entry: { key, user, conversation, text, at, after, state, reason }.
// after is the newest message time known when it was written; state is
// 'waiting', 'sending' or 'failed' (trying again by itself would not help).

export const initial = [];

function byAge(a, b) {
  return a.at - b.at || (a.key < b.key ? -1 : 1);
}

function change(entries, key, changes) {
  return entries.map((e) => e.key === key ? { ...e, ...changes } : e);
}

// The store is the truth about which entries exist; what only this page knows
// (being under way, not being on disk yet) stays.
function restore(entries, stored) {
  const here = new Map(entries.map((e) => [e.key, e]));
  const all = stored.map((e) => {
    const known = here.get(e.key);
    return known && e.state === 'waiting' && known.state === 'sending'
      ? known : e;
  });
  const keys = new Set(stored.map((e) => e.key));
  const unsaved = entries.filter((e) => e.saving && !keys.has(e.key));
  return [...all, ...unsaved].sort(byAge);
}

export function reduce(entries, event) {
  switch (event.type) {
  case 'outbox/restored':
    return restore(entries, event.entries);
  case 'outbox/added':
    return [...entries, { ...event.entry, saving: true }].sort(byAge);
  case 'outbox/saved':
    return change(entries, event.key, { saving: false });
  case 'outbox/sending':
    return change(entries, event.key, { state: 'sending', reason: '' });
  case 'outbox/waiting':
    return change(entries, event.key, { state: 'waiting' });
  case 'outbox/failed':
    return change(entries, event.key,
      { state: 'failed', reason: event.reason });
  case 'outbox/sent':
  case 'outbox/discarded':
    return entries.filter((e) => e.key !== event.key);
  default:
    return entries;
  }
}

function firstAfter(messages, time) {
  let i = messages.length;
  while (i > 0 && messages[i - 1].time > time)
    i -= 1;
  return i;
}

// A message of mine may come back by the live feed, or in a freshly loaded
// page, before its POST is answered. Which of these messages is, by all we
// can tell, which entry: Map from message time to entry. Each counts once.
// A message that carries a key is already known to be an entry's answer.
export function match(entries, messages, me) {
  const pairs = new Map();
  let from = 0;
  for (const entry of entries) {
    if (entry.state === 'failed')
      continue;
    for (let i = Math.max(from, firstAfter(messages, entry.after));
      i < messages.length; i += 1) {
      const { sender, key, message } = messages[i];
      if (sender !== me || key || message !== entry.text)
        continue;
      pairs.set(messages[i].time, entry);
      from = i + 1;
      break;
    }
  }
  return pairs;
}

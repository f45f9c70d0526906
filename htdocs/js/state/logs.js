// The messages of the conversations that have been opened, by conversation.
//
// messages are ascending by time and without a gap up to now. divider is the
// time after which "New" is drawn: set when the conversation is entered and
// left alone while it is being read.

export const initial = {};

// A log that is not on the screen keeps this many messages.
const KEPT = 100;
// One that is read at its end keeps this many, so that the page stays small.
const SHOWN = 400;

const blank = {
  status: 'loading', // loading, ready, failed, missing
  messages: [],
  more: false,
  older: 'idle', // idle, loading, failed
  read: 0,
  divider: null,
  seen: 0, // the newest that has been on the screen
  keepUnread: false, // "mark unread" holds until the conversation is left
  told: [], // the last read marks that this page has sent
  quiet: true, // history is being laid out: screen readers stay silent
};

export function merge(before, after) {
  if (!before.length)
    return after;
  if (!after.length)
    return before;
  if (before.at(-1).time < after[0].time)
    return [...before, ...after];
  const byTime = new Map();
  for (const message of [...after, ...before])
    byTime.set(message.time, message);
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}

const put = (logs, id, changes) =>
  ({ ...logs, [id]: { ...blank, ...logs[id], ...changes } });

const lastTime = (messages) => messages.at(-1)?.time ?? 0;

export const hasNews = (messages, after, me) =>
  messages.some((m) => m.time > after && m.sender !== me);

function dividerFor(log, me) {
  return hasNews(log.messages, log.read, me) ? log.read : null;
}

function load(logs, event, whole) {
  const log = logs[event.id] ?? blank;
  const next = {
    ...log,
    status: 'ready',
    messages: merge(event.messages, log.messages),
    more: event.more,
    read: Math.max(event.read, log.read),
    quiet: true,
  };
  next.seen = lastTime(next.messages);
  next.divider = log.divider ?? dividerFor(next, whole.session.username);
  return put(logs, event.id, next);
}

function loadOlder(logs, event) {
  const log = logs[event.id];
  if (!log)
    return logs;
  return put(logs, event.id, {
    messages: merge(event.messages, log.messages),
    more: event.more,
    older: 'idle',
    quiet: true,
  });
}

function trim(log, count) {
  if (log.messages.length <= count || log.older === 'loading')
    return log;
  return { ...log, messages: log.messages.slice(-count), more: true };
}

function add(logs, event, whole) {
  const log = logs[event.conversation];
  if (!log)
    return logs;
  const me = whole.session.username;
  const reading = whole.ui.attentive === event.conversation;
  const atEnd = whole.ui.bottom
    && whole.route.params.id === event.conversation;
  const message = event.key ? { ...event.message, key: event.key }
    : event.message;
  let next = { ...log, messages: merge([message], log.messages) };
  if (event.key)
    next.messages = next.messages.map((m) =>
      m.time === message.time ? message : m);
  if (atEnd)
    next.seen = lastTime(next.messages);
  if (reading)
    next = trim(next, SHOWN);
  else if (log.status === 'ready' && message.sender !== me
    && (log.divider === null || log.divider < log.read))
    next.divider = log.read;
  return { ...logs, [event.conversation]: next };
}

// Entering draws the divider anew; leaving forgets what was only for the eye.
function move(logs, event, whole) {
  const from = whole.route.params.id;
  const to = event.route.params.id;
  if (from === to)
    return logs;
  let next = logs;
  if (logs[from])
    next = put(next, from, { ...trim(logs[from], KEPT), divider: null,
      keepUnread: false });
  const log = logs[to];
  if (log?.status === 'ready')
    next = put(next, to, { divider: dividerFor(log, whole.session.username),
      seen: lastTime(log.messages), quiet: true });
  return next;
}

// An echo of what this page said itself, and has since gone beyond.
export function isOvertaken(event, whole) {
  const log = whole.logs[event.conversation];
  return Boolean(log) && log.told.includes(event.time)
    && event.time < log.read;
}

function moveMark(logs, event, whole) {
  const log = logs[event.conversation];
  if (!log || isOvertaken(event, whole))
    return logs;
  // Marked unread on another device: this one must not read it again at once.
  const keepUnread = log.keepUnread || event.time < log.read;
  return put(logs, event.conversation, { read: event.time, keepUnread });
}

function drop(logs, id) {
  const { [id]: gone, ...rest } = logs;
  return gone ? rest : logs;
}

// What changes one log's own fields, by event.
const changes = {
  'log/asked': (e, log) => ({ status: log?.status === 'ready' ? 'ready'
    : 'loading' }),
  'log/failed': (e, log) => ({ status: log?.status === 'ready' ? 'ready'
    : e.missing ? 'missing' : 'failed' }),
  'log/older-asked': () => ({ older: 'loading' }),
  'log/older-failed': () => ({ older: 'failed' }),
  'log/settled': () => ({ quiet: false }),
  'log/read': (e, log) => ({ read: Math.max(e.time, log?.read ?? 0),
    told: [...(log?.told ?? []).slice(-4), e.time] }),
  'log/read-undone': (e) => ({ read: e.time }),
  'log/unread-from': (e) => ({ read: e.time - 1, divider: e.time - 1,
    keepUnread: true }),
};

export function reduce(logs, event, whole) {
  if (changes[event.type])
    return put(logs, event.id, changes[event.type](event, logs[event.id]));
  switch (event.type) {
  case 'log/loaded':
    return load(logs, event, whole);
  case 'log/older-loaded':
    return loadOlder(logs, event);
  case 'feed/message':
  case 'outbox/sent':
    return add(logs, event, whole);
  case 'feed/read':
    return moveMark(logs, event, whole);
  case 'attention/changed':
    return event.bottom && logs[event.log] ? put(logs, event.log,
      { seen: lastTime(logs[event.log].messages) }) : logs;
  // What happens until the next sign-in is not heard here.
  case 'session/expired':
    return initial;
  case 'feed/member':
    return event.username === whole.session.username
      ? drop(logs, event.conversation) : logs;
  case 'conversation/gone':
    return drop(logs, event.id);
  case 'route/changed':
    return move(logs, event, whole);
  default:
    return logs;
  }
}

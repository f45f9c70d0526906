// The conversations I take part in, and in which order they are shown.
//
// order holds ids, newest activity first, as the server gave them; a message
// moves its conversation to the front.
//
// An item's unread counts what others said up to its time `counted`. A server's
// count may know of messages whose own events are still to come.

import { isOvertaken } from './logs.js';

export const initial = {
  status: 'idle', // idle, loading, ready, failed
  byId: {},
  order: [],
  more: false,
  page: 'idle', // of the next page: idle, loading
};

function put(list, item) {
  return { ...list, byId: { ...list.byId, [item.id]: item } };
}

function toFront(list, id) {
  if (list.order[0] === id)
    return list;
  return { ...list, order: [id, ...list.order.filter((x) => x !== id)] };
}

function change(list, id, changes) {
  const item = list.byId[id];
  return item ? put(list, { ...item, ...changes }) : list;
}

const countedTo = (item) => item.counted ?? item.last ?? 0;

// The live feed may have told of more than an answer that was under way.
function fresher(known, item) {
  return (known?.last ?? 0) > (item.last ?? 0) ? known : item;
}

function addPage(list, event) {
  const byId = { ...list.byId };
  const order = event.first ? [] : [...list.order];
  const seen = new Set(order);
  for (const item of event.items) {
    byId[item.id] = fresher(list.byId[item.id], item);
    if (!seen.has(item.id))
      order.push(item.id);
    seen.add(item.id);
  }
  // What the live feed brought while a fresh list was on its way.
  if (event.first) {
    const late = list.order.filter((id) => !seen.has(id));
    order.unshift(...late.filter((id) => list.byId[id].live));
  }
  return { status: 'ready', byId, order, more: event.more, page: 'idle' };
}

function addMessage(list, event, whole) {
  const item = list.byId[event.conversation];
  if (!item)
    return list;
  const { message } = event;
  const next = { ...item };
  // The feed is in order; what I have sent myself may be ahead of it.
  if (event.type === 'feed/message' && message.time > countedTo(item)) {
    const mine = message.sender === whole.session.username;
    const reading = whole.ui.attentive === item.id
      && !whole.logs[item.id]?.keepUnread;
    next.counted = message.time;
    next.unread += mine || reading ? 0 : 1;
  }
  if (message.time <= (item.last ?? 0))
    return put(list, next);
  next.counted ??= countedTo(item);
  next.last = message.time;
  next.preview = message;
  return toFront(put(list, next), item.id);
}

function addConversation(list, event) {
  const { id } = event.item;
  const known = list.byId[id];
  const item = { unread: 0, ...known, ...event.item, live: true };
  if (event.item.unread !== undefined)
    delete item.counted; // it knows of all up to its last
  const next = put(list, item);
  if (known)
    return next;
  // An old one, fetched by its link, does not become the newest.
  const place = list.order.findIndex((x) =>
    (list.byId[x].last ?? Infinity) < (item.last ?? Infinity));
  const order = [...list.order];
  order.splice(place < 0 ? order.length : place, 0, id);
  return { ...next, order };
}

function remove(list, id) {
  const { [id]: gone, ...byId } = list.byId;
  return gone
    ? { ...list, byId, order: list.order.filter((x) => x !== id) } : list;
}

function removeMember(list, event, whole) {
  const item = list.byId[event.conversation];
  if (!item)
    return list;
  if (event.username === whole.session.username)
    return remove(list, item.id);
  const participants = item.participants.filter((x) => x !== event.username);
  return put(list, { ...item, participants });
}

// What I read here, I have counted.
function markRead(list, event) {
  const item = list.byId[event.id];
  return item ? put(list, { ...item, unread: event.unread,
    counted: Math.max(countedTo(item), event.time) }) : list;
}

// The count of when the event was told, unless a fresher one is known.
function moveMark(list, event, whole) {
  const item = list.byId[event.conversation];
  if (!item || isOvertaken(event, whole) || event.last < countedTo(item))
    return list;
  return put(list, { ...item, unread: event.unread, counted: event.last });
}

export function reduce(list, event, whole) {
  switch (event.type) {
  case 'conversations/asked':
    return event.first ? { ...list, status: list.status === 'ready' ?
      'ready' : 'loading' } : { ...list, page: 'loading' };
  case 'conversations/loaded':
    return addPage(list, event);
  case 'conversations/failed':
    return { ...list, page: 'idle',
      status: list.status === 'ready' ? 'ready' : 'failed' };
  case 'conversation/found':
    return addConversation(list, event);
  case 'conversation/gone':
    return remove(list, event.id);
  case 'feed/conversation':
    return toFront(addConversation(list, { item: {
      id: event.conversation, participants: event.participants,
    } }), event.conversation);
  case 'feed/message':
  case 'outbox/sent':
    return addMessage(list, event, whole);
  case 'feed/read':
    return moveMark(list, event, whole);
  case 'log/read':
    return markRead(list, event);
  case 'log/unread-from':
    return change(list, event.id, { unread: event.unread });
  case 'feed/member':
    return removeMember(list, event, whole);
  default:
    return list;
  }
}

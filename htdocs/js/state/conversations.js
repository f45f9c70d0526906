// The conversations I take part in, and in which order they are shown.
//
// order holds ids, newest activity first, as the server gave them; a message
// moves its conversation to the front.

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
  const { message } = event;
  if (!item || message.time <= (item.last ?? 0))
    return list;
  const mine = message.sender === whole.session.username;
  const reading = whole.ui.attentive === item.id
    && !whole.logs[item.id]?.keepUnread;
  const unread = mine || reading ? item.unread : item.unread + 1;
  const next = { ...item, last: message.time, preview: message, unread };
  return toFront(put(list, next), item.id);
}

function addConversation(list, event) {
  const { id } = event.item;
  const known = list.byId[id];
  const item = { unread: 0, ...known, ...event.item, live: true };
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
    return isOvertaken(event, whole) ? list
      : change(list, event.conversation, { unread: event.unread });
  case 'log/read':
  case 'log/unread-from':
    return change(list, event.id, { unread: event.unread });
  case 'feed/member':
    return removeMember(list, event, whole);
  default:
    return list;
  }
}

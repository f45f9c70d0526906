// Conversations and my place in them.

import { call, part } from './http.js';

export const LIST_PAGE = 100;

export const listConversations = (before) =>
  call('GET', '/conversations', { query: { limit: LIST_PAGE, before } });

export const findConversation = (id, limit) =>
  call('GET', `/conversations/${part(id)}`, { query: { limit } });

export const startConversation = (names, key) =>
  call('POST', '/conversations',
    { body: names, headers: { 'Idempotency-Key': key } });

export const leaveConversation = (id, me) =>
  call('DELETE', `/conversations/${part(id)}/members/${part(me)}`);

// unread: true lets the mark move back.
export const markRead = (id, time, unread) =>
  call('PUT', `/conversations/${part(id)}/read`,
    { body: unread ? { time, unread } : { time } });

// Conversations, what is said in them, and the people to have them with.

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

export const MESSAGES_PAGE = 50;

export const olderMessages = (id, before) =>
  call('GET', `/conversations/${part(id)}/messages`,
    { query: { before, limit: MESSAGES_PAGE } });

export const postMessage = ({ conversation, text, key }) =>
  call('POST', `/conversations/${part(conversation)}/messages`,
    { body: { message: text }, headers: { 'Idempotency-Key': key } });

export const PEOPLE_PAGE = 100;

export const listPeople = ({ query, after }) =>
  call('GET', '/users', { query: { q: query, after, limit: PEOPLE_PAGE } });

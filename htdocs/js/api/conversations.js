// Conversations, what is said in them, and the people to have them with.

import { call } from './http.js';
import { operations } from './operations.js';

export const LIST_PAGE = 100;
export const MESSAGES_PAGE = 50;
export const PEOPLE_PAGE = 100;

// Under the same key the server does a thing once, however often it is asked.
const once = (key) => ({ 'Idempotency-Key': key });

export const listConversations = (before) =>
  call(operations.conversationsGet, { query: { limit: LIST_PAGE, before } });

export const findConversation = (id, limit) =>
  call(operations.conversationGet, { params: { id }, query: { limit } });

export const startConversation = (names, key) =>
  call(operations.conversationsPost, { body: names, headers: once(key) });

export const leaveConversation = (id, user) =>
  call(operations.memberDelete, { params: { id, user } });

// unread: true lets the mark move back.
export const markRead = (id, time, unread) =>
  call(operations.readPut, { params: { id }, body: { time, unread } });

export const olderMessages = (id, before) =>
  call(operations.messagesGet,
    { params: { id }, query: { before, limit: MESSAGES_PAGE } });

export const postMessage = ({ conversation, text, key }) =>
  call(operations.messagesPost, { params: { id: conversation },
    body: { message: text }, headers: once(key) });

export const listPeople = ({ query, after }) =>
  call(operations.usersGet, { query: { q: query, after, limit: PEOPLE_PAGE } });

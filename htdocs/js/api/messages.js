// The messages of a conversation.

import { call, part } from './http.js';

export const MESSAGES_PAGE = 50;

export const olderMessages = (id, before) =>
  call('GET', `/conversations/${part(id)}/messages`,
    { query: { before, limit: MESSAGES_PAGE } });

export const postMessage = ({ conversation, text, key }) =>
  call('POST', `/conversations/${part(conversation)}/messages`,
    { body: { message: text }, headers: { 'Idempotency-Key': key } });

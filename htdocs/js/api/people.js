// The other people here.

import { call } from './http.js';

export const PEOPLE_PAGE = 100;

export const listPeople = ({ query, after }) =>
  call('GET', '/users', { query: { q: query, after, limit: PEOPLE_PAGE } });

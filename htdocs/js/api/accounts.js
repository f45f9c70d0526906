// Accounts: making one and confirming its mail address.

import { call, part } from './http.js';

export const signUp = ({ username, email, password }) =>
  call('POST', '/users', { body: { username, email, password } });

export const confirm = (name, code) =>
  call('POST', `/users/${part(name)}/confirmation`, { body: { code } });

export const sendCode = (name) =>
  call('POST', `/users/${part(name)}/code`);

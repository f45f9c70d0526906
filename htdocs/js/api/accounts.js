// Accounts and sessions: making one, confirming it, coming in, going out.

import { call, part } from './http.js';

export const signUp = ({ username, email, password }) =>
  call('POST', '/users', { body: { username, email, password } });

export const confirm = (name, code) =>
  call('POST', `/users/${part(name)}/confirmation`, { body: { code } });

export const sendCode = (name) =>
  call('POST', `/users/${part(name)}/code`);

export const signIn = (username, password) =>
  call('POST', '/session', { body: { username, password } });

// Having no session is an answer here, not an expiry.
export const whoAmI = () => call('GET', '/session', { mayBeNobody: true });

export const signOut = () =>
  call('DELETE', '/session', { mayBeNobody: true });

export const signOutEverywhere = () =>
  call('DELETE', '/sessions', { mayBeNobody: true });

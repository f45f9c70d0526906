// Sessions: coming in, asking who I am, going out.

import { call } from './http.js';

export const signIn = (username, password) =>
  call('POST', '/session', { body: { username, password } });

// Having no session is an answer here, not an expiry.
export const whoAmI = () => call('GET', '/session', { mayBeNobody: true });

export const signOut = () =>
  call('DELETE', '/session', { mayBeNobody: true });

export const signOutEverywhere = () =>
  call('DELETE', '/sessions', { mayBeNobody: true });

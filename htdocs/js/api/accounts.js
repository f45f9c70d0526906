// Accounts and sessions: making one, confirming it, coming in, going out; and
// coming in again without the password.

import { call } from './http.js';
import { operations } from './operations.js';

// The language of letters: the browser's, unless it writes it oddly.
export const locale = () => /^[\w-]{2,35}$/.exec(navigator.language)?.[0];

export const signUp = ({ username, email, password }, invitation) =>
  call(operations.usersPost, { body: { username, email, password,
    locale: locale(), ...invitation && { invitation } } });

export const confirm = (name, code) =>
  call(operations.confirmationPost, { params: { name }, body: { code } });

export const sendCode = (name) =>
  call(operations.codePost, { params: { name } });

export const signIn = (username, password) =>
  call(operations.sessionPost, { body: { username, password } });

export const whoAmI = () =>
  call(operations.sessionGet, { mayBeNobody: true });

export const signOut = () =>
  call(operations.sessionDelete, { mayBeNobody: true });

export const signOutEverywhere = () =>
  call(operations.sessionsDelete, { mayBeNobody: true });

// answer: { code }, { recovery }, { password } or { mail: true }
export const answerStep = (session, answer) =>
  call(operations.challengePost, { body: { session, ...answer },
    mayBeNobody: true });

export const askReset = (name) =>
  call(operations.resetPost, { params: { name } });

export const reset = (name, code, password) =>
  call(operations.resetPut, { params: { name }, body: { code, password } });

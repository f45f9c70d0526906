// Other services that people sign in with: going there, coming back, and what
// an account is connected with.

import { locale } from './accounts.js';
import { call } from './http.js';
import { operations } from './operations.js';

export const list = () => call(operations.providersGet);

// { location }
export const leave = (provider) =>
  call(operations.providerSignInPost, { params: { provider } });

// Signed in, asked for a step, or an arrival that has no account yet.
export const finish = (provider, { code, state, iss }) =>
  call(operations.providerSessionPost, { params: { provider },
    body: { code, state, ...iss && { iss } }, mayBeNobody: true });

export const makeAccount = ({ provider, arrival }, values) =>
  call(operations.providerAccountPost, { params: { provider },
    body: { arrival, locale: locale(), ...values }, mayBeNobody: true });

export const connect = ({ provider, arrival }, username, password) =>
  call(operations.providerLinkPost, { params: { provider },
    body: { arrival, username, password }, mayBeNobody: true });

export const connected = () => call(operations.identitiesGet);

export const leaveToConnect = (provider, password) =>
  call(operations.identitiesPost, { body: { provider, password } });

export const finishConnecting = (provider, { code, state, iss }) =>
  call(operations.identityPut, { params: { provider },
    body: { code, state, ...iss && { iss } } });

export const disconnect = (provider, password) =>
  call(operations.disconnectionPost, { params: { provider },
    body: { ...password && { password } } });

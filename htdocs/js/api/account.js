// My own account: profile, password, mail address, second factors, devices,
// and going. Taking all of it along is in export.js.

import { call } from './http.js';
import { operations } from './operations.js';

export const readAccount = () => call(operations.meGet);

export const saveProfile = (attributes) =>
  call(operations.mePatch, { body: { attributes } });

export const changePassword = (current, password) =>
  call(operations.passwordPut, { body: { current, password } });

export const changeMail = (email, password) =>
  call(operations.emailPut, { body: { email, password } });

export const confirmMail = (code) =>
  call(operations.emailConfirmationPost, { body: { code } });

export const readFactors = () => call(operations.factorsGet);

export const chooseFactors = (password, { totp, mail }) =>
  call(operations.factorsPut, { body: { password, totp, mail } });

// { secret, uri }
export const beginApp = (password) =>
  call(operations.totpPost, { body: { password } });

// { codes }, as makeCodes
export const finishApp = (code) =>
  call(operations.totpPut, { body: { code } });

export const makeCodes = (password) =>
  call(operations.recoveryPost, { body: { password } });

export const readSessions = () => call(operations.sessionsGet);

export const endSession = (id) =>
  call(operations.otherSessionDelete, { params: { id } });

export const deleteAccount = () => call(operations.meDelete);

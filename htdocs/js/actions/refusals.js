// What the forms of the settings refuse, and how the server's refusals read.

import { words } from '../lib/words-settings.js';

// Which of the fields have nothing in them.
export const emptyOnes = (fields, names) => Object.fromEntries(names
  .filter((name) => !fields[name]).map((name) => [name, words.account.fill]));

// Every change asks for the password, so that an open page is not enough.
export const explainPassword = (field) => (error) => {
  const message = words.account.check;
  if (error.code === 'wrong_credentials')
    return { message, errors: { [field]: words.settings.wrongPassword } };
  return error.code === 'code_mismatch'
    ? { message, errors: { code: words.settings.mismatch } } : null;
};

// Turns the API's refusals into what a form shows.

import { words } from '../lib/words-gate.js';

// errors[].at is a JSON pointer: '/password' is the field of that name.
const fieldOf = (at) => at.replace(/^\//, '').split('/')[0];

function sentenceFor(error) {
  if (error.isNetwork)
    return words.offline;
  if (error.status === 503)
    return words.busy;
  if (error.code === 'invalid')
    return words.account.check;
  return error.message || words.failed;
}

// One run of a form: busy, then done or failed. `explain` may turn an error
// into { message, errors, until } of its own, or into nothing.
export async function runForm(app, form, work, explain = () => null) {
  // A second press before the screen could show the first.
  if (app.get().forms[form]?.busy)
    return false;
  app.dispatch({ type: 'form/started', form });
  try {
    const note = await work();
    app.dispatch({ type: 'form/done', form, note });
    return true;
  } catch (error) {
    if (error.status === undefined)
      throw error;
    const errors = Object.fromEntries(
      error.errors.map(({ at, message }) => [fieldOf(at), message]));
    app.dispatch({ type: 'form/failed', form, message: sentenceFor(error),
      errors, ...explain(error) });
    return false;
  }
}

// Refuses what the rules told beforehand already rule out.
export function refuse(app, form, errors) {
  const failed = Object.keys(errors).length > 0;
  if (failed)
    app.dispatch({ type: 'form/failed', form, errors,
      message: words.account.check });
  return failed;
}

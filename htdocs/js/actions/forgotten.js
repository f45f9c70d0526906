// For who has forgotten their password: a code by mail, and then another one.
// Fetched together with the gate (lib/parts.js).

import * as accounts from '../api/accounts.js';
import { words } from '../lib/words-gate.js';
import { toReset, toSignIn } from '../state/route.js';
import { refuse, runForm } from './forms.js';

const inSeconds = (error) =>
  Math.max(1, Math.ceil(error.retryAfterMs / 1000));

const tooMany = (error) => error.status === 429
  ? { message: words.confirm.tooMany(inSeconds(error)) } : null;

function resetErrors({ username, code, password }) {
  const errors = {};
  if (!username)
    errors.username = words.account.fill;
  if (!/^\d{6}$/.test(code))
    errors.code = words.account.badCode;
  if (!password)
    errors.password = words.account.fill;
  return errors;
}

const nameErrors = ({ username }) =>
  username ? {} : { username: words.account.fill };

export function forgottenActions(app) {
  return {
    async askReset({ username }) {
      if (refuse(app, 'forgot', nameErrors({ username })))
        return;
      if (!await runForm(app, 'forgot', () => accounts.askReset(username),
        tooMany))
        return;
      app.go(toReset(username));
      app.dispatch({ type: 'form/done', form: 'reset',
        note: words.reset.sent });
    },

    sendResetAgain({ username }) {
      if (refuse(app, 'reset', nameErrors({ username })))
        return;
      runForm(app, 'reset', async () => {
        await accounts.askReset(username);
        return words.confirm.resent;
      }, tooMany);
    },

    async reset(fields) {
      if (refuse(app, 'reset', resetErrors(fields)))
        return;
      const { username, code, password } = fields;
      if (!await runForm(app, 'reset',
        () => accounts.reset(username, code, password),
        (error) => error.code === 'code_mismatch'
          ? { message: words.account.check,
            errors: { code: words.reset.mismatch } } : tooMany(error)))
        return;
      app.go(toSignIn());
      app.dispatch({ type: 'form/done', form: 'sign-in',
        note: words.reset.done });
    },
  };
}

// The gate's doings: making an account, confirming its mail address, signing
// in as far as the password (step.js goes on from there). Fetched together with
// the gate (lib/parts.js).

import * as accounts from '../api/accounts.js';
import { words } from '../lib/words-gate.js';
import { toConfirm, toForgot, toHome, toSignIn } from '../state/route.js';
import { refuse, runForm } from './forms.js';

const NAME = /^[\p{L}\p{M}\p{N}._-]{2,32}$/u;

function signUpErrors({ username, email, password }) {
  const errors = {};
  if (!username)
    errors.username = words.account.fill;
  else if (!NAME.test(username))
    errors.username = words.account.badName;
  if (!email)
    errors.email = words.account.fill;
  else if (!/^\S+@\S+$/.test(email))
    errors.email = words.account.badMail;
  if ([...password].length < 12)
    errors.password = words.account.tooShort;
  return errors;
}

function confirmErrors({ username, code }) {
  const errors = {};
  if (!username)
    errors.username = words.account.fill;
  if (!/^\d{6}$/.test(code))
    errors.code = words.account.badCode;
  return errors;
}

const inSeconds = (error) =>
  Math.max(1, Math.ceil(error.retryAfterMs / 1000));

function explainSignIn(error) {
  if (error.code === 'wrong_credentials')
    return { message: words.signIn.wrong };
  if (error.status === 429)
    return { message: '', until: Date.now() + Math.max(1000,
      error.retryAfterMs) };
  return null;
}

export function accountActions(app) {
  // Who has just made an account on this page need not type the password
  // again after confirming. Kept in memory only, and only until then.
  let fresh = null;

  function explainSignUp(error) {
    if (error.code === 'name_taken')
      return { errors: { username: words.signUp.taken } };
    return error.code === 'code_mismatch'
      ? { errors: { invitation: words.signUp.badInvitation } } : null;
  }

  function explainConfirm(error) {
    return error.code === 'code_mismatch'
      ? { errors: { code: words.confirm.mismatch } } : null;
  }

  // Some have something else to do first.
  function sendOn(refused, username) {
    if (refused === 'not_confirmed') {
      app.go(toConfirm(username.includes('@') ? '' : username));
      app.dispatch({ type: 'form/done', form: 'confirm',
        note: words.signIn.notConfirmed });
    } else if (refused === 'reset_required') {
      app.go(toForgot());
      app.dispatch({ type: 'form/done', form: 'forgot',
        note: words.signIn.resetRequired });
    }
  }

  async function welcome(username) {
    const known = fresh;
    fresh = null;
    if (known?.username === username
      && await app.actions.signIn(known, { quietly: true }))
      return app.get().step || app.go(toHome(), { replace: true });
    app.go(toSignIn());
    app.dispatch({ type: 'form/done', form: 'sign-in',
      note: words.confirm.done });
  }

  return {
    // quietly: a failure is not the reader's doing and shows nowhere.
    async signIn({ username, password }, { quietly = false } = {}) {
      const form = quietly ? 'quiet' : 'sign-in';
      let refused = null;
      const done = await app.actions.enter(form,
        () => accounts.signIn(username, password), (error) => {
          refused = error.code;
          return explainSignIn(error);
        });
      if (!quietly)
        sendOn(refused, username);
      return done;
    },

    async signUp(fields) {
      if (refuse(app, 'sign-up', signUpErrors(fields)))
        return;
      const done = await runForm(app, 'sign-up',
        () => accounts.signUp(fields, app.get().invitation), explainSignUp);
      if (!done)
        return;
      fresh = { username: fields.username, password: fields.password };
      app.go(toConfirm(fields.username));
    },

    async confirm(fields) {
      if (refuse(app, 'confirm', confirmErrors(fields)))
        return;
      if (await runForm(app, 'confirm',
        () => accounts.confirm(fields.username, fields.code),
        explainConfirm))
        await welcome(fields.username);
    },

    resend(username) {
      if (refuse(app, 'confirm',
        username ? {} : { username: words.account.fill }))
        return;
      runForm(app, 'confirm', async () => {
        await accounts.sendCode(username);
        return words.confirm.resent;
      }, (error) => error.status === 429
        ? { message: words.confirm.tooMany(inSeconds(error)) } : null);
    },
  };
}

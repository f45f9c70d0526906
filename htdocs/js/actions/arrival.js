// Back from another service: signing in by it, making an account, or connecting
// the one that there is. Fetched together with its screens (lib/parts.js).

import * as providers from '../api/providers.js';
import { words } from '../lib/words-arrival.js';
import { toArrival, toConfirm, toSignIn } from '../state/route.js';
import { refuse } from './forms.js';
import { explainProvider, takeBack } from './providers.js';

const filled = (fields, names) => Object.fromEntries(names
  .filter((name) => !fields[name]).map((name) => [name, words.account.fill]));

// A link, or what stands at its end.
const tokenOf = (text) => /([\w-]{43})\/?$/.exec(text)?.[1] ?? text;

export function arrivalActions(app) {
  function start(message) {
    app.go(toSignIn(), { replace: true });
    app.dispatch({ type: 'form/failed', form: 'sign-in', message });
  }

  function sendOn(code, username) {
    if (code === 'not_confirmed') {
      app.go(toConfirm(username));
      app.dispatch({ type: 'form/done', form: 'confirm',
        note: words.arrival.confirm });
    }
    return code === 'not_confirmed';
  }

  // What the browser brought is good once, whatever comes of it.
  async function finish() {
    const back = takeBack(app);
    if (!back || app.get().route.name !== 'arrival')
      return start(words.arrival.over);
    if (back.error || !back.code)
      return start(words.arrival.notAllowed);
    let refused = null;
    const done = await app.actions.enter('arrival',
      () => providers.finish(back.provider, back), (error) => {
        refused = error;
        return explainProvider(error);
      });
    if (!done && !sendOn(refused.code, ''))
      start(explainProvider(refused)?.message ?? refused.message);
  }

  // The form that was sent, and what the server made of it.
  async function enter(work, explain, username) {
    let refused = null;
    await app.actions.enter('arrival', work, (error) => {
      refused = error.code;
      return explain(error) ?? explainProvider(error);
    });
    if (refused === 'not_proven')
      start(words.arrival.over);
    else
      sendOn(refused, username);
  }

  queueMicrotask(finish);

  return {
    async makeArrived({ username, email, invitation }) {
      const { arrival } = app.get().providers;
      const needed = ['username', ...arrival.verified ? [] : ['email'],
        ...arrival.needs_invitation && !app.get().invitation
          ? ['invitation'] : []];
      if (refuse(app, 'arrival',
        filled({ username, email, invitation }, needed)))
        return;
      const token = app.get().invitation || tokenOf(invitation ?? '');
      await enter(() => providers.makeAccount(arrival, { username,
        ...email && { email }, ...token && { invitation: token } }),
      (error) => {
        if (error.code === 'name_taken')
          return { message: words.account.check,
            errors: { username: words.signUp.taken } };
        if (error.code === 'code_mismatch')
          return { message: words.account.check,
            errors: { invitation: words.signUp.badInvitation } };
        if (error.code === 'conflict')
          return { message: words.arrival.known };
        return null;
      }, username);
      const { message } = app.get().forms.arrival ?? {};
      if (message === words.arrival.known) {
        app.go(toArrival('account'));
        app.dispatch({ type: 'form/failed', form: 'arrival', message });
      }
    },

    async connectArrived({ username, password }) {
      if (refuse(app, 'arrival', filled({ username, password },
        ['username', 'password'])))
        return;
      await enter(() => providers.connect(app.get().providers.arrival,
        username, password), (error) => {
        if (error.code === 'wrong_credentials')
          return { message: words.signIn.wrong };
        if (error.code === 'conflict')
          return { message: words.arrival.connected };
        return error.code === 'locked' ? { message: '',
          until: Date.now() + Math.max(1000, error.retryAfterMs) } : null;
      }, username.includes('@') ? '' : username);
    },
  };
}

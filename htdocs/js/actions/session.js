// Signing in and out, and noticing when a session ends by itself.

import * as sessions from '../api/sessions.js';
import { backoff } from '../lib/backoff.js';
import { recall, remember, watch } from '../lib/storage.js';
import { words } from '../lib/words.js';
import { toConfirm, toSignIn } from '../state/route.js';
import { runForm } from './forms.js';

// Which user the browser's cookie belongs to, for all tabs to see; empty while
// somebody is signing in. A tab whose user it is not must not send anything.
const OWNER = 'user';

function explainSignIn(error) {
  if (error.code === 'wrong_credentials')
    return { message: words.signIn.wrong };
  if (error.status === 429)
    return { message: '', until: Date.now() + Math.max(1000,
      error.retryAfterMs) };
  return null;
}

export function sessionActions(app) {
  let again = 0;
  let tries = 0;

  function opened({ username, email }) {
    remember(OWNER, username);
    app.dispatch({ type: 'session/opened', username, email });
    app.actions.begin();
    // The draft and the screen are this user's now.
    app.actions.follow();
  }

  function toOtherUser(owner) {
    const { session } = app.get();
    if (owner && session.username && owner !== session.username)
      location.reload();
  }
  watch(OWNER, toOtherUser);

  function ended(type) {
    app.actions.halt();
    app.dispatch({ type });
  }

  return {
    ownsBrowser: (username) => recall(OWNER) === username,

    async askWhoIAm() {
      clearTimeout(again);
      app.dispatch({ type: 'session/asked' });
      try {
        opened(await sessions.whoAmI());
        tries = 0;
      } catch (error) {
        if (error.status !== 401) {
          app.dispatch({ type: 'session/unreachable' });
          again = setTimeout(() => app.actions.askWhoIAm(),
            backoff(tries += 1));
          return;
        }
        app.dispatch({ type: 'session/closed' });
        app.actions.guard();
      }
    },

    // quietly: a failure is not the reader's doing and shows nowhere.
    async signIn({ username, password }, { quietly = false } = {}) {
      const form = quietly ? 'quiet' : 'sign-in';
      let refused = null;
      const owner = recall(OWNER);
      remember(OWNER, '');
      const done = await runForm(app, form, async () => {
        opened(await sessions.signIn(username, password));
      }, (error) => {
        refused = error.code;
        remember(OWNER, owner);
        return explainSignIn(error);
      });
      if (refused === 'not_confirmed' && !quietly) {
        app.go(toConfirm(username.includes('@') ? '' : username));
        app.dispatch({ type: 'form/done', form: 'confirm',
          note: words.signIn.notConfirmed });
      }
      return done;
    },

    async signOut({ everywhere = false } = {}) {
      app.dispatch({ type: 'closed' });
      try {
        await (everywhere ? sessions.signOutEverywhere()
          : sessions.signOut());
      } catch (error) {
        if (error.status !== 401)
          return app.actions.toast(words.offline);
      }
      remember(OWNER, '');
      ended('session/closed');
      app.go(toSignIn());
    },

    // The server says the session is over: back here after signing in.
    expire() {
      if (app.get().session.status !== 'in')
        return;
      ended('session/expired');
      app.actions.guard();
    },
  };
}

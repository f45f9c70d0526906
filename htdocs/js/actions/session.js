// Who is here: finding out at the start, signing out, and noticing when a
// session ends by itself. Signing in is in account.js.

import * as sessions from '../api/accounts.js';
import { backoff } from '../lib/wait.js';
import { recall, remember, watch } from '../lib/storage.js';
import { words } from '../lib/words.js';
import { toSignIn } from '../state/route.js';

// Which user the browser's cookie belongs to, for all tabs to see; empty while
// somebody is signing in. A tab whose user it is not must not send anything.
const OWNER = 'user';

export function sessionActions(app) {
  let again = 0;
  let tries = 0;

  function opened({ username, email, administrator }) {
    remember(OWNER, username);
    app.dispatch({ type: 'session/opened', username, email, administrator });
    // The draft and the screen are this user's now.
    app.actions.follow();
    app.actions.begin?.();
    if (administrator === undefined)
      learn();
  }

  const isUntold = ({ session }) =>
    session.status === 'in' && session.administrator === null;

  // What the answer to signing in does not say of who is here, or what may
  // have changed since.
  async function learn(n = 0) {
    try {
      app.dispatch({ type: 'session/told', ...await sessions.whoAmI() });
    } catch (error) {
      if (error.status === 401)
        app.actions.expire();
      else if (isUntold(app.get()))
        setTimeout(() => isUntold(app.get()) && learn(n + 1), backoff(n));
    }
  }

  function toOtherUser(owner) {
    const { session } = app.get();
    if (owner && session.username && owner !== session.username)
      location.reload();
  }
  watch(OWNER, toOtherUser);

  // Whoever came in before the inside was fetched has waited for it.
  app.subscribe((state, before, event) => {
    if (event.type === 'part/arrived' && event.name === 'inside'
      && state.session.status === 'in' && state.connection.status === 'idle')
      app.actions.begin();
  });

  function ended(type) {
    app.actions.halt?.();
    app.dispatch({ type });
  }

  return {
    opened,
    learnWhoIAm: () => learn(),

    // Claims this browser's cookie for one user, or for nobody while that is
    // open; tells who had it before.
    claim(username) {
      const before = recall(OWNER);
      remember(OWNER, username);
      return before;
    },
    hasBeenHere: () => recall(OWNER) !== '',
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

    // There is no session any more, nor will be soon.
    leaveForGood(note) {
      remember(OWNER, '');
      ended('session/closed');
      app.go(toSignIn());
      app.dispatch({ type: 'form/done', form: 'sign-in', note });
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

// Follows the address: which screen, for whom.

import { afterSignIn, isOpenToAll, parse, toSignIn, toSignUp }
  from '../state/route.js';

const isPeople = (route) => route.name === 'people' || route.name === 'new';

export function routerActions(app) {
  function draftFor(route) {
    return route.name === 'conversation'
      ? app.actions.draftOf(route.params.id) : '';
  }

  // The browser has the new address before it tells us.
  function isFollowed() {
    const { route } = app.get();
    const { path, to } = parse(location.hash);
    return path === route.path && to === route.to;
  }

  // Whether this address may be shown to who is here.  One that is not followed
  // yet must not be lost to the place of the one before; following guards it.
  function guard() {
    const { route, session } = app.get();
    if (!isFollowed())
      return;
    // The token is known by now, and nobody shall find it in the history.
    if (route.name === 'invitation')
      app.go(toSignUp(), { replace: true });
    else if (session.status === 'in' && isOpenToAll(route)
      && route.name !== 'confirm')
      app.go(afterSignIn(route), { replace: true });
    else if ((session.status === 'out' || session.status === 'expired')
      && !isOpenToAll(route))
      app.go(toSignIn(route.path), { replace: true });
    // Nothing is asked for, or no more: a page opened anew knows no step.
    else if (route.name === 'step' && !app.get().step)
      app.go(toSignIn(route.to), { replace: true });
  }

  function load(route) {
    // Not before the feed knows its place: what is loaded earlier could miss
    // what is said in between. The feed's beginning loads the log then.
    if (app.get().session.status !== 'in'
      || app.get().connection.status === 'idle')
      return;
    if (route.name === 'conversation')
      app.actions.openCurrent();
    else if (isPeople(route))
      app.actions.loadPeople?.();
    else if (route.name === 'settings')
      app.actions.loadSettings?.();
    else if (route.name === 'manage')
      app.actions.loadManage?.();
  }

  function follow() {
    const route = parse(location.hash);
    app.dispatch({ type: 'route/changed', route, draft: draftFor(route) });
    guard();
    load(app.get().route);
  }

  addEventListener('hashchange', () => {
    if (!isFollowed())
      follow();
  });

  // A screen that had to be fetched first has its data still to come.
  app.subscribe((state, before, event) => {
    if (event.type === 'part/arrived' && event.name === 'people'
      && (isPeople(state.route) || state.ui.dialog === 'switcher'))
      app.actions.loadPeople();
    if (event.type === 'part/arrived' && /^(?:settings|manage)$/
      .test(event.name))
      load(state.route);
  });

  return {
    follow,
    loadRoute: () => load(app.get().route),
    guard,
    // The state follows at once, the browser's own event finds nothing to do.
    go(hash, { replace = false } = {}) {
      history[replace ? 'replaceState' : 'pushState'](null, '', hash);
      follow();
    },
  };
}

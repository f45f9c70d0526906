// Keeps the page in step with the server while somebody is signed in.

import { createFeed, feedStart } from '../api/feed.js';
import { backoff } from '../lib/wait.js';
import { words } from '../lib/words.js';
import { toHome } from '../state/route.js';
import { current } from '../state/select.js';

// A connection lost for less is not worth a word.
const CALM_MS = 4000;
// The first load is over by then, or is looked at again.
const WARM_MS = 5000;
// Nor does this belong to it.
const SYNC_MS = 1000;
// Silence for longer than this gets checked when somebody is looking.
const SILENCE_MS = 90000;

export function liveActions(app) {
  let lastSign = Date.now();
  let calm = 0;
  let starting = 0;

  const feed = createFeed({
    event: (event) => {
      lastSign = Date.now();
      received(event);
    },
    live(way) {
      lastSign = Date.now();
      const before = app.get().connection;
      if (before.status === 'live' && before.way === way)
        return;
      clearTimeout(calm);
      app.dispatch({ type: 'connection/live', way });
      if (before.status === 'lost')
        app.actions.sendAll();
      bringSync();
      setTimeout(warm, WARM_MS);
    },
    lost() {
      if (app.get().connection.status === 'lost')
        return;
      app.dispatch({ type: 'connection/lost' });
      calm = setTimeout(() => app.dispatch({ type: 'connection/told' }),
        CALM_MS);
    },
    ended: () => app.actions.expire(),
  });

  const isLoading = () => {
    const state = app.get();
    return state.logs[current(state)]?.status === 'loading';
  };

  // Drafts and settings of other devices, when the first screen is done.
  function bringSync() {
    setTimeout(isLoading() ? bringSync
      : () => app.actions.need('sync', { quietly: true }), SYNC_MS);
  }

  // What may be needed when the server is not there any more.
  function warm() {
    if (isLoading()) {
      setTimeout(warm, WARM_MS);
      return;
    }
    feed.warm();
    for (const name of ['overlays', 'people'])
      app.actions.need(name, { quietly: true });
  }

  function received(event) {
    if (event.event === 'dataset')
      return app.actions.hearOfDatasets?.(event.version);
    const state = app.get();
    const here = current(state) === event.conversation;
    app.dispatch({ ...event, type: `feed/${event.event}` });
    if (event.event === 'message'
      && !state.conversations.byId[event.conversation])
      app.actions.find(event.conversation);
    if (event.event !== 'member' || !here)
      return;
    if (event.username === state.session.username)
      app.go(toHome(), { replace: true });
    else
      app.actions.toast(words.conversation.memberLeft(event.username));
  }

  // The position comes before the lists, so that nothing falls in between.
  async function begin(n = 0) {
    const mine = starting += 1;
    try {
      const from = await feedStart();
      if (mine !== starting)
        return;
      app.dispatch({ type: 'connection/started' });
      feed.start(from);
      app.actions.loadRoute();
      await Promise.all([app.actions.loadList(), app.actions.sendAll()]);
    } catch (error) {
      if (error.status === undefined)
        throw error;
      if (mine !== starting || error.status === 401)
        return;
      setTimeout(() => mine === starting && begin(n + 1),
        Math.max(error.retryAfterMs ?? 0, backoff(n)));
    }
  }

  function comeBack() {
    if (app.get().session.status !== 'in')
      return;
    feed.hurry();
    app.actions.sendAll();
    if (app.get().connection.status === 'live')
      feed.check();
  }

  function look() {
    if (!document.hidden && Date.now() - lastSign > SILENCE_MS) {
      lastSign = Date.now();
      comeBack();
    }
  }

  addEventListener('online', () => {
    app.dispatch({ type: 'connection/online', online: true });
    comeBack();
  });
  addEventListener('offline', () => {
    app.dispatch({ type: 'connection/online', online: false });
  });
  document.addEventListener('visibilitychange', look);
  setInterval(look, SILENCE_MS / 3);

  return {
    begin: () => begin(),
    halt() {
      starting += 1;
      clearTimeout(calm);
      feed.stop();
      app.dispatch({ type: 'connection/stopped' });
    },
    reconnect: comeBack,
    retryConnection: () => feed.retry(),
  };
}

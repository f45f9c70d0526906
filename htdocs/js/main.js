// Starts the site: state, actions, and the painting of one from the other.
//
// An event goes: view → action (js/actions, which calls js/api) → dispatch →
// pure step (js/state) → the page is painted anew (js/views).
//
// For tests, besides roles and labels, the page carries these marks:
//   #app[data-path]        the address that is painted
//   main[data-screen]      sign-in, step, forgot, reset, sign-up, confirm,
//                          arrival, splash, list, pane
//   main[data-route]       home, people, new, settings, manage, conversation,
//                          missing
//   main[data-connection]  idle, connecting, live, lost
//   main[data-way]         how events come: stream, poll, cursor, ask
//   form fields            by label; ids FORM-FIELD, e.g. #sign-up-username,
//                          #confirm-code; errors FORM-FIELD-error
//   [data-error]           a form's summary; [data-note] its good news
//   [data-conversation=ID] a row of the list; inside it [data-unread=N]
//   [data-log=ID]          role=log, [data-ready=true] once loaded
//   [data-message=KEY]     a message: data-time, data-sender,
//                          data-state (sent, waiting, sending, failed);
//                          inside it [data-text]
//   [data-day], [data-new-divider]
//   [data-composer]        the textarea; [data-action=send]
//   [data-action=NAME]     buttons: submit, resend, find, account, leave,
//                          jump (with data-below=N), retry, discard,
//                          message-menu, copy, mark-unread, start, confirm,
//                          close, shortcuts, connection, retry-connection, sign-out,
//                          sign-out-everywhere, use-draft, drop-draft
//   [data-offer]           another device's draft, [data-draft-refused]
//   [data-step=KIND]       the form of a step: app, mail, recovery, password,
//                          set-up, new-app, new-mail, codes
//   [data-settings=NAME]   the open section; [data-section=NAME] leads to one,
//                          [data-doing=NAME] to a change of a second factor
//   [data-factor=NAME]     with data-on; [data-qr], [data-key=SECRET],
//                          [data-codes], [data-kept]; [data-mail]
//   [data-provider=NAME]   another service to sign in with;
//                          [data-identity=NAME] one that is connected,
//                          [data-arrival=make|connect] the form on coming back
//   [data-session=ID]      a device, with data-current
//   [data-person=NAME], [data-choice=NAME], [data-people-search]
//   [data-manage=PLACE]    administrators' pages; [data-section=NAME] leads to
//                          one, [data-doing=NAME] to a page that asks first;
//                          [data-table=NAME] with [data-row=KEY], [data-count],
//                          [data-none], [data-gone], [data-problem=KIND],
//                          [data-standing=KIND], [data-deed=NAME],
//                          [data-waiting=N], [data-link]; [data-manage-search]
//   [data-menu], [data-dialog=NAME], [data-switcher], [data-toast],
//   [data-theme-choice], [data-connection-line]

import { routerActions } from './actions/router.js';
import { screenActions } from './actions/screen.js';
import { sessionActions } from './actions/session.js';
import { onUnauthorized } from './api/http.js';
import { createFocusKeeper } from './lib/focus.js';
import { render } from './lib/html.js';
import { listenToKeys } from './lib/keys.js';
import { part } from './lib/parts.js';
import { createPainter } from './lib/painter.js';
import { createScrollKeeper } from './lib/scroll-keeper.js';
import { createStore } from './lib/store.js';
import { followViewport } from './lib/viewport.js';
import { initial, reduce } from './state/app.js';
import { toArrival, toSettings } from './state/route.js';
import { page } from './views/app.js';
import { documentTitle } from './views/document-title.js';

const MINUTE_MS = 60 * 1000;

const store = createStore(reduce, initial);
const actions = {};
const app = { ...store, actions, go: (...where) => actions.go(...where) };
const root = document.getElementById('app');

const isWatched = () => !document.hidden && document.hasFocus();

const scroll = createScrollKeeper(root, {
  moved: (id, bottom, ready) =>
    actions.attend(id, bottom, ready && isWatched()),
  early: (id) => {
    if (store.get().logs[id]?.older === 'idle')
      actions.loadOlder(id);
  },
});

function startPainting() {
  const focus = createFocusKeeper(root);
  let overlay = null;
  const paint = createPainter(() => {
    const state = store.get();
    scroll.before();
    focus.before(state);
    render(page(state, actions), root);
    document.title = documentTitle(state);
    root.dataset.path = state.route.path;
    scroll.after();
    overlay ??= part('overlays')?.createOverlayKeeper(root, actions.close);
    overlay?.after(state);
    focus.after(state);
  });
  store.subscribe((state, before, event) => {
    paint();
    // Who writes looks at what they wrote.
    if (event.type === 'outbox/added')
      scroll.jump();
  });
  paint();
}

// Times grow old by the minute, and the wait of a lock by the second.
function tick() {
  const now = Date.now();
  const { ui, forms } = store.get();
  const counting = Object.values(forms).some(({ until }) => until > ui.now);
  if (counting || now - ui.now >= MINUTE_MS)
    store.dispatch({ type: 'clock/ticked', now });
}

// Back from another service: what it sent along is in no history.
function takeReturn() {
  const back = Object.fromEntries(new URLSearchParams(location.search));
  if (!back.state)
    return;
  history.replaceState(null, '', location.pathname
    + (back.state.startsWith('link.') ? toSettings('accounts')
      : toArrival()));
  app.back = back;
}

function start() {
  takeReturn();
  Object.assign(actions, routerActions(app), screenActions(app),
    sessionActions(app),
    { jumpToLatest: () => scroll.jump({ gently: true }) });
  onUnauthorized(actions.expire);
  actions.recallTheme();
  actions.need(actions.hasBeenHere() ? 'inside' : 'gate');
  tick();
  setInterval(tick, 1000);
  actions.follow();
  startPainting();
  for (const type of ['focus', 'blur'])
    addEventListener(type, scroll.report);
  document.addEventListener('visibilitychange', scroll.report);
  listenToKeys(actions, () => store.get().session.status === 'in');
  followViewport();
  actions.askWhoIAm();
}

start();

// Drafts and settings that follow a person to every device. Fetched when the
// first screen is done (lib/parts.js).
//
// A draft is kept here with every letter, and settings with every choice
// (screen.js); this brings them to the server and back. Read marks are the
// server's anyway. How news comes (api/ladder.js) is not shared: it depends on
// the line that a device is on.

import * as datasets from '../api/datasets.js';
import { createSync } from '../api/sync.js';
import { createShelf, forgetOthers } from '../lib/shelf.js';
import { withLock } from '../lib/tabs.js';
import { watchAll } from '../lib/traces.js';
import { current } from '../state/select.js';
import { draftId, draftName, SETTINGS } from '../state/sync.js';

// Who has not typed for so long has left this device, or is thinking about
// something else.
const IN_HAND_MS = 30 * 1000;
// Signing out waits for no slow server longer than this.
const LEAVING_MS = 3000;

const isAtComposer = () => document.hasFocus()
  && document.activeElement?.matches('[data-composer]');

export function syncActions(app) {
  let user = ''; // whose all of this is
  let shelf = null;
  let sync = null;
  let typedAt = 0;

  const isHere = (id) => id === current(app.get());

  const isMine = (whose) => app.get().session.username === whose
    && app.get().session.status === 'in' && app.actions.ownsBrowser(whose);

  // Never under somebody's fingers.
  const isHeld = (name, value) => isHere(draftId(name)) && isAtComposer()
    && Date.now() - typedAt < IN_HAND_MS
    && (value?.text ?? '') !== (shelf.take(name)?.text ?? '');

  function note(what, id, value) {
    const { drafts } = app.get();
    app.dispatch({ type: 'drafts/noted', [what]: { ...drafts[what],
      [id]: value } });
  }

  const showOffer = (id) => note('offers', id,
    shelf.take(draftName(id))?.others.at(-1) ?? '');

  // Only if it changed: the page is painted a moment later, and a letter that
  // was typed meanwhile must stay.
  function showDraft(id, before) {
    const text = app.actions.draftOf(id);
    showOffer(id);
    if (isHere(id) && text !== before?.text)
      app.dispatch({ type: 'draft/arrived', text });
  }

  function show(name, before) {
    if (name === SETTINGS)
      app.actions.recallTheme();
    else
      showDraft(draftId(name), before);
  }

  const told = (name, isRefused) =>
    name === SETTINGS || note('refused', draftId(name), isRefused);

  function begin(whose) {
    user = whose;
    typedAt = 0;
    forgetOthers(whose);
    shelf = createShelf(whose, show);
    sync = createSync({ shelf, isHeld, told, api: datasets,
      mayGo: () => isMine(whose),
      lock: (work) => withLock('sync', work) });
    for (const name of shelf.names())
      if (name !== SETTINGS)
        showOffer(draftId(name));
  }

  // Whoever comes next, and be it the same person, begins anew: nobody has told
  // of what changed meanwhile.
  function end() {
    sync?.stop();
    sync = null;
    user = '';
  }

  function start() {
    const { username } = app.get().session;
    if (username !== user) {
      end();
      begin(username);
    }
    sync.run();
  }

  app.subscribe((state, before, event) => {
    if (event.type === 'connection/live')
      start();
    else if (event.type === 'session/closed'
      || event.type === 'session/expired')
      end();
  });
  if (app.get().connection.status === 'live')
    start();

  function leavePage() {
    if (document.hidden && isMine(user))
      sync.flush();
  }
  document.addEventListener('visibilitychange', leavePage);
  addEventListener('pagehide', () => isMine(user) && sync.flush());

  document.addEventListener('focusout', () => sync?.heard(0));
  addEventListener('blur', () => sync?.heard(0));

  // Another tab.
  watchAll((key) => {
    const name = isMine(user) && shelf.nameOf(key);
    if (name && !isHeld(name, shelf.take(name)))
      show(name);
  });

  // The one that is offered; what was in hand before is offered then.
  function change(id, work) {
    const name = draftName(id);
    const { text, others } = shelf.take(name) ?? { text: '', others: [] };
    const offered = others.at(-1);
    if (offered === undefined)
      return;
    shelf.put(name, work({ text, offered, others: others.slice(0, -1) }));
    sync.touched();
  }

  return {
    hearOfDatasets: (version) => sync?.heard(version),

    touched() {
      typedAt = Date.now();
      if (isMine(user))
        sync.touched();
    },
    useDraft: (id) => change(id, ({ text, offered, others }) =>
      ({ text: offered, others: text ? [...others, text] : others })),
    dropDraft: (id) => change(id, ({ text, others }) => ({ text, others })),

    // Before signing out: what is not on the server then is lost.
    async shareAll() {
      if (!isMine(user))
        return;
      await Promise.race([sync.run().then(sync.run),
        new Promise((resolve) => setTimeout(resolve, LEAVING_MS))]);
      app.dispatch({ type: 'drafts/noted', unshared: sync.unshared()
        .filter((name) => name !== SETTINGS).length });
    },
  };
}

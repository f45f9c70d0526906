// What is open on the screen: dialogs, menus, theme, drafts, small notices.

import { fetchPart } from '../lib/parts.js';
import { recall, remember } from '../lib/storage.js';
import { words } from '../lib/words.js';
import { toConversation } from '../state/route.js';
import { neighbour, switcherChoices } from '../state/select.js';

const TOAST_MS = 4000;

// Who they belong to is the second word (lib/storage.js).
const themeName = (app) => `theme ${app.get().session.username}`;
const draftName = (app, id) => `draft ${app.get().session.username} ${id}`;

export function screenActions(app) {
  let timer = 0;

  function toast(text) {
    app.dispatch({ type: 'toast/shown', text });
    clearTimeout(timer);
    timer = setTimeout(() => app.dispatch({ type: 'toast/hidden' }),
      TOAST_MS);
  }

  function close() {
    app.dispatch({ type: 'closed' });
  }

  const needed = new Set();

  // Called while painting, as often as that happens; or quietly, when nobody
  // has asked for it yet.
  async function need(name, { quietly = false } = {}) {
    if (needed.has(name))
      return;
    needed.add(name);
    try {
      await fetchPart(name, async ({ actionsFor }) =>
        Object.assign(app.actions, await actionsFor?.(app)));
      app.dispatch({ type: 'part/arrived', name });
    } catch {
      if (!quietly)
        toast(words.offline);
    } finally {
      needed.delete(name);
    }
  }

  return {
    need,
    toast,
    close,
    openDialog(dialog) {
      if (dialog === 'switcher') {
        need('people');
        app.actions.loadPeople?.();
      }
      app.dispatch({ type: 'dialog/opened', dialog });
    },
    openMenu(menu) {
      app.dispatch({ type: 'menu/opened', menu });
      // It shows what only administrators have.
      if (menu.kind === 'account')
        app.actions.learnWhoIAm();
    },

    // With words still unsent, or drafts that are nowhere else, going takes a
    // second thought.
    async askSignOut() {
      await need('sync');
      await app.actions.shareAll?.();
      if (app.get().outbox.length || app.get().drafts.unshared)
        app.dispatch({ type: 'dialog/opened', dialog: 'sign-out' });
      else
        app.actions.signOut();
    },

    typeInSwitcher: (query) => app.dispatch({ type: 'switcher/typed', query }),
    moveInSwitcher(step) {
      const { length } = switcherChoices(app.get());
      const index = app.get().ui.switcher.index + step;
      if (length)
        app.dispatch({ type: 'switcher/moved',
          index: (index + length) % length });
    },
    // Asked of the state, not of what was painted: quick fingers are ahead of
    // the screen.
    chooseInSwitcher() {
      const choice = switcherChoices(app.get())[app.get().ui.switcher.index];
      if (choice)
        app.actions.choose(choice);
    },
    // It stays open until a new conversation is there: what is typed
    // meanwhile must not go to the one behind it.
    choose(choice) {
      if (choice.kind === 'person')
        return app.actions.start([choice.id]);
      close();
      return app.go(toConversation(choice.id));
    },

    goToNeighbour(step) {
      const id = neighbour(app.get(), step);
      if (id)
        app.go(toConversation(id));
    },

    // Put on now, and by theme.js at the next load.
    wearTheme(theme) {
      remember('theme', theme);
      if (theme)
        document.documentElement.dataset.theme = theme;
      else
        delete document.documentElement.dataset.theme;
      app.dispatch({ type: 'theme/chosen', theme: theme || 'system' });
    },
    chooseTheme(name) {
      const theme = name === 'system' ? '' : name;
      remember(themeName(app), theme);
      app.actions.wearTheme(theme);
      app.actions.touched?.();
    },
    // The user's own, or before it is known who that is, the browser's last.
    recallTheme: () => app.actions.wearTheme(recall(
      app.get().session.username ? themeName(app) : 'theme')),

    // A tab that has not noticed yet that its user went keeps nothing more.
    keepDraft(id, text) {
      if (!app.actions.ownsBrowser(app.get().session.username))
        return;
      remember(draftName(app, id), text);
      app.actions.touched?.();
    },
    draftOf: (id) => recall(draftName(app, id)),

    async copy(text) {
      close();
      try {
        await navigator.clipboard.writeText(text);
        toast(words.log.copied);
      } catch {
        toast(words.failed);
      }
    },

    // log: the one on the screen; bottom: it is scrolled to its end;
    // looking: and somebody is there.
    attend(log, bottom, looking) {
      const { ui } = app.get();
      const id = log && bottom && looking ? log : null;
      if (ui.attentive !== id || ui.bottom !== bottom)
        app.dispatch({ type: 'attention/changed', id, bottom, log });
    },
  };
}

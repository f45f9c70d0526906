// Where the keyboard is after the page has changed.

import { isOpenToAll } from '../state/route.js';

const isPhone = () => matchMedia('(max-width: 47.99rem)').matches;
const hasKeyboard = () => matchMedia('(pointer: fine)').matches;

const isSeen = (element) => element.getClientRects().length > 0;

function firstEmptyField(root) {
  const fields = [...root.querySelectorAll('.gate input')];
  const empty = fields.find((input) => !input.value);
  return empty ?? root.querySelector('.gate [type="submit"]');
}

// A writer goes on writing; a phone's keyboard does not jump up unasked.
function placeFor(root, route) {
  if (isOpenToAll(route))
    return firstEmptyField(root);
  if (route.name === 'conversation' && hasKeyboard() && !isPhone())
    return root.querySelector('[data-composer]');
  const title = '.pane [data-focus="title"]';
  // Only home is the list's; elsewhere a screen may have yet to be fetched.
  return [...root.querySelectorAll(route.name === 'home'
    ? `${title}, [data-focus="list"]` : title)].find(isSeen);
}

export function createFocusKeeper(root) {
  let path = null;
  let arrived = [];
  let focused = null;
  let opener = null;
  let overlay = false;

  function followRoute(state) {
    const target = placeFor(root, state.route);
    if (!target)
      return;
    path = state.route.path;
    target.focus({ preventScroll: true });
  }

  // What was focused before a dialog or menu gets the focus back.
  function followOverlay(state) {
    const open = Boolean(state.ui.dialog || state.ui.menu);
    if (overlay && !open && path === state.route.path
      && (!document.activeElement || document.activeElement === document.body))
      opener?.focus?.({ preventScroll: true });
    overlay = open;
  }

  // What has just come to be read first.
  function followArrivals() {
    const shown = [...root.querySelectorAll('[data-focus="summary"], '
      + '[data-focus="arrival"]')];
    shown.find((element) => !arrived.includes(element))?.focus();
    arrived = shown;
  }

  // What had the focus may be gone: a device that was signed out, say.
  function followLoss(state) {
    if (/^(?:settings|manage)$/.test(state.route.name) && focused
      && !focused.isConnected && document.activeElement === document.body)
      placeFor(root, state.route)?.focus({ preventScroll: true });
  }

  return {
    before(state) {
      focused = document.activeElement;
      if (!overlay && (state.ui.dialog || state.ui.menu))
        opener = document.activeElement;
    },
    after(state) {
      followOverlay(state);
      if (state.session.status !== 'unknown' && path !== state.route.path)
        followRoute(state);
      followArrivals();
      followLoss(state);
    },
  };
}

// Where the keyboard is after the page has changed.

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
  if (['sign-in', 'sign-up', 'confirm'].includes(route.name))
    return firstEmptyField(root);
  if (route.name === 'conversation' && hasKeyboard() && !isPhone())
    return root.querySelector('[data-composer]');
  return [...root.querySelectorAll('.pane [data-focus="title"], '
    + '[data-focus="list"]')].find(isSeen);
}

export function createFocusKeeper(root) {
  let path = null;
  let summary = null;
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

  return {
    before(state) {
      if (!overlay && (state.ui.dialog || state.ui.menu))
        opener = document.activeElement;
    },
    after(state) {
      followOverlay(state);
      if (state.session.status !== 'unknown' && path !== state.route.path)
        followRoute(state);
      const shown = root.querySelector('[data-focus="summary"]');
      if (shown && shown !== summary)
        shown.focus();
      summary = shown;
    },
  };
}

// Makes dialogs modal, puts menus in their place, and moves in menus by keys.

const EDGE_PX = 8;

const between = (low, x, high) => Math.max(low, Math.min(x, high));

function placeMenu(box, { x, y, toLeft }) {
  const { width, height } = box.getBoundingClientRect();
  const left = toLeft ? x - width : x;
  const top = y + height + EDGE_PX > innerHeight ? y - height - 40 : y + 4;
  box.style.left = `${between(EDGE_PX, left,
    innerWidth - width - EDGE_PX)}px`;
  box.style.top = `${between(EDGE_PX, top,
    innerHeight - height - EDGE_PX)}px`;
}

const itemsOf = (menu) => [...menu.querySelectorAll('[role^="menuitem"]')];

export function createOverlayKeeper(root, close) {
  let box = null;

  function keydown(event) {
    const menu = root.querySelector('[role="menu"]');
    if (!menu)
      return;
    const items = itemsOf(menu);
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0,
      End: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab')
      close();
    else if (to === undefined)
      return;
    else
      items.at(to % items.length).focus();
    event.preventDefault();
    event.stopPropagation();
  }
  document.addEventListener('keydown', keydown, { capture: true });

  return {
    after({ ui }) {
      const dialog = root.querySelector('dialog');
      if (dialog && !dialog.open)
        dialog.showModal();
      const next = root.querySelector('[data-menu-box]');
      if (next && next !== box) {
        placeMenu(next, ui.menu);
        const items = itemsOf(next);
        (items.find((item) => item.ariaChecked === 'true') ?? items[0])
          .focus({ preventScroll: true });
      }
      box = next;
    },
  };
}

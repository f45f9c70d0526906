// The keys that work everywhere inside.

const inField = (target) =>
  target.closest?.('input, textarea, select, [contenteditable]');

function actionFor(event) {
  const ctrl = event.ctrlKey || event.metaKey;
  const alt = event.altKey && !ctrl;
  if (ctrl && !event.altKey && event.key.toLowerCase() === 'k')
    return (act) => act.openDialog('switcher');
  if (ctrl && event.key === '/')
    return (act) => act.openDialog('shortcuts');
  if (alt && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
    return (act) => act.goToNeighbour(event.key === 'ArrowUp' ? -1 : 1);
  // A single character acts only where focus has been put on purpose
  // (WCAG 2.1.4): speech input must not set it off.
  if (event.key === '?' && !ctrl && !inField(event.target)
    && event.target !== document.body)
    return (act) => act.openDialog('shortcuts');
  if (event.key === 'Escape' && event.target.closest?.('[data-log]'))
    return () => document.querySelector('[data-composer]')?.focus();
  return null;
}

export function listenToKeys(act, isInside) {
  document.addEventListener('keydown', (event) => {
    if (event.isComposing || !isInside()
      || document.querySelector('dialog[open]'))
      return;
    const action = actionFor(event);
    if (!action)
      return;
    event.preventDefault();
    action(act);
  });
}

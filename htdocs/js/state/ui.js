// What is open on the screen, and whether anybody is looking.

export const initial = {
  attentive: null, // the conversation whose newest message is being looked at
  bottom: true, // the log is scrolled to its end
  dialog: null, // switcher, shortcuts, connection, leave, sign-out
  menu: null, // { kind: 'account' } or { kind: 'message', time, x, y }
  switcher: { query: '', index: 0 },
  draft: { text: '' }, // what the composer is to begin with, or show from now
  toast: null,
  theme: 'system',
  now: 0,
  parts: 0, // how many of lib/parts.js have arrived
};

const closed = { dialog: null, menu: null };

export function reduce(ui, event) {
  switch (event.type) {
  case 'route/changed':
    return { ...ui, ...closed, draft: { text: event.draft ?? '' },
      attentive: null };
  case 'draft/arrived':
    return { ...ui, draft: { text: event.text } };
  case 'attention/changed':
    return { ...ui, attentive: event.id, bottom: event.bottom };
  case 'dialog/opened':
    return { ...ui, menu: null, dialog: event.dialog,
      switcher: { query: '', index: 0 } };
  case 'menu/opened':
    return { ...ui, menu: event.menu };
  case 'closed':
    return { ...ui, ...closed };
  case 'switcher/typed':
    return { ...ui, switcher: { query: event.query, index: 0 } };
  case 'switcher/moved':
    return { ...ui, switcher: { ...ui.switcher, index: event.index } };
  case 'toast/shown':
    return { ...ui, toast: event.text };
  case 'toast/hidden':
    return { ...ui, toast: null };
  case 'theme/chosen':
    return { ...ui, theme: event.theme };
  case 'part/arrived':
    return { ...ui, parts: ui.parts + 1 };
  case 'clock/ticked':
    return { ...ui, now: event.now };
  default:
    return ui;
  }
}

// localStorage. Where it is full or forbidden, things are remembered for as
// long as the page lives.

import { place } from './tabs.js';

const PREFIX = `chinwag${place}`;

const here = new Map();

export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name) ?? here.get(name) ?? '';
  } catch {
    return here.get(name) ?? '';
  }
}

export function remember(name, text) {
  here.delete(name);
  try {
    if (text)
      localStorage.setItem(PREFIX + name, text);
    else
      localStorage.removeItem(PREFIX + name);
  } catch {
    here.set(name, text);
  }
}

// Tells when another tab changes `name`.
export function watch(name, listener) {
  addEventListener('storage', (event) => {
    if (event.key === PREFIX + name)
      listener(event.newValue ?? '');
  });
}

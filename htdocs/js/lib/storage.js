// localStorage. Where it is full or forbidden, things are remembered for as
// long as the page lives.

import { place } from './tabs.js';

// What the names begin with in localStorage.
export const PREFIX = `chinwag${place}`;

// What it has not taken.
export const here = new Map();

export function recall(name) {
  if (here.has(name))
    return here.get(name);
  try {
    return localStorage.getItem(PREFIX + name) ?? '';
  } catch {
    return '';
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

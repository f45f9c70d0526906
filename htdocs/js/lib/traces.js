// All that is remembered (storage.js), taken together.

import { here, PREFIX, remember } from './storage.js';

// Whether all of it will be there after a reload.
export const isLasting = () => here.size === 0;

// Not those of our neighbours, whose names have a place in them.
const isOurs = (key) => key.startsWith(PREFIX)
  && !key.slice(PREFIX.length).includes('/');

export function names() {
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter(isOurs);
  } catch {
    // Forbidden: then there are none.
  }
  return [...here.keys(), ...keys.map((key) => key.slice(PREFIX.length))];
}

// Everything of one user, as the second word of the name tells.
export function forget(user) {
  for (const name of names())
    if (name.split(' ')[1] === user)
      remember(name, '');
}

// Tells when another tab changes anything.
export function watchAll(listener) {
  addEventListener('storage', ({ key }) => {
    if (key !== null && isOurs(key))
      listener(key.slice(PREFIX.length));
  });
}

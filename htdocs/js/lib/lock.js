// Only one tab at a time, where the browser can arrange that (Web Locks need
// a secure context). Elsewhere every tab goes ahead: what is guarded here is
// also safe without, only dearer.

import { place } from './place.js';

export function withLock(name, work) {
  if (!navigator.locks)
    return work();
  return navigator.locks.request(`chinwag ${place} ${name}`, work);
}

// One of `count` places, or null when all are taken; the answer is a function
// that gives the place back.
export async function takePlace(name, count) {
  if (!navigator.locks)
    return () => {};
  for (let i = 0; i < count; i += 1) {
    const release = await tryPlace(`chinwag ${place} ${name} ${i}`);
    if (release)
      return release;
  }
  return null;
}

function tryPlace(name) {
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock)
        return resolve(null);
      return new Promise((release) => {
        resolve(release);
      });
    });
  });
}

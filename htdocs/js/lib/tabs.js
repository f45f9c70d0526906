// Several tabs of the same Chinwag, and several Chinwags on the same host.

// Where on its host this one lives. Its neighbours share the origin and must
// not see its drafts or its outbox.
export const place = new URL('.', document.baseURI).pathname;

// Only one tab at a time, where the browser can arrange that (Web Locks need
// a secure context). Elsewhere every tab goes ahead: what is guarded here is
// also safe without, only dearer.
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

// Talks to the other tabs, where the browser knows how.
export function createChannel(listener) {
  if (!globalThis.BroadcastChannel)
    return { say() {} };
  const channel = new BroadcastChannel(`chinwag ${place}`);
  channel.onmessage = (event) => listener(event.data);
  return { say: (data) => channel.postMessage(data) };
}

// Talks to the other tabs of this Chinwag, where the browser knows how.

import { place } from './place.js';

export function createChannel(listener) {
  if (!globalThis.BroadcastChannel)
    return { say() {} };
  const channel = new BroadcastChannel(`chinwag ${place}`);
  channel.onmessage = (event) => listener(event.data);
  return { say: (data) => channel.postMessage(data) };
}

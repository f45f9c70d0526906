// One Server-Sent Events stream, from opening to loss.

import { urlOf } from './http.js';
import { operations } from './operations.js';

// A stream that has not said 'ready' by then is held back by something.
const READY_MS = 8000;

const KINDS = ['message', 'conversation', 'read', 'member', 'dataset'];

// Never resolves but by signal; rejects when the stream is lost, with isHeld
// if something held it back. Coming back is the caller's business: the
// browser's own way neither spreads out nor tells why it failed.
export function followStream({ after, signal, ready, event }) {
  return new Promise((resolve, reject) => {
    const source = new EventSource(
      urlOf(operations.eventsGet, { query: { after } }));
    const lose = (isHeld) => {
      clearTimeout(timer);
      source.close();
      reject(Object.assign(new Error('stream lost'), { isHeld }));
    };
    const timer = setTimeout(() => lose(true), READY_MS);
    source.addEventListener('ready', () => {
      clearTimeout(timer);
      ready();
    });
    for (const kind of KINDS)
      source.addEventListener(kind, (e) => event(JSON.parse(e.data)));
    source.addEventListener('end', () => lose(false));
    source.onerror = () => lose(false);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      source.close();
      resolve();
    });
  });
}

// Following events where no stream comes through: by requests that wait, by a
// cursor file, or by asking now and then.

import { createCursor } from './cursor.js';

const WAIT_SEC = 25;
// A server that has nothing to tell and does not wait for so long never does.
const SHORT_MS = 2000;
// How often a cursor file is looked at.
const LOOK_MS = 2000;
const LOOK_HIDDEN_MS = 15000;
// Without cursor files, how often is asked, and when they are tried again.
const ASK_MS = 3000;
const ASK_HIDDEN_MS = 20000;
const NO_FILES_MS = 5 * 60 * 1000;

const waitMs = (seen, hidden) => document.hidden ? hidden : seen;

// What they are made of is the feed's own. All of them return when there may
// be a better way, and reject when the server is out of reach.
export function createFallback({ ask, askAll, live, ladder, pause }) {
  let noFilesUntil = 0;

  // Whether it was waited for, or for something.
  async function waitOnce(signal) {
    const began = Date.now();
    try {
      return await ask(WAIT_SEC, signal) || Date.now() - began >= SHORT_MS;
    } catch (error) {
      if (signal.aborted || error.status === 401)
        throw error;
      // If the server is gone, this says so.
      await ask(0, signal);
      return false;
    }
  }

  async function poll(signal) {
    await ask(0, signal);
    live('poll');
    while (!signal.aborted && ladder.way() === 'poll') {
      if (await waitOnce(signal))
        ladder.worked();
      else
        ladder.failed();
      live('poll');
    }
  }

  async function askNowAndThen(signal) {
    await ask(0, signal);
    live('ask');
    await pause.forMs(waitMs(ASK_MS, ASK_HIDDEN_MS));
  }

  // What happened before the first look is asked for after it: so nothing
  // falls in between.
  async function lookAtFile(signal, mayGoOn) {
    const { cursor } = await askAll(0, 1, signal);
    const look = createCursor(cursor);
    if (await look(signal) === 'gone') {
      noFilesUntil = Date.now() + NO_FILES_MS;
      return;
    }
    await ask(0, signal);
    while (!signal.aborted && mayGoOn()) {
      live('cursor');
      await pause.forMs(waitMs(LOOK_MS, LOOK_HIDDEN_MS));
      const found = await look(signal);
      if (found === 'gone')
        return;
      if (found === 'other')
        await ask(0, signal);
    }
  }

  const withoutWaiting = (signal, mayGoOn) => Date.now() < noFilesUntil
    ? askNowAndThen(signal) : lookAtFile(signal, mayGoOn);

  return { poll, withoutWaiting };
}

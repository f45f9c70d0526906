// The live feed: every event once, in order, without a gap, however often the
// connection breaks. The position is the id of the last event delivered.
//
// A stream (Server-Sent Events) where possible; where a stream fails twice
// before it says 'ready', as behind some proxies, asking and waiting; in the
// fifth tab and beyond, asking now and then, because browsers open only
// six connections to a host without HTTP/2 and streams must not use them up.

import { takePlace } from '../lib/tabs.js';
import { backoff, createPause } from '../lib/wait.js';
import { call } from './http.js';
import { operations } from './operations.js';
import { followStream } from './stream.js';

const STREAM_TABS = 4;
const STREAM_FAILURES = 2;
// After this long of asking, a stream is given another chance.
const ASKING_MS = 5 * 60 * 1000;
const WAIT_SEC = 25;
const PAGE = 200;

const askFor = (after, wait, signal) => call(operations.eventsGet,
  { query: { after, wait }, patienceMs: (wait + 15) * 1000, signal });

// The position at which a new reader starts.
export const feedPosition = async () =>
  (await call(operations.eventsGet, { query: { wait: 0 } })).last;

// on: { event(e), live(), lost(), ended() }.
export function createFeed(on) {
  const pause = createPause();
  let position = 0;
  let run = null; // the AbortController of the run under way
  let poor = 0;
  let failures = 0;

  function deliver(event) {
    if (event.id <= position)
      return;
    position = event.id;
    on.event(event);
  }

  function live() {
    failures = 0;
    on.live();
  }

  // Asks once, or again at once while pages are full; whether there was news.
  async function ask(wait, signal) {
    const before = position;
    for (;;) {
      const { events, last } = await askFor(position, wait, signal);
      if (signal.aborted)
        return false;
      events.forEach(deliver);
      position = Math.max(position, last);
      if (events.length < PAGE)
        return position > before;
    }
  }

  async function stream(signal) {
    let opened = false;
    try {
      await followStream({ after: position, signal, event: deliver,
        ready() {
          opened = true;
          poor = 0;
          live();
        } });
    } catch (error) {
      if (signal.aborted)
        return;
      on.lost();
      // Says whether the session or the server is gone, which a stream
      // cannot, and brings what was missed.
      await pause.forMs(opened ? Math.random() * 500 : 0);
      await ask(0, signal);
      if (!opened)
        poor += 1;
    }
  }

  async function askAndWait(signal) {
    const until = Date.now() + ASKING_MS;
    while (!signal.aborted && Date.now() < until) {
      await ask(WAIT_SEC, signal);
      live();
    }
    poor = STREAM_FAILURES - 1;
  }

  async function askNowAndThen(signal) {
    await ask(0, signal);
    live();
    await pause.forMs(document.hidden ? 20000 : 3000);
  }

  async function round(signal) {
    const giveBack = await takePlace('stream', STREAM_TABS);
    if (!giveBack)
      return askNowAndThen(signal);
    try {
      return await (poor < STREAM_FAILURES ? stream : askAndWait)(signal);
    } finally {
      giveBack();
    }
  }

  async function loop(signal) {
    while (!signal.aborted) {
      try {
        await round(signal);
      } catch (error) {
        if (signal.aborted)
          return;
        if (error.status === 401)
          return on.ended();
        on.lost();
        await pause.forMs(Math.max(error.retryAfterMs ?? 0,
          backoff(failures)));
        failures += 1;
      }
    }
  }

  function stop() {
    run?.abort();
    run = null;
    pause.end();
  }

  function start(after) {
    stop();
    position = after;
    run = new AbortController();
    loop(run.signal);
  }

  return {
    start,
    stop,
    // Do not wait any longer.
    hurry() {
      pause.end();
    },
    // A stream can die without a word (sleep, a changed network). Asking once
    // shows it: whatever comes, the stream should have brought.
    async check() {
      if (!run)
        return;
      const { signal } = run;
      try {
        if (await ask(0, signal) && !signal.aborted)
          start(position);
      } catch {
        if (!signal.aborted)
          start(position);
      }
    },
  };
}

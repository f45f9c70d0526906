// The live feed: every event once, in order, without a gap, however often the
// connection breaks. The position is the id of the last event delivered.
//
// A stream (Server-Sent Events) where possible; where it is refused or held
// back, as behind some proxies, asking and waiting; where that fails, or the
// server would rather not have it, looking at a cursor file (ladder.js). In the
// fifth tab and beyond a cursor file, too, because browsers open only six
// connections to a host without HTTP/2 and streams must not use them up.

import { takePlace } from '../lib/tabs.js';
import { backoff, createPause } from '../lib/wait.js';
import { call } from './http.js';
import { createLadder } from './ladder.js';
import { operations } from './operations.js';
import { followStream } from './stream.js';

const STREAM_TABS = 4;
// When a tab without a place looks for one again.
const PLACE_MS = 60 * 1000;
const PAGE = 200;

const askFor = (after, wait, cursor, signal) => call(operations.eventsGet,
  { query: { after, wait, cursor }, patienceMs: (wait + 15) * 1000, signal });

// Where a new reader starts: { last, mode }.
export const feedStart = () =>
  call(operations.eventsGet, { query: { wait: 0 } });

// on: { event(e), live(way), lost(), ended() }; live is told as often as there
// is a sign of life. way: stream, poll, cursor, or ask, now and then.
export function createFeed(on) {
  const pause = createPause();
  let position = 0;
  let run = null; // the AbortController of the run under way
  let failures = 0;
  let fallback = null;
  const ladder = createLadder();

  function deliver(event) {
    if (event.id <= position)
      return;
    position = event.id;
    on.event(event);
  }

  function live(way) {
    failures = 0;
    on.live(way);
  }

  // Asks once, or again at once while pages are full.
  async function askAll(wait, cursor, signal) {
    for (;;) {
      const page = await askFor(position, wait, cursor, signal);
      if (signal.aborted)
        return page;
      page.events.forEach(deliver);
      position = Math.max(position, page.last);
      ladder.offer(page.mode);
      if (page.events.length < PAGE)
        return page;
    }
  }

  // Whether there was news.
  async function ask(wait, signal) {
    const before = position;
    await askAll(wait, undefined, signal);
    return position > before;
  }

  async function stream(signal) {
    let opened = false;
    try {
      await followStream({ after: position, signal, event: deliver,
        ready() {
          opened = true;
          ladder.worked();
          live('stream');
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
        ladder.failed({ clearly: error.isHeld });
    }
  }

  // Fetched when a stream is not to be had.
  async function others() {
    const { createFallback } = await import('./fallback.js');
    fallback ??= createFallback({ ask, askAll, live, ladder, pause });
    return fallback;
  }

  async function round(signal) {
    const way = ladder.way();
    if (way === 'cursor')
      return (await others()).withoutWaiting(signal,
        () => ladder.way() === way);
    const giveBack = await takePlace('stream', STREAM_TABS);
    if (!giveBack) {
      const until = Date.now() + PLACE_MS;
      return (await others()).withoutWaiting(signal,
        () => Date.now() < until);
    }
    try {
      return await (way === 'stream' ? stream(signal)
        : (await others()).poll(signal));
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

  function again() {
    stop();
    run = new AbortController();
    loop(run.signal);
  }

  function start({ last, mode }) {
    position = last;
    ladder.offer(mode);
    again();
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
          again();
      } catch {
        if (!signal.aborted)
          again();
      }
    },
    // Fetch what may be needed later.
    warm() {
      others().catch(() => {});
    },
    // Forget what failed, and begin with the best.
    retry() {
      ladder.reset();
      fallback = null;
      if (run)
        again();
    },
  };
}

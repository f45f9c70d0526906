// Which way to follow events: the best that the server offers and that has
// not failed of late. Knows no clock of its own and no network.

export const WAYS = ['stream', 'poll', 'cursor'];

// So many failures in a row, and it is the next way's turn.
const FAILURES = 2;
// After this long the better ways get another chance, of one failure.
export const AGAIN_MS = 5 * 60 * 1000;

export function createLadder(now = Date.now) {
  let offered = 0; // the best that the server wants
  let step = 0; // the best that has not failed
  let failures = 0;
  let since = 0;

  function down() {
    step = Math.min(Math.max(step, offered) + 1, WAYS.length - 1);
    failures = 0;
    since = now();
  }

  return {
    // What the server said of itself.
    offer(way) {
      if (WAYS.includes(way))
        offered = WAYS.indexOf(way);
    },
    way() {
      if (step > offered && now() - since >= AGAIN_MS) {
        step = offered;
        failures = FAILURES - 1;
      }
      return WAYS[Math.max(step, offered)];
    },
    worked() {
      failures = 0;
    },
    // clearly: once is enough.
    failed({ clearly = false } = {}) {
      failures += 1;
      if (clearly || failures >= FAILURES)
        down();
    },
    // From the best on, as if nothing had been tried.
    reset() {
      step = 0;
      failures = 0;
    },
  };
}

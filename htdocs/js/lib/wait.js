// Ways of waiting.

// How long to wait before the n-th try again (n from 0), in milliseconds:
// doubling, capped, and spread, so that a thousand browsers do not knock at
// once when a server comes back.
export function backoff(n, { first = 1000, most = 30000 } = {}) {
  const full = Math.min(most, first * 2 ** n);
  return full / 2 + Math.random() * (full / 2);
}

// Waiting that can be cut short.
export function createPause() {
  let wake = () => {};
  return {
    forMs: (ms) => new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }),
    end: () => wake(),
  };
}

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

// Holds the state, takes events, tells who asked to be told.

export function createStore(reduce, initial) {
  let state = initial;
  const listeners = new Set();

  return {
    get: () => state,
    dispatch(event) {
      const before = state;
      state = reduce(state, event);
      if (state !== before)
        for (const listener of listeners)
          listener(state, before, event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

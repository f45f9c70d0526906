// Finding people.

import { listPeople, PEOPLE_PAGE } from '../api/conversations.js';

// Typing pauses this long before the server is asked.
const TYPING_MS = 150;

export function peopleActions(app) {
  let timer = 0;

  async function load(query, after) {
    app.dispatch({ type: 'people/asked', query });
    try {
      const names = await listPeople({ query, after });
      app.dispatch({ type: 'people/loaded', query, names,
        first: after === undefined, more: names.length === PEOPLE_PAGE });
    } catch {
      app.dispatch({ type: 'people/failed' });
    }
  }

  return {
    loadPeople: () => load(app.get().people.query),
    loadMorePeople: () => load(app.get().people.query,
      app.get().people.names.at(-1)),
    searchPeople(query) {
      clearTimeout(timer);
      timer = setTimeout(() => load(query.trim()), TYPING_MS);
    },
    toggle: (name) => app.dispatch({ type: 'people/toggled', name }),
  };
}

// Finding people and starting to talk with them. Fetched together with their
// views (lib/parts.js).

import { listPeople, PEOPLE_PAGE, startConversation }
  from '../api/conversations.js';
import { uuid } from '../lib/uuid.js';
import { toConversation } from '../state/route.js';
import { runForm } from './forms.js';

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

  // Starting the same conversation again, after an answer got lost, must not
  // make a second one: the key stays until there is an answer.
  let attempt = { names: '', key: '' };

  function keyFor(names) {
    const joined = [...names].sort().join('\n');
    if (attempt.names !== joined)
      attempt = { names: joined, key: uuid() };
    return attempt.key;
  }

  return {
    loadPeople: () => load(app.get().people.query),
    loadMorePeople: () => load(app.get().people.query,
      app.get().people.names.at(-1)),
    searchPeople(query) {
      clearTimeout(timer);
      timer = setTimeout(() => load(query.trim()), TYPING_MS);
    },
    async start(names) {
      await runForm(app, 'start', async () => {
        const id = await startConversation(names, keyFor(names));
        attempt = { names: '', key: '' };
        app.go(toConversation(id));
      }, (error) => error.errors.length
        ? { message: error.errors[0].message } : null);
    },

    startChosen() {
      const { chosen } = app.get().people;
      if (chosen.length)
        app.actions.start(chosen);
    },

    toggle: (name) => app.dispatch({ type: 'people/toggled', name }),
  };
}

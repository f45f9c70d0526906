// People, as administrators see them: finding, adding, approving.

import * as api from '../api/manage.js';
import { words } from '../lib/words-manage-people.js';
import { toManage } from '../state/route.js';
import { refuse } from './forms.js';
import { emptyOnes } from './refusals.js';

// Typing pauses this long before the server is asked.
const TYPING_MS = 150;

export function managePeopleActions(app, desk) {
  let timer = 0;

  const load = (query) => desk.list('people', api.listPeople, query);
  const loadWaiting = () => desk.list('waiting', api.listPeople,
    { state: 'waiting' });
  const query = () => app.get().manage?.people.query ?? {};

  return {
    loadWaiting,

    loadPeoplePage(name) {
      if (name === undefined)
        load(query());
      else
        app.actions.loadPerson(name);
      app.actions.loadGroupChoice();
    },
    retryPeople: () => load(query()),
    morePeople: () => desk.more('people', api.listPeople),
    retryWaiting: loadWaiting,
    moreWaiting: () => desk.more('waiting', api.listPeople),

    // changes: of { q, state, group }
    choosePeople(changes) {
      clearTimeout(timer);
      load({ ...query(), ...changes });
    },
    typePeople(q) {
      clearTimeout(timer);
      timer = setTimeout(() => load({ ...query(), q: q.trim() }), TYPING_MS);
    },

    async addPerson(fields) {
      const { username, email } = fields;
      if (!refuse(app, 'add', emptyOnes(fields, ['username', 'email'])))
        await desk.runAndLeave('add', toManage('people', username),
          async () => {
            await api.addPerson(username, email);
            return words.add.done(username);
          }, { 409: words.add.taken });
    },

    // From the list of those who wait: it is one shorter then.
    approve: (name) => desk.run('waiting', async () => {
      await api.act(name, 'approve');
      await loadWaiting();
      return words.waiting.approved(name);
    }, { 404: words.waiting.gone }),
  };
}

// People, as administrators see them: finding, adding, approving, and what
// else is done to an account.

import * as api from '../api/manage.js';
import { words } from '../lib/words-manage.js';
import { ADMINISTRATORS } from '../state/manage-select.js';
import { toManage } from '../state/route.js';
import { refuse } from './forms.js';
import { emptyOnes } from './refusals.js';

// Typing pauses this long before the server is asked.
const TYPING_MS = 150;

// errors[].at is '/attributes/name' here.
const explainDetails = (error) => error.status === 404
  ? { message: words.person.gone }
  : { errors: Object.fromEntries(error.errors.map(({ at, message }) =>
    [at.split('/').at(-1), message])) };

// Whose deeds they are: the API's word, or a request of their own.
const deeds = {
  appoint: (name) => api.join(ADMINISTRATORS, name),
  dismiss: (name) => api.leave(ADMINISTRATORS, name),
  delete: api.deletePerson,
};
const perform = (deed, name) => (deeds[deed] ?? ((who) =>
  api.act(who, deed)))(name);

const refusalsOf = (deed) => ({
  404: words.person.gone,
  409: deed === 'confirm' ? words.refusals.address : words.refusals.last,
});

export function managePeopleActions(app, desk) {
  let timer = 0;

  const load = (query) => desk.list('people', api.listPeople, query);
  const loadWaiting = () => desk.list('waiting', api.listPeople,
    { state: 'waiting' });
  const loadPerson = (name) => desk.find('person', api.findPerson, name);
  const query = () => app.get().manage?.people.query ?? {};

  // Reads it anew; that it was somebody else's is told by its page.
  const settled = async (name) => {
    await Promise.all([loadPerson(name), loadWaiting()]);
  };

  return {
    loadWaiting,

    loadPeoplePage(name) {
      if (name === undefined)
        load(query());
      else
        loadPerson(name);
      app.actions.loadGroups();
    },
    retryPeople: () => load(query()),
    morePeople: () => desk.more('people', api.listPeople),
    retryWaiting: loadWaiting,
    moreWaiting: () => desk.more('waiting', api.listPeople),
    retryPerson: () => loadPerson(app.get().manage.person.name),

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
    }, refusalsOf('approve')),

    // Done where one is.
    async doHarmless(deed, name) {
      await desk.run('deed', async () => {
        await perform(deed, name);
        await settled(name);
        return words.deeds[deed].done(name);
      }, refusalsOf(deed));
    },

    // Asked for on a page of its own.
    async doDeed(deed, name, { username } = {}) {
      if (deed === 'delete' && refuse(app, 'deed', username === name ? {}
        : { username: words.person.otherName }))
        return;
      await desk.runAndLeave('deed', deed === 'delete' ? toManage('people')
        : toManage('people', name), async () => {
        await perform(deed, name);
        if (deed === 'delete')
          await loadWaiting();
        return words.deeds[deed].done(name);
      }, refusalsOf(deed));
    },

    saveDetails: (name, attributes) => desk.runAndLeave('deed',
      toManage('people', name), async () => {
        await api.changePerson(name, attributes);
        return words.person.saved;
      }, explainDetails),

    async putIntoGroup(name, { group }) {
      if (group)
        await desk.run('membership', async () => {
          await api.join(group, name);
          await loadPerson(name);
          return words.person.joined(name, group);
        }, { 404: words.refusals.noGroup, 429: words.refusals.full });
    },

    takeOutOfGroup: (name, group) => desk.run('membership', async () => {
      await api.leave(group, name);
      await loadPerson(name);
      return words.person.left(name, group);
    }, { 404: words.refusals.noGroup }),
  };
}

// What administrators do to one account.

import * as api from '../api/manage.js';
import { words } from '../lib/words-manage-person.js';
import { ADMINISTRATORS } from '../state/manage-select.js';
import { toManage } from '../state/route.js';
import { refuse } from './forms.js';
import { emptyOnes } from './refusals.js';

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

export function managePersonActions(app, desk) {
  const loadPerson = (name) => desk.find('person', api.findPerson, name);

  // Reads it anew; that it was somebody else's is told by its page.
  const settled = async (name) => {
    await Promise.all([loadPerson(name), app.actions.loadWaiting()]);
  };

  return {
    loadPerson,
    retryPerson: () => loadPerson(app.get().manage.person.name),

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
          await app.actions.loadWaiting();
        return words.deeds[deed].done(name);
      }, refusalsOf(deed));
    },

    saveDetails: (name, attributes) => desk.runAndLeave('deed',
      toManage('people', name), async () => {
        await api.changePerson(name, attributes);
        return words.person.saved;
      }, explainDetails),

    async changeAddress({ username, status }, { email, verified }) {
      if (refuse(app, 'address', emptyOnes({ email }, ['email'])))
        return;
      const isAtOnce = Boolean(verified) || status === 'UNCONFIRMED';
      await desk.runAndLeave('address', toManage('people', username),
        async () => {
          await api.changeAddress(username, email, Boolean(verified));
          return isAtOnce ? words.address.changed(username, email)
            : words.address.sent(email);
        }, { 404: words.person.gone, 409: words.address.taken });
    },

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

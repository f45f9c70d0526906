// Groups, as administrators see them.

import * as api from '../api/manage.js';
import { words } from '../lib/words-manage-groups.js';
import { toManage } from '../state/route.js';
import { refuse } from './forms.js';

const MOST = 2 ** 31 - 1;

// '' is no precedence; null what is none.
function precedenceOf(text) {
  if (text === '')
    return undefined;
  return /^\d{1,10}$/.test(text) && Number(text) <= MOST ? Number(text) : null;
}

function problems({ name, precedence }) {
  const errors = {};
  if (name !== undefined && !/^\S+$/.test(name))
    errors.name = name ? words.groups.badName : words.account.fill;
  if (precedenceOf(precedence) === null)
    errors.precedence = words.groups.badPrecedence;
  return errors;
}

const bodyOf = ({ precedence, ...fields }) =>
  ({ ...fields, precedence: precedenceOf(precedence) });

export function groupActions(app, desk) {
  const loadGroups = () => desk.list('groups', api.listGroups);
  const loadMembers = (group) => desk.list('members', api.listMembers,
    { group });
  const loadGroup = (group) => desk.find('group', api.findGroup, group);

  return {
    loadGroups,
    loadGroupChoice: () => desk.list('groupChoice', api.listAllGroups),
    loadGroupsPage(group) {
      if (group === undefined)
        loadGroups();
      else
        Promise.all([loadGroup(group), loadMembers(group)]);
    },
    retryGroup: () => app.actions.loadGroupsPage(app.get().manage.group.name),
    moreGroups: () => desk.more('groups', api.listGroups),
    moreMembers: () => desk.more('members', api.listMembers),

    async addGroup(fields) {
      if (!refuse(app, 'group', problems(fields)))
        await desk.runAndLeave('group', toManage('groups', fields.name),
          async () => {
            await api.addGroup(bodyOf(fields));
            return words.groups.made(fields.name);
          }, (error) => error.status === 409
            ? { message: words.account.check,
              errors: { name: words.groups.taken } } : null);
    },

    async changeGroup(group, fields) {
      if (!refuse(app, 'group', problems(fields)))
        await desk.run('group', async () => {
          await api.changeGroup(group, bodyOf(fields));
          await loadGroup(group);
          return words.groups.saved;
        }, { 404: words.groups.gone });
    },

    deleteGroup: (group) => desk.runAndLeave('group', toManage('groups'),
      async () => {
        await api.deleteGroup(group);
        return words.groups.deleted(group);
      }, { 404: words.groups.gone }),

    async addMember(group, { name }) {
      if (!refuse(app, 'member', name ? {} : { name: words.account.fill }))
        await desk.run('member', async () => {
          await api.join(group, name);
          await loadMembers(group);
          return words.groups.joined(name);
        }, (error) => error.status === 404
          ? { message: words.account.check,
            errors: { name: words.refusals.nobody } }
          : error.status === 429 ? { message: words.refusals.full } : null);
    },

    removeMember: (group, name) => desk.run('member', async () => {
      await api.leave(group, name);
      await loadMembers(group);
      return words.groups.left(name);
    }, { 404: words.refusals.gone, 409: words.refusals.last }),
  };
}

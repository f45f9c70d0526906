// Invitations by link, as administrators make them.

import * as api from '../api/manage.js';
import { words } from '../lib/words-manage-invitations.js';
import { toManage } from '../state/route.js';
import { refuse } from './forms.js';

const isNumber = (text, most) => /^\d{1,6}$/.test(text) && Number(text) >= 1
  && Number(text) <= most;

function problems({ uses, days }) {
  const errors = {};
  if (!isNumber(uses, 10000))
    errors.uses = words.invitations.badUses;
  if (!isNumber(days, 365))
    errors.days = words.invitations.badDays;
  return errors;
}

// What is empty is not told.
const bodyOf = ({ note, uses, days, mail_domain: domain, group }) => ({
  uses: Number(uses), days: Number(days), ...note && { note },
  ...domain && { mail_domain: domain }, ...group && { group } });

export function invitationActions(app, desk) {
  return {
    loadInvitations: () => desk.list('invitations', api.listInvitations),
    moreInvitations: () => desk.more('invitations', api.listInvitations),

    async invite(fields) {
      if (!refuse(app, 'invite', problems(fields)))
        await desk.run('invite', async () => app.dispatch(
          { type: 'manage/made', invitation: await api.invite(
            bodyOf(fields)) }));
    },

    withdraw: (id) => desk.runAndLeave('withdraw', toManage('invitations'),
      async () => {
        await api.withdraw(id);
        return words.invitations.withdrawn;
      }, { 404: words.refusals.gone }),
  };
}

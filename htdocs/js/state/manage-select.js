// What the pages of administrators show, worked out from what the server told.

export const ADMINISTRATORS = 'administrators';

const byStatus = { UNCONFIRMED: 'unconfirmed',
  FORCE_CHANGE_PASSWORD: 'invited', RESET_REQUIRED: 'resetting' };

// How it stands with an account, by what matters most: disabled, deleting,
// unconfirmed, waiting, invited, resetting or confirmed. A list tells that it
// is to be deleted by a flag, the account itself by the time.
export function standingOf(account) {
  if (!account.enabled)
    return 'disabled';
  if (account.deleting || account.deletion)
    return 'deleting';
  if (account.waiting && account.status !== 'UNCONFIRMED')
    return 'waiting';
  return byStatus[account.status] ?? 'confirmed';
}

export const isAdministrator = (account) =>
  account.groups.includes(ADMINISTRATORS);

// Which deeds an account is due, in the order in which they are offered.
const deeds = {
  confirm: ({ status }) => status === 'UNCONFIRMED',
  approve: ({ status, waiting }) => waiting && status !== 'UNCONFIRMED',
  enable: ({ enabled }) => !enabled,
  reset: ({ status }) =>
    status !== 'UNCONFIRMED' && status !== 'EXTERNAL_PROVIDER',
  sign_out: ({ enabled }) => enabled,
  drop_factors: ({ totp, mail }) => totp || mail,
  appoint: (account) => !isAdministrator(account)
    && standingOf(account) === 'confirmed',
  dismiss: isAdministrator,
  disable: ({ enabled }) => enabled,
  delete: () => true,
};

// Nobody shuts themselves out by a slip: of one's own account, none.
export const deedsFor = (account, me) => account.username === me ? []
  : Object.keys(deeds).filter((name) => deeds[name](account));

// What does no harm is done at once; all else takes a second thought.
export const isHarmless = (deed) =>
  ['confirm', 'approve', 'enable'].includes(deed);

// Groups that somebody may yet be put into. That of the administrators is no
// group like others.
export const openGroups = (groups, account) => groups
  .map(({ name }) => name)
  .filter((name) => name !== ADMINISTRATORS && !account.groups.includes(name));

export const leftOf = ({ uses, uses_max: most }) => Math.max(0, most - uses);

// Whether somebody can come by an invitation: good, used, over or withdrawn.
export function standingOfInvitation(invitation, now) {
  if (invitation.revoked)
    return 'withdrawn';
  if (leftOf(invitation) === 0)
    return 'used';
  return invitation.expires <= now ? 'over' : 'good';
}

// '2026-03-05' → when that day begins where the reader is, plus some days; ''
// for what is no day.
function dayStart(day, plus = 0) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  return found ? new Date(Number(found[1]), Number(found[2]) - 1,
    Number(found[3]) + plus).getTime() : '';
}

// Days, both with all their hours, → { since, until } as the server asks.
export const spanOf = ({ from = '', to = '' }) =>
  ({ since: dayStart(from), until: dayStart(to, 1) });

// What is said to administrators where they manage accounts. The log's
// sentences are in words-audit.js.

import { many } from './words.js';
import { words as common } from './words-settings.js';

const inTime = (seconds) => seconds < 90
  ? `${seconds} ${many(seconds, 'second', 'seconds')}`
  : `${Math.ceil(seconds / 60)} minutes`;

const counted = (one, more) => (n, hasMore) => hasMore
  ? `The first ${n} ${more}` : `${n || 'No'} ${many(n, one, more)}`;

export const words = {
  ...common,

  manage: {
    title: common.titles.manage,
    at: (place) => `${common.titles.manage}: ${place}`,
    nav: common.titles.manage,
    tabs: {
      people: 'People',
      waiting: 'Waiting',
      groups: 'Groups',
      invitations: 'Invitations',
      log: 'Log',
    },
    waiting: (n, hasMore) => `${n}${hasMore ? ' or more' : ''} waiting`,
    more: 'Show more',
    noMore: 'You are no longer an administrator.',
    save: 'Save',
    add: 'Add',
  },

  problems: {
    offline: 'The server cannot be reached. What you see may be old.',
    busy: 'The server is busy. Please try again in a moment.',
    often: (seconds) =>
      `That was too often. Please wait ${inTime(Math.max(1, seconds))}.`,
    forbidden: 'You may not do that.',
    missing: 'That is not there any more.',
    refused: 'The server did not take what was asked for.',
    other: 'That could not be loaded.',
  },

  standings: {
    confirmed: 'Active',
    unconfirmed: 'Not confirmed',
    waiting: 'Waiting for approval',
    disabled: 'Disabled',
    deleting: 'To be deleted',
    invited: 'Temporary password',
    resetting: 'Password void',
  },
  standingHints: {
    confirmed: '',
    unconfirmed: 'The code from the mail has not been entered yet.',
    waiting: 'Nobody can sign in with this account until an administrator '
      + 'approves it.',
    disabled: 'Nobody can sign in with this account.',
    deleting: 'Its owner has asked for it to be deleted. Signing in brings '
      + 'it back, until its time is over.',
    invited: 'It has a temporary password, which must be changed at the '
      + 'next sign-in.',
    resetting: 'Its owner must set another password, with a code that comes '
      + 'by mail.',
  },

  people: {
    title: 'People',
    search: 'Search',
    searchHint: 'How a name or a mail address begins',
    show: 'Show',
    states: {
      '': 'Everybody',
      unconfirmed: 'Not confirmed',
      waiting: 'Waiting for approval',
      disabled: 'Disabled',
      deleting: 'To be deleted',
    },
    group: 'Group',
    anyGroup: 'Any group',
    add: 'Add somebody',
    columns: { name: 'Name', email: 'Mail address', standing: 'Status',
      devices: 'Devices', created: 'Since' },
    devices: (n) => n ? `${n} ${many(n, 'device', 'devices')}`
      : 'Not signed in',
    you: 'you',
    count: counted('person', 'people'),
    none: 'Nobody is like that.',
    back: 'All people',
  },

  add: {
    title: 'Add somebody',
    lead: 'They get a mail with a temporary password, with which they sign in '
      + 'and choose one of their own.',
    name: 'Name',
    nameHint: '2 to 32 letters, digits, dots, dashes. It stays.',
    email: 'Mail address',
    emailHint: 'The invitation goes there.',
    submit: 'Send invitation',
    taken: 'The name or the mail address is taken.',
    done: (name) => `${name} has an account. An invitation with a temporary `
      + 'password is on its way.',
  },

  waiting: {
    lead: 'They have confirmed their mail address and wait for your '
      + 'approval.',
    approve: 'Approve',
    approveLong: (name) => `Approve: ${name}`,
    decline: 'Decline…',
    declineLong: (name) => `Decline: ${name}`,
    none: 'Nobody is waiting.',
    noneHint: 'Whether people must wait is set by registration in the '
      + 'configuration. Those who come by an invitation never do.',
    count: counted('person waits', 'people wait'),
    approved: (name) => `${name} is approved, and told so by mail.`,
    columns: { name: 'Name', email: 'Mail address', created: 'Signed up',
      deeds: 'Decision' },
  },

  person: {
    isYou: 'This is your own account. What you may change about it is in '
      + 'your',
    settings: 'settings',
    facts: {
      email: 'Mail address',
      next: 'Another, yet to be confirmed',
      created: 'Made',
      changed: 'Last changed',
      deletion: 'Asked to be deleted',
      password: 'Password',
      providers: 'Connected with',
      factors: 'Second factors',
      sub: 'Id for other programs',
    },
    noPassword: 'None: a provider signs them in',
    factors: { totp: 'An app', mail: 'Codes by mail', none: 'None' },
    attributes: {
      address: 'Postal address', birthdate: 'Date of birth',
      family_name: 'Family name', gender: 'Gender', given_name: 'Given name',
      locale: 'Language', middle_name: 'Middle name', name: 'Display name',
      nickname: 'Nickname', phone_number: 'Phone number',
      picture: 'Address of a picture',
      preferred_username: 'Preferred user name',
      profile: 'Address of a profile', website: 'Web site',
      zoneinfo: 'Time zone',
    },
    details: 'About them',
    noDetails: 'Nothing is told.',
    edit: 'Change',
    editTitle: (name) => `What is told about ${name}`,
    editLead: 'Their own settings show the same. The mail address is '
      + 'changed by its owner alone, who must prove it.',
    saved: 'Saved.',
    groups: 'Groups',
    noGroups: 'In no group.',
    addGroup: 'Put into a group',
    leaveGroup: (group) => `Take out of ${group}`,
    joined: (name, group) => `${name} is in ${group} now.`,
    left: (name, group) => `${name} is no longer in ${group}.`,
    devices: 'Devices',
    noDevices: 'Signed in nowhere.',
    deeds: 'What you can do',
    log: 'What happened with this account',
    gone: 'There is no account of that name any more.',
    typeName: (name) => `To be sure, type the name: ${name}`,
    otherName: 'This is not the name.',
  },

  // button: leads there or does it; text: what happens; title, submit: of
  // the page that asks; done: afterwards.
  deeds: {
    confirm: {
      button: 'Confirm',
      text: 'The mail address counts as theirs without the code, and they can '
        + 'sign in.',
      done: (name) => `${name} is confirmed.`,
    },
    approve: {
      button: 'Approve',
      text: 'They can sign in, and are told so by mail.',
      done: (name) => `${name} is approved, and told so by mail.`,
    },
    enable: {
      button: 'Enable',
      text: 'They can sign in again, with the password they have.',
      done: (name) => `${name} can sign in again.`,
    },
    disable: {
      button: 'Disable',
      title: (name) => `Disable ${name}?`,
      text: 'They are signed out everywhere at once and cannot sign in until '
        + 'you enable the account again. Nothing is lost.',
      done: (name) => `${name} is disabled.`,
    },
    sign_out: {
      button: 'Sign out everywhere',
      title: (name) => `Sign ${name} out everywhere?`,
      text: 'All their devices are signed out at once. They can sign in '
        + 'again.',
      done: (name) => `${name} is signed out everywhere.`,
    },
    reset: {
      button: 'Reset password',
      title: (name) => `Reset the password of ${name}?`,
      text: 'The password is void and all devices are signed out. A mail with '
        + 'a code goes to their address, with which they choose another.',
      done: (name) => `The password of ${name} is void, and a code is on its `
        + 'way by mail.',
    },
    drop_factors: {
      button: 'Remove second factors',
      title: (name) => `Remove the second factors of ${name}?`,
      text: 'For who has lost app and recovery codes. Signing in asks for the '
        + 'password alone. Be sure that it is them who ask.',
      done: (name) => `${name} signs in with the password alone.`,
    },
    appoint: {
      button: 'Make administrator',
      title: (name) => `Make ${name} an administrator?`,
      text: 'Administrators see and manage all accounts, groups and '
        + 'invitations, and read the log. They cannot read conversations '
        + 'of others.',
      done: (name) => `${name} is an administrator.`,
    },
    dismiss: {
      button: 'No longer administrator',
      title: (name) => `Shall ${name} be no administrator any more?`,
      text: 'The account stays as it is otherwise.',
      done: (name) => `${name} is no longer an administrator.`,
    },
    delete: {
      button: 'Delete',
      title: (name) => `Delete ${name} for good?`,
      text: 'The account is gone at once and cannot be brought back. They '
        + 'leave their conversations; what they said stays with those they '
        + 'said it to, under no name. Nobody can have the name again.',
      done: (name) => `The account ${name} is deleted.`,
    },
  },

  refusals: {
    last: 'This is the last administrator who can sign in: appoint another '
      + 'one first.',
    address: 'The mail address belongs to another account by now.',
    nobody: 'There is nobody of that name.',
    gone: 'That is gone: somebody else was quicker.',
    noGroup: 'There is no such group any more.',
    full: 'That is more groups than one account can be in.',
  },

  groups: {
    title: 'Groups',
    add: 'New group',
    lead: 'Other programs see a person’s groups when they sign in. '
      + 'The lower the number, the more a group counts.',
    columns: { name: 'Name', description: 'For', precedence: 'Counts' },
    least: 'Least',
    count: counted('group', 'groups'),
    none: 'There is no group yet.',
    name: 'Name',
    nameHint: 'Without blanks. It stays.',
    badName: 'A group’s name has no blanks.',
    description: 'What it is for',
    precedence: 'How much it counts',
    precedenceHint: 'A number; the lower, the more. Without one it counts '
      + 'least.',
    badPrecedence: 'Please give a whole number from 0 to 2147483647.',
    taken: 'There is a group of that name already.',
    submit: 'Make group',
    made: (name) => `The group ${name} is made.`,
    saved: 'Saved.',
    back: 'All groups',
    members: 'Members',
    memberCount: counted('member', 'members'),
    noMembers: 'Nobody is in it.',
    addMember: 'Name of a person',
    remove: 'Take out',
    removeLong: (name) => `Take out: ${name}`,
    toPerson: 'On their own page',
    joined: (name) => `${name} is in it now.`,
    left: (name) => `${name} is no longer in it.`,
    delete: 'Delete group',
    deleteTitle: (name) => `Delete the group ${name}?`,
    deleteText: 'Its members stay, but are in it no longer, and invitations '
      + 'into it are void.',
    deleted: (name) => `The group ${name} is deleted.`,
    administrators: 'Its members may do all that you can do here. It cannot '
      + 'be deleted.',
    gone: 'There is no group of that name any more.',
  },

  invitations: {
    title: 'Invitations',
    add: 'New invitation',
    lead: 'A link by which people make an account, without waiting for '
      + 'approval, even where nobody else may.',
    columns: { note: 'For', left: 'Left', expires: 'Good until',
      terms: 'Terms', deeds: 'Withdraw' },
    noNote: 'Without a note',
    left: (n, of) => `${n} of ${of}`,
    standings: { used: 'Used up', over: 'Over', withdrawn: 'Withdrawn',
      good: 'Good' },
    by: (name) => `by ${name}`,
    domain: (domain) => `addresses at ${domain}`,
    group: (group) => `into ${group}`,
    anybody: 'anybody',
    count: counted('invitation', 'invitations'),
    none: 'There is no invitation yet.',
    withdraw: 'Withdraw',
    withdrawLong: (note) => `Withdraw: ${note}`,
    withdrawTitle: (note) => `Withdraw the invitation “${note}”?`,
    withdrawText: 'Nobody can come by its link any more. Those who came '
      + 'stay.',
    withdrawn: 'The invitation is withdrawn.',
    newLead: 'The link is shown once, when it is made.',
    note: 'For whom',
    noteHint: 'To remember; only administrators see it.',
    uses: 'How many may come by it',
    days: 'Good for how many days',
    mailDomain: 'Only mail addresses at',
    mailDomainHint: 'A domain such as example.org; empty for any.',
    intoGroup: 'Put them into a group',
    noGroup: 'No group',
    badUses: 'Please give a number from 1 to 10000.',
    badDays: 'Please give a number from 1 to 365.',
    submit: 'Make link',
    ready: 'The link is ready',
    readyText: 'Copy it now and give it to whom you invite: it is shown this '
      + 'one time, and whoever has it may come by it.',
    link: 'Link of the invitation',
    copyLink: 'Copy link',
    back: 'All invitations',
  },

  log: {
    title: 'Log',
    lead: (zone) => `What happened that security depends on. Times are those `
      + `of ${zone}.`,
    kind: 'What happened',
    anyKind: 'Anything',
    person: 'To whom',
    personHint: 'A whole name',
    from: 'From day',
    to: 'To day',
    search: 'Show',
    clear: 'Show all',
    columns: { time: 'When', event: 'What', address: 'From' },
    unknownPlace: 'not known',
    facts: 'Details',
    fact: { id: 'Number', time: 'Exact time', event: 'Event',
      username: 'Account', by: 'Done by', address: 'Network',
      detail: 'Detail' },
    count: counted('entry', 'entries'),
    none: 'There is nothing like that in the log.',
    nobody: 'There is no account of that name. What happened to an account '
      + 'that is deleted is found by its time.',
  },
};

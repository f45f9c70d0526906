// What is said to administrators where they look for people, add some, and approve of
// those who wait.

import { many } from './words.js';
import { counted, words as manage } from './words-manage.js';

export const words = {
  ...manage,

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
    count: counted('person', 'people'),
    none: 'Nobody is like that.',
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
    gone: 'There is no account of that name any more.',
    none: 'Nobody is waiting.',
    noneHint: 'Whether people must wait is set by registration in the '
      + 'configuration. Those who come by an invitation never do.',
    count: counted('person waits', 'people wait'),
    approved: (name) => `${name} is approved, and told so by mail.`,
    columns: { name: 'Name', email: 'Mail address', created: 'Signed up',
      deeds: 'Decision' },
  },
};

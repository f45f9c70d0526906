// What is said to administrators about invitations.

import { counted, words as manage } from './words-manage.js';

export const words = {
  ...manage,

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
};

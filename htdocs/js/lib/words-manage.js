// What is said to administrators wherever they manage accounts; what each page
// says besides is in a file of its own.

import { many } from './words.js';
import { words as common } from './words-settings.js';

const inTime = (seconds) => seconds < 90
  ? `${seconds} ${many(seconds, 'second', 'seconds')}`
  : `${Math.ceil(seconds / 60)} minutes`;

export const counted = (one, more) => (n, hasMore) => hasMore
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
    you: 'you',
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

  refusals: {
    last: 'This is the last administrator who can sign in: appoint another '
      + 'one first.',
    address: 'The mail address belongs to another account by now.',
    nobody: 'There is nobody of that name.',
    gone: 'That is gone: somebody else was quicker.',
    noGroup: 'There is no such group any more.',
    full: 'That is more groups than one account can be in.',
  },
};

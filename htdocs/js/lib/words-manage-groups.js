// What is said to administrators about groups.

import { counted, words as manage } from './words-manage.js';

export const words = {
  ...manage,

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
};

// What is said where people are chosen.

import { words as common } from './words.js';

export const words = {
  ...common,

  people: {
    title: common.titles.people,
    lead: 'Choose somebody to talk with.',
    search: 'Search by name',
    none: 'Nobody else is here yet.',
    noneHint: 'Tell your people to make an account, then find them here.',
    noMatch: (query) => `Nobody’s name starts with “${query}”.`,
    more: 'More people',
    failed: 'The people could not be loaded.',
  },

  start: {
    title: common.titles.new,
    lead: 'Choose one person or several.',
    chosen: 'Chosen people',
    remove: (name) => `Remove ${name}`,
    submit: (n) => n < 2 ? 'Start conversation'
      : `Start conversation with ${n} people`,
    nobody: 'Choose at least one person.',
    list: 'People to choose from',
  },
};

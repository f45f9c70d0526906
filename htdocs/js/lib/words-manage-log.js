// What is said to administrators about the log. Its sentences are in words-audit.js.

import { counted, words as manage } from './words-manage.js';

export const words = {
  ...manage,

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

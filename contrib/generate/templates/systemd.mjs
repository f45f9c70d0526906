// Which programs there are, and what their services need beside the others'.

import { OUTSIDE } from '../lib/routes.mjs';

export const path = 'contrib/systemd/programs';

const group = ({ stream, asks, work }) => {
  if (stream)
    return 'events';
  if (asks)
    return 'provider';
  return work === 'pools' ? 'pool' : 'chat';
};

const line = (name, words) => `${name} ${words}\n`;

export const make = ({ operations }) => `\
# The programs, and the group of each: groups/GROUP.conf says what its service
# needs beside chinwag@.service.  Made by contrib/generate out of the programs'
# descriptions.

${[...operations, ...OUTSIDE].map((operation) => line(operation.name, group(operation)))
    .sort().join('')}${line('unrouted', 'unrouted')}`;

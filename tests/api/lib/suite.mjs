// What a test file opens with: an instance of its own for the file's life.

import { after, test } from 'node:test';
import { Client, ways } from './client.mjs';
import { server, start } from './harness.mjs';

export async function suite(options) {
  const chinwag = await start(options);
  after(() => chinwag.stop());
  return chinwag;
}

// The same test over HTTP, as CGI and from a shell; it is given the way.  Where
// the server has one way only, what another makes of the others is enough.
export function everyWay(title, check, isFor = () => true) {
  const all = server.cgi ? Object.keys(ways) : ['http'];
  for (const way of all.filter(isFor))
    test(`${title} (${way})`, () => check(way));
}

// May a request wait for events in this way?  Else it is answered at once.
export const waits = (way) => way === 'shell' || server.waits.includes(way);

export const nobody = (chinwag, way = 'http') => new Client(chinwag, { way });

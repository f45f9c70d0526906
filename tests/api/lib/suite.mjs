// What a test file opens with: an instance of its own for the file's life.

import { after, test } from 'node:test';
import { Client, ways } from './client.mjs';
import { start } from './harness.mjs';

export async function suite(options) {
  const chinwag = await start(options);
  after(() => chinwag.stop());
  return chinwag;
}

// The same test over HTTP, as CGI and from a shell; it is given the way.
export function everyWay(title, check) {
  for (const way of Object.keys(ways))
    test(`${title} (${way})`, () => check(way));
}

export const nobody = (chinwag, way = 'http') => new Client(chinwag, { way });

// CHINWAG_MOUNT=one: all endpoints in the one program, which has its own name
// for the web server, and every program's name for tests that run one by hand.

import fs from 'node:fs';
import path from 'node:path';
import { programs } from './programs.mjs';

export const isOne = process.env.CHINWAG_MOUNT === 'one';

export const NAME = 'chinwag-api';

// The directory with all those names.
export function mountOne(build, place) {
  fs.mkdirSync(place, { mode: 0o700 });
  const first = path.join(place, NAME);
  fs.copyFileSync(path.join(build, 'contrib/one-program', NAME), first);
  for (const { name } of [...programs, { name: 'unrouted' }])
    fs.linkSync(first, path.join(place, name));
  return place;
}

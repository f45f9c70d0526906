// Locks after failures to sign in.  The first one lasts a second, which may be
// over before a machine that is busy looks at it: what there is of them can be
// made to last ten minutes, and a second again.

import path from 'node:path';
import { sql } from '../../chinwag/lib/place.mjs';

const store = (instance) => path.join(instance.data, 'pool.db');

const last = (instance, ms) => sql(store(instance), `UPDATE lockout
  SET locked_until = failed + ${ms} WHERE locked_until > failed;`);

export const stretchLocks = (instance) => last(instance, 600000);
export const shortenLocks = (instance) => last(instance, 1000);

// How long the newest of them was made.
export const lockMs = async (instance) => Number(await sql(store(instance),
  `SELECT locked_until - failed FROM lockout ORDER BY failed DESC LIMIT 1;`));

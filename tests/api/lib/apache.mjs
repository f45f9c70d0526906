// What the modules of Apache in servers/ share.

import path from 'node:path';
import { asNobody } from './nobody.mjs';

const PROGRAM = '/usr/sbin/apache2';

export function startApache(instance, place) {
  const words = [PROGRAM, '-f', path.join(place, 'apache.conf'),
    '-DFOREGROUND'];
  const [file, ...rest] = asNobody(words);
  return instance.spawn(path.basename(place), file, rest);
}

// Apache reads its configuration, and ends processes when they have done what
// is in hand.
export function reload(instance, child) {
  child.kill('SIGUSR1');
}

export async function start(instance, place, port, way, options = []) {
  await instance.render('apache', place, port, ['--way', way, ...options]);
  return startApache(instance, place);
}

// For those below which a process has one reader, and a thread of Apache.
export const conf = { event_heartbeat_sec: 2 };

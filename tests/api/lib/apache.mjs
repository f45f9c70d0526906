// What the modules of Apache in servers/ share.

import path from 'node:path';

const PROGRAM = '/usr/sbin/apache2';

// Apache takes no orders from root: it would want somebody to become.  As this
// somebody it may do what root may with files, and so may programs it starts.
const NOBODY = ['--reuid=65534', '--regid=65534', '--clear-groups',
  ...['--inh-caps', '--ambient-caps'].map((kind) =>
    `${kind}=+chown,+dac_override,+fowner,+kill`)];

const isRoot = process.getuid() === 0;

export function startApache(instance, place) {
  const words = [PROGRAM, '-f', path.join(place, 'apache.conf'),
    '-DFOREGROUND'];
  const all = isRoot ? ['setpriv', ...NOBODY, ...words] : words;
  return instance.spawn(path.basename(place), all[0], all.slice(1));
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

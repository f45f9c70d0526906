// nginx, with programs that `chinwag serve' starts.  It has no CGI.

import path from 'node:path';
import { asNobody } from '../nobody.mjs';

export const name = 'nginx';
export const keeps = true;
export const cgi = false;
export const waits = ['http'];

export async function start(instance, place, port, { options = [] } = {}) {
  await instance.supervise(place);
  await instance.render(name, place, port, options);
  const [file, ...words] = asNobody(['/usr/sbin/nginx', '-c',
    path.join(place, 'nginx.conf'), '-g', 'daemon off;']);
  return instance.spawn(path.basename(place), file, words);
}

// New workers take over; the old ones finish what they have.
export function reload(instance, child) {
  child.kill('SIGHUP');
}

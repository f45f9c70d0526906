// Apache, whose mod_proxy_fcgi talks to programs that `chinwag serve' starts.

import { reload, start as startApache, startTls }
  from '../apache.mjs';

export const name = 'apache';
export const keeps = true;
export const cgi = true;
export const cgiRun = 'apache-cgid';
export const waits = ['http'];
export const chunks = false;
export { reload, startTls };

export async function start(instance, place, port, { cgi: isCgi = false,
  options = [] } = {}) {
  if (!isCgi)
    await instance.supervise(place);
  return startApache(instance, place, port, isCgi ? 'cgi' : 'proxy', options);
}

// A shared host without mod_fcgid: see htaccess.mjs.

import { start as startHost } from './htaccess.mjs';

export { cgi, cgiRun, keeps, reload, slashes, waits } from './htaccess.mjs';
export const name = 'htaccess-cgi';
export const spools = false;

export const start = (instance, place, port, { options } = {}) =>
  startHost(instance, place, port, { cgi: true, options });

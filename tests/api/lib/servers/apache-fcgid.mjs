// Apache, whose mod_fcgid starts programs and keeps them.

import { reload, start as startApache } from '../apache.mjs';

export const name = 'apache-fcgid';
// mod_fcgid ends all programs, and forgets who waits for a new one.
export const reloads = false;
export const keeps = false;
export const cgi = true;
export const cgiRun = 'apache-cgid';
export const waits = [];
export const chunks = false;
export { reload };

export const start = (instance, place, port,
  { cgi: isCgi = false, options = [] } = {}) =>
  startApache(instance, place, port, isCgi ? 'cgi' : 'fcgid', options);

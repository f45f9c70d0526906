// Apache, whose mod_cgid starts a program for each request.

import { reload, start as startApache } from '../apache.mjs';

export const name = 'apache-cgid';
export const spools = false;
export const keeps = false;
export const cgi = true;
export const cgiRun = name;
export const waits = [];
export { reload };

export const start = (instance, place, port, { options = [] } = {}) =>
  startApache(instance, place, port, 'cgi', options);

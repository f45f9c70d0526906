// What a test file opens with: an instance of its own for the file's life.

import { after, test } from 'node:test';
import { Client, ways } from './client.mjs';
import { server, start } from './harness.mjs';

export async function suite(options) {
  const chinwag = await start(options);
  after(() => chinwag.stop());
  return chinwag;
}

// Why a way is not taken behind this server; false: it is.
export function without(way) {
  if (way === 'shell')
    return server.name !== 'lighttpd' &&
      'no server takes part: it is run where lighttpd is';
  if (way === 'cgi' && server.cgiRun)
    return `CGI has a run of its own: ${server.cgiRun}`;
  return way === 'cgi' && !server.cgi && `${server.name} has no CGI`;
}

// The same test over HTTP, as CGI and from a shell; it is given the way.
export function everyWay(title, check, isFor = () => true) {
  for (const way of Object.keys(ways).filter(isFor))
    test(`${title} (${way})`, { skip: without(way) }, () => check(way));
}

// May a request wait for events in this way?  Else it is answered at once.
export const waits = (way) => way === 'shell' || server.waits.includes(way);

// Why a test that needs more than every server has is skipped; false: it is
// not.
const lacks = (isThere, what) => !isThere && `${server.name}: ${what}`;
export const lacking = {
  streams: lacks(waits('http'), 'nobody waits for events'),
  streamsByCgi: lacks(waits('cgi'), 'nobody waits for events by CGI'),
  chunks: lacks(server.chunks !== false, 'a body in chunks is refused'),
  threads: lacks(server.keeps, 'a process has one request at a time'),
  tls: lacks(server.startTls, 'there is no sample of a site with TLS'),
  cgi: lacks(server.cgi, 'there is no CGI'),
};

export const nobody = (chinwag, way = 'http') => new Client(chinwag, { way });

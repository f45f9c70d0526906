// The route map of Apache, to programs behind their sockets.

import { prefix, routes } from '../lib/apache.mjs';

export const path = 'contrib/apache/routes-proxy.conf';

const target = (name) =>
  `"unix:\${chinwag_sockets}/${name}.sock|fcgi://${name}/" [P,L]`;

export const make = ({ operations }) => `\
# Which program answers what, behind mod_proxy_fcgi.  Made by contrib/generate out
# of the programs' descriptions.  What no program has goes to unrouted, which
# answers 404 or 405.
#
# Apache decodes and simplifies a path before it compares it here.  Programs go
# by the request line alone, so what was routed by another spelling of a path is
# refused there.

${routes(operations, `^${prefix}`, target)}
`;

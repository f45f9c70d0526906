// The route map of lighttpd, to programs that stay.

import { routes } from '../lib/lighttpd.mjs';

export const path = 'contrib/lighttpd/routes.conf';

const leaf = (name) => `fastcgi.server = ( "/" => (( \
"bin-path" => var.programs + "/${name}", \
"socket" => var.sockets + "/${name}" ) + var.program ))`;

export const make = ({ operations }) => `\
# Which program answers what.  Made by contrib/generate out of the programs'
# descriptions.  What no program has goes to unrouted, which answers 404 or 405.
#
# lighttpd decodes and simplifies a path before it compares it here.  Programs
# go by the request line alone, so what was routed by another spelling of a path
# is refused there.

${routes(operations, leaf, 'fastcgi.server = ()')}
`;

// The route map of lighttpd to the one program that holds all others.

import { routes } from '../lib/lighttpd.mjs';

export const path = 'contrib/lighttpd/routes-one.conf';

const leaf = () => 'fastcgi.server = ( "/" => (( ' +
  '"bin-path" => var.programs + "/chinwag-api", ' +
  '"socket" => var.sockets + "/chinwag-api" ) + var.program ))';

export const make = () => `\
# All that is the API's goes to one program, which holds all others.  Made by
# contrib/generate.

${routes([], leaf, 'fastcgi.server = ()')}
`;

// The same to programs that Apache starts, by mod_fcgid or as CGI.

import { prefix, routes } from '../lib/apache.mjs';

export const path = 'contrib/apache/routes-programs.conf';

const target = (name) =>
  `"\${chinwag_programs}/${name}" [H=\${chinwag_handler},L]`;

export const make = ({ operations }) => `\
# Which program answers what, as a file that mod_fcgid or mod_cgid starts.  Made
# by contrib/generate out of the programs' descriptions; see routes-proxy.conf.

${routes(operations, `^${prefix}`, target)}
`;

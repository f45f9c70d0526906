// The same for an .htaccess, whose rules see paths below their directory.

import { prefix, routes } from '../lib/apache.mjs';

export const path = 'contrib/apache/routes-htaccess.conf';

const target = (name) => `"cgi-bin/${name}" [L]`;

export const make = ({ operations }) => `\
# Which program answers what.  Made by contrib/generate out of the programs'
# descriptions; render puts it into .htaccess.

${routes(operations, `^${prefix.slice(1)}`, target)}
`;

// The route map of nginx: from method and path to the program's name.

import { byPath, OUTSIDE, pattern, PREFIX } from '../lib/routes.mjs';

export const path = 'contrib/nginx/routes.conf';

// A path without parts that vary is looked up, the others are tried in turn.
const entry = (template, { method, name }) => template.includes('{')
  ? `\t"~^${method} ${PREFIX}${pattern(template)}$" ${name};`
  : `\t"${method} ${PREFIX}${template}" ${name};`;

export const make = ({ operations }) => `\
# Which program answers what.  Made by contrib/generate out of the programs'
# descriptions.  What no program has goes to unrouted, which answers 404 or 405.
#
# nginx decodes and simplifies a path before it compares it here.  Programs go
# by the request line alone, so what was routed by another spelling of a path is
# refused there.

map "$request_method $uri" $chinwag_program {
\tdefault unrouted;
${byPath(operations).flatMap(([template, list]) =>
    list.map((operation) => entry(template, operation))).join('\n')}
${OUTSIDE.map(({ name, expression }) =>
    `\t"~^[A-Z]+ ${expression}$" ${name};`).join('\n')}
}
`;

// Route maps of Apache: rules of mod_rewrite, one for each program, and one for
// what no program has.

import { byPath, OUTSIDE, pattern, PREFIX, SITE_FILES } from './routes.mjs';

const escape = (text) => text.replaceAll('.', '\\.');

// The site's files below the prefix, as an expression.
const site = `(?:${SITE_FILES.filter(Boolean).map(escape).join('|')})?$`;

// start: what the paths begin with, as an expression; target(name): where a rule
// sends a request, and its flags.
export const routes = (operations, start, target) => [
  ...byPath(operations).flatMap(([template, list]) => list.map((operation) => `\
RewriteCond %{REQUEST_METHOD} =${operation.method}
RewriteRule "${start}${pattern(template)}$" ${target(operation.name)}`)),
  `RewriteRule "${start}/(?!${site})" ${target('unrouted')}`,
  ...OUTSIDE.map(({ name, expression }) => `\
RewriteRule "${start.slice(0, -3)}${expression.slice(1)}$" ${target(name)}`),
].join('\n');

export const prefix = PREFIX;

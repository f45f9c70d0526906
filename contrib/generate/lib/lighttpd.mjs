// Route maps of lighttpd: conditions on the path and the method around a leaf
// that hands the request to a program.

import { byPath, OUTSIDE, pattern, PREFIX, SITE_FILES } from './routes.mjs';

const indent = (text, by) => text.split('\n')
  .map((line) => line && '\t'.repeat(by) + line).join('\n');

const block = (condition, body) => `${condition} {\n${indent(body, 1)}\n}`;

const onMethod = (leaf) => ({ name, method }) =>
  block(`$HTTP["request-method"] == "${method}"`, leaf(name));

const onPath = (leaf) => ([template, operations]) => block(
  `$HTTP["url"] =~ "^${PREFIX}${pattern(template)}$"`,
  operations.map(onMethod(leaf)).join('\n'));

const onSite = (none) => (name) =>
  block(`$HTTP["url"] == "${PREFIX}/${name}"`, none);

const onOutside = (leaf) => ({ name, expression }) =>
  block(`$HTTP["url"] =~ "^${expression}$"`, leaf(name));

// leaf: the text that hands requests to a program; none: that which does not.
// The outer condition is no expression, because those match UTF-8 only.
export const routes = (operations, leaf, none) => [block(
  `$HTTP["url"] =^ "${PREFIX}/"`,
  [leaf('unrouted'), ...byPath(operations).map(onPath(leaf)),
    ...SITE_FILES.map(onSite(none))].join('\n')),
...OUTSIDE.map(onOutside(leaf))].join('\n');

// Route maps of lighttpd: conditions on the path and the method around a leaf
// that hands the request to a program.

import { apiPattern, byPath, pattern, PREFIX } from './routes.mjs';

const indent = (text, by) => text.split('\n')
  .map((line) => line && '\t'.repeat(by) + line).join('\n');

const block = (condition, body) => `${condition} {\n${indent(body, 1)}\n}`;

const onMethod = (leaf) => ({ name, method }) =>
  block(`$HTTP["request-method"] == "${method}"`, leaf(name));

const onPath = (leaf) => ([template, operations]) => block(
  `$HTTP["url"] =~ "^${PREFIX}${pattern(template)}$"`,
  operations.map(onMethod(leaf)).join('\n'));

// leaf: the text that hands requests to a program.
export const routes = (operations, leaf) => block(
  `$HTTP["url"] =~ "${apiPattern()}"`,
  [leaf('unrouted'), ...byPath(operations).map(onPath(leaf))].join('\n'));

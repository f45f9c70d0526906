// What templates of route maps share.

export const PREFIX = '/api';

// Paths below the prefix that are the site's: the page about the API, by both
// its names, and what it shows.
export const SITE_FILES = ['', 'index.html', 'openapi.json'];

// Programs beside the API: their paths, as expressions, and what they have of
// the server's groups of programs.
export const OUTSIDE = [
  { name: 'idp-post', expression: '/idp/?', work: 'pools' },
  { name: 'well-known-get', work: 'pools',
    expression: '/[A-Za-z0-9-]+_[A-Za-z0-9]+/[.]well-known/' +
      '(?:jwks[.]json|openid-configuration)' },
];

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// A path template as a regular expression, without anchors.
export const pattern = (template) => template.split('/').map((part) =>
  part.startsWith('{') ? '[^/]+' : escape(part)).join('/');

// [[path, [operation, ...]], ...] in the order of the operations.
export function byPath(operations) {
  const paths = new Map();
  for (const operation of operations)
    paths.set(operation.path, [...paths.get(operation.path) ?? [], operation]);
  return [...paths];
}

// The site's own list of operations.

export const path = 'htdocs/js/api/operations.js';

const camel = (name) => name.replace(/-(\w)/g, (_, c) => c.toUpperCase());

export const make = ({ operations }) => `\
// Every operation of the API. Made by contrib/generate out of the programs'
// descriptions.

export const operations = Object.freeze({
${operations.map(({ name, method, path: template }) =>
    `  ${camel(name)}: { method: '${method}', path: '${template}' },\n`)
    .join('')}});
`;

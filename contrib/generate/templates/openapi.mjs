// The description of the API for clients and people: OpenAPI 3.1.

import { examples } from '../lib/examples.mjs';
import { PREFIX } from '../lib/routes.mjs';

export const path = 'htdocs/api/openapi.json';

// Groups by the first part of the path.
const TAGS = {
  accounts: 'What administrators do with accounts.',
  audit: 'The log of security events, for administrators.',
  conversations: 'Conversations, who is in them, and what is said.',
  events: 'What happens, as it happens.',
  groups: 'Groups of accounts, for administrators.',
  health: 'Whether the product is well.',
  providers: 'Other services that people sign in with.',
  invitations: 'Links by which people may come, for administrators.',
  me: 'What I am, and what is mine.',
  sessions: 'Signing in and out.',
  users: 'People, and how one becomes one.',
};

const tagOf = ({ path: template }) => {
  const part = template.split('/')[1];
  const tag = Object.keys(TAGS).find((name) => name === part ||
    name === `${part}s`);
  if (!tag)
    throw new Error(`no group for ${template}`);
  return tag;
};

const ref = (kind, name) => ({ $ref: `#/components/${kind}/${name}` });

const withoutDescription = ({ description, ...schema }) => schema;

const parameter = ({ name, in: place, required, description, schema }) =>
  ({ name, in: place, required, description,
    schema: withoutDescription(schema) });

const refName = (schema) => schema.$ref?.split('/').at(-1);

// A media type's value, with an example if there is one.
function media(name, schema, type = 'application/json') {
  const example = examples[`${name} ${type}`] ?? examples[name] ??
    examples[refName(schema)];
  return { schema, ...example === undefined ? {} : { example } };
}

const STREAM = {
  type: 'string',
  description: 'Server-Sent Events. Each has an id, an event and, as data, an ' +
    'object like those of the page; the first is ready, the last end.',
};

function content(name, types, schema) {
  const out = {};
  for (const type of types)
    out[type] = media(name, type === 'text/event-stream' ? STREAM : schema,
      type);
  return out;
}

function requestBody({ name, body }) {
  return { required: body.required,
    content: content(`${name} request`, body.types, body.schema) };
}

const PHRASES = { 200: 'Done.', 201: 'Made.', 202: 'Under way.',
  204: 'Done; there is nothing to tell.' };

function success({ name, etag }, { status, types, schema, location }) {
  const headers = { 'X-Request-Id': ref('headers', 'RequestId') };
  if (etag)
    headers.ETag = ref('headers', 'ETag');
  if (location)
    headers.Location = ref('headers', 'Location');
  const response = { description: PHRASES[status], headers };
  if (types.length > 0)
    response.content = content(`${name} ${status}`, types, schema);
  return response;
}

// All errors of one status; x-codes lists the words they are known by.
function failure(errors) {
  const [first] = errors;
  const headers = { 'X-Request-Id': ref('headers', 'RequestId') };
  if (errors.some(({ retry }) => retry))
    headers['Retry-After'] = ref('headers', 'RetryAfter');
  return {
    description: errors.map(({ code, message }) => `\`${code}\`: ${message}`)
      .join('\n'),
    headers,
    'x-codes': errors.map(({ code }) => code),
    content: {
      'application/json': {
        schema: ref('schemas', 'Problem'),
        example: { message: first.message, code: first.code,
          request: 'h2nq8vZ0rT5kXw1cYb7mLs3J' },
      },
    },
  };
}

const unchanged = () => ({
  description: 'What the tag stands for is still good.',
  headers: { 'X-Request-Id': ref('headers', 'RequestId'),
    ETag: ref('headers', 'ETag') },
});

function responses(operation) {
  const { responses: successes, errors } = operation;
  const out = {};
  for (const one of successes)
    out[one.status] = success(operation, one);
  if (operation.etag)
    out[304] = unchanged();
  for (const status of new Set(errors.map((error) => error.status)))
    out[status] = failure(errors.filter((error) => error.status === status));
  return out;
}

const IF_NONE_MATCH = {
  name: 'If-None-Match', in: 'header', required: false,
  description: 'ETag of an answer that the client has, or several.',
  schema: { type: 'string' },
};

function parameters({ parameters: own, etag }) {
  const all = [...own.map(parameter), ...etag ? [IF_NONE_MATCH] : []];
  return all.length ? { parameters: all } : {};
}

function operation(one) {
  return {
    operationId: one.name,
    tags: [tagOf(one)],
    summary: one.summary,
    ...one.doc ? { description: one.doc } : {},
    security: one.access === 'anyone' ? [] : [{ cookie: [] }, { token: [] }],
    ...parameters(one),
    ...one.body ? { requestBody: requestBody(one) } : {},
    responses: responses(one),
  };
}

function paths(operations) {
  const out = {};
  for (const one of operations) {
    out[one.path] ??= {};
    out[one.path][one.method.toLowerCase()] = operation(one);
  }
  return out;
}

// Models of one name must be the same everywhere.
function schemas(operations) {
  const all = new Map();
  for (const { name, schemas: own } of operations)
    for (const [model, schema] of Object.entries(own)) {
      const text = JSON.stringify(schema);
      if (all.has(model) && JSON.stringify(all.get(model)) !== text)
        throw new Error(`${name} has another ${model}`);
      all.set(model, schema);
    }
  return Object.fromEntries([...all].sort(([a], [b]) => a < b ? -1 : 1));
}

const NOTE = `\
Everything the site does, it does with these operations. Requests and answers \
are JSON in UTF-8. Browsers are known by a cookie, others by a token in \
\`Authorization\`. Times are milliseconds since 1970. Requests that make \
something take an \`Idempotency-Key\`: a repeated one is answered like the first \
and does nothing more.`;

const components = (operations) => ({
  schemas: schemas(operations),
  headers: {
    Location: {
      description: 'Where to find what was made.',
      schema: { type: 'string' },
    },
    ETag: {
      description: 'Stands for this answer; another one has another. To ' +
        'be sent back in If-None-Match.',
      schema: { type: 'string' },
    },
    RequestId: {
      description: 'Names the request, in the log too.',
      required: true,
      schema: { type: 'string' },
    },
    RetryAfter: {
      description: 'Seconds to wait before another try.',
      schema: { type: 'integer', minimum: 1 },
    },
  },
  securitySchemes: {
    cookie: {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-chinwag',
      description: 'The session, as signing in sets it; without TLS the ' +
        'cookie is called chinwag. Requests that change something must come ' +
        'from the same site.',
    },
    token: {
      type: 'http',
      scheme: 'bearer',
      description: 'The session, for clients without cookies: sign in with ' +
        '"token": true. The word Bearer may be left out.',
    },
  },
});

export function make({ version, operations }) {
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Chinwag',
      version,
      description: NOTE,
      license: { name: 'ISC', identifier: 'ISC' },
    },
    servers: [{ url: PREFIX, description: 'Beside the site.' }],
    tags: Object.entries(TAGS).map(([name, description]) =>
      ({ name, description })),
    paths: paths(operations),
    components: components(operations),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

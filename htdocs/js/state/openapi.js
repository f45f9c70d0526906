// Reads an OpenAPI 3.1 document into what the API page lays out. Pure.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

// As deep as a model is opened up; deeper, or round in a circle, its name
// stands alone.
const DEPTH = 5;

function follow(doc, thing) {
  let found = thing;
  for (let i = 0; found?.$ref && i < 8; i += 1)
    found = found.$ref.replace(/^#\//, '').split('/')
      .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'))
      .reduce((at, key) => at?.[key], doc);
  return found ?? {};
}

const nameOf = (thing) => thing?.$ref?.split('/').at(-1) ?? '';

function typeOf(schema) {
  const types = [].concat(schema.type ?? (schema.properties ? 'object' : []));
  if (schema.const !== undefined)
    return JSON.stringify(schema.const);
  if (schema.enum)
    return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  return types.join(' | ') || 'any';
}

const LIMITS = [
  ['minLength', (n) => `at least ${n} characters`],
  ['maxLength', (n) => `at most ${n} characters`],
  ['minimum', (n) => `at least ${n}`],
  ['maximum', (n) => `at most ${n}`],
  ['minItems', (n) => `at least ${n} items`],
  ['maxItems', (n) => `at most ${n} items`],
  ['format', (format) => format],
  ['pattern', (pattern) => `matches ${pattern}`],
  ['default', (value) => `default ${JSON.stringify(value)}`],
];

// A known format says it all; and 'at least 0' says nothing.
const limitsOf = (schema) => schema.format === 'uuid' ? ['uuid'] : LIMITS
  .filter(([key]) => schema[key] !== undefined
    && !(key.startsWith('min') && schema[key] === 0))
  .map(([key, say]) => say(schema[key]));

// A schema as { type, name, note, limits, members: [{ key, required, ... }] }.
export function readSchema(doc, raw, depth = 0) {
  const schema = follow(doc, raw);
  const node = {
    type: typeOf(schema),
    name: nameOf(raw),
    note: schema.description ?? '',
    limits: limitsOf(schema),
    members: [],
  };
  if (depth >= DEPTH)
    return node;
  for (const [key, member] of Object.entries(schema.properties ?? {}))
    node.members.push({ key,
      required: (schema.required ?? []).includes(key),
      ...readSchema(doc, member, depth + 1) });
  if (schema.items) {
    const item = readSchema(doc, schema.items, depth + 1);
    node.type = `list of ${item.name || item.type}`;
    node.members = item.members;
    node.limits = [...node.limits, ...item.limits];
  }
  const choices = schema.oneOf ?? schema.anyOf ?? [];
  if (choices.length)
    node.type = choices.map((choice) => {
      const found = readSchema(doc, choice, depth + 1);
      return found.name || found.type;
    }).join(' or ');
  return node;
}

function readContent(doc, content = {}) {
  return Object.entries(content).map(([type, { schema }]) =>
    ({ type, schema: readSchema(doc, schema ?? {}) }));
}

function readResponses(doc, responses = {}) {
  return Object.entries(responses).map(([status, raw]) => {
    const response = follow(doc, raw);
    return { status, note: response.description ?? '',
      headers: Object.keys(response.headers ?? {}),
      content: readContent(doc, response.content) };
  });
}

function readParameters(doc, lists) {
  return lists.flat().filter(Boolean).map((raw) => {
    const { name, in: place, required, description, schema } =
      follow(doc, raw);
    const shape = readSchema(doc, schema ?? {});
    return { name, place, required: Boolean(required),
      note: description ?? shape.note, type: shape.type,
      limits: shape.limits };
  });
}

function readOperation(doc, path, method, item) {
  const operation = item[method];
  const body = follow(doc, operation.requestBody);
  return {
    id: operation.operationId ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    group: operation.tags?.[0] ?? path.split('/')[1] ?? '',
    summary: operation.summary ?? '',
    note: operation.description ?? '',
    parameters: readParameters(doc, [item.parameters, operation.parameters]),
    body: readContent(doc, body.content),
    responses: readResponses(doc, operation.responses),
  };
}

// { title, version, note, server, groups: [{ name, operations }] }
export function read(doc) {
  const groups = new Map();
  for (const [path, item] of Object.entries(doc.paths ?? {}))
    for (const method of METHODS.filter((name) => item[name])) {
      const operation = readOperation(doc, path, method, item);
      const list = groups.get(operation.group) ?? [];
      groups.set(operation.group, [...list, operation]);
    }
  return {
    title: doc.info?.title ?? '',
    version: doc.info?.version ?? '',
    note: doc.info?.description ?? '',
    server: doc.servers?.[0]?.url ?? '',
    groups: [...groups].map(([name, operations]) => ({ name, operations })),
  };
}

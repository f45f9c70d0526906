// Every answer is held against htdocs/api/openapi.json by a validator that
// shares nothing with the programs that wrote it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { record } from './coverage.mjs';
import { methodsOf, prefix, programOf, resourceOf } from './programs.mjs';

const file = new URL('../../../htdocs/api/openapi.json', import.meta.url);
export const api = JSON.parse(fs.readFileSync(file, 'utf8'));

// A file of tests needs few of the schemas, and each file is a process of its
// own: what is fast here is to compile, and what refers to one and the same
// schema shares it.  That the document is one, the linter tells.
const ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false,
  validateSchema: false, code: { optimize: false } });
addFormats(ajv);
ajv.addSchema({ ...api, $id: 'api' });

const compiled = new Map();

function validatorOf(pointer) {
  if (!compiled.has(pointer))
    compiled.set(pointer, ajv.compile({ $ref: `api#${pointer}` }));
  return compiled.get(pointer);
}

const escaped = (name) =>
  name.replaceAll('~', '~0').replaceAll('/', '~1');

// Follow a reference inside the document.
function resolve(node, pointer) {
  while (node?.$ref) {
    pointer = node.$ref.slice(1);
    node = pointer.split('/').slice(1).reduce((at, part) =>
      at[part.replaceAll('~1', '/').replaceAll('~0', '~')], api);
  }
  return [node, pointer];
}

export function operationOf(program) {
  return api.paths[program.path]?.[program.method.toLowerCase()];
}

// All of the document's operations as [path, method, operation].
export const operations = Object.entries(api.paths).flatMap(([path, item]) =>
  ['get', 'post', 'put', 'patch', 'delete'].filter((method) => item[method])
    .map((method) => [path, method.toUpperCase(), item[method]]));

// What every answer of the API carries, whoever asked for what.
function checkHeaders(answer, says) {
  const id = answer.header('x-request-id');
  assert.match(id ?? '', /^[\w-]{8,64}$/, says('has no X-Request-Id'));
  for (const name of ['x-request-id', 'content-type', 'content-length',
    'cache-control', 'location', 'retry-after'])
    assert.ok(answer.all(name).length <= 1, says(`${name} is there twice`));
  assert.match(answer.header('cache-control') ?? '',
    answer.header('etag') ? /^private, no-cache$/ : /no-store/,
    says('may be stored'));
  assert.equal(answer.header('x-content-type-options'), 'nosniff',
    says('may be sniffed'));
  for (const [name, value] of answer.headers)
    assert.match(value, /^[\x20-\x7e\t\x80-\xff]*$/, says(`bad ${name}`));
}

function checkProblem(answer, says) {
  const problem = answer.json;
  assert.equal(typeof problem.message, 'string', says('says nothing'));
  assert.equal(problem.request, answer.header('x-request-id'),
    says('names another request'));
  assert.match(problem.code, /^[a-z_]+$/, says('has no code'));
  assert.doesNotMatch(answer.text,
    /sqlite|SELECT |\.db\b|\/lib\/|0x[0-9a-f]{6}/i,
    says('tells what is inside'));
  return problem.code;
}

function checkUnrouted(method, uri, answer, says) {
  const methods = methodsOf(uri);
  if (method === 'OPTIONS') {
    assert.ok([200, 204, 404].includes(answer.status), says('OPTIONS'));
    return;
  }
  assert.ok([404, 405, 400].includes(answer.status), says('is not routed'));
  if (methods.length > 0 && isDecodable(uri))
    assert.equal(answer.status, 405, says('has other methods'));
  if (answer.status === 405) {
    const allowed = (answer.header('allow') ?? '').split(/,\s*/).sort()
      .filter((name) => name !== 'OPTIONS' && name !== 'HEAD');
    assert.deepEqual(allowed, methods, says('Allow'));
  }
  if (method !== 'HEAD')
    checkProblem(answer, says);
}

function checkBody(program, answer, says) {
  const base = `/paths/${escaped(program.path)}/` +
    `${program.method.toLowerCase()}/responses/${answer.status}`;
  const declared = operationOf(program).responses[answer.status];
  assert.ok(declared, says('this status is not declared'));
  const [response, pointer] = resolve(declared, base);
  const content = response.content ?? {};
  const type = (answer.header('content-type') ?? '').split(';')[0].trim();
  if (Object.keys(content).length === 0) {
    assert.equal(answer.body.length, 0, says('has a body'));
    return;
  }
  assert.ok(content[type], says(`has type ${type}`));
  if (type !== 'application/json' && type !== 'application/problem+json')
    return;
  const validate = validatorOf(`${pointer}/content/${escaped(type)}/schema`);
  assert.ok(validate(answer.json),
    says(ajv.errorsText(validate.errors, { separator: '\n' })));
}

// What the web server refuses by itself, no program having seen it: by that a
// program's answers vary with who asks.
// A path that is not UTF-8, or has NUL, matches no route, and so is none of the
// API's; and some look for a file of that name first, which may be too long.
function isServers(path, answer) {
  return [400, 411, 413, 414, 417, 431, 501, 505,
    ...isDecodable(path) ? [] : [404],
    ...isName(path) ? [] : [403]].includes(answer.status) &&
    !/Cookie/.test(answer.header('vary') ?? '');
}

const isName = (path) =>
  path.split('?', 1)[0].split('/').every((part) => part.length < 256);

function isDecodable(path) {
  try {
    return !decodeURI(path.split('?', 1)[0]).includes('\0');
  } catch {
    return false;
  }
}

// The whole judgement.
export function validate({ method, path }, answer) {
  const says = (what) => `${method} ${path.slice(0, 200)} → ` +
    `${answer.status} ${answer.text.slice(0, 300)}: ${what}`;
  assert.equal(answer.isCut, false, says('the body is cut'));
  if (!path.startsWith(`${prefix}/`))
    return answer;
  assert.notEqual(answer.status, 500, says('broke'));
  assert.notEqual(answer.status, 502, says('broke'));
  answer.isServers = isServers(path, answer);
  if (answer.isServers)
    return answer;
  checkHeaders(answer, says);
  const program = isDecodable(path) ? programOf(method, path) : null;
  if (!program || !operationOf(program)) {
    checkUnrouted(method, path, answer, says);
    record('unrouted', answer.status, codeOf(answer));
    return answer;
  }
  checkBody(program, answer, says);
  if (answer.status >= 400)
    checkProblem(answer, says);
  if (answer.status === 429 || codeOf(answer) === 'busy')
    assert.match(answer.header('retry-after') ?? '', /^[1-9]\d*$/,
      says('when may one try again?'));
  record(program.name, answer.status, codeOf(answer));
  return answer;
}

export function codeOf(answer) {
  if (answer.status < 400 || answer.body.length === 0)
    return '';
  try {
    return answer.json.code ?? '';
  } catch {
    return '';
  }
}

export { resourceOf };

// Reading OpenAPI for the API page.

import assert from 'node:assert/strict';
import test from 'node:test';
import { read, readSchema } from '../../../htdocs/js/state/openapi.js';

const doc = {
  info: { title: 'T', version: '1' },
  paths: { '/things/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true,
      schema: { type: 'string', minLength: 36 } }],
    get: { operationId: 'thing-get', summary: 'Get it',
      responses: { 200: { description: 'It.', content: {
        'application/json': { schema:
          { $ref: '#/components/schemas/Thing' } } } } } },
  } },
  components: { schemas: {
    Thing: { type: 'object', required: ['name'], properties: {
      name: { type: 'string', maxLength: 9 },
      parts: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
    } },
  } },
};

test('an operation with its parameters and answers', () => {
  const [operation] = read(doc).groups[0].operations;
  assert.equal(operation.id, 'thing-get');
  assert.equal(operation.method, 'GET');
  assert.deepEqual(operation.parameters[0].limits, ['at least 36 characters']);
  assert.equal(operation.responses[0].status, '200');
  assert.equal(operation.responses[0].content[0].schema.name, 'Thing');
});

test('a model that contains itself is opened only so far', () => {
  const thing = readSchema(doc, { $ref: '#/components/schemas/Thing' });
  assert.equal(thing.members[0].required, true);
  assert.equal(thing.members[1].type, 'list of Thing');
  assert.ok(JSON.stringify(thing).length < 20000);
});

test('a document that says little is read without complaint', () => {
  assert.deepEqual(read({}).groups, []);
  assert.equal(readSchema(doc, {}).type, 'any');
  assert.equal(readSchema(doc, { $ref: '#/nowhere' }).type, 'any');
});

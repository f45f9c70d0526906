// Telling something of oneself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false,
  conf: { custom_attributes: 'team phone2' } });

const tell = (someone, attributes) => someone.call('PATCH', '/me',
  { json: { attributes } });

everyWay('name, language, time zone and what the operator chose',
  async (way) => {
    const someone = (await person(chinwag)).via(way);
    const attributes = { 'custom:team': 'blau', locale: 'de-AT',
      name: 'Anna <b>Arnold</b> \u{1f408}', zoneinfo: 'Europe/Vienna' };
    assert.deepEqual(is(await tell(someone, attributes), 200).json.attributes,
      attributes);
    const { json } = is(await tell(someone, { locale: '', name: 'Anna' }), 200);
    assert.deepEqual(json.attributes, { 'custom:team': 'blau', name: 'Anna',
      zoneinfo: 'Europe/Vienna' });
    assert.deepEqual(is(await someone.get('/me'), 200).json.attributes,
      json.attributes);
  });

test('one that is wrong changes nothing, and each is told', async () => {
  const someone = await person(chinwag);
  const answer = refused(await tell(someone, { name: 'Anna', zoneinfo: '<x>',
    'custom:other': 'x' }), 400, 'invalid', '/attributes/zoneinfo');
  assert.equal(answer.json.errors.length, 2);
  assert.deepEqual((await someone.get('/me')).json.attributes, {});
});

test('nothing else of an account can be set', async () => {
  const someone = await person(chinwag);
  for (const name of ['email', 'email_verified', 'sub', 'cognito:groups',
    'updated_at', 'status'])
    refused(await tell(someone, { [name]: 'x' }), 400, 'invalid',
      `/attributes/${name}`);
  for (const json of [{ attributes: {}, groups: ['administrators'] },
    { attributes: {}, status: 'CONFIRMED' }, { attributes: [] },
    { attributes: { name: 1 } }, {}])
    refused(await someone.call('PATCH', '/me', { json }), 400, 'invalid');
  refused(await tell(someone, { name: 'x'.repeat(2049) }), 400, 'invalid');
  refused(await tell(someone, { name: 'two\nlines' }), 400, 'invalid',
    '/attributes/name');
});

// What changed since a device last looked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

const since = async (someone, query = '') =>
  is(await someone.get(`/me/datasets${query}`), 200).json;

everyWay('each device sees what the other wrote and removed', async (way) => {
  const someone = (await person(chinwag)).via(way);
  assert.deepEqual(await since(someone),
    { datasets: [], last: 0, more: false });
  await someone.put('/me/datasets/drafts', { value: '{"a":1}' });
  await someone.put('/me/datasets/settings', { value: '' });
  const first = await since(someone);
  assert.deepEqual(first.datasets.map(({ name, value }) => [name, value]),
    [['drafts', '{"a":1}'], ['settings', '']]);
  await someone.delete('/me/datasets/drafts');
  const next = await since(someone, `?since=${first.last}`);
  assert.deepEqual(next.datasets.map(({ name, value }) => [name, value]),
    [['drafts', undefined]]);
  assert.deepEqual(await since(someone, `?since=${next.last}`),
    { datasets: [], last: next.last, more: false });
});

test('pages go on from the last version', async () => {
  const someone = await person(chinwag);
  for (let i = 0; i < 5; i += 1)
    await someone.put(`/me/datasets/set${i}`, { value: String(i) });
  const names = [];
  let page = await since(someone, '?limit=2');
  for (;;) {
    names.push(...page.datasets.map(({ name }) => name));
    if (!page.more)
      break;
    page = await since(someone, `?limit=2&since=${page.last}`);
  }
  assert.deepEqual(names, ['set0', 'set1', 'set2', 'set3', 'set4']);
  refused(await someone.get('/me/datasets?limit=21'), 400, 'invalid');
  refused(await someone.get('/me/datasets?since=-1'), 400, 'invalid');
});

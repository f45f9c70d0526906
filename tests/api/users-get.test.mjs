// Who is here?

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newcomer, person, freshName } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const reader = await person(chinwag, 'reader');
let count = 0;
for (const name of ['bob', 'Anna', 'carla', 'ANTON', '\u00c5sa', 'bo-b'])
  await person(chinwag, name, `mail-${count += 1}@example.org`);
const unconfirmed = await newcomer(chinwag, freshName('anybody'));

const list = async (query = '', caller = reader) =>
  is(await caller.get(`/users${query}`), 200).json;

everyWay('confirmed people but me, sorted without case', async (way) => {
  const names = await list('', reader.via(way));
  assert.deepEqual(names.filter((name) => /^(anna|anton|bob|carla)$/i
    .test(name)), ['Anna', 'ANTON', 'bob', 'carla']);
  assert.ok(!names.includes('reader'));
  assert.ok(!names.includes(unconfirmed.name));
});

everyWay('a prefix in any case', async (way) => {
  assert.deepEqual(await list('?q=an', reader.via(way)), ['Anna', 'ANTON']);
  assert.deepEqual(await list('?q=AN', reader.via(way)), ['Anna', 'ANTON']);
  assert.deepEqual(await list('?q=%C3%A5', reader.via(way)), ['\u00c5sa']);
  assert.deepEqual(await list('?q=a%CC%8A', reader.via(way)), ['\u00c5sa']);
  assert.deepEqual(await list('?q=nobody', reader.via(way)), []);
});

everyWay('pages by name', async (way) => {
  const all = await list('', reader.via(way));
  const seen = [];
  for (let after = ''; ;) {
    const page = await list(`?limit=2${after &&
      `&after=${encodeURIComponent(after)}`}`, reader.via(way));
    assert.ok(page.length <= 2);
    if (page.length === 0)
      break;
    seen.push(...page);
    after = page.at(-1);
  }
  assert.deepEqual(seen, all);
});

everyWay('in detail', async (way) => {
  const [first] = await list('?detail=1&q=anna', reader.via(way));
  assert.equal(first.username, 'Anna');
  assert.ok(Math.abs(Date.now() - first.since) < 600e3);
  assert.deepEqual(Object.keys(first).sort(), ['since', 'username']);
});

test('a wildcard is a letter like others', async () => {
  for (const q of ['%25', '_', '*', '?', '[a-z]', '%5C', '\'%20OR%201=1--'])
    assert.deepEqual(await list(
      `?q=${encodeURIComponent(decodeURIComponent(q))}`),
      [], q);
});

test('limits are held', async () => {
  for (const query of ['limit=0', 'limit=1001', 'limit=-1', 'limit=x',
    'limit=', 'limit=1.5', 'limit=1e2', 'limit=0x10', 'limit=%201',
    'limit=99999999999999999999', `q=${'x'.repeat(400)}`, 'detail=maybe'])
    refused(await reader.get(`/users?${query}`), 400, 'invalid');
  is(await reader.get('/users?limit=1000'), 200);
});

test('mail addresses are nobody\'s business', async () => {
  const answer = await reader.get('/users?detail=1');
  assert.doesNotMatch(answer.text, /@/);
});

test('nobody is told nothing', async () => {
  refused(await nobody(chinwag).get('/users'), 401, 'unauthorized');
});

// Listing where one is signed in.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, person, signIn } from './lib/actors.mjs';
import { is } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });

const list = async (someone) => is(await someone.get('/sessions'), 200).json;

everyWay('mine, and only mine, and which is this one', async (way) => {
  const someone = await person(chinwag);
  await signIn(chinwag, someone);
  await person(chinwag);
  const all = await list(someone.via(way));
  assert.equal(all.length, 2);
  assert.equal(all.filter(({ current }) => current).length, 1);
  for (const one of all) {
    assert.ok(one.created <= Date.now() && one.expires > Date.now());
    assert.ok(one.seen >= one.created);
    assert.equal(one.token, undefined);
  }
});

test('a client is known by what it calls itself and its network', async () => {
  const someone = await person(chinwag);
  for (const agent of ['Mozilla/5.0 (X11; Linux)', 'x'.repeat(3000), '\u00ff'])
    is(await nobody(chinwag).post('/session',
      { username: someone.name, password: PASSWORD },
      { headers: [['User-Agent', agent], ['X-Forwarded-For', '203.0.113.9'],
        ['X_Forwarded_For', '203.0.113.9']] }), 200);
  const all = await list(someone);
  const agents = all.map(({ agent }) => agent);
  assert.ok(agents.includes('Mozilla/5.0 (X11; Linux)'));
  assert.ok(agents.includes('x'.repeat(200)));
  assert.ok(all.every(({ address }) => address === '127.0.0.0/24'),
    JSON.stringify(all));
});

// Behind a proxy that the configuration trusts, the client's address is what
// that says; from anybody else the same words are nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, person } from './lib/actors.mjs';
import { is } from './lib/expect.mjs';
import { start } from './lib/harness.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false,
  conf: { trusted_proxies: '127.0.0.0/8 2001:db8:1::/48' } });

// The networks from which somebody is signed in, after signing in like that.
async function seenFrom(instance, way, lines) {
  const someone = await person(instance);
  const before = (await someone.get('/sessions')).json.map(({ id }) => id);
  is(await nobody(instance, way).post('/session',
    { username: someone.name, password: PASSWORD },
    { headers: lines.map((line) => ['X-Forwarded-For', line]) }), 200);
  return (await someone.get('/sessions')).json
    .filter(({ id }) => !before.includes(id)).map(({ address }) => address);
}

everyWay('a trusted proxy tells who asks', async (way) => {
  for (const [lines, network] of [
    [['203.0.113.9'], '203.0.113.0/24'],
    [['192.0.2.1, 203.0.113.9'], '203.0.113.0/24'],
    [['203.0.113.9, 127.0.0.2'], '203.0.113.0/24'],
    [['192.0.2.1', '203.0.113.9'], '203.0.113.0/24'],
    [['203.0.113.9, nonsense'], '127.0.0.0/24'],
    [[], '127.0.0.0/24']])
    assert.deepEqual(await seenFrom(chinwag, way, lines), [network],
      lines.join(' / '));
}, (way) => way !== 'shell'); // which has no connection

test('nobody else is believed', async () => {
  const other = await start({ mail: false,
    conf: { trusted_proxies: '192.0.2.1' } });
  try {
    assert.deepEqual(await seenFrom(other, 'http', ['203.0.113.9']),
      ['127.0.0.0/24']);
  } finally {
    await other.stop();
  }
});

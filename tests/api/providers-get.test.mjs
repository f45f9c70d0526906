// Other services to sign in with.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { is } from './lib/expect.mjs';
import { configure } from './lib/federation.mjs';
import { start } from './lib/harness.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({
  conf: { oidc_providers: 'corp plain broken absent' },
  prepare: (instance) => {
    configure(instance, 'corp', 'https://id.example.org');
    configure(instance, 'plain', 'https://id.example.com/', { label: '',
      client_secret: '' });
    configure(instance, 'broken', 'https://id.example.net',
      { sign_up: 'perhaps' });
  } });

everyWay('those that are configured rightly, in their order', async (way) => {
  const answer = is(await nobody(chinwag, way).get('/providers'), 200);
  assert.deepEqual(answer.json, [{ name: 'corp', label: 'Example Works' },
    { name: 'plain', label: 'plain' }]);
  assert.doesNotMatch(answer.text, /secret|chinwag tests/);
});

test('what is wrong with the others is logged with file and line', async () => {
  const log = chinwag.logs();
  assert.match(log, /broken is left out: .*broken\.conf:5: sign_up must be yes/);
  assert.match(log, /absent is left out: .*absent\.conf: No such file/);
});

test('there need not be any', async () => {
  const bare = await start({ mail: false });
  try {
    assert.deepEqual(is(await nobody(bare).get('/providers'), 200).json, []);
  } finally {
    await bare.stop();
  }
});

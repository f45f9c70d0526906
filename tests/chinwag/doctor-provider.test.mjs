// chinwag doctor looks at other services that people sign in with.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { run } from '../api/lib/cgi.mjs';
import { configure } from '../api/lib/federation.mjs';
import { start } from '../api/lib/harness.mjs';
import { undisturbed } from '../api/lib/patience.mjs';
import { provider } from '../api/lib/provider.mjs';

const corp = await provider();
const chinwag = await start({ mail: false, conf: { oidc_providers: 'corp' },
  prepare: (instance) => configure(instance, 'corp', corp.url) });
after(() => chinwag.stop());

// What it found about providers: what was seen, by finding.
async function look(words = []) {
  const done = await undisturbed(() => run(chinwag.chinwag, ['doctor', '--json',
    '--connect', `127.0.0.1:${chinwag.port}`, ...words],
  { env: chinwag.env }));
  const { findings } = JSON.parse(done.stdout.toString());
  return Object.fromEntries(findings.map(({ name, seen }) => [name, seen])
    .filter(([name]) => name.startsWith('provider-')));
}

test('nothing is wrong with one that is right', async () => {
  assert.deepEqual(await look(), {});
});

test('a file that is wrong, by file and line', async () => {
  configure(chinwag, 'corp', corp.url, { sign_up: 'maybe' });
  const found = await look(['--no-web']);
  assert.match(found['provider-file'], /corp\.conf:5: sign_up must be yes/);
  configure(chinwag, 'corp', corp.url);
});

test('one that is not there', async () => {
  configure(chinwag, 'corp', 'http://127.0.0.1:9');
  assert.match((await look())['provider-unreachable'], /corp: /);
  assert.deepEqual(await look(['--no-web']), {});
  configure(chinwag, 'corp', corp.url);
});

const lies = {
  'another issuer': [{ places: { issuer: 'https://id.example.org' } },
    'provider-document', /another issuer/],
  'hosts that its file does not name': [{ places: { jwks_uri:
    'https://keys.example.org/' } }, 'provider-document', /hosts/],
  'no keys': [{ keys: { keys: [] } }, 'provider-keys', /RS256/],
  'a page': [{ placesAnswer: (response, say) => say(200, '<html>',
    'text/html') }, 'provider-document', /JSON/],
  'an error': [{ placesAnswer: (response, say) => say(500, '{}') },
    'provider-unreachable', /another status/],
  'another time': [{ placesAnswer: (response, say) => {
    response.setHeader('Date', new Date(Date.now() - 36e5).toUTCString());
    say(200, corp.places);
  } }, 'provider-clock', /behind ours/],
};

for (const [what, [lie, name, seen]] of Object.entries(lies))
  test(`one that has ${what}`, async () => {
    corp.lies = lie;
    assert.match((await look())[name] ?? '', seen);
    corp.lies = {};
  });

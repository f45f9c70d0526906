// A host on which Anna has set Chinwag up, and bob has an account.

import assert from 'node:assert/strict';
import { Client } from '../../api/lib/client.mjs';
import { is } from '../../api/lib/expect.mjs';
import { eventually } from '../../api/lib/harness.mjs';

const HOME = '/var/www/vhosts/example.org';

// Both of them, signed in; they have the same password.
export async function found(chinwag, password = 'correct horse battery') {
  is(await chinwag.get('/api/setup'), 200);
  is(await chinwag.post('/api/setup', { code: chinwag.code().code,
    place: `${HOME}/chinwag-data`, base_url: chinwag.url, username: 'Anna',
    email: 'anna@example.org', password, mail: 'file',
    mail_from: 'chinwag@example.org' }), 204);
  await eventually('it serves', async () =>
    (await chinwag.get('/api/health')).status === 200);
  const added = await chinwag.as([chinwag.program, 'user-add', '--stdin',
    'bob', 'bob@example.org'], { stdin: `${password}\n` });
  assert.equal(added.code, 0, added.stderr);
  return Promise.all(['Anna', 'bob'].map(async (name) => {
    const answer = is(await new Client(chinwag).post('/session',
      { username: name, password, token: true }), 200);
    return new Client(chinwag, { name, token: answer.json.token });
  }));
}

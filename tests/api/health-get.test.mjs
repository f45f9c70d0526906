// Is it well?

import assert from 'node:assert/strict';
import { is } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

everyWay('it is, and says so to anybody', async (way) => {
  const answer = is(await nobody(chinwag, way).get('/health'), 200);
  assert.equal(answer.json.status, 'ok');
});

everyWay('a forged credential does not matter', async (way) => {
  is(await nobody(chinwag, way).get('/health',
    { headers: [['Authorization', 'forged']] }), 200);
});

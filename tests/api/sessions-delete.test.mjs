// Signing out everywhere.

import { test } from 'node:test';
import { person, signIn } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();

everyWay('all of mine end, nobody else\'s', async (way) => {
  const one = await person(chinwag);
  const mine = [one, await signIn(chinwag, one), await signIn(chinwag, one)];
  const other = await person(chinwag);
  is(await one.via(way).delete('/sessions'), 204);
  for (const session of mine)
    refused(await session.via(way).get('/session'), 401, 'unauthorized');
  is(await other.get('/session'), 200);
  is(await (await signIn(chinwag, one)).get('/session'), 200);
});

test('nobody has none', async () => {
  refused(await nobody(chinwag).delete('/sessions'), 401, 'unauthorized');
});

// Inviting people by a link.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { administrator, codeOf, freshName, PASSWORD, person, signIn }
  from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ conf: { registration: 'approval' } });
const root = await administrator(chinwag);

async function come(invitation, way = 'http') {
  const username = freshName('guest');
  const email = `${username}@example.org`;
  is(await nobody(chinwag, way).post('/users', { username, email,
    password: PASSWORD, invitation }), 201);
  is(await nobody(chinwag).post(`/users/${username}/confirmation`,
    { code: await codeOf(chinwag, email) }), 204);
  return signIn(chinwag, { name: username });
}

everyWay('who comes by it is in its group and need not wait', async (way) => {
  const group = freshName('choir');
  is(await root.post('/groups', { name: group }), 201);
  const { json } = is(await root.via(way).post('/invitations',
    { note: 'the choir', group: group.toUpperCase(), uses: 2, days: 1 }), 201);
  assert.equal(json.group, group);
  assert.equal(json.link, `${chinwag.url}/#/invitation/${json.token}`);
  assert.ok(json.expires > Date.now() &&
    json.expires <= Date.now() + 86400000);
  const guest = await come(json.token, way);
  assert.deepEqual((await guest.get('/me')).json.groups, [group]);
  const { invitations } = (await root.get('/invitations?limit=1')).json;
  assert.equal(invitations[0].uses, 1);
});

test('what makes no sense is refused', async () => {
  for (const [values, at] of [[{ uses: 0 }, '/uses'], [{ days: 366 }, '/days'],
    [{ mail_domain: 'no domain' }, '/mail_domain'],
    [{ group: 'none' }, '/group'], [{ group: 'administrators' }, '/group'],
    [{ note: 'x'.repeat(201) }, '/note']])
    refused(await root.post('/invitations', values), 400, 'invalid', at);
  refused(await (await person(chinwag)).post('/invitations', {}), 403,
    'forbidden');
});

test('of many at once as many come as were invited', async () => {
  const { token } = (await root.post('/invitations', { uses: 2 })).json;
  const answers = await Promise.all(Array.from({ length: 6 }, () => {
    const username = freshName('rush');
    return nobody(chinwag).post('/users', { username,
      email: `${username}@example.org`, password: PASSWORD,
      invitation: token });
  }));
  const good = answers.filter(({ status }) => status === 201).length;
  const late = answers.filter(({ status }) => status === 400).length;
  assert.ok(good <= 2, `${good} came`);
  assert.ok(good + late >= 1 && answers.every(({ status }) =>
    [201, 400, 503].includes(status)));
});

// Withdrawing an invitation.

import assert from 'node:assert/strict';
import { administrator, freshName, PASSWORD, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('nobody comes by it any more', async (way) => {
  const { id, token } = is(await root.post('/invitations', {}), 201).json;
  refused(await (await person(chinwag)).delete(`/invitations/${id}`), 403,
    'forbidden');
  is(await root.via(way).delete(`/invitations/${id}`), 204);
  refused(await root.via(way).delete(`/invitations/${id}`), 404, 'not_found');
  const username = freshName('late');
  refused(await nobody(chinwag).post('/users', { username,
    email: `${username}@example.org`, password: PASSWORD,
    invitation: token }), 400, 'code_mismatch');
  const { invitations } = (await root.get('/invitations?limit=1')).json;
  assert.equal(invitations[0].revoked, true);
});

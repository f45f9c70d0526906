// Taking somebody out of a group.

import { administrator, person } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { everyWay, suite } from './lib/suite.mjs';

const chinwag = await suite({ mail: false });
const root = await administrator(chinwag);

everyWay('what it gave ends at once, and one administrator stays',
  async (way) => {
    const other = await administrator(chinwag);
    const take = (name, who = root) => who.via(way)
      .delete(`/groups/administrators/members/${name}`);
    is(await other.get('/audit'), 200);
    is(await take(other.name), 204);
    refused(await other.get('/audit'), 403, 'forbidden');
    is(await take(other.name), 204);
    refused(await take(root.name), 409, 'conflict');
    refused(await take('nobody-here'), 404, 'not_found');
    refused(await take(root.name, await person(chinwag)), 403, 'forbidden');
  });

// Other services to sign in with, as the site knows them.

import assert from 'node:assert/strict';
import test from 'node:test';
import { addSlice } from '../../../htdocs/js/state/app.js';
import * as providers from '../../../htdocs/js/state/providers.js';
import { after, opened, signedIn } from './help.mjs';

addSlice('providers', providers);

const list = [{ name: 'corp', label: 'Example Works' }];
const loaded = { type: 'providers/loaded', list };
const arrival = { type: 'arrival/told', arrival: { arrival: 'secret' } };

test('which there are is known to whoever comes next', () => {
  const left = after(signedIn, loaded, { type: 'session/closed' });
  assert.deepEqual(left.providers.list, list);
  assert.equal(providers.labelOf(left.providers, 'corp'), 'Example Works');
  assert.equal(providers.labelOf(left.providers, 'gone'), 'gone');
});

test('what somebody is connected with is theirs', () => {
  const mine = after(signedIn, { type: 'providers/connected',
    connected: [{ provider: 'corp' }] });
  assert.equal(after(mine, { type: 'session/closed' }).providers.connected,
    null);
});

test('an arrival is kept until somebody is in', () => {
  const arrived = after(signedIn, { type: 'session/closed' }, arrival);
  assert.equal(arrived.providers.arrival.arrival, 'secret');
  assert.equal(after(arrived, opened('anna')).providers.arrival, null);
});

test('which provider it was stands in the state', () => {
  assert.equal(providers.providerOf('in.corp.x'), 'corp');
  assert.equal(providers.providerOf('x'), '');
});

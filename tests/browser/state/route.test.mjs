// Addresses and what they mean.

import assert from 'node:assert/strict';
import test from 'node:test';
import * as route from '../../../htdocs/js/state/route.js';

const table = [
  ['', 'home', {}],
  ['#/', 'home', {}],
  ['#/sign-in', 'sign-in', {}],
  ['#/confirm', 'confirm', {}],
  ['#/confirm/anna', 'confirm', { name: 'anna' }],
  ['#/confirm/J%C3%B6rg/123456', 'confirm', { name: 'Jörg', code: '123456' }],
  ['#/confirm/%E0%A4%A/1', 'confirm', { name: '%E0%A4%A', code: '1' }],
  ['#/conversations/ab-1', 'conversation', { id: 'ab-1' }],
  ['#/conversations/ab/x', 'missing', {}],
  ['#/sign-in/mail', 'step', { kind: 'mail' }],
  ['#/reset/a%40b.org', 'reset', { name: 'a@b.org' }],
  ['#/invitation/n4bQ-_g', 'invitation', { invitation: 'n4bQ-_g' }],
  ['#/invitation/', 'missing', {}],
  ['#/settings', 'settings', {}],
  ['#/settings/factors/app-off', 'settings',
    { section: 'factors', doing: 'app-off' }],
  ['#main', 'missing', {}],
];

for (const [hash, name, params] of table)
  test(`'${hash}' is ${name}`, () => {
    const found = route.parse(hash);
    assert.equal(found.name, name);
    assert.deepEqual(found.params, params);
  });

test('what is linked to is what is found', () => {
  assert.equal(route.parse(route.toConversation('a-b')).params.id, 'a-b');
  assert.equal(route.parse(route.toConfirm('a b/ü')).params.name, 'a b/ü');
});

test('signing in leads back to where one was', () => {
  const signIn = route.parse(route.toSignIn('/conversations/ab-1'));
  assert.equal(signIn.name, 'sign-in');
  assert.equal(route.afterSignIn(signIn), '#/conversations/ab-1');
});

test('signing in leads to no other site', () => {
  for (const to of ['//evil.example', 'https://evil.example', 'javascript:1',
    '/\\evil.example'])
    assert.equal(
      route.afterSignIn(route.parse(`#/sign-in?to=${encodeURIComponent(to)}`)),
      '#/');
});

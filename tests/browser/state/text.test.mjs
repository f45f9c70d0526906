// Small questions about text.

import assert from 'node:assert/strict';
import test from 'node:test';
import { countChars, hueOf, initials, isEmojiOnly, withLinks }
  from '../../../htdocs/js/lib/text.js';

const links = (text) =>
  withLinks(text).filter((part) => part.href).map((part) => part.href);

test('addresses become links, the full stop after them does not', () => {
  assert.deepEqual(links('see https://a.example/x?y=1&z=2, or (http://b.example).'),
    ['https://a.example/x?y=1&z=2', 'http://b.example']);
});

test('nothing but http and https becomes a link', () => {
  assert.deepEqual(links('javascript:alert(1) data:text/html,x ftp://a.b'), []);
});

test('the parts together are the text', () => {
  const text = '<b>x</b> https://a.example/ü\nhttps://b.example end';
  assert.equal(withLinks(text).map((part) => part.text).join(''), text);
});

test('initials', () => {
  assert.equal(initials('anna'), 'A');
  assert.equal(initials('eva.maria'), 'EM');
  assert.equal(initials('_'), '_');
  assert.equal(initials('😀x'), '😀');
});

test('a name always has the same colour, however it is written', () => {
  assert.equal(hueOf('Anna', 8), hueOf('anna', 8));
  for (const name of ['a', 'bob', 'Ω'])
    assert.ok(hueOf(name, 8) >= 0 && hueOf(name, 8) < 8);
});

test('characters are counted as people would, emoji as one', () => {
  assert.equal(countChars('a😀b'), 3);
});

test('only emoji are shown large', () => {
  assert.ok(isEmojiOnly('👍🏽'));
  assert.ok(isEmojiOnly('👩‍🚀 😀'));
  assert.ok(!isEmojiOnly('ok 👍'));
  assert.ok(!isEmojiOnly('123'));
});

// The course's way to say something: the body is the text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { is, NO_ID, refused } from './lib/expect.mjs';
import { everyWay, nobody, suite } from './lib/suite.mjs';

const chinwag = await suite();
const [anna, bob, stranger] = await people(chinwag, 'anna', 'bob', 'stranger');
const id = await anna.converse(bob);

const post = (caller, body, type = 'application/json', to = id) =>
  caller.call('POST', `/conversations/${to}`, { body, type });

const newest = async () =>
  (await anna.messages(id, '?limit=1')).messages.at(-1)?.message;

// [what is sent, what is stored]
const forms = [
  ['hello world', 'hello world'],
  ['"hello world"', 'hello world'],
  ['say "hi" now', 'say "hi" now'],
  ['"say \\"hi\\" now"', 'say "hi" now'],
  ['123', '123'],
  ['-1.5e3', '-1.5e3'],
  ['true', 'true'],
  ['null', 'null'],
  ['{"a":1}', '{"a":1}'],
  ['{"a": 1, "a": 2}', '{"a": 1, "a": 2}'],
  ['[1]', '[1]'],
  ['"quoted"', 'quoted'],
  ['  padded  ', '  padded  '],
  ['"  padded  "', '  padded  '],
  ['"line\\nbreak"', 'line\nbreak'],
  ['line\nbreak', 'line\nbreak'],
  ['"unclosed', '"unclosed'],
  ['\\u00e9', '\\u00e9'],
  // No JSON of ours, so the text itself.
  ['"a\\u0000b"', '"a\\u0000b"'],
  ['"\\u00e9 \\ud83d\\ude00"', '\u00e9 \u{1f600}'],
  ['\u00e9 \u{1f600}', '\u00e9 \u{1f600}'],
  ['","admin":true,"x":"', '","admin":true,"x":"'],
  ['\' OR 1=1--', '\' OR 1=1--'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
];

everyWay('JSON strings by value, all else as it came', async (way) => {
  for (const [sent, stored] of forms) {
    const answer = is(await post(anna.via(way), sent), 204, sent);
    assert.equal(answer.body.length, 0);
    assert.equal(await newest(), stored);
  }
});

everyWay('text/plain too', async (way) => {
  for (const type of ['text/plain', 'text/plain;charset=UTF-8',
    'application/json; charset=utf-8']) {
    is(await post(anna.via(way), `hello as ${type}`, type), 204);
    assert.equal(await newest(), `hello as ${type}`);
  }
});

test('other types are refused', async () => {
  for (const type of ['text/html', 'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded', 'application/xml', 'x', 'json'])
    refused(await post(anna, 'hello', type), 415, 'unsupported_type');
});

test('nothing, blanks and too much are refused, 8,000 letters are not',
  async () => {
    const before = await newest();
    for (const body of ['', '""', '   ', '" \\n\\t "', '\u3000',
      'x'.repeat(8001),
      JSON.stringify('\u{1f600}'.repeat(8001))])
      refused(await post(anna, body), 400, 'invalid');
    for (const body of [Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from([0xc0, 0x80]), Buffer.from('a\0b'),
      Buffer.from([0xed, 0xa0, 0x80])]) {
      const answer = await post(anna, body);
      assert.equal(answer.status, 400, answer.text);
    }
    assert.equal(await newest(), before);
    is(await post(anna, JSON.stringify('\u{1f600}'.repeat(8000))), 204);
    assert.equal(await newest(), '\u{1f600}'.repeat(8000));
  });

everyWay('only members speak', async (way) => {
  const before = await newest();
  refused(await post(stranger.via(way), 'hi'), 404, 'not_found');
  refused(await post(anna.via(way), 'hi', 'application/json', NO_ID), 404,
    'not_found');
  refused(await post(nobody(chinwag, way), 'hi'), 401, 'unauthorized');
  assert.equal(await newest(), before);
});

test('two equal messages are two messages', async () => {
  const count = async () => (await anna.messages(id, '?limit=200'))
    .messages.length;
  const before = await count();
  is(await post(anna, 'again'), 204);
  is(await post(anna, 'again'), 204);
  assert.equal(await count(), before + 2);
});

test('a key works here too, and none is made of the words', async () => {
  const say = (body, key) => anna.call('POST', `/conversations/${id}`,
    { body, type: 'application/json', key });
  const count = async () => (await anna.messages(id, '?limit=200'))
    .messages.length;
  const before = await count();
  is(await say('"with a key"', 'key-1'), 204);
  is(await say('"with a key"', 'key-1'), 204);
  refused(await say('"other words"', 'key-1'), 422, 'key_reused');
  assert.equal(await count(), before + 1);
});

test('a body beyond all measure is refused', async () => {
  refused(await post(anna, 'x'.repeat(70000)), 413, 'too_large');
});

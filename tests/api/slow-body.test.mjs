// A body that comes byte by byte holds a program for so long and no longer, as
// FastCGI and as CGI, whatever a server in front would have put up with.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { parseCgi } from './lib/cgi.mjs';
import { eventually, start } from './lib/harness.mjs';

const chinwag = await start({ mail: false, conf: { body_max_sec: 1 } });
after(() => chinwag.stop());
await chinwag.supervise(path.join(chinwag.directory, 'by-hand'));

const BYTES = 5000; // that are promised

const VARIABLES = { GATEWAY_INTERFACE: 'CGI/1.1', REQUEST_METHOD: 'POST',
  REQUEST_URI: '/api/session', CONTENT_TYPE: 'application/json',
  CONTENT_LENGTH: String(BYTES), REMOTE_ADDR: '127.0.0.1' };

// Records of FastCGI 1.0, section 8.
const BEGIN = 1, PARAMS = 4, STDIN = 5, STDOUT = 6, KEEP = 1;
function record(type, content) {
  const head = Buffer.from([1, type, 0, 1, content.length >> 8,
    content.length & 255, 0, 0]);
  return Buffer.concat([head, content]);
}
function length(text) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((text.length | 0x80000000) >>> 0);
  return bytes;
}
const pair = ([name, value]) => Buffer.concat([length(name), length(value),
  Buffer.from(name + value)]);
const opening = (variables) => Buffer.concat([
  record(BEGIN, Buffer.from([0, 1, KEEP, 0, 0, 0, 0, 0])),
  record(PARAMS, Buffer.concat(Object.entries(variables).map(pair))),
  record(PARAMS, Buffer.alloc(0))]);

// What came as the answer, of all records.
function answerIn(bytes) {
  const pieces = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt16BE(at + 4);
    if (bytes[at + 1] === STDOUT)
      pieces.push(bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size + bytes[at + 6];
  }
  return parseCgi(Buffer.concat(pieces));
}

// Call write now and then, until it is over.
async function trickle(write, isOver) {
  let sent = 0;
  await eventually('it is over', () => {
    if (isOver())
      return true;
    write();
    sent += 1;
    return false;
  }, { withinMs: 60000, everyMs: 50 });
  assert.ok(sent < BYTES);
}

// A socket that goes on sending, whoever listens.
async function slowly(socket) {
  const pieces = [];
  let isClosed = false;
  socket.on('data', (piece) => pieces.push(piece));
  socket.on('error', () => {}); // the other end is shut
  socket.on('close', () => { isClosed = true; });
  socket.on('end', () => { isClosed = true; });
  socket.write(opening(VARIABLES));
  await trickle(() => socket.writable && socket.write(
    record(STDIN, Buffer.from(' '))), () => isClosed);
  socket.destroy();
  return answerIn(Buffer.concat(pieces));
}

test('a program behind a server answers 408, and closes', async () => {
  const door = path.join(chinwag.sockets, 'session-post.sock');
  // Who writes to a socket that was shut meanwhile loses what there was to read.
  const answers = await Promise.all([1, 2, 3].map(() =>
    eventually('an answer is read', () => slowly(net.connect(door))
      .catch((error) => assert.match(error.message, /no CGI answer: $/)),
    { withinMs: 90000 })));
  for (const answer of answers) {
    assert.equal(answer.status, 408, answer.text);
    assert.equal(answer.json.code, 'too_late');
  }
});

test('so does one that is started for the request', async () => {
  const child = spawn(path.join(chinwag.programs, 'session-post'), [],
    { env: { ...chinwag.env, ...VARIABLES } });
  const pieces = [];
  let isOver = false;
  child.stdout.on('data', (piece) => pieces.push(piece));
  child.stdin.on('error', () => {}); // it is gone
  child.on('close', () => { isOver = true; });
  await trickle(() => child.stdin.write(' '), () => isOver);
  const answer = parseCgi(Buffer.concat(pieces));
  assert.equal(answer.status, 408, answer.text);
  assert.equal(answer.json.code, 'too_late');
});

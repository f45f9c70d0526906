// A web server's end of FastCGI: one request over a Unix socket.

import net from 'node:net';
import { parseCgi, variablesOf } from '../../api/lib/cgi.mjs';

const BEGIN = 1;
const PARAMS = 4;
const STDIN = 5;
const STDOUT = 6;
const END = 3;

function record(type, content) {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(8);
  header.set([1, type, 0, 1]);
  header.writeUInt16BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

function length(text) {
  const size = Buffer.byteLength(text);
  if (size < 128)
    return Buffer.from([size]);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(size + 2 ** 31);
  return bytes;
}

const pair = ([name, value]) => Buffer.concat([length(name), length(value),
  Buffer.from(name), Buffer.from(value)]);

// What a record of the answer holds, once all of it has come.
function *records(bytes) {
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt16BE(at + 4);
    const end = at + 8 + size + bytes[at + 6];
    if (end > bytes.length)
      return;
    yield { type: bytes[at + 1], content: bytes.subarray(at + 8,
      at + 8 + size) };
    at = end;
  }
}

// The answer's bytes so far; whole: the request has ended.
function contentOf(bytes) {
  const all = [...records(bytes)];
  return { whole: all.some(({ type }) => type === END),
    content: Buffer.concat(all.filter(({ type }) => type === STDOUT)
      .map(({ content }) => content)) };
}

function requestOf(request) {
  const params = Object.entries({ GATEWAY_INTERFACE: 'CGI/1.1',
    REMOTE_ADDR: '127.0.0.1', ...variablesOf(request) });
  return Buffer.concat([record(BEGIN, [0, 1, 0, 0, 0, 0, 0, 0]),
    record(PARAMS, Buffer.concat(params.map(pair))), record(PARAMS, ''),
    ...request.body ? [record(STDIN, request.body)] : [],
    record(STDIN, '')]);
}

// Asks and leaves the connection open: { text(), close(), ended }.
export function open(socket, request) {
  const connection = net.connect(socket);
  connection.setTimeout(60000, () =>
    connection.destroy(new Error(`${socket} is silent`)));
  let bytes = Buffer.alloc(0);
  connection.on('data', (piece) => {
    bytes = Buffer.concat([bytes, piece]);
  });
  const ended = new Promise((resolve, reject) => {
    connection.on('close', resolve);
    connection.on('error', reject);
  });
  connection.write(requestOf(request));
  return { ended, content: () => contentOf(bytes),
    close: () => connection.destroy() };
}

// Does somebody listen there?  Its file is there a moment earlier.
export const isOpen = (socket) => new Promise((resolve) => {
  const connection = net.connect(socket, () => {
    connection.destroy();
    resolve(true);
  });
  connection.on('error', () => resolve(false));
});

export async function ask(socket, request) {
  const asked = open(socket, request);
  await asked.ended;
  const { whole, content } = asked.content();
  if (!whole)
    throw new Error(`${socket}: the answer broke off`);
  return parseCgi(content);
}

// HTTP/1.1 byte for byte over a socket, so that a test can send what no
// well-behaved client would, and see an answer exactly as it came.

import net from 'node:net';
import { allow } from './patience.mjs';

const END = Buffer.from('\r\n\r\n');

function parseHead(bytes) {
  const [statusLine, ...lines] = bytes.toString('latin1').split('\r\n');
  const found = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine);
  if (!found)
    throw new Error(`not a status line: ${JSON.stringify(statusLine)}`);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(found[1]), headers };
}

// null: more has to come.
function unchunk(bytes) {
  const parts = [];
  let at = 0;
  for (;;) {
    const eol = bytes.indexOf('\r\n', at);
    if (eol < 0)
      return null;
    const size = parseInt(bytes.toString('latin1', at, eol), 16);
    if (size === 0)
      return bytes.indexOf('\r\n', eol + 2) < 0 ? null : Buffer.concat(parts);
    if (bytes.length < eol + 2 + size + 2)
      return null;
    parts.push(bytes.subarray(eol + 2, eol + 2 + size));
    at = eol + 2 + size + 2;
  }
}

export class Answer {
  constructor({ status, headers }, body, isCut) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.isCut = isCut;
  }

  all(name) {
    return this.headers.filter(([key]) => key === name.toLowerCase())
      .map(([, value]) => value);
  }

  header(name) {
    return this.all(name)[0];
  }

  get text() {
    return this.body.toString('utf8');
  }

  get json() {
    return JSON.parse(this.text);
  }
}

// The answer in bytes, if it is whole; at the connection's end, whatever
// there is.
export function parseAnswer(bytes, { method = 'GET', isEnd = false } = {}) {
  const head = bytes.indexOf(END);
  if (head < 0)
    return null;
  const answer = parseHead(bytes.subarray(0, head));
  if (answer.status === 100)
    return parseAnswer(bytes.subarray(head + 4), { method, isEnd });
  const rest = bytes.subarray(head + 4);
  const value = (name) =>
    answer.headers.find(([key]) => key === name)?.[1];
  if (method === 'HEAD' || answer.status === 204 || answer.status === 304)
    return new Answer(answer, rest, false);
  if (/chunked/i.test(value('transfer-encoding') ?? '')) {
    const body = unchunk(rest);
    if (body)
      return new Answer(answer, body, false);
    return isEnd ? new Answer(answer, rest, true) : null;
  }
  const length = value('content-length');
  if (length === undefined)
    return isEnd ? new Answer(answer, rest, false) : null;
  if (rest.length >= Number(length))
    return new Answer(answer, rest.subarray(0, Number(length)), false);
  return isEnd ? new Answer(answer, rest, true) : null;
}

// Send these very bytes and wait for one answer.  Rejects if none comes.
// Our side stays open, as that of a client which has more to say.  onBytes is
// called when something has come.
export function exchange(port, bytes, { method, timeoutMs = 30000,
  onBytes } = {}) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const pieces = [];
    let isDone = false;
    const finish = (answer, error) => {
      if (isDone)
        return;
      isDone = true;
      callOff();
      socket.destroy();
      if (answer)
        resolve(answer);
      else
        reject(error);
    };
    const look = (isEnd, error) => {
      try {
        const answer = parseAnswer(Buffer.concat(pieces), { method, isEnd });
        if (answer || isEnd)
          finish(answer, error ?? new Error('closed without an answer'));
      } catch (problem) {
        finish(null, problem);
      }
    };
    const callOff = allow(timeoutMs,
      () => finish(null, new Error(`no answer in ${timeoutMs} ms`)));
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (piece) => {
      pieces.push(piece);
      onBytes?.();
      look(false);
    });
    socket.on('end', () => look(true));
    socket.on('close', () => look(true));
    socket.on('error', (error) => look(true, error));
  });
}

// headers: [[name, value], ...], sent as they are; values are bytes in latin1.
// chunked: the body in pieces of that many bytes.
export function bytesOf({ method, path, headers, body, chunked }) {
  const lines = [`${method} ${path} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`)];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  if (body === undefined)
    return head;
  const whole = Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8');
  if (!chunked)
    return Buffer.concat([head, whole]);
  const pieces = [head];
  for (let at = 0; at < whole.length; at += chunked) {
    const piece = whole.subarray(at, at + chunked);
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece,
      Buffer.from('\r\n'));
  }
  pieces.push(Buffer.from('0\r\n\r\n'));
  return Buffer.concat(pieces);
}

// A request with what every request needs; own headers win over those.
export function request(port, { method = 'GET', path, headers = [], body,
  chunked, timeoutMs, length, onBytes }) {
  const lines = Array.isArray(headers) ? headers : Object.entries(headers);
  const has = (name) => lines.some(([key]) => key.toLowerCase() === name);
  const all = [...(has('host') ? [] : [['Host', `127.0.0.1:${port}`]]),
    ['Connection', 'close'], ...lines];
  if (body !== undefined) {
    if (chunked)
      all.push(['Transfer-Encoding', 'chunked']);
    else if (!has('content-length'))
      all.push(['Content-Length', length ?? Buffer.byteLength(body)]);
  }
  return exchange(port, bytesOf({ method, path, headers: all, body, chunked }),
    { method, timeoutMs, onBytes });
}

// A program run once, as a web server runs a CGI program, and as a person
// does from a shell.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { allow } from './patience.mjs';
import { programOf } from './programs.mjs';
import { Answer } from './wire.mjs';

// An answer as RFC 3875 section 6 has it.
export function parseCgi(bytes) {
  const found = /\r?\n\r?\n/.exec(bytes.toString('latin1'));
  if (!found)
    throw new Error(`no CGI answer: ${bytes.toString('utf8').slice(0, 400)}`);
  const headers = bytes.toString('latin1', 0, found.index).split(/\r?\n/)
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(),
        line.slice(colon + 1).trim()];
    });
  const status = headers.find(([name]) => name === 'status')?.[1] ?? '200';
  const body = bytes.subarray(found.index + found[0].length);
  const length = headers.find(([name]) => name === 'content-length')?.[1];
  return new Answer({ status: Number(status.slice(0, 3)), headers }, body,
    length !== undefined && Number(length) !== body.length);
}

// libfaketime keeps something in shared memory for each process, by its number.
// What is killed, or stands in a fence, does not take that away at its end, and
// the next process of the same number would not begin.
function clearSharedMemory() {
  for (const name of fs.readdirSync('/dev/shm')) {
    const [, pid] = /^(?:sem\.)?faketime_s\w+_(\d+)$/.exec(name) ?? [];
    if (pid && !fs.existsSync(`/proc/${pid}`))
      try {
        fs.rmSync(path.join('/dev/shm', name), { force: true });
      } catch {
        // It is another user's.
      }
  }
}

// Run to the end: { code, signal, stdout, stderr }.
export function run(file, args, { env, stdin = '', timeoutMs = 30000 } = {}) {
  if (env?.FAKETIME)
    clearSharedMemory();
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env });
    const callOff = allow(timeoutMs, () => child.kill());
    const out = [];
    const err = [];
    child.stdout.on('data', (piece) => out.push(piece));
    child.stderr.on('data', (piece) => err.push(piece));
    child.stdin.on('error', () => {});
    child.on('error', (error) => {
      callOff();
      reject(error);
    });
    child.on('close', (code, signal) => {
      callOff();
      resolve({ code, signal, stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString() });
    });
    child.stdin.end(stdin);
  });
}

const variable = (name) => `HTTP_${name.toUpperCase().replaceAll('-', '_')}`;

export function variablesOf({ method, path: uri, headers = [], body }) {
  const env = { REQUEST_METHOD: method, REQUEST_URI: uri };
  const lines = Array.isArray(headers) ? headers : Object.entries(headers);
  for (const [name, value] of lines)
    if (name.toLowerCase() === 'content-type')
      env.CONTENT_TYPE = value;
    else if (name.toLowerCase() !== 'content-length')
      env[variable(name)] = value;
  if (body !== undefined)
    env.CONTENT_LENGTH = String(Buffer.byteLength(body));
  return env;
}

async function answerOf(instance, request, env, args) {
  const program = programOf(request.method, request.path);
  const file = path.join(instance.programs, program?.name ?? 'unrouted');
  const done = await run(file, args,
    { env: { ...instance.env, ...env }, stdin: request.body ?? '' });
  if (done.code !== 0 || done.signal)
    throw new Error(`${file}: exit ${done.code} ${done.signal ?? ''} ` +
      done.stderr);
  return parseCgi(done.stdout);
}

export const fromShell = (instance, request) =>
  answerOf(instance, request, variablesOf(request), []);

// With everything a web server adds, and RFC 3875 section 4.4's trap: words
// of a query without '=' come as arguments.
export function asCgi(instance, request) {
  const [uri, query = ''] = request.path.split('?', 2);
  const words = query && !query.includes('=')
    ? query.split('+').map(unescape) : [];
  return answerOf(instance, request, {
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_PROTOCOL: 'HTTP/1.1',
    SERVER_SOFTWARE: 'test',
    SERVER_NAME: '127.0.0.1',
    SERVER_PORT: String(instance.port),
    REMOTE_ADDR: '127.0.0.1',
    SCRIPT_NAME: uri,
    PATH_INFO: '',
    QUERY_STRING: query,
    ...variablesOf(request),
  }, words);
}

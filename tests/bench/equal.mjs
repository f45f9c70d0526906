// Does the time of an answer tell who is known?  Requests for known and unknown
// names by turns, in an order by chance, and Welch's t of their times: beyond
// 4.5 they differ by more than chance.
//
// And a crowd of people who sign in at once: what that takes of memory, and
// how quick other routes are meanwhile.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { start } from '../api/lib/harness.mjs';
import { person } from '../api/lib/actors.mjs';
import { sql } from '../chinwag/lib/place.mjs';
import { client, TARGET } from '../idp/lib/pool.mjs';
import { median, told } from './table.mjs';

const T_MAX = 4.5;
const NAMES = 100; // each is tried five times, as often as is free
const SLOW_SHARE = 0.1;

// As in production, but that nobody is turned away for asking often.
const conf = {
  argon2_memory_kib: 19456,
  argon2_passes: 2,
  argon2_wait_ms: 500,
  idp_per_second: 0,
  failures_per_network: 0,
  mail_per_hour: 20,
  mail_per_hour_total: 1000000,
  trusted_proxies: '127.0.0.1',
  log_level: 'warning',
};

const mean = (values) => values.reduce((sum, one) => sum + one, 0) /
  values.length;

function welch(these, those) {
  const [a, b] = [mean(these), mean(those)];
  const spread = (values, middle) => values.reduce((sum, one) =>
    sum + (one - middle) ** 2, 0) / (values.length - 1) / values.length;
  return (a - b) / Math.sqrt(spread(these, a) + spread(those, b));
}

// Without what was slow by something else: dudect's way, one limit for both.
function cropped(these, those) {
  const all = [...these, ...those].sort((a, b) => a - b);
  const limit = all[Math.floor(all.length * (1 - SLOW_SHARE)) - 1];
  return [these, those].map((values) => values.filter((one) => one <= limit));
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let networks = 0;

// One request; the milliseconds until all of its answer was there.
function ask(port, { method = 'POST', path, headers, body }) {
  networks += 1;
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint();
    const request = http.request({ port, host: '127.0.0.1', agent, method,
      path, headers: { 'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
        // Each from a network of its own.
        'X-Forwarded-For': `10.${networks >> 8 & 255}.${networks & 255}.1`,
        ...headers } }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => resolve({ status: response.statusCode,
        ms: Number(process.hrtime.bigint() - began) / 1e6,
        text: Buffer.concat(pieces).toString() }));
    });
    request.on('error', reject);
    request.end(text);
  });
}

const api = (path, body, method) => ({ path: `/api${path}`, body, method });
const idp = (operation, body) => ({ path: '/idp', body, headers: {
  'Content-Type': 'application/x-amz-json-1.1',
  'X-Amz-Target': TARGET + operation } });

// name → the request.  Of each name in turn, known or not.
const kinds = (clientId) => ({
  'signing in': { status: 401, program: 'session-post', of: (name) => api('/session',
    { username: name, password: 'wrong horse battery' }) },
  'signing in by mail address': { status: 401, names: 'addresses',
    program: 'session-post', of: (name) => api('/session', { username: name, password: 'wrong horse battery' }) },
  'USER_PASSWORD_AUTH': { status: 400, program: 'idp-post', of: (name) => idp('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters: {
      USERNAME: name, PASSWORD: 'wrong horse battery' } }) },
  'a forgotten password': { status: 202, program: 'reset-post', of: (name) =>
    api(`/users/${name}/reset`, {}) },
  'ForgotPassword': { status: 200, program: 'idp-post', of: (name) => idp('ForgotPassword',
    { ClientId: clientId, Username: name }) },
  'a wrong code of a reset': { status: 400, program: 'reset-put', of: (name) =>
    api(`/users/${name}/reset`, { code: '000000',
      password: 'tractor papyrus lamp' }, 'PUT') },
  'another code': { status: 202, names: 'unconfirmed', program: 'code-post',
    of: (name) => api(`/users/${name}/code`, {}) },
  'a wrong code of a sign-up': { status: 400, names: 'unconfirmed',
    program: 'confirmation-post',
    of: (name) => api(`/users/${name}/confirmation`, { code: '000000' }) },
  'signing up with an address': { status: 201, names: 'addresses',
    program: 'users-post',
    of: (email, i, tag) => api('/users', { username: `${tag}-${i}`, email,
      password: 'correct horse battery' }) },
  'SRP, the first step': { status: 200, program: 'idp-post', of: (name) => idp('InitiateAuth', {
    AuthFlow: 'USER_SRP_AUTH', ClientId: clientId, AuthParameters: {
      USERNAME: name, SRP_A: 'abcdef0123456789' } }) },
});

// As many known names as unknown, of the same lengths.
async function makeNames(instance) {
  const list = (stem) => Array.from({ length: NAMES }, (_, i) =>
    `${stem}${String(i).padStart(3, '0')}`);
  const known = { names: list('real'), unconfirmed: list('late') };
  const unknown = { names: list('none'), unconfirmed: list('gone') };
  for (const one of [known, unknown])
    one.addresses = one.names.map((name) => `${name}@example.org`);
  for (const name of known.names)
    await instance.addUser(name, `${name}@example.org`,
      'correct horse battery');
  for (const username of known.unconfirmed) {
    const { status } = await ask(instance.port, api('/users', { username,
      email: `${username}@example.org`, password: 'correct horse battery' }));
    if (status !== 201)
      throw new Error(`signing up: ${status}`);
  }
  return [known, unknown];
}

// What a process has had of processors, in milliseconds.  Of a difference that
// the time of an answer hides among others this still tells.
const usedBy = (pid) => fs.readdirSync(`/proc/${pid}/task`).reduce((sum, id) =>
  sum + Number(fs.readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8')
    .split(' ')[0]) / 1e6, 0);

async function compare(instance, name, kind, [known, unknown], count) {
  const times = { known: [], unknown: [], knownUsed: [], unknownUsed: [] };
  // The program is there from its first request.
  await ask(instance.port, kind.of('somebody@example.org', 'x', name.length));
  const { pid } = instance.worker(kind.program);
  const lists = { known: known[kind.names ?? 'names'],
    unknown: unknown[kind.names ?? 'names'] };
  const texts = new Set();
  for (let i = 0; i < count; i += 1) {
    const order = Math.random() < 0.5 ? ['known', 'unknown']
      : ['unknown', 'known'];
    for (const who of order) {
      const tag = `${who.slice(0, 2)}${name.length}`;
      const before = usedBy(pid);
      const { status, ms, text } = await ask(instance.port,
        kind.of(lists[who][i % NAMES], i, tag));
      if (status !== kind.status)
        throw new Error(`${name}, ${who}: ${status} ${text}`);
      times[who].push(ms);
      times[`${who}Used`].push(usedBy(pid) - before);
      texts.add(Object.keys(JSON.parse(text || '{}')).join());
    }
  }
  if (texts.size !== 1)
    throw new Error(`${name}: answers of several shapes`);
  return times;
}

function tell(report, name, { known, unknown, knownUsed, unknownUsed }) {
  report.add(`${name}: known, ms`, told(known));
  report.add('  unknown, ms', told(unknown));
  const t = welch(known, unknown);
  const few = cropped(known, unknown);
  const tCropped = welch(...few);
  report.add('  t', t.toFixed(2), `at most ${T_MAX}`, Math.abs(t) <= T_MAX);
  report.add('  t without the slowest tenth', tCropped.toFixed(2),
    `at most ${T_MAX}`, Math.abs(tCropped) <= T_MAX);
  report.add('  means without them, ms',
    `${mean(few[0]).toFixed(3)} and ${mean(few[1]).toFixed(3)}`);
  const used = cropped(knownUsed, unknownUsed);
  report.add('  processor time, means so, ms; t',
    `${mean(used[0]).toFixed(4)} and ${mean(used[1]).toFixed(4)}; ${
      welch(...used).toFixed(1)}`);
}

// count: requests of each kind, known and unknown.
// kib: memory of a hash; the less, the more is seen of the rest.
export async function equalFigures(report, { count, kib, bench }) {
  const instance = await start({ mail: false,
    conf: { ...conf, argon2_memory_kib: kib } });
  try {
    report.title(`Known and unknown names, ${count} requests each, by turns, ` +
      `a hash of ${kib} KiB`);
    const { clientId } = await client(instance, '--srp', 'on');
    const both = await makeNames(instance);
    for (const [name, kind] of Object.entries(kinds(clientId))) {
      // Nobody is locked, or has asked too often, by what was before.
      await sql(join(instance.data, 'pool.db'),
        'DELETE FROM lockout; DELETE FROM quota;');
      tell(report, name, await compare(instance, name, kind, both, count));
    }
    const done = spawnSync(bench('compare'), { encoding: 'utf8' });
    const { t } = JSON.parse(done.stdout);
    report.add('comparing hashes, a million pairs: t', t.toFixed(2),
      `at most ${T_MAX}`, Math.abs(t) <= T_MAX);
  } finally {
    await instance.stop();
  }
}

// --- a crowd ------------------------------------------------------------------

const CROWD = 200;

const quantile = (values, share) => [...values].sort((a, b) => a - b)[
  Math.min(values.length - 1, Math.floor(values.length * share))];

const valueOf = (file, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm')
  .exec(fs.readFileSync(file, 'utf8'))?.[1] ?? 0);

async function timesOf(port, token, isOver, least) {
  const times = [];
  while (times.length < least || !isOver()) {
    const { status, ms } = await ask(port, { method: 'GET',
      path: '/api/conversations', headers: { Authorization: token } });
    if (status !== 200)
      throw new Error(`conversations: ${status}`);
    times.push(ms);
  }
  return times;
}

function signInOnce(port, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', agent: false,
      method: 'POST', path: '/api/session', headers: {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body) } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    });
    request.on('error', reject);
    request.end(body);
  });
}

export async function crowdFigures(report) {
  const instance = await start({ conf, mail: false });
  try {
    report.title(`${CROWD} people sign in at once`);
    const someone = await person(instance);
    const body = JSON.stringify({ username: someone.name,
      password: someone.password });
    await signInOnce(instance.port, body);
    await timesOf(instance.port, someone.token, () => true, 200);
    const idle = await timesOf(instance.port, someone.token, () => true, 500);
    let isOver = false;
    const all = Promise.all(Array.from({ length: CROWD }, () =>
      signInOnce(instance.port, body))).then((answers) => {
      isOver = true;
      return answers;
    });
    const busy = await timesOf(instance.port, someone.token, () => isOver, 1);
    const answers = await all;
    const good = answers.filter(({ statusCode }) => statusCode === 200).length;
    const turned = answers.filter(({ statusCode, headers }) =>
      statusCode === 503 && headers['retry-after']).length;
    const { pid } = instance.worker('session-post');
    report.add('let in; told to come again', `${good}; ${turned}`,
      `${CROWD} in all`, good + turned === CROWD);
    report.add('most memory of session-post, MiB',
      told([valueOf(`/proc/${pid}/status`, 'VmHWM') / 1024]),
      'two slots of 19 and 16', valueOf(`/proc/${pid}/status`, 'VmHWM') <
      (2 * 19 + 16) * 1024);
    report.add('other routes, idle: median and p95, ms',
      `${median(idle).toFixed(2)} and ${quantile(idle, 0.95).toFixed(2)}`);
    report.add(`  meanwhile (${busy.length} requests)`,
      `${median(busy).toFixed(2)} and ${quantile(busy, 0.95).toFixed(2)}`);
    const ratio = quantile(busy, 0.95) / quantile(idle, 0.95);
    report.add('  p95, ratio', ratio.toFixed(2), 'at most 3', ratio <= 3);
  } finally {
    await instance.stop();
  }
}

// The benchmarks: every figure that the product promises, as ratios against
// baselines that are measured in the same run, by turns with it.
//
// usage: node run.mjs --build DIR [--rounds N] [--seconds S] [--messages N]
//        [--server NAME,...]   lighttpd, nginx, apache
//        [--only NAME,...]     NAME: post, read, list, growth, fanout, memory,
//                              cgi; equal, crowd
//        [--count N]           requests of each kind of equal, 500
//        [--kib N]             memory of a hash in equal, 19456
//
// Behind servers other than the first, what depends on the server is measured:
// read, list and fanout.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Report, median, told } from './table.mjs';
import { Instance } from './instance.mjs';

const { values: options } = parseArgs({ options: {
  build: { type: 'string', default: 'build' },
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '2' },
  messages: { type: 'string', default: '1000000' },
  server: { type: 'string', default: 'lighttpd' },
  only: { type: 'string',
    default: 'post,read,list,growth,fanout,memory,cgi,equal,crowd' },
  count: { type: 'string', default: '500' },
  kib: { type: 'string', default: '19456' },
} });
const rounds = Number(options.rounds);
const chosen = new Set(options.only.split(','));
const bench = (name) => join(options.build, 'tests/bench', name);
const report = new Report();
const scratch = mkdtempSync(join(tmpdir(), 'chinwag-bench-'));
let runs = 0;

function json(program, args, env) {
  const done = spawnSync(program, args,
    { encoding: 'utf8', env: env ?? process.env, maxBuffer: 1 << 26 });
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${done.stderr || done.error}`);
  return JSON.parse(done.stdout);
}

// Four characters that no other load of the run has: they begin its keys.
function tag() {
  return (runs++).toString(36).padStart(4, '0');
}

// Processor time of each request, in microseconds, by programs' names.
function spentBetween(before, after, requests) {
  return Object.fromEntries(Object.entries(after).map(([name, us]) =>
    [name, (us - (before[name] ?? 0)) / requests]).filter(([, us]) => us >= 1));
}

function load(instance, clients, request) {
  const file = join(scratch, 'request');
  writeFileSync(file, request);
  const before = instance.processorByName();
  const result = json(bench('load'),
    [`${instance.port}`, `${clients}`, options.seconds, file, tag()]);
  result.spent = spentBetween(before, instance.processorByName(), result.total);
  if (result.failures > 0)
    report.add(`  failures among ${result.requests} requests`,
      `${result.failures}`, '0', false);
  return result;
}

const get = (path, token) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${
  token ? `Authorization: ${token}\r\n` : ''}\r\n`;

function post(conversation, token) {
  const body = '{"message":"message {{n}}: how about lunch at one?"}';
  const length = body.length - '{{n}}'.length + 12;
  return `POST /api/conversations/${conversation}/messages HTTP/1.1\r\n`
    + `Host: 127.0.0.1\r\nAuthorization: ${token}\r\n`
    + 'Content-Type: application/json\r\nIdempotency-Key: key-{{n}}\r\n'
    + `Content-Length: ${length}\r\n\r\n${body}`;
}

function sqliteRows() {
  const directory = mkdtempSync(join(scratch, 'rows-'));
  const { rate } = json(bench('rows'), [directory, options.seconds]);
  rmSync(directory, { recursive: true });
  return rate;
}

// Run each measurement once a round, by turns, so that a machine whose speed
// drifts does not favour one of them.
function byTurns(measurements) {
  const results = Object.fromEntries(
    Object.keys(measurements).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(measurements))
      results[name].push(measure());
  }
  return results;
}

const rates = (results) => results.map(({ rate }) => rate);
const ratios = (these, those) => these.map((value, i) => value / those[i]);

function compare(what, these, those, goal) {
  const values = ratios(these, those);
  report.add(what, told(values), `at least ${goal}`, median(values) >= goal);
}

// What a request costs behind the same server, whatever else the machine does.
function tellSpent(what, results) {
  const names = new Set(results.flatMap(({ spent }) => Object.keys(spent)));
  report.add(`  processor time of ${what}, microseconds`,
    [...names].map((name) => `${name} ${
      Math.round(median(results.map(({ spent }) => spent[name] ?? 0)))}`)
      .join(', '));
  return results.map(({ spent }) =>
    Object.values(spent).reduce((sum, one) => sum + one, 0));
}

function compareSpent(ours, theirs, goal) {
  const values = ratios(tellSpent('hello world', theirs), tellSpent('it', ours));
  report.add('  ratio of H to it, in processor time', told(values),
    `at least ${goal}`, median(values) >= goal);
}

function baselines(instance) {
  report.title('Baselines');
  const results = byTurns({
    rows: sqliteRows,
    one: () => load(instance, 1, get('/bench/hello')),
    many: () => load(instance, 32, get('/bench/hello')),
    same: () => load(instance, 32, get('/bench/hello-page')),
    file: () => load(instance, 32, get('/bench-page.txt')),
  });
  report.add('S: raw SQLite, one durable row a commit, rows/s',
    told(results.rows));
  report.add('H: hello world, 1 client, req/s', told(rates(results.one)));
  report.add('H: hello world, 32 clients, req/s', told(rates(results.many)));
  report.add('   hello world of a page\'s size, 32 clients, req/s',
    told(rates(results.same)));
  report.add('   static file of a page\'s size, 32 clients, req/s',
    told(rates(results.file)));
}

function posts(instance) {
  report.title('Post a message, durable');
  const request = post(instance.seeded.small, instance.token);
  const results = byTurns({
    rows: sqliteRows,
    hello1: () => load(instance, 1, get('/bench/hello')),
    c1: () => load(instance, 1, request),
    c16: () => load(instance, 16, request),
    c64: () => load(instance, 64, request),
  });
  report.add('S, rows/s', told(results.rows));
  report.add('H, 1 client, req/s', told(rates(results.hello1)));
  for (const [name, goal] of [['c1', 0.7], ['c16', 1.8], ['c64', 1.8]]) {
    const clients = Number(name.slice(1));
    report.add(`${clients} clients, req/s`, told(rates(results[name])));
    report.add('  p50 and p99, ms', `${
      told(results[name].map(({ p50_ms: p }) => p))} and ${
      told(results[name].map(({ p99_ms: p }) => p))}`);
    compare('  ratio to S', rates(results[name]), results.rows, goal);
  }
  const tails = results.c64.map((r) => r.p99_ms / r.p50_ms);
  report.add('64 clients: p99 by median', told(tails), 'at most 4',
    median(tails) <= 4);
  const fair = results.c64.map((r) => r.least_of_a_client / r.most_of_a_client);
  report.add('64 clients: least by most served client', told(fair));
}

function reads(instance) {
  report.title('Read the newest 50 messages, 32 clients');
  const page = (id) => get(`/api/conversations/${id}/messages?limit=50`,
    instance.token);
  const results = byTurns({
    hello: () => load(instance, 32, get('/bench/hello')),
    same: () => load(instance, 32, get('/bench/hello-page')),
    small: () => load(instance, 32, page(instance.seeded.small)),
    large: () => load(instance, 32, page(instance.seeded.large)),
  });
  report.add('H, req/s', told(rates(results.hello)));
  report.add('of 100,000, req/s', told(rates(results.small)));
  compare('  ratio to H', rates(results.small), rates(results.hello), 0.6);
  compareSpent(results.small, results.hello, 0.6);
  report.add('  ratio to a hello world of the same size',
    told(ratios(rates(results.small), rates(results.same))));
  report.add(`of ${options.messages}, req/s`, told(rates(results.large)));
  compare('  ratio to 100,000', rates(results.large), rates(results.small),
    0.9);
}

function lists(instance) {
  report.title('List 50 conversations, 32 clients');
  const request = get('/api/conversations?limit=50', instance.token);
  const results = byTurns({
    hello: () => load(instance, 32, get('/bench/hello')),
    list: () => load(instance, 32, request),
  });
  report.add('H, req/s', told(rates(results.hello)));
  report.add('list, req/s', told(rates(results.list)));
  compare('  ratio to H', rates(results.list), rates(results.hello), 0.45);
  compareSpent(results.list, results.hello, 0.45);
}

// A list that has not changed is not sent again: what both cost the program.
async function unchanged(instance) {
  report.title('The same list, in processor time of its program, 8 clients');
  const path = '/api/conversations?limit=50';
  const tag = await instance.etagOf(path);
  const cost = (request) => () => {
    const before = instance.processorUs('conversations-get');
    const { requests } = load(instance, 8, request);
    return (instance.processorUs('conversations-get') - before) / requests;
  };
  const whole = get(path, instance.token);
  const results = byTurns({
    whole: cost(whole),
    same: cost(whole.replace(/\r\n$/, `If-None-Match: ${tag}\r\n\r\n`)),
  });
  report.add('the whole list, microseconds', told(results.whole));
  report.add('304, microseconds', told(results.same));
  const shares = ratios(results.same, results.whole);
  report.add('  share of the whole', told(shares), 'at most 0.5',
    median(shares) <= 0.5);
}

function growth(instance) {
  report.title('A post costs the same, 16 clients');
  const results = byTurns({
    two: () => load(instance, 16, post(instance.seeded.small, instance.token)),
    crowd: () => load(instance, 16, 
      post(instance.seeded.crowd, instance.otherToken)),
    large: () => load(instance, 16, post(instance.seeded.large, instance.token)),
  });
  report.add('2 members, 100,000 messages, req/s', told(rates(results.two)));
  compare('  500 members, ratio to it', rates(results.crowd),
    rates(results.two), 0.9);
  compare(`  ${options.messages} messages, ratio to it`, rates(results.large),
    rates(results.two), 0.9);
}

// What is measured is no refusal.
function answersWith(status, program, env, input) {
  const answer = execFileSync(program, { env, input, encoding: 'utf8' });
  if (!answer.startsWith(`Status: ${status}`))
    throw new Error(`${program}: ${answer}`);
}

function cgi(instance) {
  report.title('A program as CGI: from its start to its answer');
  const path = `/api/conversations/${instance.seeded.small}/messages`;
  const body = JSON.stringify({ message: 'how about lunch at one?' });
  const input = join(scratch, 'body');
  writeFileSync(input, body);
  const env = { CHINWAG_CONF: instance.conf, GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_PROTOCOL: 'HTTP/1.1', HTTP_AUTHORIZATION: instance.token };
  const reading = { ...env, REQUEST_METHOD: 'GET',
    REQUEST_URI: `${path}?limit=50` };
  const posting = { ...env, REQUEST_METHOD: 'POST', REQUEST_URI: path,
    CONTENT_TYPE: 'application/json', CONTENT_LENGTH: `${body.length}` };
  const program = (name) => join(options.build, 'cgi-bin', name);
  answersWith(200, program('messages-get'), reading, '');
  answersWith(201, program('messages-post'), posting, body);
  const results = byTurns({
    nothing: () => json(bench('spawn'), ['300', '/bin/true'], env),
    read: () => json(bench('spawn'), ['300', program('messages-get')], reading),
    post: () => json(bench('spawn'), ['300', program('messages-post'), input],
      posting),
  });
  report.add('/bin/true, ms', told(results.nothing.map((r) => r.p50_ms)));
  for (const [name, goal] of [['read', 4], ['post', 5]]) {
    const times = results[name].map((r) => r.p50_ms);
    if (name === 'read')
      report.add('read, ms', told(times), 'at most 4', median(times) <= 4);
    else
      report.add(`${name}, ms`, told(times));
    const spent = results[name].map((r, i) =>
      r.cpu_ms - results.nothing[i].cpu_ms);
    report.add('  processor time beyond that of /bin/true, ms', told(spent),
      `at most ${goal}`, median(spent) <= goal);
  }
}

function memory(instance, when) {
  report.title(`Memory of everything, idle, ${when}`);
  const parts = instance.pssMiB();
  for (const [name, mib] of Object.entries(parts.byName))
    report.add(`  ${name}, MiB PSS`, mib.toFixed(2));
  report.add('all together, MiB PSS', parts.total.toFixed(2), 'at most 16',
    parts.total <= 16);
}

async function fanout(instance) {
  report.title('One message to many readers');
  const { fanoutFigures } = await import('./fanout.mjs');
  await fanoutFigures(instance, report, { rounds, bench });
}

async function measure(instance, server, chosen) {
  if (chosen.has('memory'))
    memory(instance, 'fresh');
  await instance.signIn();
  baselines(instance);
  if (chosen.has('post'))
    posts(instance);
  if (chosen.has('read'))
    reads(instance);
  if (chosen.has('list'))
    lists(instance);
  if (chosen.has('list') && server === 'lighttpd')
    await unchanged(instance);
  if (chosen.has('growth'))
    growth(instance);
  if (chosen.has('cgi'))
    cgi(instance);
  if (chosen.has('fanout'))
    await fanout(instance);
  if (chosen.has('memory'))
    memory(instance, 'after the load');
}

// These have an instance of their own each.
if (chosen.has('equal') || chosen.has('crowd')) {
  process.env.builddir = options.build;
  const { crowdFigures, equalFigures } = await import('./equal.mjs');
  if (chosen.delete('equal'))
    await equalFigures(report, { count: Number(options.count),
      kib: options.kib, bench });
  if (chosen.delete('crowd'))
    await crowdFigures(report);
  if (chosen.size === 0) {
    rmSync(scratch, { recursive: true, force: true });
    process.exit();
  }
}

const instance = await Instance.make({ build: options.build, scratch,
  messages: Number(options.messages), bench });
console.log(execFileSync(join(options.build, 'cgi-bin/messages-post'),
  ['--version'], { encoding: 'utf8' }));
try {
  for (const [i, server] of options.server.split(',').entries()) {
    report.title(`--- behind ${server}`);
    await instance.serve(server);
    await measure(instance, server, i === 0 ? chosen
      : new Set(['read', 'list', 'fanout'].filter((one) => chosen.has(one))));
    await instance.stop();
  }
} finally {
  await instance.stop();
  rmSync(scratch, { recursive: true, force: true });
}

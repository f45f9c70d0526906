// Power cuts, replayed: a program posts through group commit under strace, and
// from what it wrote and synced the disk is rebuilt as a cut at many moments
// may leave it, with any part of what no sync followed.  On each such disk the
// store must be whole and hold every message that was acknowledged before.
//
// CHINWAG_STATES says how many disks of each kind at least; CHINWAG_SEED repeats a run.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { after, test } from 'node:test';
import { build } from '../api/lib/harness.mjs';
import { Disk, FATES, happenings, trace } from './lib/disk.mjs';

const STATES = Number(process.env.CHINWAG_STATES ?? 320);
const SEED = Number(process.env.CHINWAG_SEED ?? Date.now() % 1000000);
const THREADS = 4;
const PIECES = 150;

const writer = path.join(build, 'tests/fault/writer');
const memory = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
const room = fs.mkdtempSync(path.join(memory, 'chinwag-replay-'));
after(() => fs.rmSync(room, { recursive: true, force: true }));

// Numbers in 0 .. 1 that a seed repeats (a linear congruence of 31 bits).
function randomFrom(seed) {
  let state = seed % 2147483647 || 1;
  return () => {
    state = state * 48271 % 2147483647;
    return state / 2147483647;
  };
}

// A process that looks at rebuilt stores, one after the other.
class Checker {
  constructor(env) {
    this.child = spawn(writer, ['check'],
      { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
    this.lines = readline.createInterface({ input: this.child.stdout })[
      Symbol.asyncIterator]();
  }

  async look(files) {
    const directory = path.join(room, 'state');
    fs.rmSync(directory, { recursive: true, force: true });
    fs.mkdirSync(directory);
    for (const [name, content] of files)
      fs.writeFileSync(path.join(directory, name), content);
    this.child.stdin.write(`${directory}\n`);
    const { value, done } = await this.lines.next();
    if (done)
      return { state: 'died', found: [] };
    const [state, ...found] = value.trim().split(' ');
    return { state, found };
  }

  close() {
    this.child.stdin.end();
  }
}

// Moments to cut at: half of them just after something was acknowledged.
function moments(events, count, random) {
  const told = events.flatMap((event, i) => event.kind === 'told' ? [i] : []);
  const pick = (list) => list[Math.floor(random() * list.length)];
  return new Set(Array.from({ length: count }, (_, i) => i % 2
    ? pick(told) : Math.floor(random() * events.length)));
}

function problemOf({ state, found }, acknowledged) {
  if (acknowledged.length > 0 && state !== 'ok')
    return state;
  const there = new Set(found);
  if (there.size !== found.length)
    return 'a message twice';
  const lost = acknowledged.filter((name) => name !== 'ready' &&
    !there.has(name));
  return lost.length > 0 ? `${lost.length} lost` : null;
}

function record(name, env) {
  const directory = path.join(room, name);
  fs.mkdirSync(directory);
  const lines = trace(path.join(room, `${name}.trace`), [writer, 'post',
    directory, String(THREADS), String(PIECES)], env);
  return happenings(lines, directory, /-shm$/);
}

// The states with a problem, and what was seen on the way.
async function replay(name, env, wanted) {
  const random = randomFrom(SEED);
  const events = record(name, env);
  const cuts = moments(events, Math.ceil(wanted / 3), random);
  const checker = new Checker(env);
  const disk = new Disk();
  const acknowledged = [];
  const seen = { states: 0, problems: [], events };
  for (const [index, event] of events.entries()) {
    disk.happen(event);
    if (event.kind === 'told')
      acknowledged.push(event.text);
    if (!cuts.has(index))
      continue;
    for (const [fate, choose] of Object.entries(FATES)) {
      const found = await checker.look(disk.crash(choose, random));
      const problem = problemOf(found, acknowledged);
      seen.states += 1;
      if (problem)
        seen.problems.push(`after event ${index}, ${fate}: ${problem}`);
    }
  }
  checker.close();
  assert.equal(acknowledged.length, THREADS * PIECES + 1);
  return seen;
}

const kinds = {
  'write-ahead log': {},
  'rollback journal': { CHINWAG_JOURNAL: 'truncate' },
};

// How often the log was begun; 0 where the library has none that is safe.
const beginnings = (events) => events.filter((event) =>
  event.kind === 'write' && event.name === 'chat.db-wal' &&
  event.offset === 0).length;

for (const [kind, env] of Object.entries(kinds)) {
  test(`a power cut loses nothing acknowledged, ${kind}`, async (t) => {
    const { states, problems, events } = await replay(`good-${kind}`, env,
      STATES);
    t.diagnostic(`${states} states, seed ${SEED}, the log was begun ` +
      `${beginnings(events)} times`);
    assert.ok(states >= STATES, `only ${states} states`);
    assert.notEqual(beginnings(events), 1, 'the log was never folded back');
    assert.deepEqual(problems, []);
  });

  test(`the replay sees what no sync costs, ${kind}`, async (t) => {
    const { states, problems } = await replay(`none-${kind}`,
      { ...env, WRITER_SYNC: 'none' }, 60);
    t.diagnostic(`${problems.length} of ${states} states`);
    assert.ok(problems.length > states / 4);
  });
}

test('the replay sees what a log without sync costs', async (t) => {
  const { states, problems, events } = await replay('log',
    { WRITER_SYNC: 'log' }, 60);
  t.diagnostic(`${problems.length} of ${states} states`);
  if (beginnings(events) === 0)
    return t.skip('this SQLite has no log that is safe');
  assert.ok(problems.some((problem) => problem.includes('lost')));
});

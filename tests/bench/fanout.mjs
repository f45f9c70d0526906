// One message to many readers of events, and what a waiting reader costs.

import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, told } from './table.mjs';

const MESSAGES = 30;
const FREED_MS = 5000; // until a server has noticed that a reader is gone
const GOALS = { 100: [3, 6], 1000: [10, 25] };

// The driver, held at its prompt; lines go in, JSON comes out.
class Driver {
  constructor(program, args) {
    this.child = spawn(program, args,
      { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.child.stdout })[
      Symbol.asyncIterator]();
  }

  async next() {
    const { value, done } = await this.lines.next();
    if (done)
      throw new Error('fanout ended early');
    return JSON.parse(value);
  }

  ask(command) {
    this.child.stdin.write(`${command}\n`);
    return this.next();
  }

  async end() {
    const gone = new Promise((done) => this.child.once('exit', done));
    this.child.stdin.end();
    await gone;
  }
}

async function measure(program, args) {
  const driver = new Driver(program, args);
  await driver.next();
  await driver.ask('post 3');
  const figures = await driver.ask(`post ${MESSAGES}`);
  await driver.end();
  return figures;
}

async function delays(report, readers, rounds, ways) {
  const results = { hub: [], ours: [] };
  for (let round = 0; round < rounds; round++) {
    for (const way of ['hub', 'ours'])
      results[way].push(await measure(...ways[way](readers)));
  }
  const of = (way, name) => results[way].map((one) => one[name]);
  report.add(`${readers} readers, bare TCP hub: p50 and p99, ms`,
    `${told(of('hub', 'p50_ms'))} and ${told(of('hub', 'p99_ms'))}`);
  for (const [i, name] of ['p50_ms', 'p99_ms'].entries())
    report.add(`  events-get: ${name.slice(0, 3)}, ms`,
      told(of('ours', name)), `at most ${GOALS[readers][i]}`,
      median(of('ours', name)) <= GOALS[readers][i]);
  for (const name of ['lost', 'twice']) {
    const count = of('ours', name).reduce((sum, one) => sum + one, 0);
    report.add(`  ${name}`, `${count}`, '0', count === 0);
  }
}

// Proportional set size of events-get, KiB, and its descriptors.
function holder(instance) {
  const pid = instance.children().find((one) =>
    readFileSync(`/proc/${one}/cmdline`, 'utf8').includes('events-get'));
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return { kib: Number(/^Pss:\s+(\d+)/m.exec(rollup)[1]),
    descriptors: readdirSync(`/proc/${pid}/fd`).length };
}

async function memory(instance, report, program, tokens) {
  const before = holder(instance);
  const wanted = instance.readers;
  const driver = new Driver(program, [`${instance.port}`, `${wanted}`,
    instance.seeded.small, tokens]);
  const { ready, ms } = await driver.next();
  await sleep(500);
  const held = holder(instance);
  report.add(`readers held at once, of ${wanted}`, `${ready}`, `${wanted}`,
    ready === wanted);
  report.add('  until all were ready, ms', `${ms}`);
  const each = (held.kib - before.kib) / wanted;
  report.add('  memory of events-get for each, KiB', each.toFixed(2),
    'at most 12', each <= 12);
  await driver.end();
  const ended = Date.now();
  let left;
  do {
    await sleep(50);
    left = holder(instance).descriptors - before.descriptors;
  } while (left > 0 && Date.now() < ended + 4 * FREED_MS);
  report.add('  until all were let go who had gone, ms', left > 0
    ? `${left} never` : `${Date.now() - ended}`, `at most ${FREED_MS}`,
  left <= 0 && Date.now() - ended <= FREED_MS);
}

export async function fanoutFigures(instance, report, { rounds, bench }) {
  const program = bench('fanout');
  const two = join(instance.scratch, 'tokens');
  const many = join(instance.scratch, 'tokens-many');
  const tokens = [instance.token, instance.otherToken];
  writeFileSync(two, `${tokens.join('\n')}\n`);
  for (let i = 0; i < 5; i++) {
    instance.addUser(`reader${i}`);
    tokens.push(await instance.tokenOf(`reader${i}`));
  }
  writeFileSync(many, `${tokens.join('\n')}\n`);
  const ways = {
    hub: (readers) => [program, ['hub', `${readers}`]],
    ours: (readers) => [program,
      [`${instance.port}`, `${readers}`, instance.seeded.small, two]],
  };
  for (const readers of [100, 1000])
    await delays(report, readers, rounds, ways);
  await memory(instance, report, program, many);
}

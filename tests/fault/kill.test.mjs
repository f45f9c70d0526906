// kill -9 of programs while sixteen people write through the real server:
// nothing acknowledged is lost, nothing is there twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { people } from '../api/lib/actors.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { suite } from '../api/lib/suite.mjs';
import { request } from '../api/lib/wire.mjs';
import { faultsOf } from './lib/check.mjs';
import { persist, readAll, Reader } from './lib/drive.mjs';

const KILLS = Number(process.env.CHINWAG_KILLS ?? 48);
const WRITERS = 16;

const chinwag = await suite();
const writers = await people(chinwag, ...Array(WRITERS).fill('writer'));
for (const writer of writers)
  writer.tell = (id, message, key) => request(chinwag.port, { method: 'POST',
    path: `/api/conversations/${id}/messages`, timeoutMs: 8000, headers: [
      ['Authorization', writer.token], ['Content-Type', 'application/json'],
      ['Idempotency-Key', key]], body: JSON.stringify({ message }) });

// One conversation of all, and one of each four.
const groups = new Map();
groups.set(await writers[0].converse(...writers.slice(1)), writers);
for (let i = 0; i < WRITERS; i += 4)
  groups.set(await writers[i].converse(...writers.slice(i + 1, i + 4)),
    writers.slice(i, i + 4));

async function write(writer, isOver) {
  const mine = [...groups].filter(([, members]) => members.includes(writer))
    .map(([id]) => id);
  const attempts = [];
  for (let i = 0; !isOver(); i += 1)
    attempts.push(await persist(writer, mine[i % mine.length],
      `${writer.name} says ${i}`));
  return attempts;
}

// A random program at a random moment; those that write twice as often.
async function killAtRandom(count, killed) {
  while (killed.length < count) {
    await pause(20 + Math.random() * 200);
    const workers = chinwag.workers();
    const posting = workers.filter(({ name }) => name === 'messages-post');
    const pool = Math.random() < 0.5 && posting.length ? posting : workers;
    if (pool.length === 0)
      continue;
    const victim = pool[Math.floor(Math.random() * pool.length)];
    try {
      process.kill(victim.pid, 'SIGKILL');
      killed.push(victim.name);
    } catch {
      // It went by itself.
    }
  }
}

test(`${KILLS} kills under ${WRITERS} writers`, async () => {
  const readers = [writers[0], writers[5]].map((who) => {
    const reader = new Reader(chinwag.port, who.token, 0);
    return { who, reader };
  });
  const killed = [];
  let isOver = false;
  const [, ...logs] = await Promise.all([
    killAtRandom(KILLS, killed).finally(() => { isOver = true; }),
    ...writers.map((writer) => write(writer, () => isOver))]);
  const attempts = logs.flat();

  // All that are asked below: what was killed last may not be back yet.
  const [first] = groups.keys();
  await eventually('all programs answer again', async () => {
    try {
      const answers = await Promise.all(['/conversations', '/events?wait=0',
        '/health', `/conversations/${first}?limit=1`,
        `/conversations/${first}/messages`].map((one) => writers[0].get(one)));
      return answers.every((answer) => answer.status === 200);
    } catch {
      return false;
    }
  }, { withinMs: 20000 });

  const stored = {};
  const unread = [];
  for (const [id, members] of groups) {
    stored[id] = await readAll(members[0], id);
    for (const who of members)
      unread.push({ who: who.name, conversation: id,
        unread: (await who.conversation(id)).unread });
  }
  const seen = {};
  for (const { who, reader } of readers) {
    const conversations = [...groups].filter(([, members]) =>
      members.includes(who)).map(([id]) => id);
    await eventually('the last of each is told', () => conversations.every(
      (id) => reader.events.some(({ conversation, message }) =>
        conversation === id && message?.time === stored[id].last)));
    await reader.stop();
    seen[who.name] = { events: reader.events, conversations };
  }

  const acked = attempts.filter(({ outcome }) => outcome === 'acked');
  const retried = acked.filter(({ tries }) => tries > 1);
  console.log(`# ${killed.length} kills of ${new Set(killed).size} programs: ` +
    `${acked.length} acknowledged, ${retried.length} of them after a retry; ` +
    `readers lost their stream ${readers.map(({ reader }) => reader.losses)
      .join(' and ')} times`);
  assert.deepEqual(attempts.filter(({ outcome }) => outcome !== 'acked'), [],
    'some were never settled');
  assert.ok(acked.length > 200, `only ${acked.length} acknowledged`);
  assert.ok(retried.length > 0, 'no kill was ever felt');
  const result = { attempts, stored, seen, unread };
  assert.deepEqual(faultsOf(result), []);

  // The same result with one row less, and with one row twice, is caught.
  const [id] = groups.keys();
  const less = structuredClone(result);
  less.stored[id].messages.splice(3, 1);
  assert.notDeepEqual(faultsOf(less), []);
  const twice = structuredClone(result);
  twice.stored[id].messages.splice(3, 0, twice.stored[id].messages[3]);
  assert.notDeepEqual(faultsOf(twice), []);
});

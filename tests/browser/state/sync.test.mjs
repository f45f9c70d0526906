// Several devices of one person agree in the end, and no words are lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSync } from '../../../htdocs/js/api/sync.js';
import { decode, draftName, encode, merge, same, SETTINGS, tidy }
  from '../../../htdocs/js/state/sync.js';

const DRAFT = draftName('c');
const of = (text, ...others) => tidy(DRAFT, { text, others });

test('a draft changed on one side only is taken from there', () => {
  const table = [
    // base, mine, theirs → merged
    [null, null, of('a'), of('a')],
    [of('a'), of('a'), of('b'), of('b')],
    [of('a'), of('b'), of('a'), of('b')],
    [of('a'), of('a'), null, null],
    [of('a'), null, of('a'), null],
    [of('a'), of('b'), of('b'), of('b')],
  ];
  for (const [base, mine, theirs, merged] of table)
    assert.deepEqual(merge(DRAFT, base, mine, theirs), merged);
});

test('a draft changed on both sides keeps both', () => {
  assert.deepEqual(merge(DRAFT, of('a'), of('mine'), of('theirs')),
    of('mine', 'theirs'));
  assert.deepEqual(merge(DRAFT, of('a', 'x'), of('mine', 'x'), of('b', 'x')),
    of('mine', 'x', 'b'));
});

test('what was sent there loses to what was written on here', () => {
  assert.deepEqual(merge(DRAFT, of('a'), of('a and more'), null),
    of('a and more'));
  assert.deepEqual(merge(DRAFT, of('a'), null, of('a and more')),
    of('a and more'));
});

test('the beginning of a text is not offered beside it', () => {
  assert.deepEqual(merge(DRAFT, null, of('Hello you'), of('Hello')),
    of('Hello you'));
});

test('what was chosen or dropped there is not offered here any more', () => {
  assert.deepEqual(merge(DRAFT, of('a', 'x', 'y'), of('b', 'x', 'y'),
    of('a', 'y')), of('b', 'y'));
});

test('settings are brought together one by one', () => {
  const table = [
    [null, null, { theme: 'dark' }, { theme: 'dark' }],
    [{ theme: 'dark' }, null, { theme: 'dark', later: '1' }, { later: '1' }],
    [{ theme: 'dark' }, { theme: 'light' }, { theme: 'dark', later: '1' },
      { later: '1', theme: 'light' }],
    [null, { theme: 'light' }, { theme: 'dark' }, { theme: 'light' }],
    [{ theme: 'dark' }, { theme: 'dark' }, null, null],
  ];
  for (const [base, mine, theirs, merged] of table)
    assert.deepEqual(merge(SETTINGS, base, mine, theirs), merged);
});

test('what cannot be understood is none', () => {
  for (const text of ['', '{', '[]', '1', '"x"', '{"text":1}', '{"text":" "}',
    '{"others":"x"}', undefined])
    assert.equal(decode(DRAFT, text), null, text);
  assert.deepEqual(decode(DRAFT, '{"text":"a","others":[1,"b"]}'),
    of('a', 'b'));
});

test('what was written elsewhere falls out first, then nothing is written',
  () => {
    const big = 'x'.repeat(20000);
    assert.deepEqual(decode(DRAFT, encode(of('a', `1${big}`, `2${big}`))),
      of('a', `2${big}`));
    assert.equal(encode(of('\u{1f375}'.repeat(32000)))?.length > 64000, true);
    assert.equal(encode(of(big + big)), null);
  });

// --- one device --------------------------------------------------------------

// A device whose requests are noted and answered at once, or as `spoil` has it.
function alone(t, { spoil = () => {}, isHeld = () => false } = {}) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1 });
  const server = createServer();
  const asked = [];
  const told = [];
  const gate = { via: (work) => async (...args) => {
    asked.push(args.join(' '));
    await spoil(asked.length, () => work(...args));
    return work(...args);
  } };
  const device = createDevice(server, gate, { isHeld,
    told: (...args) => told.push(args.join(' ')) });
  const after = async (ms) => {
    t.mock.timers.tick(ms);
    for (let i = 0; i < 20; i += 1)
      await breathe();
  };
  const here = (text) => device.shelf.put(DRAFT, of(text));
  return { server, asked, told, device, after, here,
    there: () => decode(DRAFT, server.get(DRAFT).value) };
}

test('nothing is asked or sent when nothing changed', async (t) => {
  const { asked, device, here, there } = alone(t);
  here('a');
  await device.run();
  assert.deepEqual(there(), of('a'));
  assert.deepEqual(asked, ['0', `${DRAFT} {"text":"a","others":[]} 0`]);
  device.heard(1);
  await device.run();
  assert.equal(asked.length, 2);
});

test('typing is sent after a pause, and in the end without one', async (t) => {
  const { asked, device, after, here } = alone(t);
  await device.run();
  for (let i = 0; i < 9; i += 1) {
    here(`a${i}`);
    device.touched();
    await after(1000);
  }
  assert.equal(asked.length, 1);
  device.touched();
  await after(1000);
  assert.equal(asked.length, 2);
  here('b');
  device.touched();
  await after(1499);
  assert.equal(asked.length, 2);
  await after(1);
  assert.equal(asked.length, 3);
});

test('my own words are no other device\'s, though their answer was lost',
  async (t) => {
    const { device, here, there } = alone(t, { async spoil(n, work) {
      if (n !== 2)
        return;
      await work();
      throw refusal(0);
    } });
    here('Tea');
    await device.run();
    assert.deepEqual(there(), of('Tea'));
    here('Coffee');
    await device.run();
    assert.deepEqual(there(), of('Coffee'));
    device.stop();
  });

test('a busy server is left alone for as long as it asks for', async (t) => {
  const { asked, device, after, here, there } = alone(t, { async spoil(n) {
    if (n === 2)
      throw refusal(503, 60000);
  } });
  here('a');
  await device.run();
  here('b');
  device.touched();
  device.heard(7);
  await after(59999);
  assert.equal(asked.length, 2);
  await after(1);
  assert.deepEqual(there(), of('b'));
});

test('what is refused is tried once, and again when it has changed',
  async (t) => {
    const { asked, told, device, here, there } = alone(t, { async spoil(n) {
      if (n === 2)
        throw refusal(429);
    } });
    here('a');
    await device.run();
    await device.run();
    assert.equal(asked.length, 2);
    assert.deepEqual([...new Set(told)], [`${DRAFT} true`]);
    here('b');
    await device.run();
    assert.deepEqual(there(), of('b'));
    assert.equal(told.at(-1), `${DRAFT} false`);
  });

test('who is always overtaken gives up for a while', async (t) => {
  const { asked, device, here } = alone(t, { async spoil(n) {
    if (n % 2 === 0)
      throw refusal(409);
  } });
  here('a');
  await device.run();
  assert.equal(asked.length, 9);
  device.stop();
});

test('what is in somebody\'s hands changes when they let go', async (t) => {
  let held = true;
  const { server, device, after, here } = alone(t, { isHeld: () => held });
  here('a');
  await device.run();
  server.set(DRAFT, encode(of('b')), 1);
  device.heard(2);
  await after(300);
  assert.deepEqual(device.shelf.take(DRAFT), of('a'));
  held = false;
  await after(15000);
  assert.deepEqual(device.shelf.take(DRAFT), of('b'));
});

test('what is heard of while something is under way is looked at after it',
  async (t) => {
    let release;
    const { server, device, after } = alone(t, { spoil: (n) => n === 1
      && new Promise((resolve) => { release = resolve; }) });
    const first = device.run();
    server.set(DRAFT, encode(of('a')), 0);
    device.heard(1);
    await after(300);
    release();
    await first;
    await after(1500);
    assert.deepEqual(device.shelf.take(DRAFT), of('a'));
    server.set(DRAFT, encode(of('b')), 1);
    device.heard(2);
    await after(300);
    assert.deepEqual(device.shelf.take(DRAFT), of('b'));
  });

test('a server that went back to an older copy is followed', async (t) => {
  const { server, device, here, there } = alone(t);
  await device.run();
  for (const text of ['a', 'b', 'c']) {
    here(text);
    await device.run();
  }
  server.restore(1, { name: DRAFT, version: 1, value: encode(of('a')) });
  server.set('draft.d', encode(of('x')), 0);
  here('d');
  await device.run();
  await device.run();
  assert.equal(there().text, 'd');
  assert.deepEqual(device.shelf.take('draft.d'), of('x'));
});

// --- devices -----------------------------------------------------------------

// The same numbers again for the same seed.
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * sides);
  };
}

const refusal = (status, retryAfterMs = 0) =>
  Object.assign(new Error(String(status)), { status, retryAfterMs });

// As lib/pool/dataset.c has it.
function createServer() {
  const rows = new Map();
  let last = 0;
  const isSeen = (row, version) => version === (row?.version ?? 0)
    || (version === 0 && row?.value === undefined);
  function set(name, value, version) {
    const row = rows.get(name);
    if (value === undefined && row?.value === undefined)
      throw refusal(404);
    if (!isSeen(row, version))
      throw refusal(409);
    last += 1;
    rows.set(name, { name, value, version: last });
    return { name, version: last };
  }
  return { set,
    restore(version, row) {
      last = version;
      rows.set(row.name, row);
    },
    since: (version) => [...rows.values()]
      .filter((row) => row.version > version)
      .sort((a, b) => a.version - b.version),
    get: (name) => rows.get(name)?.value === undefined ? { name, version: 0 }
      : rows.get(name) };
}

// Each request waits at the gate, on its way there and on its way back, until
// the test lets it through, loses it, or loses its answer.
function createGate() {
  const waiting = [];
  const pass = () => new Promise((resolve, reject) =>
    waiting.push({ resolve, lose: () => reject(refusal(0)) }));
  return { waiting,
    via: (work) => async (...args) => {
      await pass();
      const answer = await work(...args).catch((error) => ({ error }));
      await pass();
      if (answer.error)
        throw answer.error;
      return answer;
    } };
}

function createDevice(server, gate, { isHeld = () => false,
  told = () => {} } = {}) {
  const values = new Map();
  let kept = '{"last":0,"items":{}}';
  const shelf = {
    load: () => JSON.parse(kept),
    save(record) { kept = JSON.stringify(record); },
    names: () => [...values.keys()],
    take: (name) => structuredClone(values.get(name) ?? null),
    put(name, value) {
      if (value === null)
        values.delete(name);
      else
        values.set(name, structuredClone(value));
    },
  };
  const api = {
    readChanges: gate.via(async (since) => {
      const found = server.since(since);
      const datasets = found.slice(0, 2);
      return { datasets, more: found.length > 2,
        last: datasets.at(-1)?.version ?? since };
    }),
    readDataset: gate.via(async (name) => server.get(name)),
    writeDataset: gate.via(async (...args) => server.set(...args)),
    removeDataset: gate.via(async (name, version) =>
      server.set(name, undefined, version)),
  };
  function boot() {
    const page = { isOpen: true };
    return Object.assign(createSync({ shelf, api, lock: (work) => work(),
      mayGo: () => page.isOpen, isHeld, told }), { page });
  }
  let sync = boot();
  return { shelf, run: () => sync.run(),
    heard: (version) => sync.heard(version),
    touched: () => sync.touched(),
    // The page is loaded anew: what was under way is forgotten.
    reload() {
      sync.stop();
      sync.page.isOpen = false;
      sync = boot();
    },
    stop: () => sync.stop() };
}

const breathe = () => new Promise((resolve) => setImmediate(resolve));

async function settle(devices, gate, server) {
  for (let i = 0; i < 40; i += 1) {
    for (const device of devices) {
      device.heard(Infinity);
      device.run();
    }
    for (let j = 0; j < 60; j += 1) {
      gate.waiting.splice(0).forEach(({ resolve }) => resolve());
      await breathe();
    }
    const all = devices.map(({ shelf }) => [DRAFT, 'draft.d', SETTINGS]
      .map((name) => shelf.take(name)));
    const there = [DRAFT, 'draft.d', SETTINGS]
      .map((name) => decode(name, server.get(name).value));
    if (all.every((one) => same(one, there)))
      return;
  }
  assert.fail('the devices do not agree');
}

// What somebody has written and nobody has written over, having seen it, sent,
// or dropped: by name, a set.
function createLedger() {
  const alive = new Map([[DRAFT, new Set()], ['draft.d', new Set()]]);
  return { alive,
    replaced(name, before, text) {
      if (before)
        alive.get(name).delete(before);
      if (text)
        alive.get(name).add(text);
    } };
}

function act(roll, devices, ledger, count) {
  const device = devices[roll(devices.length)];
  const name = ['draft.d', DRAFT, SETTINGS][roll(3)];
  const here = device.shelf.take(name);
  if (name === SETTINGS) {
    device.shelf.put(name, [null, { theme: 'dark' }, { theme: 'light' }][
      roll(3)]);
    return;
  }
  const { text = '', others = [] } = here ?? {};
  const what = roll(10);
  if (what < 6) {
    // No text is the beginning of another.
    const next = `<${count}>`;
    device.shelf.put(name, { text: next, others });
    ledger.replaced(name, text, next);
  } else if (what < 8) {
    device.shelf.put(name, tidy(name, { text: '', others }));
    ledger.replaced(name, text, '');
  } else if (others.length && what === 8) {
    device.shelf.put(name, tidy(name, { text: others.at(-1),
      others: text ? [...others.slice(0, -1), text] : others.slice(0, -1) }));
  } else if (others.length) {
    device.shelf.put(name, tidy(name, { text, others: others.slice(0, -1) }));
    ledger.replaced(name, others.at(-1), '');
  }
}

async function live(seed) {
  const roll = dice(seed);
  const server = createServer();
  const gate = createGate();
  const devices = Array.from({ length: 2 + roll(2) },
    () => createDevice(server, gate));
  const ledger = createLedger();
  for (let i = 0; i < 60; i += 1) {
    const what = roll(12);
    const { waiting } = gate;
    if (what < 4)
      act(roll, devices, ledger, i);
    else if (what < 6)
      devices[roll(devices.length)].run();
    else if (what === 6)
      devices[roll(devices.length)].heard(server.since(0).at(-1)?.version ?? 0);
    else if (what === 7)
      devices[roll(devices.length)].reload();
    else if (waiting.length && what === 8)
      waiting.splice(roll(waiting.length), 1)[0].lose();
    else if (waiting.length)
      waiting.splice(roll(waiting.length), 1)[0].resolve();
    await breathe();
  }
  await settle(devices, gate, server);
  for (const device of devices)
    device.stop();
  for (const [name, alive] of ledger.alive) {
    const { text, others } = devices[0].shelf.take(name)
      ?? { text: '', others: [] };
    for (const written of alive)
      assert.ok(text === written || others.includes(written),
        `${written} is lost from ${JSON.stringify({ text, others })}`);
  }
}

test('whatever they do and whatever is lost on the way, devices agree and no '
  + 'words are lost', async () => {
  for (let seed = 1; seed <= 200; seed += 1)
    await live(seed).catch((error) => {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    });
});

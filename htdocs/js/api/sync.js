// Keeps this device's drafts and settings and those on the server alike, so
// that a person's other devices have them, too.
//
// A dataset is written only over the version that this device has seen. If
// another was there first, what it wrote is read and brought together with what
// is here (state/sync.js), and that is written. Nothing is sent when nothing
// changed; of what changes elsewhere the live feed tells.
//
// The record, on the shelf: { last, items: { NAME: { version, base, sent } } }.
// last is the version up to which all is known; base what server and device
// agreed on last; sent what was written and may or may not have arrived. The
// record is read, changed and put back without a break: other tabs do the same.

import { backoff } from '../lib/wait.js';
import { decode, encode, isShared, merge, same } from '../state/sync.js';

// Typing pauses this long before anything is sent,
const PAUSE_MS = 1500;
// and who never pauses is not waited for longer than this.
const LONGEST_MS = 10000;
// When to look again at what must not be touched now.
const HELD_MS = 15000;
// More often than this nobody writes in between.
const TRIES = 4;
// Of those whose fate is not known, the newest will do.
const SENT_MAX = 5;

const never = { timer: 0, at: Infinity };

const fresh = { version: 0, base: null };

// It would be refused as often as it is sent.
const isFinal = ({ status, retryAfterMs }) => [400, 403, 413, 422]
  .includes(status) || (status === 429 && !retryAfterMs);

// When something was overtaken by another device, or is gone.
const isOvertaken = ({ status }) => status === 409 || status === 404;

// That it happens again and again is worth a pause like any other failure.
const overtaken = () => Object.assign(new Error('overtaken again and again'),
  { status: 409, retryAfterMs: 0 });

// shelf: load(), save(record); names() of what is here, take(name) and
//   put(name, value) of it.
// api: see datasets.js. lock(work): one tab at a time.
// mayGo(): whether this is still the user's browser.
// isHeld(name, value): whether somebody is at it, so that it must not become
//   this value now.
// told(name, isRefused): whether it is here alone because the server will not
//   have it.
export function createSync({ shelf, api, lock, mayGo, isHeld, told }) {
  const refused = new Map(); // by name: the text
  const busy = new Set(); // names under way
  let heard = Infinity; // the newest version known of; at first, nothing is
  let running = null; // the promise of a run under way
  let again = false;
  let failures = 0;
  let isOver = false;
  let typing = { timer: 0, since: 0 };
  let next = never;

  function change(work) {
    const record = shelf.load();
    const result = work(record);
    shelf.save(record);
    return result;
  }

  const itemOf = (record, name) => record.items[name] ?? fresh;

  const isDirty = (name) =>
    encode(shelf.take(name)) !== encode(itemOf(shelf.load(), name).base);

  const namesHere = () => [...new Set([...Object.keys(shelf.load().items),
    ...shelf.names()])];

  // What is nowhere has no record: version 0 stands for that, too.
  function agree(record, name, item) {
    if (item.base === null)
      delete record.items[name];
    else
      record.items[name] = item;
  }

  // What the server has of a name. False: it must wait.
  function receive(record, { name, version, value }) {
    const item = itemOf(record, name);
    if (!isShared(name) || (version === item.version && version !== 0))
      return true;
    const theirs = decode(name, value);
    const isMine = item.sent?.some((sent) => same(sent, theirs));
    const mine = shelf.take(name);
    const merged = merge(name, isMine ? theirs : item.base, mine, theirs);
    if (!same(merged, mine)) {
      if (isHeld(name, merged))
        return false;
      shelf.put(name, merged);
    }
    agree(record, name, { version, base: theirs });
    return true;
  }

  // Whether all of it could be taken.
  async function readAll() {
    let isFree = true;
    for (let more = true; more && isFree && mayGo();) {
      const page = await api.readChanges(shelf.load().last);
      if (!mayGo())
        break;
      more = page.more;
      change((record) => {
        for (const dataset of page.datasets)
          isFree = receive(record, dataset) && isFree;
        if (isFree)
          record.last = page.last;
      });
    }
    return isFree;
  }

  async function pull() {
    const wanted = heard;
    heard = 0;
    let isFree = false;
    try {
      isFree = await readAll();
    } finally {
      if (!isFree)
        heard = Math.max(heard, wanted);
    }
    if (!isFree)
      later(HELD_MS);
  }

  // Versions go up over all datasets. The next one: nobody else has written.
  // One that was there before: the server went back to an older copy.
  function follow(record, version) {
    if (version === record.last + 1) {
      record.last = version;
    } else if (version > record.last) {
      heard = Math.max(heard, version);
    } else {
      record.last = 0;
      heard = Infinity;
    }
  }

  function keepHere(name, text) {
    refused.set(name, text);
    told(name, true);
    return true;
  }

  const write = (name, text, { version }) => text === 'null'
    ? api.removeDataset(name, version)
    : api.writeDataset(name, text, version);

  async function failed(name, text, error) {
    if (isFinal(error))
      return keepHere(name, text);
    if (!isOvertaken(error))
      throw error;
    const theirs = await api.readDataset(name);
    if (mayGo())
      change((record) => receive(record, theirs));
    return false;
  }

  // One try. True: it is there, or never will be.
  async function offer(name) {
    const value = shelf.take(name);
    const item = itemOf(shelf.load(), name);
    const text = encode(value);
    if (text === encode(item.base))
      return true;
    if (text === null || refused.get(name) === text)
      return keepHere(name, text);
    change((record) => {
      record.items[name] = { ...item,
        sent: [...item.sent ?? [], value].slice(-SENT_MAX) };
    });
    let version;
    try {
      ({ version } = await write(name, text, item));
    } catch (error) {
      return failed(name, text, error);
    }
    if (!mayGo())
      return true;
    change((record) => {
      agree(record, name, { version, base: decode(name, text) });
      follow(record, version);
    });
    told(name, false);
    return !isDirty(name);
  }

  async function push(name) {
    if (busy.has(name))
      return;
    busy.add(name);
    try {
      for (let i = 0; i < TRIES && mayGo(); i += 1)
        if (await offer(name))
          return;
    } finally {
      busy.delete(name);
    }
    throw overtaken();
  }

  async function round() {
    if (mayGo() && heard > shelf.load().last)
      await pull();
    for (const name of namesHere())
      if (mayGo())
        await push(name);
  }

  // Whichever is sooner.
  function later(ms) {
    const at = Date.now() + ms;
    if (isOver || at >= next.at)
      return;
    clearTimeout(next.timer);
    next = { at, timer: setTimeout(() => {
      next = never;
      run();
    }, ms) };
  }

  function clearTimers() {
    clearTimeout(next.timer);
    clearTimeout(typing.timer);
    next = never;
    typing = { timer: 0, since: 0 };
  }

  function retry(error) {
    if (error.status === undefined)
      throw error;
    if (error.status !== 401)
      later(Math.max(error.retryAfterMs, backoff(failures)));
    failures += 1;
  }

  async function runOnce() {
    clearTimers();
    try {
      await lock(round);
      failures = 0;
    } catch (error) {
      retry(error);
    } finally {
      running = null;
    }
    if (again && !failures)
      later(PAUSE_MS);
  }

  // All that there is to do, now; resolves when it was done or has failed.
  function run() {
    again = running !== null;
    running ??= runOnce();
    return running;
  }

  return {
    run,
    // For good.
    stop() {
      isOver = true;
      clearTimers();
    },
    // Something was changed here.
    touched() {
      const now = Date.now();
      const since = typing.since || now;
      clearTimeout(typing.timer);
      typing = { since, timer: setTimeout(() => failures || run(),
        Math.max(0, Math.min(PAUSE_MS, since + LONGEST_MS - now))) };
    },
    // Something was changed elsewhere, or by this device a moment ago; with 0,
    // what was held may be free.
    heard(version) {
      heard = Math.max(heard, version);
      if (heard > shelf.load().last && !failures)
        later(Math.random() * 300);
    },
    // The page may be gone at any moment.
    flush() {
      for (const name of namesHere())
        if (mayGo() && isDirty(name))
          push(name).catch(() => {});
    },
    // What is here and nowhere else.
    unshared: () => namesHere().filter(isDirty),
  };
}

// A disk as a crash may leave it: what a traced program has written, synced
// and not, and the states in which the files may be found afterwards.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const CALLS = 'openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename';
const SECTOR = 512;

// Runs a program under strace(1); what it traced, line by line.
export function trace(file, command, env) {
  execFileSync('strace', ['-f', '-y', '-xx', '-s', '100000', '-e',
    `trace=${CALLS}`, '-o', file, ...command],
  { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  return fs.readFileSync(file, 'latin1').split('\n');
}

const bytes = (hex) => Buffer.from(hex.replaceAll('\\x', ''), 'hex');
const text = (hex) => bytes(hex).toString();

// Calls in the order in which they began, each twice: when it
// began and when it ended, with its result.
function* calls(lines) {
  const open = new Map();
  for (const [index, line] of lines.entries()) {
    let match = line.match(/^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/);
    if (match) {
      const call = { name: match[2], args: match[3] };
      open.set(match[1], call);
      yield { call, at: 'start' };
      continue;
    }
    match = line.match(/^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)/);
    if (match) {
      const call = open.get(match[1]);
      call.args += match[3];
      call.result = Number(match[4]);
      yield { call, at: 'end' };
      continue;
    }
    match = line.match(/^(\d+) +(\w+)\((.*)\) += (-?\d+)/);
    if (match) {
      const call = { name: match[2], args: match[3],
        result: Number(match[4]) };
      yield { call, at: 'start' };
      yield { call, at: 'end' };
    } else if (line !== '' && !/^\d+ +(\+\+\+|---)/.test(line)) {
      throw new Error(`line ${index + 1} of the trace is not understood: ` +
        line.slice(0, 60) + line.slice(-80));
    }
  }
}

// What happened to the files of a directory, in order.  A write counts from
// when it began, a sync from when it was over: so nothing is thought safer
// than it was.  File names that ignore matches are left out.
export function happenings(lines, directory, ignore) {
  const events = [];
  const nameOf = (file) => {
    const relative = path.relative(directory, file);
    return relative.includes('/') || ignore.test(relative) ? null : relative;
  };
  const byCall = {
    openat: (call) => {
      const [, file, flags] = call.args.match(/, "([^"]*)", ([A-Z_|]+)/);
      const name = nameOf(text(file));
      if (call.result >= 0 && name && flags.includes('O_CREAT'))
        events.push({ kind: 'create', name });
    },
    unlink: (call) => {
      const name = nameOf(text(call.args.match(/"([^"]*)"/)[1]));
      if (call.result === 0 && name)
        events.push({ kind: 'unlink', name });
    },
    rename: () => {
      throw new Error('a rename, which the model of the disk does not know');
    },
    pwrite64: (call) => {
      const [, file, data, offset] =
        call.args.match(/^\d+<([^>]*)>, "([^"]*)", \d+, (\d+)/);
      const name = nameOf(text(file));
      if (name)
        events.push({ kind: 'write', name, data: bytes(data),
          offset: Number(offset) });
    },
    write: (call) => {
      const [, fd, data] = call.args.match(/^(\d+)<[^>]*>, "([^"]*)"/);
      if (fd === '1')
        events.push({ kind: 'told', text: text(data).trimEnd() });
    },
    ftruncate: (call) => {
      const [, file, size] = call.args.match(/^\d+<([^>]*)>, (\d+)/);
      const name = nameOf(text(file));
      if (name)
        events.push({ kind: 'truncate', name, size: Number(size) });
    },
    sync: (call) => {
      const file = text(call.args.match(/^\d+<([^>]*)>/)[1]);
      if (call.result !== 0)
        return;
      if (file === directory)
        events.push({ kind: 'syncdir' });
      else if (nameOf(file))
        events.push({ kind: 'sync', name: nameOf(file) });
    },
  };
  byCall.fsync = byCall.sync;
  byCall.fdatasync = byCall.sync;
  const counts = { openat: 'end', unlink: 'end', rename: 'end', fsync: 'end',
    fdatasync: 'end', pwrite64: 'start', write: 'start', ftruncate: 'start' };
  for (const { call, at } of calls(lines))
    if (counts[call.name] === at)
      byCall[call.name](call);
  return events;
}

// The content after changes, of writes and truncations in their order.
function applied(content, changes) {
  const room = Buffer.alloc(changes.reduce((most, change) =>
    Math.max(most, change.kind === 'write'
      ? change.offset + change.data.length : change.size), content.length));
  content.copy(room);
  let size = content.length;
  for (const change of changes) {
    if (change.kind === 'write') {
      change.data.copy(room, change.offset);
      size = Math.max(size, change.offset + change.data.length);
    } else {
      room.fill(0, Math.min(size, change.size));
      size = change.size;
    }
  }
  return room.subarray(0, size);
}

// Of a write only some sectors.
function torn(change, random) {
  if (change.kind === 'truncate')
    return random() < 0.5 ? [change] : [];
  const parts = [];
  for (let at = 0; at < change.data.length;) {
    const room = SECTOR - (change.offset + at) % SECTOR;
    const data = change.data.subarray(at, at + room);
    if (random() < 0.5)
      parts.push({ kind: 'write', offset: change.offset + at, data });
    at += room;
  }
  return parts;
}

// Which of the changes that no sync followed does the crash leave?
export const FATES = {
  none: () => [],
  all: (changes) => changes,
  some: (changes, random) => changes.filter(() => random() < 0.5),
  torn: (changes, random) => changes.flatMap((change) =>
    random() < 0.5 ? [change] : torn(change, random)),
};

// A file's content, apart from its name.
class Body {
  constructor() {
    this.durable = Buffer.alloc(0);
    this.pending = [];
  }

  sync() {
    if (this.pending.length > 0)
      this.durable = applied(this.durable, this.pending);
    this.pending = [];
  }

  after(fate, random) {
    return applied(this.durable, fate(this.pending, random));
  }
}

export class Disk {
  constructor() {
    this.live = new Map();
    this.durable = new Map();
    this.pending = []; // names that came and went since the last sync
  }

  happen(event) {
    if (event.kind === 'create' && !this.live.has(event.name)) {
      const body = new Body();
      this.live.set(event.name, body);
      this.pending.push({ name: event.name, body });
    } else if (event.kind === 'unlink') {
      this.live.delete(event.name);
      this.pending.push({ name: event.name, body: null });
    } else if (event.kind === 'sync') {
      this.live.get(event.name)?.sync();
    } else if (event.kind === 'syncdir') {
      this.durable = this.names(this.pending);
      this.pending = [];
    } else if (event.kind === 'write' || event.kind === 'truncate') {
      this.live.get(event.name)?.pending.push(event);
    }
  }

  names(changes) {
    const names = new Map(this.durable);
    for (const { name, body } of changes)
      if (body)
        names.set(name, body);
      else
        names.delete(name);
    return names;
  }

  // The files after a crash now: Map of name to content.
  crash(fate, random) {
    const names = this.names(fate === FATES.torn
      ? FATES.some(this.pending, random) : fate(this.pending, random));
    return new Map([...names].map(([name, body]) =>
      [name, body.after(fate, random)]));
  }
}

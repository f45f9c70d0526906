// The memory of a process, as a core file of it would be.

import fs from 'node:fs';

const PIECE = 4 << 20;

// May we look?  Programs forbid it to all but root.
export function mayLook(pid) {
  try {
    fs.closeSync(fs.openSync(`/proc/${pid}/mem`, 'r'));
    return true;
  } catch {
    return false;
  }
}

// What it may write to; the rest is in files as it is.
const regionsOf = (pid) => fs.readFileSync(`/proc/${pid}/maps`, 'latin1')
  .split('\n').filter(Boolean).map((line) =>
    /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+ *(.*)$/.exec(line))
  .filter(([, , , rights]) => rights.startsWith('rw'))
  .map(([, from, to, , name]) => ({ from: parseInt(from, 16),
    to: parseInt(to, 16), name: name || 'anonymous' }));

// [{ name, bytes }], in pieces that overlap by so many bytes.
export function* memoryOf(pid, overlap) {
  const file = fs.openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const { from, to, name } of regionsOf(pid))
      for (let at = from; at < to; at += PIECE) {
        const bytes = Buffer.alloc(Math.min(to - at, PIECE + overlap));
        let count = 0;
        try {
          count = fs.readSync(file, bytes, 0, bytes.length, at);
        } catch (problem) {
          // A page that is promised and was never there.
          if (problem.code !== 'EIO' && problem.code !== 'EFAULT')
            throw problem;
        }
        yield { name, at, bytes: bytes.subarray(0, count) };
      }
  } finally {
    fs.closeSync(file);
  }
}

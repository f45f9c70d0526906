// Which answers of which operations a run has seen.  The test files are
// processes of their own, so each adds lines to a file of its own.

import fs from 'node:fs';
import path from 'node:path';

const directory = process.env.CHINWAG_COVERAGE;
const seen = new Set();

export function record(program, status, code = '') {
  const line = JSON.stringify([program, status, code]);
  if (!directory || seen.has(line))
    return;
  seen.add(line);
  fs.appendFileSync(path.join(directory, `${process.pid}.jsonl`), `${line}\n`);
}

// Everything recorded, as 'program status code'.
export function recorded() {
  const all = new Set();
  for (const name of fs.readdirSync(directory)) {
    const text = fs.readFileSync(path.join(directory, name), 'utf8');
    for (const line of text.split('\n').filter(Boolean))
      all.add(JSON.parse(line).join(' ').trim());
  }
  return all;
}

// What programs hold open, seen from outside.

import fs from 'node:fs';

// The sockets that a program of an instance has.
function socketsOf(instance, program) {
  const folder = `/proc/${instance.worker(program).pid}/fd`;
  return new Set(fs.readdirSync(folder).map((fd) => {
    try {
      return fs.readlinkSync(`${folder}/${fd}`);
    } catch {
      return ''; // closed meanwhile
    }
  }).filter((link) => link.startsWith('socket:')));
}

// How many it has that were not there before, at each call: others may still be
// on their way out.
export function countsNewSockets(instance, program) {
  const before = socketsOf(instance, program);
  return () => [...socketsOf(instance, program)]
    .filter((socket) => !before.has(socket)).length;
}

// What programs hold open, seen from outside.

import fs from 'node:fs';

// The sockets that a program of an instance has.  As CGI, or with all programs
// in one, others run under its name, and may be on their way out.
function socketsOf(instance, program) {
  const name = instance.nameOf(program);
  const folders = instance.workers().filter((worker) => worker.name === name)
    .map(({ pid }) => `/proc/${pid}/fd`);
  return new Set(folders.flatMap((folder) => {
    try {
      return fs.readdirSync(folder).map((fd) => linkOf(`${folder}/${fd}`));
    } catch {
      return []; // it has ended meanwhile
    }
  }).filter((link) => link.startsWith('socket:')));
}

function linkOf(file) {
  try {
    return fs.readlinkSync(file);
  } catch {
    return ''; // closed meanwhile
  }
}

// How many it has that were not there before, at each call: others may still be
// on their way out.
export function countsNewSockets(instance, program) {
  const before = socketsOf(instance, program);
  return () => [...socketsOf(instance, program)]
    .filter((socket) => !before.has(socket)).length;
}

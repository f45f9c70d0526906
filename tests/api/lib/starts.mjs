// Counting: each program of an instance is started through a script that
// leaves a line.  Call before the server that shall start them.

import fs from 'node:fs';
import path from 'node:path';

// A function that tells which programs were started since it was called last.
export function countStarts(instance) {
  const place = path.join(instance.directory, 'counted');
  const file = path.join(place, '.starts');
  fs.mkdirSync(place);
  for (const name of fs.readdirSync(instance.programs)) {
    const program = path.join(instance.programs, name);
    if (/^[a-z-]+$/.test(name) && fs.statSync(program).isFile())
      fs.writeFileSync(path.join(place, name),
        `#!/bin/sh\necho ${name} >>'${file}'\nexec '${program}' "$@"\n`,
        { mode: 0o755 });
  }
  instance.programs = place;
  let told = 0;
  return () => {
    const all = fs.existsSync(file)
      ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    const since = all.slice(told);
    told = all.length;
    return since;
  };
}

// The shipped configuration of Apache with mod_proxy_fcgi, with the baselines
// beside it; programs and baselines are started by `chinwag serve'.

import { spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asNobody } from '../../api/lib/nobody.mjs';
import { areServed, makeHellos, NUMBERS, supervise } from './nginx.mjs';

const rule = (run) => ([name]) => `
RewriteRule "^/bench/${name}$" \
"unix:${run}/${name}-\${bench:number}.sock|fcgi://${name}/" [P,L]
`;

// As many as its threads hold, beside other requests.
export const readers = 1000;

export async function start(house) {
  const { run, page, baselines } = house;
  house.render('apache');
  // One of the processes, by chance.
  writeFileSync(join(run, 'numbers'), `number ${NUMBERS.join('|')}\n`);
  appendFileSync(join(run, 'apache.conf'), `
RewriteMap bench "rnd:${join(run, 'numbers')}"
${baselines.map(rule(run)).join('')}
Alias /bench-page.txt "${page}"
<Files "${page.split('/').at(-1)}">
\tRequire all granted
</Files>
`);
  const programs = supervise(house, run, join(house.build, 'cgi-bin'));
  const hellos = supervise(house, run, makeHellos(house));
  await areServed(house);
  const [file, ...words] = asNobody(['/usr/sbin/apache2', '-f',
    join(run, 'apache.conf'), '-DFOREGROUND']);
  return [spawn(file, words, { stdio: 'inherit' }), programs, hellos];
}

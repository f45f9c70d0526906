// The shipped configuration of nginx with the baselines beside it; programs and
// baselines are started by `chinwag serve'.

import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asNobody } from '../../api/lib/nobody.mjs';

export const NUMBERS = [1, 2, 3, 4];

export function supervise({ build, conf }, run, programs) {
  return spawn(join(build, 'contrib/chinwag/chinwag'), ['serve', '--run', run,
    '--programs', programs], { stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CHINWAG_CONF: conf } });
}

// A script for each process: they are told how much to answer.
export function makeHellos({ run, hello, baselines }) {
  const place = join(run, 'hellos');
  mkdirSync(place);
  for (const [name, bytes] of baselines)
    for (const number of NUMBERS)
      writeFileSync(join(place, `${name}-${number}`),
        `#!/bin/sh\nHELLO_BYTES=${bytes} exec '${hello}'\n`, { mode: 0o755 });
  return place;
}

const upstream = ({ run }) => ([name]) => `
upstream bench_${name} {
${NUMBERS.map((number) => `\tserver unix:${run}/${name}-${number}.sock;\n`)
    .join('')}}
`;

const location = ([name]) => `
location = /bench/${name} {
	fastcgi_pass bench_${name};
	fastcgi_param REQUEST_METHOD $request_method;
	fastcgi_param REQUEST_URI $request_uri;
}
`;

export async function areServed({ run, baselines }) {
  while (!existsSync(join(run, 'health-get.sock'))
    || !existsSync(join(run, `${baselines.at(-1)[0]}-4.sock`)))
    await sleep(20);
}

export const readers = 5000;

export async function start(house) {
  const { run, page, baselines } = house;
  house.render('nginx');
  appendFileSync(join(run, 'http.conf'), baselines.map(upstream(house)).join(''));
  appendFileSync(join(run, 'site.conf'), baselines.map(location).join('')
    + `location = /bench-page.txt {\n\talias "${page}";\n}\n`);
  const programs = supervise(house, run, join(house.build, 'cgi-bin'));
  const hellos = supervise(house, run, makeHellos(house));
  await areServed(house);
  const [file, ...words] = asNobody(['/usr/sbin/nginx', '-c',
    join(run, 'nginx.conf'), '-g', 'daemon off;']);
  return [spawn(file, words, { stdio: 'inherit' }), programs, hellos];
}

// Apache as a shared host has it: it knows where the web root is, and all else
// stands in .htaccess files there.  With mod_fcgid programs stay; a host
// without it starts them as CGI.

import fs from 'node:fs';
import path from 'node:path';
import { startApache } from '../apache.mjs';
import { run } from '../cgi.mjs';
import { SERVER_PATIENCE_SEC } from '../patience.mjs';

export { reload } from '../apache.mjs';
export const name = 'htaccess';
export const slashes = false;
export const reloads = false;
export const keeps = false;
export const cgi = true;
export const cgiRun = 'htaccess-cgi';
export const waits = [];
export const chunks = false;

const MODULES = ['mpm_event', 'authz_core', 'alias', 'dir', 'env', 'filter',
  'headers', 'mime', 'rewrite', 'setenvif', 'deflate', 'autoindex', 'reqtimeout',
  'cgid'];

const hostConf = (root, place, port, modules, timeout) => `\
ServerRoot "${place}"
DefaultRuntimeDir "${place}"
PidFile "${place}/apache.pid"
ErrorLog "${place}/apache.log"
Listen 127.0.0.1:${port}
ServerName 127.0.0.1:${port}
ServerTokens Prod
TraceEnable off
${modules.map((module) => `LoadModule ${module}_module \
/usr/lib/apache2/modules/mod_${module}.so\n`).join('')}
StartServers 1
RequestReadTimeout header=${timeout},MinRate=500 body=${timeout},MinRate=500
TypesConfig /dev/null
DocumentRoot "${root}"
<Directory "/">
\tRequire all denied
</Directory>
<Directory "${root}">
\tRequire all granted
\tOptions Indexes FollowSymLinks
\tAllowOverride All
</Directory>
<Files ".ht*">
\tRequire all denied
</Files>
`;

// A program of the web root, which knows where its configuration is.
const launcher = (instance, program) => `#!/bin/sh
export CHINWAG_CONF='${instance.confFile}' CHINWAG_EVENTS_BY=cursor
exec '${path.join(instance.programs, program)}'
`;

async function fillRoot(instance, root) {
  // It imports this file.
  const { build, source } = await import('../harness.mjs');
  const programs = path.join(root, 'cgi-bin');
  fs.cpSync(instance.site, root, { recursive: true });
  fs.cpSync(path.join(build, 'htdocs/vendor'), path.join(root, 'vendor'),
    { recursive: true });
  fs.mkdirSync(programs);
  for (const program of fs.readdirSync(instance.programs))
    if (!program.includes('.'))
      fs.writeFileSync(path.join(programs, program),
        launcher(instance, program), { mode: 0o755 });
  const live = path.join(instance.data, 'live');
  fs.mkdirSync(live, { recursive: true });
  fs.symlinkSync(live, path.join(root, 'live'));
  const done = await run(path.join(source, 'contrib/apache/htaccess'),
    ['--root', root, ...instance.isOne ? ['--one', 'chinwag-api'] : []],
    { env: instance.env });
  if (done.code !== 0)
    throw new Error(`htaccess: ${done.stderr}`);
}

export async function start(instance, place, port, { cgi: isCgi = false,
  options: [, timeout = SERVER_PATIENCE_SEC] = [] } = {}) {
  const modules = isCgi ? [] : ['fcgid'];
  const root = path.join(place, 'root');
  fs.mkdirSync(root, { recursive: true });
  await fillRoot(instance, root);
  const lines = modules.includes('fcgid')
    ? `FcgidIPCDir "${place}/fcgid"\nFcgidProcessTableFile "${place}/shm"\n`
    : '';
  fs.writeFileSync(path.join(place, 'apache.conf'), hostConf(root, place, port,
    [...MODULES, ...modules], timeout) + lines);
  return startApache(instance, place);
}

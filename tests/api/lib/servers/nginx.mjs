// nginx, with programs that `chinwag serve' starts.  It has no CGI.

import fs from 'node:fs';
import path from 'node:path';
import { asNobody } from '../nobody.mjs';

export const name = 'nginx';
export const keeps = true;
export const cgi = false;
export const waits = ['http'];

const PROGRAM = '/usr/sbin/nginx';

function spawnNginx(instance, place, file) {
  const [program, ...words] = asNobody([PROGRAM, '-c', path.join(place, file),
    '-g', 'daemon off;']);
  return instance.spawn(path.basename(place), program, words);
}

export async function start(instance, place, port, { options = [] } = {}) {
  await instance.supervise(place);
  await instance.render(name, place, port, options);
  return spawnNginx(instance, place, 'nginx.conf');
}

// The sample of a site with TLS, as an administrator would fill it in, in an
// nginx that has nothing else.  ports: { http, https }; pem: { key, cert }.
export function startTls(instance, ports, pem) {
  const place = path.join(instance.directory, 'run');
  const site = fs.readFileSync(path.join(place, 'vhost.conf'), 'utf8')
    .replace(/^\s*listen \[::\].*$/gm, '')
    .replace('listen 80;', `listen 127.0.0.1:${ports.http};`)
    .replace(/^\s*listen 443 /m, `listen 127.0.0.1:${ports.https} `)
    .replace(/ssl_certificate [^;]*/, `ssl_certificate ${pem.cert}`)
    .replace(/ssl_certificate_key [^;]*/, `ssl_certificate_key ${pem.key}`);
  // What the main file says of where passing files go, and of modules.
  const main = fs.readFileSync(path.join(place, 'nginx.conf'), 'utf8')
    .replace('/nginx.pid', '/tls.pid').replace('/nginx.log', '/tls.log')
    .replace(/include [^]*$/, '').replaceAll('/temp-', '/tls-temp-');
  fs.writeFileSync(path.join(place, 'tls.conf'), `${main}\n${site}\n}\n`);
  return spawnNginx(instance, place, 'tls.conf');
}

// New workers take over; the old ones finish what they have.
export function reload(instance, child) {
  child.kill('SIGHUP');
}

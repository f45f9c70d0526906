// What the modules of Apache in servers/ share.

import fs from 'node:fs';
import path from 'node:path';
import { asNobody } from './nobody.mjs';

const PROGRAM = '/usr/sbin/apache2';

export function startApache(instance, place, file = 'apache.conf') {
  const words = [PROGRAM, '-f', path.join(place, file), '-DFOREGROUND'];
  const [program, ...rest] = asNobody(words);
  return instance.spawn(path.basename(place), program, rest);
}

// Apache reads its configuration, and ends processes when they have done what
// is in hand.
export function reload(instance, child) {
  child.kill('SIGUSR1');
}

export async function start(instance, place, port, way, options = []) {
  await instance.render('apache', place, port, ['--way', way, ...options]);
  return startApache(instance, place);
}

const MODULES = '/usr/lib/apache2/modules';

// The sample of a site with TLS, as an administrator would fill it in, in an
// Apache that has nothing else.  ports: { http, https }; pem: { key, cert }.
export function startTls(instance, ports, pem) {
  const place = path.join(instance.directory, 'run');
  const site = fs.readFileSync(path.join(place, 'vhost.conf'), 'utf8')
    .replace('*:80>', `127.0.0.1:${ports.http}>`)
    .replace('*:443>', `127.0.0.1:${ports.https}>`)
    .replace(/SSLCertificateFile .*/, `SSLCertificateFile "${pem.cert}"`)
    .replace(/SSLCertificateKeyFile .*/, `SSLCertificateKeyFile "${pem.key}"`);
  // What the main file says of modules and of places.
  const main = fs.readFileSync(path.join(place, 'apache.conf'), 'utf8')
    .replace('/apache.pid', '/tls.pid').replace('/apache.log', '/tls.log')
    .replace(/^Listen .*$/m, '').replace(/^Include .*$/m, '');
  const more = ['ssl', 'http2', 'socache_shmcb'].map((module) =>
    `LoadModule ${module}_module ${MODULES}/mod_${module}.so\n`).join('');
  fs.writeFileSync(path.join(place, 'tls.conf'), `${main}\n${more}
Listen 127.0.0.1:${ports.http}\nListen 127.0.0.1:${ports.https}\n${site}`);
  return startApache(instance, place, 'tls.conf');
}

// Exim, as Debian has it, on ports of the loopback and with a directory of its
// own: it takes mail for example.org into a maildir, and can send none.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../api/lib/cgi.mjs';
import { eventually, freePort, removeAll } from '../../api/lib/harness.mjs';

export const USER = 'chat';
export const PASSWORD = 'a password of the mail server';

// Whose processes are to be: Exim is setuid root, and so that it is nothing
// but what runs it, nobody does, who gains no privileges.
const NOBODY = 65534;
const isRoot = process.getuid() === 0;
const UNPRIVILEGED = ['/usr/bin/setpriv', '--no-new-privs', ...(isRoot ?
  [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [])];

const config = ({ directory, smtp, smtps }) => `
primary_hostname = mail.example.org
qualify_domain = example.org
spool_directory = ${directory}/spool
log_file_path = ${directory}/log/%s
pid_file_path = ${directory}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${smtp} : ${smtps}
tls_on_connect_ports = ${smtps}
tls_advertise_hosts = *
tls_certificate = ${directory}/server.pem
tls_privatekey = ${directory}/server.key
auth_advertise_hosts = \${if def:tls_in_cipher{*}{}}
acl_smtp_rcpt = rcpt
# We look for nobody.
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 20
keep_environment =
deliver_drop_privilege = true
exim_user = ${isRoot ? NOBODY : process.getuid()}
exim_group = ${isRoot ? NOBODY : process.getgid()}
local_from_check = false
return_path_remove = false
message_size_limit = 1M

begin acl
rcpt:
	deny	local_parts = nobody
		message = there is nobody of that name
	defer	local_parts = later
	accept	domains = example.org
		authenticated = *
	deny	message = not without a name and a password

begin routers
here:
	driver = accept
	domains = example.org
	transport = maildir

begin transports
maildir:
	driver = appendfile
	directory = ${directory}/mail
	create_directory = false
	maildir_format
	return_path_add

begin retry
*	*	F,1h,1m

begin rewrite

begin authenticators
plain:
	driver = plaintext
	public_name = PLAIN
	server_prompts = :
	server_condition = \${if and{{eq{$auth2}{${USER}}}{eq{$auth3}{${PASSWORD}}}}}
	server_set_id = $auth2
`;

// An authority, and a certificate of it for localhost.
async function certify(directory) {
  const openssl = async (...args) => {
    const done = await run('openssl', args, { env: { PATH: process.env.PATH },
      cwd: directory });
    if (done.code !== 0)
      throw new Error(done.stderr);
  };
  const at = (name) => path.join(directory, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
    '-nodes', '-days', '2'];
  await openssl('req', '-x509', ...key, '-subj', '/CN=An authority of ours',
    '-addext', 'basicConstraints=critical,CA:TRUE',
    '-keyout', at('ca.key'), '-out', at('ca.pem'));
  await openssl('req', '-x509', ...key, '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost',
    '-addext', 'basicConstraints=critical,CA:FALSE',
    '-CA', at('ca.pem'), '-CAkey', at('ca.key'),
    '-keyout', at('server.key'), '-out', at('server.pem'));
}

const listens = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => resolve(false));
  socket.on('data', () => {
    socket.destroy();
    resolve(true);
  });
});

// { smtp, smtps, ca, sendmail, mails(), log(), stop() }
export async function startExim() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-exim-'));
  const exim = { directory, smtp: await freePort(), smtps: await freePort(),
    ca: path.join(directory, 'ca.pem') };
  for (const name of ['spool', 'log', 'mail', 'mail/new', 'mail/cur',
    'mail/tmp'])
    fs.mkdirSync(path.join(directory, name));
  await certify(directory);
  const file = path.join(directory, 'exim.conf');
  fs.writeFileSync(file, config(exim));
  fs.chmodSync(directory, 0o755);
  if (isRoot)
    for (const name of ['', ...fs.readdirSync(directory, { recursive: true })])
      fs.chownSync(path.join(directory, name), NOBODY, NOBODY);
  // Its sendmail, with this configuration; as an operator would name it.
  exim.sendmail = path.join(directory, 'sendmail');
  fs.writeFileSync(exim.sendmail, `#!/bin/sh
exec ${UNPRIVILEGED.join(' ')} /usr/sbin/sendmail -C ${file} "$@"
`, { mode: 0o755 });
  const [program, ...words] = [...UNPRIVILEGED, '/usr/sbin/exim4', '-bdf',
    '-C', file];
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let said = '';
  child.stderr.on('data', (piece) => { said += piece; });
  exim.log = () => ['main', 'panic', 'reject'].map((name) =>
    path.join(directory, 'log', name)).filter((name) => fs.existsSync(name))
    .map((name) => fs.readFileSync(name, 'utf8')).join('') + said;
  // By their files: a name says nothing of which came first, for in one and
  // the same second Exim has them by microseconds without leading noughts.
  exim.mails = () => new Map(['new', 'cur'].flatMap((name) => {
    const place = path.join(directory, 'mail', name);
    return fs.readdirSync(place).map((mail) =>
      [mail, fs.readFileSync(path.join(place, mail))]);
  }));
  exim.stop = async () => {
    child.kill('SIGTERM');
    await gone;
    await removeAll(directory);
  };
  try {
    await eventually('Exim listens', async () => {
      if (child.exitCode !== null)
        throw new Error(`exim: ${exim.log()}`);
      return await listens(exim.smtp);
    });
  } catch (problem) {
    await exim.stop();
    throw problem;
  }
  return exim;
}

// A shared host as small as it can be: a chroot with Apache, suEXEC, an account
// of its own for the customer, a sendmail, and nothing else.  Needs root.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build, eventually, freePort, removeAll }
  from '../../api/lib/harness.mjs';
import { parseCgi, run } from '../../api/lib/cgi.mjs';
import { request } from '../../api/lib/wire.mjs';

export { build };

const OWNER = 1000;
const WWW_DATA = 33;
const MODULES = '/usr/lib/apache2/modules';
const SUEXEC = '/usr/lib/apache2/suexec-pristine';
const NEEDED = ['/usr/sbin/apache2', SUEXEC, `${MODULES}/mod_fcgid.so`,
  '/usr/bin/unshare'];

// Why there is no host to be had here, or false.
export const missing = (() => {
  if (process.getuid() !== 0)
    return 'a chroot needs root';
  const absent = NEEDED.find((file) => !fs.existsSync(file));
  if (absent)
    return `${absent} is not there`;
  try {
    execFileSync('unshare', ['--mount', '--pid', '--fork', 'true'],
      { stdio: 'ignore' });
    return false;
  } catch {
    return 'no namespaces are to be had here';
  }
})();

export const archive = (which = '') => {
  const place = path.join(build, 'bundle', which);
  const name = fs.existsSync(place) && fs.readdirSync(place)
    .find((file) => file.endsWith('.tar.gz'));
  if (!name)
    throw new Error(`there is no archive in ${place}: make bundle`);
  return path.join(place, name);
};

const LOAD = ['mpm_prefork', 'authz_core', 'dir', 'mime', 'rewrite',
  'headers', 'env', 'setenvif', 'alias', 'suexec', 'filter', 'deflate'];

const config = (port, way) => `\
ServerRoot "/"
DefaultRuntimeDir "/run"
PidFile "/run/apache.pid"
ErrorLog "/var/log/apache2/error.log"
Listen 127.0.0.1:${port}
ServerName example.org
User www-data
Group www-data
StartServers 2
MaxRequestWorkers 24
${[...LOAD, way === 'fcgid' ? 'fcgid' : 'cgi'].map((name) =>
    `LoadModule ${name}_module "${MODULES}/mod_${name}.so"`).join('\n')}
${way === 'fcgid' ? 'FcgidIPCDir "/run/mod_fcgid"\n' +
  'FcgidProcessTableFile "/run/mod_fcgid/shm"\n' : ''}\
TypesConfig /dev/null
<Directory "/">
	Require all denied
	AllowOverride None
</Directory>
<VirtualHost *:${port}>
	DocumentRoot "/var/www/vhosts/example.org/httpdocs"
	SuexecUserGroup owner owner
	<Directory "/var/www/vhosts/example.org/httpdocs">
		Require all granted
		AllowOverride All
		Options None
	</Directory>
</VirtualHost>
`;

class Host {
  constructor(root, port, way) {
    Object.assign(this, { root, port, way, conf: {} });
    this.url = `http://127.0.0.1:${port}`;
    this.home = path.join(root, 'var/www/vhosts/example.org');
    this.web = path.join(this.home, 'httpdocs');
    this.mailbox = path.join(this.home, 'mail');
  }

  // A program and the libraries that it asks for, at the same paths.
  copy(file, to = file) {
    const target = path.join(this.root, to);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(file, target);
    fs.chmodSync(target, 0o755);
    let libraries = '';
    try {
      libraries = execFileSync('ldd', [file], { encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      return; // static
    }
    for (const [, library] of libraries.matchAll(/(\/[^ ]+) \(0x/g))
      if (!fs.existsSync(path.join(this.root, library)))
        this.copy(fs.realpathSync(library), library);
  }

  write(name, text, mode = 0o644) {
    const file = path.join(this.root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    fs.chmodSync(file, mode);
  }

  furnish() {
    fs.chmodSync(this.root, 0o755);
    this.copy('/usr/sbin/apache2');
    for (const name of [...LOAD, this.way === 'fcgid' ? 'fcgid' : 'cgi'])
      this.copy(`${MODULES}/mod_${name}.so`);
    this.copy('/bin/dash', '/bin/sh');
    this.copy('/bin/cat');
    this.copy('/bin/mktemp');
    this.copy(SUEXEC, '/usr/lib/apache2/suexec');
    const suexec = path.join(this.root, 'usr/lib/apache2/suexec');
    fs.chownSync(suexec, 0, WWW_DATA);
    fs.chmodSync(suexec, 0o4750);
    this.write('etc/passwd', 'root:x:0:0::/:/bin/sh\n' +
      `www-data:x:${WWW_DATA}:${WWW_DATA}::/:/bin/false\n` +
      `owner:x:${OWNER}:${OWNER}::/var/www/vhosts/example.org:/bin/false\n`);
    this.write('etc/group', `root:x:0:\nwww-data:x:${WWW_DATA}:\n` +
      `owner:x:${OWNER}:\n`);
    this.write('etc/apache.conf', config(this.port, this.way));
    for (const name of ['proc', 'dev/shm', 'tmp', 'var/log/apache2',
      'run/mod_fcgid'])
      fs.mkdirSync(path.join(this.root, name), { recursive: true });
    fs.chownSync(path.join(this.root, 'run/mod_fcgid'), WWW_DATA, WWW_DATA);
    for (const [name, minor] of [['null', 3], ['zero', 5], ['random', 8],
      ['urandom', 9]]) {
      execFileSync('mknod', ['-m', '666',
        path.join(this.root, 'dev', name), 'c', '1', String(minor)]);
    }
    fs.chmodSync(path.join(this.root, 'tmp'), 0o1777);
    this.furnishHome();
  }

  furnishHome() {
    fs.mkdirSync(this.web, { recursive: true });
    fs.mkdirSync(this.mailbox);
    for (const place of [this.home, this.web, this.mailbox])
      fs.chownSync(place, OWNER, OWNER);
    fs.chmodSync(this.home, 0o711);
    this.write('usr/sbin/sendmail', '#!/bin/sh\n' +
      'umask 022\ncat >"$(mktemp /var/www/vhosts/example.org/mail/XXXXXX)"\n',
    0o755);
  }

  // What the customer does by FTP: files of an archive into the web root.
  upload(file = archive()) {
    execFileSync('tar', ['-C', this.web, '--no-same-owner', '-xzf', file]);
    execFileSync('chown', ['-R', `${OWNER}:${OWNER}`, this.web]);
  }

  // In a process namespace of its own, with which all of it ends.
  async serve() {
    this.log = fs.openSync(path.join(this.root, 'apache.out'), 'a');
    this.child = spawn('unshare', ['--mount', '--pid', '--fork',
      '--kill-child', 'sh', '-c',
      'mount -t proc proc "$1/proc" && exec chroot "$1" ' +
        '/usr/sbin/apache2 -f /etc/apache.conf -D FOREGROUND', 'sh',
      this.root], { stdio: ['ignore', this.log, this.log] });
    await eventually('Apache answers', async () => {
      if (this.child.exitCode !== null)
        throw new Error(`Apache: ${this.logs()}`);
      return this.get('/index.html').then(() => true, () => false);
    }, { withinMs: 60000 });
  }

  // A command in the chroot as the customer; { code, stdout, stderr }.
  async as(args, { env = {}, stdin, before = [], user = OWNER } = {}) {
    return run('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'sh',
      '-c', 'mount -t proc proc "$1/proc" || exit 99\nroot=$1\nshift\n' +
        'exec "$@"', 'sh', this.root, ...before,
      'chroot', `--userspec=${user}:${user}`, this.root, ...args],
    { env: { PATH: process.env.PATH, ...env }, stdin });
  }

  get program() {
    const inside = path.join(this.web, 'chinwag');
    const rule = /chinwag\/(chinwag-\S+\.cgi)"/.exec(
      fs.readFileSync(path.join(this.web, '.htaccess'), 'utf8'));
    return path.join(inside, rule[1]).slice(this.root.length);
  }

  // The program as CGI, without Apache.  before: what runs it, as strace.
  async cgi(method, uri, json, { before, user } = {}) {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const done = await this.as([this.program], { before, user, stdin: body,
      env: { REQUEST_METHOD: method, REQUEST_URI: uri,
        GATEWAY_INTERFACE: 'CGI/1.1',
        ...body === undefined ? {} : { CONTENT_TYPE: 'application/json',
          CONTENT_LENGTH: String(Buffer.byteLength(body)) } } });
    if (done.code !== 0)
      throw new Error(`exit ${done.code}: ${done.stderr}`);
    return parseCgi(done.stdout);
  }

  get(uri, headers = []) {
    return request(this.port, { path: uri, headers });
  }

  send(question) {
    return request(this.port, question);
  }

  // As a page of the site does.
  post(uri, json) {
    return request(this.port, { method: 'POST', path: uri,
      headers: [['Content-Type', 'application/json'], ['Origin', this.url]],
      body: JSON.stringify(json) });
  }

  // What the customer reads by FTP.
  code() {
    const places = [this.home, path.join(this.web, 'chinwag'),
      path.join(this.root, 'var')];
    for (const place of places)
      for (const name of fs.readdirSync(place))
        if (name.startsWith('chinwag-setup-')) {
          const file = path.join(place, name);
          return { file, code: fs.readFileSync(file, 'utf8').trim()
            .split('\n').at(-1) };
        }
    return null;
  }

  mails() {
    return fs.readdirSync(this.mailbox).map((name) =>
      fs.readFileSync(path.join(this.mailbox, name), 'utf8'));
  }

  logs() {
    return ['apache.out', 'var/log/apache2/error.log',
      'var/log/apache2/suexec.log', `${this.home.slice(this.root.length + 1)}` +
      '/chinwag-data/chinwag.log'].map((name) => path.join(this.root, name))
      .filter((file) => fs.existsSync(file))
      .map((file) => `--- ${file}\n${fs.readFileSync(file, 'utf8')}`)
      .join('\n');
  }

  async stop() {
    if (this.child && this.child.exitCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGKILL');
      await gone;
    }
    if (!process.env.CHINWAG_KEEP)
      await removeAll(this.root);
  }
}

// way: fcgid or cgi; quiet: without Apache.
export async function host(way, { isQuiet = false } = {}) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-host-'));
  const made = new Host(root, await freePort(), way);
  try {
    made.furnish();
    made.upload();
    if (!isQuiet)
      await made.serve();
  } catch (error) {
    await made.stop();
    throw error;
  }
  return made;
}

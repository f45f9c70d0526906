// A web server with lines of its configuration changed, before the programs of
// an instance, and what the doctor says of it.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { run } from '../../api/lib/cgi.mjs';
import { eventually, freePort, source } from '../../api/lib/harness.mjs';
import { undisturbed } from '../../api/lib/patience.mjs';
import * as apache from '../../api/lib/servers/apache.mjs';
import * as lighttpd from '../../api/lib/servers/lighttpd.mjs';
import * as nginx from '../../api/lib/servers/nginx.mjs';

const servers = { apache, lighttpd, nginx };

const isListening = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1');
  socket.once('connect', () => { socket.destroy(); resolve(true); });
  socket.once('error', () => resolve(false));
});

export async function doctor(instance, args, env = {}) {
  const done = await undisturbed(() => run(instance.chinwag,
    ['doctor', '--json', ...args],
    { env: { ...instance.env, ...env }, timeoutMs: 180000 }));
  assert.ok([0, 1].includes(done.code), `${done.signal} ${done.stderr}`);
  const told = JSON.parse(done.stdout);
  assert.equal(done.code, told.wrong > 0 ? 1 : 0);
  told.names = [...new Set(told.findings.map(({ name }) => name))];
  told.of = (name) => told.findings.filter((one) => one.name === name);
  return told;
}

let count = 0;

// edits: [file below contrib/<server>, what stands there, what instead].
// site: another directory of files.  Returns its port; close() ends it.
export async function brokenServer(instance, server, { edits = [],
  site = path.join(source, 'htdocs') }) {
  count += 1;
  const contrib = path.join(instance.directory, `contrib${count}`);
  fs.mkdirSync(contrib);
  for (const name of [server, 'render.sh'])
    fs.cpSync(path.join(source, 'contrib', name), path.join(contrib, name),
      { recursive: true });
  for (const [file, from, to] of edits) {
    const name = path.join(contrib, server, file);
    const text = fs.readFileSync(name, 'utf8');
    const changed = text.replaceAll(from, to);
    assert.notEqual(changed, text, `${file}: no ${from}`);
    fs.writeFileSync(name, changed);
  }
  const place = path.join(instance.directory, `b${count}`);
  const sockets = path.join(instance.directory, 'sockets');
  const own = Object.assign(Object.create(instance), { contrib, site });
  fs.mkdirSync(place, { mode: 0o700 });
  if (server !== 'lighttpd')
    await instance.supervise(sockets);
  const port = await freePort();
  const child = await servers[server].start(own, place, port,
    { options: server === 'lighttpd' ? [] : ['--sockets', sockets] });
  await eventually('the server listens', () => {
    assert.ok(child.exitCode === null && !child.problem,
      instance.logs().slice(-3000));
    return isListening(port);
  }, { withinMs: 20000 });
  return { port, url: `http://127.0.0.1:${port}`,
    close: () => instance.halt(child) };
}

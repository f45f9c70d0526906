// chinwag doctor behind real servers: nothing is wrong with the configurations
// that we ship, and whatever line of them is broken, it names that line.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { freePort, source, start } from '../api/lib/harness.mjs';
import { brokenServer, doctor } from './lib/broken.mjs';
import { place } from './lib/place.mjs';

const instance = await start({ mail: false });
after(() => instance.stop());

// The clock of a test machine is its own affair.
const PASSING = ['backup', 'clock-unkept'];

// A copy of the site with more files in it.
function siteWith(files) {
  const site = fs.mkdtempSync(path.join(instance.directory, 'site-'));
  fs.cpSync(path.join(source, 'htdocs'), site, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(site, name)), { recursive: true });
    fs.writeFileSync(path.join(site, name), text);
  }
  // The servers run as somebody else.
  fs.chmodSync(site, 0o755);
  return site;
}

const DOT_FILES = { '.git/HEAD': 'ref', '.env': 'SECRET=1',
  'index.html~': 'old' };

// For each server: which finding, the edits, and the line that mends it.
const broken = {
  lighttpd: [
    ['authorization', [['lighttpd.conf.in', '"X_Request_ID" => "",',
      '"Authorization" => "",']], /"Authorization"/],
    ['encoded-slash', [['lighttpd.conf.in', '"url-path-2f-decode" => "enable"',
      '"url-path-2f-decode" => "disable", "url-path-2f-reject" => "enable"']],
    /"url-path-2f-reject"/],
    ['httpoxy', [['lighttpd.conf.in', '"X_Request_ID" => "",\n)',
      '"X_Request_ID" => "",\n)\n' +
      'setenv.add-environment = ( "HTTP_PROXY" => "http://evil" )']],
    /"Proxy" => ""/],
    ['underscores', [['lighttpd.conf.in', '"X_Forwarded_For" => "",', '']],
      /"X_Forwarded_For" => ""/],
    ['underscores', [['lighttpd.conf.in', '"Idempotency_Key" => "",', '']],
      /setenv\.set-request-header/],
    ['cookies', [['lighttpd.conf.in', '"X_Request_ID" => "",',
      '"Cookie" => "a=b",']], /filters cookies/],
    ['body-limit', [['lighttpd.conf.in', 'server.max-request-size = 256',
      'server.max-request-size = 8']], /server\.max-request-size = 256/],
    ['stream-buffered', [['lighttpd.conf.in',
      'server.stream-response-body = 2', 'server.stream-response-body = 0']],
    /server\.stream-response-body = 2/],
    ['keep-alive', [['lighttpd.conf.in',
      'server.max-keep-alive-requests = 10000',
      'server.max-keep-alive-requests = 0']],
    /server\.max-keep-alive-requests/],
    ['headers-api', [['lighttpd.conf.in', /"Referrer-Policy" => "no-referrer"/g,
      '"Referrer-Policy" => ""']], /setenv\.set-response-header/],
    ['headers-site', [['lighttpd.conf.in', /"X-Frame-Options" => "DENY",/g,
      '']], /setenv\.set-response-header/],
    ['compression', [['lighttpd.conf.in', '"text/html", "text/css"',
      '"text/html", "x/css"'], ['lighttpd.conf.in', '"text/javascript", "text/plain"',
      '"text/plain"']], /deflate\.mimetypes/],
    ['dot-files', [['lighttpd.conf.in', 'url.access-deny = ( "" )', '']],
      /url\.access-deny/, { site: DOT_FILES }],
    ['listing', [['lighttpd.conf.in', 'index-file.names =',
      'dir-listing.activate = "enable"\nindex-file.names =']],
    /dir-listing\.activate/],
    ['site-absent', [['lighttpd.conf.in',
      'server.document-root = "@site@"', 'server.document-root = "@run@"']],
    /server\.document-root/],
    ['route', [['routes.conf', '"request-method"] == "DELETE"',
      '"request-method"] == "DLT"']], /routes\.conf/],
    ['route', [['routes.conf', '"/read-put"', '"/session-get"']],
      /routes\.conf/],
    ['api-absent', [['lighttpd.conf.in', 'include "@routes@"', '']],
      /include "routes\.conf"/],
    ['api-fails', [['routes.conf',
      '"bin-path" => var.programs + "/health-get", ', '']],
    /bin-path and socket/],
  ],
  nginx: [
    ['authorization', [['site.conf.in', 'fastcgi_param HTTP_PROXY "";',
      'fastcgi_param HTTP_PROXY "";\nfastcgi_param HTTP_AUTHORIZATION "";']],
    /fastcgi_param HTTP_AUTHORIZATION/],
    ['encoded-slash', [['site.conf.in', 'REQUEST_URI $request_uri',
      'REQUEST_URI $uri']], /fastcgi_param REQUEST_URI \$request_uri;/],
    ['api-prefix', [['site.conf.in', 'REQUEST_URI $request_uri',
      'REQUEST_URI /x$request_uri']], /REQUEST_URI \$request_uri;/],
    ['httpoxy', [['site.conf.in', 'fastcgi_param HTTP_PROXY "";', '']],
      /fastcgi_param HTTP_PROXY "";/],
    ['underscores', [['site.conf.in', 'underscores_in_headers off',
      'underscores_in_headers on']], /underscores_in_headers off;/],
    ['cookies', [['site.conf.in', 'fastcgi_param HTTP_PROXY "";',
      'fastcgi_param HTTP_PROXY "";\nfastcgi_param HTTP_COOKIE "";']],
    /filters cookies/],
    ['body-limit', [['site.conf.in', 'client_max_body_size 256k',
      'client_max_body_size 8k']], /client_max_body_size 256k;/],
    ['stream-buffered', [['site.conf.in', 'fastcgi_buffering on;',
      'fastcgi_buffering on;\nfastcgi_ignore_headers X-Accel-Buffering;']],
    /fastcgi_ignore_headers X-Accel-Buffering/],
    ['keep-alive', [['nginx.conf.in', 'keepalive_timeout @timeout@s',
      'keepalive_timeout 0']], /keepalive_timeout/],
    ['headers-site', [['site.conf.in', 'location / {\n}',
      'location / {\nadd_header X-Mine 1;\n}']],
    /in each location that has an add_header of its own/],
    ['headers-error', [['site.conf.in', /(add_header X-Frame.*) always;/g,
      '$1;']], /always at the end of each add_header/],
    ['compression', [['site.conf.in', 'gzip on;', 'gzip off;'],
      ['site.conf.in', 'gzip_static on;', '']], /gzip on;/],
    ['dot-files', [['site.conf.in', 'location ~ "/\\.(?!well-known/)" {',
      'location ~ "/nowhere" {']], /location ~ \/\\\. \{ return 404; \}/,
    { site: DOT_FILES }],
    ['listing', [['site.conf.in', 'location / {\n}',
      'location / {\nautoindex on;\n}']], /autoindex off;/],
    ['route', [['routes.conf', /.*member-delete;\n/g, '']], /routes\.conf/],
    ['api-fails', [['site.conf.in', 'unix:@sockets@/$chinwag_program',
      'unix:@sockets@/no-$chinwag_program']], /chinwag serve/],
  ],
  apache: [
    ['authorization', [['site.conf', 'CGIPassAuth On', 'CGIPassAuth Off']],
      /CGIPassAuth On/],
    ['encoded-slash', [['site.conf', 'AllowEncodedSlashes NoDecode',
      'AllowEncodedSlashes Off']], /AllowEncodedSlashes NoDecode/],
    ['httpoxy', [['site.conf', 'SetEnv ap_trust_cgilike_cl 1',
      'SetEnv ap_trust_cgilike_cl 1\nSetEnv HTTP_PROXY http://evil']],
    /RequestHeader unset Proxy early/],
    ['stream-buffered', [['proxy.conf', 'flushpackets=on',
      'flushpackets=off']], /ProxySet flushpackets=on/],
    ['keep-alive', [['server.conf.in', 'KeepAlive On', 'KeepAlive Off']],
      /KeepAlive On/],
    ['headers-site', [['headers-site.conf', /Header always set X-Frame-Options.*/g,
      '']], /Header always set/],
    ['headers-error', [['headers-site.conf', 'Header always set X-Frame-Options',
      'Header set X-Frame-Options'], ['pages.conf', /^ErrorDocument 404.*/gm,
      '']], /Header always set \.\.\., not Header set/],
    ['compression', [['site.conf', /^AddOutputFilterByType.*/gm, '']],
      /AddOutputFilterByType/],
    ['dot-files', [['site.conf', /^RewriteRule "\^\/\(\?!api\/\)\(\?:\.\*\/\)\?\\\..*/gm,
      '']], /RewriteRule "\^\/\(\?:\.\*\/\)\?\\\./, { site: DOT_FILES }],
    ['trace', [['site.conf', 'TraceEnable off', 'TraceEnable on']],
      /TraceEnable off/],
    ['route', [['routes-proxy.conf', '=DELETE', '=DLT']],
      /routes-proxy\.conf/],
    ['api-absent', [['site.conf', 'RewriteEngine On', 'RewriteEngine Off']],
      /RewriteEngine On/],
    ['api-fails', [['routes-proxy.conf', '/health-get.sock',
      '/nothing-get.sock']], /chinwag serve/],
  ],
};

// What else is wrong when that is.
const ALSO = {
  'api-absent': ['site-absent'],
  'site-absent': ['compression', 'dot-files', 'headers-site'],
  'encoded-slash': ['route'],
  'headers-site': ['headers-error'],
  'headers-api': ['headers-site', 'headers-error'],
};

for (const [server, cases] of Object.entries(broken))
  describe(server, { concurrency: 3 }, () => {
    test('as we ship it, nothing is wrong', async () => {
      const { url, close } = await brokenServer(instance, server, {});
      const told = await doctor(instance, ['--url', url, '--server', server]);
      await close();
      assert.deepEqual(told.names.filter((name) => !PASSING.includes(name)),
        [], JSON.stringify(told.findings));
      assert.ok(told.checks > 60);
    });

    cases.forEach(([finding, edits, line, { site } = {}], i) =>
      test(`${finding} (${i + 1})`, async () => {
        const { url, close } = await brokenServer(instance, server, { edits,
          ...site && { site: siteWith(site) } });
        const told = await doctor(instance, ['--url', url, '--server',
          server]);
        await close();
        const all = JSON.stringify(told.findings, null, 1);
        assert.ok(told.names.includes(finding), all);
        assert.ok(told.of(finding)[0].mends.some((mend) => line.test(mend)),
          all);
        const more = told.names.filter((name) => name !== finding &&
          !PASSING.includes(name) && !(ALSO[finding] ?? []).includes(name));
        assert.deepEqual(more, [], all);
      }));
  });

describe('wherever the server is', { concurrency: 3 }, () => {
  test('nobody listens', async () => {
    const told = await doctor(instance, ['--url',
      `http://127.0.0.1:${await freePort()}`]);
    assert.deepEqual(told.of('unreachable').length, 1);
  });

  test('somebody else listens', async () => {
    const other = http.createServer((request, response) =>
      response.end('hello'));
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
    const told = await doctor(instance, ['--url',
      `http://127.0.0.1:${other.address().port}`]);
    other.close();
    assert.ok(told.names.includes('api-absent'));
    assert.ok(told.names.includes('site-absent'));
  });

  test('a Chinwag of other data answers', async () => {
    const other = place();
    await other.ok(['init']);
    const done = await other.command(['doctor', '--json', '--url',
      instance.url]);
    assert.ok(JSON.parse(done.stdout).findings.some(({ name, mends }) =>
      name === 'other-data' && mends.some((mend) =>
        /"bin-environment" => \( "CHINWAG_CONF"/.test(mend))), done.stdout);
  });

  test('the data are among the files that it gives out', async () => {
    const { url, close } = await brokenServer(instance, 'lighttpd',
      { site: instance.directory });
    const told = await doctor(instance, ['--url', url]);
    await close();
    assert.ok(told.names.includes('data-in-web-root'), told.names);
    assert.match(told.of('dot-files').map(({ seen }) => seen).join(),
      /chat\.db|chinwag\.conf|keys/);
    const asked = await doctor(instance, ['--root', instance.directory]);
    assert.ok(asked.names.includes('data-in-web-root'));
  });

  test('no TLS, though it is not this machine alone', async () => {
    const told = await doctor(instance, ['--url', 'http://chat.example.org',
      '--connect', `127.0.0.1:${instance.port}`]);
    assert.equal(told.of('no-tls').length, 1);
    assert.ok(told.names.includes('mail-to-files'));
    assert.ok(told.names.includes('mail-from'));
    assert.ok(!told.names.includes('unreachable'));
  });

  test('a certificate that proves nothing and is about to expire', async () => {
    const key = path.join(instance.directory, 'key.pem');
    const cert = path.join(instance.directory, 'cert.pem');
    await promisify(execFile)('openssl', ['req', '-x509', '-newkey',
      'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '3',
      '-subj', '/CN=chat.example.org']);
    const front = https.createServer({ key: fs.readFileSync(key),
      cert: fs.readFileSync(cert) }, (request, response) => {
      const back = http.request({ port: instance.port, method: request.method,
        path: request.url, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
      request.pipe(back);
      back.on('error', () => response.destroy());
    });
    await new Promise((resolve) => front.listen(0, '127.0.0.1', resolve));
    const told = await doctor(instance, ['--url', 'https://chat.example.org',
      '--connect', `127.0.0.1:${front.address().port}`]);
    front.close();
    assert.equal(told.of('tls-untrusted').length, 1, told.names.join());
    assert.match(told.of('tls-expires')[0].seen, /in 2 days/);
    assert.ok(!told.names.includes('stream-buffered'));
    assert.ok(!told.names.includes('no-tls'));
  });

  test('programs run as somebody else than the owner of the data',
    { skip: process.getuid() !== 0 && 'needs root' }, async () => {
      fs.chownSync(instance.data, 65534, 65534);
      try {
        const told = await doctor(instance, []);
        assert.match(told.of('program-user')[0].seen,
          /^they run as user 0, .* belongs to 65534$/);
        assert.match(told.of('program-user')[0].mends.join(), /chown -R/);
      } finally {
        fs.chownSync(instance.data, 0, 0);
      }
    });

  test('bodies that come in chunks are cut', async () => {
    // In front of the server something that passes on half of what has no
    // length.
    const front = http.createServer((request, response) => {
      const isCut = 'transfer-encoding' in request.headers;
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => {
        const body = Buffer.concat(pieces);
        const headers = { ...request.headers,
          'content-length': String(isCut ? body.length / 2 : body.length) };
        delete headers['transfer-encoding'];
        const back = http.request({ port: instance.port,
          method: request.method, path: request.url, headers }, (answer) => {
          response.writeHead(answer.statusCode, answer.headers);
          answer.pipe(response);
        });
        back.on('error', () => response.destroy());
        back.end(isCut ? body.subarray(0, body.length / 2) : body);
      });
    });
    await new Promise((resolve) => front.listen(0, '127.0.0.1', resolve));
    const told = await doctor(instance, ['--server', 'nginx', '--url',
      `http://127.0.0.1:${front.address().port}`]);
    front.closeAllConnections();
    front.close();
    assert.match(told.of('chunked')[0].seen,
      /^of 5000 bytes 2500 arrived/);
    assert.match(told.of('chunked')[0].mends.join(),
      /fastcgi_request_buffering on;/);
  });

  test('nothing is there to ask it with', async () => {
    const alone = path.join(instance.directory, 'alone');
    fs.mkdirSync(alone);
    fs.copyFileSync(instance.chinwag, path.join(alone, 'chinwag'));
    const told = await doctor(Object.assign(Object.create(instance),
      { chinwag: path.join(alone, 'chinwag') }),
    ['--programs', instance.programs]);
    assert.equal(told.of('no-fetch')[0].seen, instance.url);
    assert.match(told.of('no-fetch')[0].mends.join(), /--disable-smtp/);
  });

  test('strangers learn nothing of probes', async () => {
    const plain = await fetch(`${instance.url}/api/nothing`);
    for (const ticket of ['x', 'A'.repeat(43), '../'.repeat(14) + 'x']) {
      const probe = await fetch(`${instance.url}/api/nothing`,
        { headers: { 'X-Chinwag-Probe': ticket } });
      assert.equal(probe.status, plain.status);
      assert.equal((await probe.json()).code, 'not_found');
    }
  });
});

test('no ticket is left behind', () => {
  assert.deepEqual(fs.readdirSync(path.join(instance.data, 'run'))
    .filter((name) => name.startsWith('probe-')), []);
});

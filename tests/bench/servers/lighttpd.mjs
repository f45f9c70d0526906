// The shipped configuration of lighttpd with the baselines beside it.  A module
// here exports start({ run, page, baselines, hello, conf, build, render }):
//
//	run		where sockets and configurations lie
//	page		a file, to be served as /bench-page.txt
//	baselines	[[name, bytes], ...]: /bench/<name> is answered by four
//			processes of the program hello, with HELLO_BYTES=<bytes>
//	conf, build	chinwag.conf and where make built
//	render(server)	run contrib/<server>/render into run
//
// and readers, how many readers of events it is asked to hold at once.
//
// start gives back all processes whose memory and whose children count, the
// server's own first.

import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

const answering = ({ hello, run }) => ([name, bytes]) => `
$HTTP["url"] == "/bench/${name}" {
	fastcgi.server = ( "" => (( "bin-path" => "${hello}",
		"bin-environment" => ( "HELLO_BYTES" => "${bytes}" ),
		"socket" => "${run}/${name}", "max-procs" => 4,
		"check-local" => "disable" )) )
}
`;

export const readers = 5000;

export async function start(house) {
  house.render('lighttpd');
  const file = join(house.run, 'lighttpd.conf');
  appendFileSync(file, `alias.url += ( "/bench-page.txt" => "${house.page}" )\n`
    + house.baselines.map(answering(house)).join(''));
  return [spawn('lighttpd', ['-D', '-f', file], { stdio: 'inherit',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } })];
}

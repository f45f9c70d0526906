// lighttpd, the server that tests stand behind unless CHINWAG_SERVER names
// another module beside this one.  What each of them exports:
//
//	name		as CHINWAG_SERVER has it
//	keeps		does it keep programs and pass a stream on as it comes?
//			false: it starts a program for each request
//	cgi		can start be asked for { cgi: true } as well?
//	cgiRun		the module whose run has what is asked by that CGI, so
//			that it is not asked here once more; it may be left out:
//			there is none
//	waits		the ways, of 'http' and 'cgi', in which a request may
//			wait for events
//	chunks		is a body taken that comes in chunks?  It may be left
//			out: yes
//	spools		does a program hear of a request only when its body is
//			there?  It may be left out: yes
//	slashes		does an encoded slash reach programs?  As above
//	reloads		do requests in hand live through a reload?  As above
//	start(instance, place, port, { cgi, options })
//			write a configuration into the directory `place', which
//			is made for it, and start; the server's child process,
//			by instance.spawn.  cgi: start a program for each
//			request.  options: more words for the render script.
//			Who returns need not wait until the server answers.
//	reload(instance, child)
//			have it take its configuration anew, losing nothing
//	startTls(instance, ports, pem)
//			the shipped sample of a site with TLS, at the ports
//			{ http, https }, with the files { key, cert }; may be
//			left out
//
// A module that needs programs to be there already calls
// instance.supervise(place), which runs `chinwag serve' with its sockets in
// that place.  instance.render(server, place, port, words) runs
// contrib/<server>/render with what they all take.

import path from 'node:path';

export const name = 'lighttpd';
export const keeps = true;
export const cgi = true;
export const waits = ['http', 'cgi'];

export async function start(instance, place, port, { cgi: isCgi = false,
  options = [] } = {}) {
  await instance.render(name, place, port,
    [...isCgi ? ['--cgi'] : [], ...instance.isOne ? ['--one'] : [],
      ...options]);
  return instance.spawn(path.basename(place), 'lighttpd',
    ['-D', '-f', path.join(place, 'lighttpd.conf')]);
}

// It starts itself anew on the same sockets, when requests in hand are done.
export function reload(instance, child) {
  child.kill('SIGUSR1');
}

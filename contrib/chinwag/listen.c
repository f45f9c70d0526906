/* Making a Unix socket in a place where another may have been before. */

#include "listen.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "command.h"

#define BACKLOG 4096 /* the kernel allows less where it is told to */
#define MODE (S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP)

/*
 * Who listens at this address?  The kernel notes that when somebody begins to,
 * so it names the one who made the socket even if only its children are left.
 * 0: nobody.  -1: somebody who cannot be told.
 */
static pid_t
listener_of(const struct sockaddr_un *address)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);
	pid_t pid = -1;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) ==
	    0) {
		if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 &&
		    peer.pid > 0)
			pid = peer.pid;
	} else if (errno == ECONNREFUSED || errno == ENOENT) {
		pid = 0;
	}
	close(fd);
	return pid;
}

static bool
is_alive(pid_t pid)
{
	return kill(pid, 0) == 0 || errno != ESRCH;
}

/* Make room, if what is there is of no use to anybody. */
static int
clear_place(const struct sockaddr_un *address)
{
	const char *path = address->sun_path;
	struct stat st;
	pid_t pid;

	if (lstat(path, &st) != 0)
		return errno == ENOENT
		    ? EXIT_DONE
		    : failed("cannot look at %s: %s", path, strerror(errno));
	if (!S_ISSOCK(st.st_mode))
		return failed("%s is not a socket, and was left alone", path);
	pid = listener_of(address);
	if (pid < 0)
		return failed("%s is taken: somebody listens there", path);
	if (pid > 0 && is_alive(pid))
		return failed("%s is taken: process %ld listens there", path,
		    (long)pid);
	if (unlink(path) != 0 && errno != ENOENT)
		return failed("cannot replace %s: %s", path, strerror(errno));
	return EXIT_DONE;
}

int
listen_on(const char *path, int *fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t len = strlen(path);
	int code;

	if (len >= sizeof(address.sun_path))
		return failed("%s: too long for a socket's path (%zu "
			      "characters, at most %zu)",
		    path, len, sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, path, len + 1);
	code = clear_place(&address);
	if (code != EXIT_DONE)
		return code;
	*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Nobody can connect before it listens, so its mode is right in time.
	 */
	if (*fd >= 0 &&
	    bind(*fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
	    chmod(path, MODE) == 0 && listen(*fd, BACKLOG) == 0)
		return EXIT_DONE;
	code = failed("cannot listen on %s: %s", path, strerror(errno));
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	return code;
}

/*
 * Unix sockets that programs listen on.
 */

#ifndef CHINWAG_LISTEN_H
#define CHINWAG_LISTEN_H

/*
 * Listen on a socket of this path, for its owner and group.  What a process
 * that has ended left there is replaced; a file that is no socket, and one on
 * which a living process listens, are left alone.  Returns an exit code, with
 * the reason on standard error; *fd is closed on exec.
 */
int listen_on(const char *path, int *fd);

#endif

/*
 * A fence around a process that needs nothing but its own files: from then on
 * it reaches no others, starts no program and opens no socket, whatever code
 * an attacker should bring it to run.
 *
 * Files are fenced by Landlock (Linux 5.13 and later, if the host has it on),
 * the rest by a filter of system calls (seccomp(2), x86-64 and AArch64).  What
 * is forbidden fails with EACCES or EPERM.  Descriptors that are open stay
 * good, among them the socket that connections come from.
 */

#ifndef CW_BASE_FENCE_H
#define CW_BASE_FENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* A file or directory, with all below it, that stays within reach. */
struct cw_fence_gate {
	const char *path; /* one that does not exist is passed over */
	bool may_write;	  /* and make, rename and remove; else only read */
};

/* What a kernel could do. */
#define CW_FENCE_FILES 1u
#define CW_FENCE_CALLS 2u

/*
 * Fence the process in; before it has more than one thread.  There is no way
 * back, and it fences all that it starts.  *raised tells which parts stand.
 * CW_SYSTEM: something went wrong that is not just a kernel without them; the
 * process should not go on.
 */
enum cw_err cw_fence_raise(const struct cw_fence_gate *gates, size_t count,
    unsigned *raised) CW_CHECKED;

#endif

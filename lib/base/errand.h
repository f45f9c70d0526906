/*
 * Errands: one program, always started with the same words, run on behalf of a
 * process that has fenced itself in (base/fence.h) and may start none.
 *
 * Before the fence is raised a runner is forked off, which holds nothing of the
 * process but a socket.  For each errand it is handed two pipes, starts the
 * program between them, and forgets it.  So who has come to rule the process
 * can have that program read and answer, with those words, and no more.
 */

#ifndef CW_BASE_ERRAND_H
#define CW_BASE_ERRAND_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* So many at once; who comes then is not kept waiting. */
#define CW_ERRANDS_MAX 8

struct cw_errands;

/*
 * Fork the runner; before the process has more than one thread.  argv[0] is the
 * program's absolute path; it gets no environment.  CW_SYSTEM.
 */
enum cw_err
cw_errands_open(char *const argv[], struct cw_errands **out) CW_CHECKED;
void cw_errands_close(struct cw_errands *errands); /* NULL is fine */

struct cw_errand {
	const char *input; /* what the program reads; less than 64 KiB */
	size_t len;
	size_t max_bytes; /* of its answer */
	int64_t limit_ms;
};

/*
 * Run the program; any thread.  *out is what it wrote, and a NUL, in the arena.
 * CW_BUSY: too many are at it.  CW_TOOLARGE: it wrote more.  CW_UNREACHABLE: it
 * took too long, or wrote nothing.
 */
enum cw_err
cw_errand_run(struct cw_errands *errands, const struct cw_errand *errand,
    struct cw_arena *arena, char **out, size_t *out_len) CW_CHECKED;

#endif

/*
 * Running another program to its end.
 */

#ifndef CHINWAG_CHILD_H
#define CHINWAG_CHILD_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* The program ran to no end: it was killed, by us or others, or absent. */
#define CHILD_NO_STATUS (-1)

struct child {
	const char *const *argv; /* argv[0] is a path */
	const char *const *env;	 /* NULL: empty */
	const char *input;	 /* its standard input */
	size_t input_len;
	int64_t limit_ms; /* then it is killed; 0: 4 minutes */
};

/* What a child wrote to its standard output; in the arena. */
struct child_output {
	const char *text; /* a NUL stands behind it */
	size_t len;
};

/*
 * Run a program with nothing else open but standard error, to which it writes
 * itself; what it writes to standard output is lost.  *status is its exit code
 * or CHILD_NO_STATUS.
 * CW_SYSTEM: it could not be started; *why says it.
 */
enum cw_err
run_child(const struct child *child, int *status, const char **why) CW_CHECKED;

/*
 * The same, but take what it writes, at most max bytes.  CW_TOOLARGE: it was
 * more.
 */
enum cw_err run_and_read(const struct child *child, struct cw_arena *arena,
    size_t max_bytes, int *status, struct child_output *output,
    const char **why) CW_CHECKED;

#endif

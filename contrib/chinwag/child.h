/*
 * Running a program that takes a mail on its standard input.
 */

#ifndef CHINWAG_CHILD_H
#define CHINWAG_CHILD_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* The program ran to no end: it was killed, by us or others, or absent. */
#define CHILD_NO_STATUS (-1)

/*
 * Run argv[0], a path, with an empty environment, input as its standard input,
 * and nothing else open but standard error; kill it if it takes more than 4
 * minutes.  *status is its exit code or CHILD_NO_STATUS.
 * CW_SYSTEM: it could not be started; *why says it.
 */
enum cw_err run_child(const char *const *argv, const char *input, size_t len,
    int *status, const char **why) CW_CHECKED;

#endif

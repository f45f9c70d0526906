/*
 * An arena that a program's tests share.
 */

#ifndef TESTS_BASE_SCRATCH_H
#define TESTS_BASE_SCRATCH_H

#include "base/arena.h"

extern struct cw_arena scratch;

/* Setup and teardown of a group; cryptography is ready for use. */
int scratch_make(void **state);
int scratch_remove(void **state);

#endif

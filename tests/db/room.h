/*
 * A data directory of a test's own, and small helpers around it.
 */

#ifndef TESTS_DB_ROOM_H
#define TESTS_DB_ROOM_H

#include <sys/types.h>

/* Setup and teardown of a test; the directory's path is *state. */
int room_make(void **state);
int room_remove(void **state);

/* The path of a file in the room; valid until the next call. */
const char *room_path(void *const *state, const char *name);

/* Wait for a child; its exit status, or 128 and the signal that ended it. */
int room_wait(pid_t child);

#endif

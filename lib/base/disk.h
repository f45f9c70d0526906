/*
 * Files that are on the disk when a function returns, and what the system says
 * when it refuses.
 *
 * Refusals are logged here.  CW_FULL: there is no room, or nothing may be
 * written there; CW_SYSTEM: anything else.
 */

#ifndef CW_BASE_DISK_H
#define CW_BASE_DISK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Log that the system did not let us do that to the path, and return what
 * errno stands for.
 */
enum cw_err cw_disk_refused(const char *what, const char *path);

/* What is in a file or, for a directory, which names, is on the disk. */
enum cw_err cw_disk_sync(const char *path) CW_CHECKED;

/* A new file with these bytes.  CW_CONFLICT: there is one of that name. */
enum cw_err cw_disk_write(const char *path, mode_t mode, const void *bytes,
    size_t len) CW_CHECKED;

/* A new file with another's bytes, for its owner alone.  CW_CONFLICT. */
enum cw_err cw_disk_copy(const char *from, const char *to) CW_CHECKED;

/*
 * A file's bytes and a NUL, in the arena.  CW_NOTFOUND: there is none;
 * CW_TOOLARGE: it has more than max bytes.
 */
enum cw_err cw_disk_read(const char *path, size_t max_bytes,
    struct cw_arena *arena, char **out, size_t *len) CW_CHECKED;

/* How many bytes may still be written where the path is. */
enum cw_err cw_disk_room(const char *path, int64_t *out) CW_CHECKED;

/* Remove a directory and all below it; fine if it is not there. */
enum cw_err cw_disk_remove(const char *path) CW_CHECKED;

#endif

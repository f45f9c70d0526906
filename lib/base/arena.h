/*
 * Memory of one request: taken piece by piece, given back at once.
 *
 * An arena has a cap in bytes.  Beyond it allocation fails, the request is
 * answered with 503, and the process lives on.  An arena belongs to one thread.
 */

#ifndef CW_BASE_ARENA_H
#define CW_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/err.h"

struct cw_arena_block;

struct cw_arena {
	struct cw_arena_block *blocks; /* newest first */
	size_t used_bytes;	       /* of all blocks */
	size_t max_bytes;
};

/* An empty arena; takes no memory yet. */
void cw_arena_init(struct cw_arena *arena, size_t max_bytes);

/*
 * Forget and wipe everything, but keep the first block, of 16 KiB, for the
 * next request.
 */
void cw_arena_reset(struct cw_arena *arena);

/* Give all memory back; wiped, since it may have held secrets. */
void cw_arena_clear(struct cw_arena *arena);

/*
 * Zeroed memory, aligned for any type, valid until reset or clear.
 * NULL: over the cap, or the system has none.  size 0 gives a valid pointer.
 */
void *cw_arena_alloc(struct cw_arena *arena, size_t size) CW_CHECKED;

/* count * size, checked for overflow; else as cw_arena_alloc. */
void *
cw_arena_calloc(struct cw_arena *arena, size_t count, size_t size) CW_CHECKED;

/*
 * new_size bytes that begin with the old_size bytes at old, which is not to be
 * used after; the last piece taken grows where it is, if its block has room.
 * old may be NULL if old_size is 0.  The rest is zeroed.  NULL as
 * cw_arena_alloc, and then old is as it was.
 */
void *cw_arena_grow(struct cw_arena *arena, void *old, size_t old_size,
    size_t new_size) CW_CHECKED;

/* A NUL-terminated copy of len bytes; NULL as cw_arena_alloc. */
char *
cw_arena_copy(struct cw_arena *arena, const char *text, size_t len) CW_CHECKED;
char *cw_arena_strdup(struct cw_arena *arena, const char *text) CW_CHECKED;
char *cw_arena_printf(struct cw_arena *arena, const char *fmt, ...)
    CW_PRINTF(2, 3) CW_CHECKED;

/*
 * For tests: fail the n-th allocation from now (1 is the next), once or from
 * then on; 0 never.  Counts over all arenas of the process.
 */
void cw_arena_fail_at(unsigned long n, int for_ever);

#endif

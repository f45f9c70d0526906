/*
 * Where other programs of ours are, seen from this one.
 */

#ifndef CHINWAG_PLACES_H
#define CHINWAG_PLACES_H

#include <stdbool.h>

#include "base/arena.h"

/* The path of a program in the same directory as this one; NULL: no memory. */
const char *beside_us(struct cw_arena *arena, const char *name);

/*
 * The directory of the API's programs: that of the build which this program
 * belongs to, else where they are installed.  NULL: no memory.
 */
const char *api_programs(struct cw_arena *arena);

/* Does this executable hold the API's programs, too (the archive's does)? */
bool are_programs_ours(void);

/*
 * The path of a program of the API in a directory; NULL for that: where it is
 * anyway, which may be this executable.  NULL: no memory.
 */
const char *
api_program(struct cw_arena *arena, const char *programs, const char *name);

#endif

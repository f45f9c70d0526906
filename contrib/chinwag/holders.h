/*
 * Who has the stores open: restoring must not pull them away from programs
 * that run.
 */

#ifndef CHINWAG_HOLDERS_H
#define CHINWAG_HOLDERS_H

#include <stdbool.h>

#include "base/arena.h"

/*
 * "1234 (messages-post), 1240 (events-get)": the processes that have a store
 * in this directory open; "" nobody that this user may look at.  NULL: no
 * memory, or there is no /proc.
 */
const char *find_holders(struct cw_arena *arena, const char *dir);

#endif

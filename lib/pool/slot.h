/*
 * Slots bound how many passwords are hashed at once, over all processes: each
 * hash takes much memory.
 *
 * A slot is a lock on a file below DATA/run, which the kernel releases however
 * its holder ends.
 */

#ifndef CW_POOL_SLOT_H
#define CW_POOL_SLOT_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

struct cw_slot {
	int fd;
};

/* CW_BUSY: none was free within conf->argon2_wait_ms. */
enum cw_err cw_slot_take(const struct cw_conf *conf, struct cw_arena *arena,
    struct cw_slot *out) CW_CHECKED;
void cw_slot_give(struct cw_slot *slot);

#endif

/*
 * Accounts whose owners wanted them deleted, and did not come back.
 */

#ifndef CHINWAG_REMOVALS_H
#define CHINWAG_REMOVALS_H

#include "command.h"
#include "pool/pool.h"

/* Delete those whose time is over, out of both stores; how many. */
enum cw_err delete_due_accounts(const struct operation *op,
    struct cw_pool *pool, int64_t *removed) CW_CHECKED;

#endif

/*
 * Tidying: throwing away what is over, a little in each transaction, so that
 * nobody who writes waits long.  Passing writes throw away a few rows each;
 * this catches up where few pass.
 */

#ifndef CW_POOL_TIDY_H
#define CW_POOL_TIDY_H

#include "pool/pool.h"

/* What gets too old; "sessions" and so on.  NULL after the last. */
const char *cw_tidy_name(size_t i);

/*
 * Throw away some of it; *removed says how much.  *has_more: there may be more,
 * ask again.
 */
enum cw_err cw_tidy(struct cw_pool *pool, size_t i, int64_t *removed,
    bool *has_more) CW_CHECKED;

#endif

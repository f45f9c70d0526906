/*
 * The lock after failed sign-ins: five are free, then 2^(n-5) seconds after
 * the n-th, at most 15 minutes.  Reset by success or 15 minutes of quiet.
 *
 * Attempts are counted before anybody looks at the password, so that many at
 * once get no further than one after another.  Attempts while locked are
 * refused and not counted.
 */

#ifndef CW_POOL_LOCKOUT_H
#define CW_POOL_LOCKOUT_H

#include "pool/pool.h"

/* Whose failures: an account, or what was typed if there is none. */
struct cw_lockout {
	unsigned char subject[CW_HASH_BYTES];
};

/* account_id 0: unknown, then login_fold counts. */
enum cw_err cw_lockout_init(struct cw_lockout *lockout,
    const struct cw_pool *pool, struct cw_arena *arena, int64_t account_id,
    const char *login_fold) CW_CHECKED;

/* For how long the n-th failure in a row locks. */
int64_t cw_lockout_ms(int64_t failures);

/* CW_LOCKED: not now; *retry_ms is how long. */
enum cw_err cw_lockout_look(const struct cw_lockout *lockout,
    struct cw_store *store, int64_t *retry_ms) CW_CHECKED;

/* The same, and count an attempt as failed, in a transaction. */
enum cw_err cw_lockout_count(const struct cw_lockout *lockout,
    struct cw_store *store, int64_t *retry_ms) CW_CHECKED;

/* It did not fail. */
enum cw_err cw_lockout_reset(const struct cw_lockout *lockout,
    struct cw_store *store) CW_CHECKED;

#endif

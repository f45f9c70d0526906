/*
 * Passwords that an account had, which are not to be chosen again: as many as
 * password_history says, the present one among them.  For lib/pool alone.
 */

#ifndef CW_POOL_FORMER_H
#define CW_POOL_FORMER_H

#include "pool/inside.h"

/* For people, and for whoever looks for why a password is none. */
#define CW_FORMER_PROBLEM \
	"You have had this password before. Choose another one."

/*
 * Was it a password of the account's?  The same work for everybody, also for
 * nobody (id 0), whatever comes of it; outside of any transaction, since it
 * takes long.  CW_BUSY: no slot for hashing.
 */
enum cw_err cw_former_look(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_account_row *row, const char *password,
    bool *is_former) CW_CHECKED;

/* CW_INVALID: it was. */
enum cw_err cw_former_refuse(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_account_row *row, const char *password,
    const char **problem) CW_CHECKED;

/*
 * Keep the row's password among the last ones; inside the transaction that sets
 * another, before it does.  wanted: how many count, 0 none.
 */
enum cw_err cw_former_keep(struct cw_store *store,
    const struct cw_account_row *row, int64_t wanted) CW_CHECKED;

#endif

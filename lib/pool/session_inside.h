/*
 * Beginning and sweeping sessions.  For lib/pool alone.
 */

#ifndef CW_POOL_SESSION_INSIDE_H
#define CW_POOL_SESSION_INSIDE_H

#include "pool/inside.h"
#include "pool/session.h"
#include "pool/token.h"

/* Whose session begins, and where. */
struct cw_session_start {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_account_row *row;
	const struct cw_actor *actor;
};

/*
 * Begin a session, inside a transaction.  CW_CREDENTIALS: the account may not
 * sign in, or has another epoch than the row.
 */
enum cw_err cw_session_add(struct cw_store *store,
    const struct cw_session_start *start, struct cw_session *out) CW_CHECKED;

/*
 * After the commit of what raised an account's epoch: forget its sessions that
 * are void by that, with all that belongs to them.
 */
enum cw_err
cw_session_sweep(struct cw_pool *pool, int64_t account_id) CW_CHECKED;

#endif

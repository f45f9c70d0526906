/*
 * Deleting accounts: asked for by their owner, who may think better of it for
 * some days, or done by an administrator.
 *
 * An account is gone from the chat first, and from the pool last, so that what
 * was broken off in between is done again.
 */

#ifndef CW_POOL_REMOVAL_H
#define CW_POOL_REMOVAL_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/pool.h"

/*
 * The actor asks for their account to be deleted: all that was issued to it is
 * void, they are told by mail until when signing in brings it back, and
 * cw_removal_due names it after that.  CW_CONFLICT: they are the last
 * administrator.
 */
enum cw_err cw_removal_ask(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor) CW_CHECKED;

/* Some accounts whose time is over; *out holds struct cw_account. */
enum cw_err cw_removal_due(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_list *out) CW_CHECKED;

/*
 * Shut one of those that are due, so that nobody signs in while it is taken
 * out of the chat.  CW_NOTFOUND: it is due no more.
 */
enum cw_err cw_removal_begin_due(struct cw_pool *pool,
    const struct cw_account *account) CW_CHECKED;

/*
 * Delete an account for good, which was shut before (cw_operate_disable):
 * nothing is left but a tombstone for its ids and its name, if it was
 * confirmed, and what the log says.
 */
enum cw_err cw_removal_finish(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_account *account) CW_CHECKED;

#endif

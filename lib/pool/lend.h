/*
 * Lending the operator a session of somebody's, without their password.
 */

#ifndef CW_POOL_LEND_H
#define CW_POOL_LEND_H

#include "pool/session.h"

/*
 * Begin a session as cw_session_add would, for an agent named "chinwag", and
 * write it down in the log of security events; the caller ends it.
 * CW_NOTFOUND: no account of that name may sign in.
 */
enum cw_err cw_session_lend(struct cw_pool *pool, struct cw_arena *arena,
    const char *name, struct cw_session *out) CW_CHECKED;

#endif

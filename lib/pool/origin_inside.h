/*
 * Beginning a client's session.  For lib/pool alone.
 */

#ifndef CW_POOL_ORIGIN_INSIDE_H
#define CW_POOL_ORIGIN_INSIDE_H

#include "pool/origin.h"
#include "pool/session_inside.h"

/*
 * Begin a client's session, inside a transaction; *out is in the arena.
 * CW_CREDENTIALS: as cw_session_add.
 */
enum cw_err cw_origin_add(struct cw_store *store,
    const struct cw_client *client, const struct cw_session_start *start,
    const struct cw_origin **out) CW_CHECKED;

#endif

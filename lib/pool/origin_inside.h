/*
 * Beginning a client's session once somebody has proven who they are.  For
 * lib/pool alone.
 */

#ifndef CW_POOL_ORIGIN_INSIDE_H
#define CW_POOL_ORIGIN_INSIDE_H

#include "pool/origin.h"
#include "pool/proof.h"

/*
 * The proof was right: begin a session for the account, in a transaction of
 * its own.  CW_UNCONFIRMED, CW_CREDENTIALS: as cw_session_start.
 */
enum cw_err cw_origin_open(struct cw_proof *proof,
    const struct cw_origin_start *start, struct cw_origin *out) CW_CHECKED;

#endif

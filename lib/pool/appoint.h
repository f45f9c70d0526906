/*
 * Passwords that an administrator chooses for somebody.
 */

#ifndef CW_POOL_APPOINT_H
#define CW_POOL_APPOINT_H

#include "pool/operate.h"

struct cw_appointment {
	const char *password; /* NULL: one is made */
	bool is_permanent;    /* else it must be changed at the next sign-in */
	bool is_mailed;	      /* to its owner, with the name */
	const char *problem;  /* set with CW_INVALID: a sentence */
};

/*
 * Set it; all that was issued to the account is void, and password is in the
 * arena.  Errors of operate.h.  CW_INVALID: it may not be one.  CW_BUSY: no
 * slot for hashing.
 */
enum cw_err cw_appoint_password(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation,
    struct cw_appointment *appointment) CW_CHECKED;

#endif

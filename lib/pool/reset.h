/*
 * Forgotten passwords: a code by mail, and with it another password.
 */

#ifndef CW_POOL_RESET_H
#define CW_POOL_RESET_H

#include "pool/audit.h"
#include "pool/policy.h"
#include "pool/pool.h"

/*
 * Send a code to whom a name or mail address belongs, if it is somebody's who
 * may sign in.  The same time and answer for all.  CW_TOOMANY: asked too often
 * for this name, or from this address, or too much mail went out.
 */
enum cw_err cw_reset_ask(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *login) CW_CHECKED;

struct cw_reset {
	const char *login;
	const char *code;
	const char *password; /* the new one */
	const struct cw_actor *actor;
	const char *problem; /* set with CW_INVALID: a sentence */
};

/*
 * Set the password by a code.  Nobody is signed in by that, and second factors
 * stay; all that was issued to the account is void, and its owner is told.
 * CW_MISMATCH: wrong code, used, too old, too many tries, or nobody's name: all
 * the same.  CW_INVALID: the password may not be one.  CW_BUSY: no slot for
 * hashing.  CW_TOOMANY: tried too often from this address.
 */
enum cw_err cw_reset_use(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_reset *reset) CW_CHECKED;

/*
 * Did anybody ask for a code for the name or address within the hour?  Known
 * and unknown ones are told of alike.
 */
enum cw_err cw_reset_is_asked(struct cw_pool *pool, struct cw_arena *arena,
    const char *login, bool *out) CW_CHECKED;

#endif

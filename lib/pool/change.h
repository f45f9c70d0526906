/*
 * What people change about their own account who are signed in: password and
 * mail address.
 */

#ifndef CW_POOL_CHANGE_H
#define CW_POOL_CHANGE_H

#include "pool/signin.h"

struct cw_password_change {
	const char *current;
	const char *password; /* the new one */
	const struct cw_actor *actor;
	const char *problem; /* set with CW_INVALID: a sentence */
	int64_t retry_ms;    /* set with CW_LOCKED and CW_BUSY */
};

/*
 * Change the actor's password.  All that was issued to the account is void;
 * *out is a session in place of the one that asked.  Its owner is told by mail.
 * CW_CREDENTIALS: the current one is wrong.  CW_INVALID: the new one may not be
 * one.  CW_LOCKED, CW_BUSY: as cw_sign_in.  CW_TOOMANY: changed too often.
 */
enum cw_err cw_password_change(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_password_change *change, struct cw_signed_in *out) CW_CHECKED;

/*
 * Send a code to the address that is to become the actor's, who has proven
 * their password.  If it is somebody else's the answer is the same, but the
 * mail tells that owner instead.  CW_INVALID: it is no address.  CW_TOOMANY.
 */
enum cw_err cw_email_ask(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *email) CW_CHECKED;

/*
 * The code: the address is the actor's, the old one is told, and codes that
 * went there are void.  CW_MISMATCH: wrong, used, too old, or too many tries.
 * CW_TAKEN: it is right, and the address another's by now.  CW_TOOMANY: tried
 * too often within the hour.
 */
enum cw_err cw_email_confirm(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *code) CW_CHECKED;

#endif

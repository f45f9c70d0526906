/*
 * Proving that somebody knows a password, under the lock that all ways of
 * signing in share.  For lib/pool alone.
 */

#ifndef CW_POOL_PROOF_H
#define CW_POOL_PROOF_H

#include "pool/inside.h"
#include "pool/lockout.h"
#include "pool/verifier_inside.h"

/* A proof under way; the caller sets pool, arena, actor and maybe device. */
struct cw_proof {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_actor *actor;
	const char *device;  /* the token of the device, or NULL */
	const char *arrival; /* to be connected at the end, or NULL */
	const char *password;
	const char *login_fold; /* NULL: by account_id */
	int64_t account_id;
	enum cw_sql find_by;
	struct cw_account_row who; /* id 0: nobody */
	struct cw_lockout lockout;
	int64_t retry_ms;    /* with CW_LOCKED and CW_BUSY */
	const char *new_phc; /* to store from now on; NULL: the old one */
	struct cw_verifier verifier; /* to keep from now on, if any */
};

/*
 * Look at a name or mail address and its password; the same time and answers
 * for known and unknown ones.  On CW_OK the password is right, and nothing is
 * said of the account; cw_proof_accept must follow in a transaction.
 * CW_CREDENTIALS, CW_LOCKED, CW_BUSY: as cw_sign_in.  A failure is logged.
 */
enum cw_err cw_proof_password(struct cw_proof *proof, const char *login,
    const char *password) CW_CHECKED;

/* Its two steps, for proofs of another kind: who is it, and is there a lock? */
enum cw_err cw_proof_look(struct cw_proof *proof, const char *login) CW_CHECKED;
/* Count an attempt as failed, before it is looked at.  CW_LOCKED. */
enum cw_err cw_proof_count(struct cw_proof *proof) CW_CHECKED;

/* It was wrong: log that.  CW_CREDENTIALS, or why that failed. */
enum cw_err cw_proof_fail(struct cw_proof *proof) CW_CHECKED;

/*
 * The same for an account that is known by its id, of somebody who is signed
 * in.
 */
enum cw_err cw_proof_own(struct cw_proof *proof, int64_t account_id,
    const char *password) CW_CHECKED;

/* It was right: forget the failures. */
enum cw_err cw_proof_accept(const struct cw_proof *proof,
    struct cw_store *store) CW_CHECKED;

/* It was right, but more is asked for: cw_lockout_forgive. */
enum cw_err cw_proof_forgive(const struct cw_proof *proof,
    struct cw_store *store) CW_CHECKED;

/*
 * And who it was is let in: keep a costlier hash of the password, and what
 * proves it by SRP.  Last in the transaction, since others compare the old one.
 */
enum cw_err
cw_proof_keep(const struct cw_proof *proof, struct cw_store *store) CW_CHECKED;

#endif

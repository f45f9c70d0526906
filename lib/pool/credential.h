/*
 * Setting a password: everything that is kept of one is made here while it is
 * at hand, and stored at once.  For lib/pool alone.
 */

#ifndef CW_POOL_CREDENTIAL_H
#define CW_POOL_CREDENTIAL_H

#include "pool/inside.h"
#include "pool/verifier_inside.h"

/* What is kept of a password. */
struct cw_credential {
	const char *phc; /* Argon2id */
	int64_t former;	 /* how many of the last passwords are kept */
	struct cw_verifier verifier;
};

/*
 * Make it, outside of any transaction, since it takes long; username is as the
 * account has it.  The policy has been asked.  CW_BUSY: no slot for hashing.
 */
enum cw_err cw_credential_make(struct cw_pool *pool, struct cw_arena *arena,
    const char *username, const char *password,
    struct cw_credential *out) CW_CHECKED;

/* What the password is to be good for. */
struct cw_credential_use {
	enum cw_password_state state;
	int64_t expires; /* of a temporary one; 0 never */
};

/*
 * Store it, inside a transaction: everything that was issued to the account is
 * void, and row->epoch the new one; cw_session_sweep is to follow the commit.
 * CW_CREDENTIALS: the account has another
 * epoch than the row, so it changed meanwhile.
 */
enum cw_err cw_credential_set(struct cw_store *store,
    struct cw_account_row *row, const struct cw_credential *credential,
    const struct cw_credential_use *use) CW_CHECKED;

#endif

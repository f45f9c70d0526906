/*
 * Keeping verifiers.  For lib/pool alone.
 */

#ifndef CW_POOL_VERIFIER_INSIDE_H
#define CW_POOL_VERIFIER_INSIDE_H

#include "base/srp.h"
#include "pool/inside.h"

/* A verifier to be kept; sealed NULL: none, since nobody needs it. */
struct cw_verifier {
	const unsigned char *sealed;
	size_t len;
	unsigned char password_hash[CW_HASH_BYTES];
};

/* Whose password: the account's name, the password, and its stored hash. */
struct cw_verifier_of {
	const char *name;
	const char *password;
	const char *phc;
};

/* Make one if any client signs in by SRP.  Takes some milliseconds. */
enum cw_err cw_verifier_make(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_verifier_of *of, struct cw_verifier *out) CW_CHECKED;

/* Keep it, inside a transaction; nothing if none was made. */
enum cw_err cw_verifier_keep(struct cw_store *store, int64_t account_id,
    const struct cw_verifier *verifier) CW_CHECKED;

/* Salt and verifier, as they were kept. */
struct cw_verifier_open {
	unsigned char salt[CW_SRP_SALT_BYTES];
	unsigned char v[CW_SRP_BYTES];
};

/*
 * Those of an account whose password they prove.  CW_NOTFOUND: there are none,
 * or they are of an older password.
 */
enum cw_err cw_verifier_find(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *who,
    struct cw_verifier_open *out) CW_CHECKED;
#endif

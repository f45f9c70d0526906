/*
 * Codes that come by mail: six digits, good for one account and purpose, for
 * some time, 5 tries and one use.
 */

#ifndef CW_POOL_CODE_H
#define CW_POOL_CODE_H

#include "pool/pool.h"

#define CW_CODE_CHARS 6
#define CW_CODE_TRIES 5
#define CW_CODE_LIFE_MS (INT64_C(24) * 60 * 60 * 1000) /* of most */

enum cw_code {
	CW_CODE_CONFIRM, /* of an account, 24 hours */
	CW_CODE_RESET,	 /* of a password, an hour */
	CW_CODE_EMAIL,	 /* of another mail address, 24 hours */
	CW_CODE_FACTOR,	 /* at sign-in, as long as the step */
	CW_CODE__COUNT
};

/* What a code is good for. */
struct cw_code_for {
	int64_t account_id; /* 0: nobody's */
	enum cw_code purpose;
	const char *bound; /* good with this alone: the new address; or NULL */
};

/* Six random digits, each number equally likely. */
enum cw_err cw_code_make(char out[CW_CODE_CHARS + 1]) CW_CHECKED;

/*
 * Make it the one code that is good for that; does as much
 * and changes nothing if there is no such account.
 */
enum cw_err cw_code_set(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_code_for *what, const char *code) CW_CHECKED;

/*
 * Take a try, and use the code up if it is right.  The transaction must be
 * committed either way.  CW_MISMATCH: wrong, used, too old, too many tries.
 */
enum cw_err cw_code_use(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_code_for *what, const char *code) CW_CHECKED;

/* No code of the account is good any more, whatever for. */
enum cw_err
cw_code_forget(struct cw_store *store, int64_t account_id) CW_CHECKED;

/* Has the account a code that was not used, and is not too old? */
enum cw_err cw_code_lives(struct cw_pool *pool, int64_t account_id,
    enum cw_code purpose, bool *out) CW_CHECKED;

#endif

/*
 * Signing up and confirming.
 */

#ifndef CW_POOL_ACCOUNT_H
#define CW_POOL_ACCOUNT_H

#include "pool/pool.h"

#define CW_PASSWORD_MIN_CHARS 12
#define CW_PASSWORD_MAX_BYTES 1024

struct cw_sign_up {
	const char *username;
	const char *email;
	const char *password;
};

/*
 * Make an unconfirmed account and queue a mail with its code, in one
 * transaction.  If the address belongs to a confirmed account the result is
 * the same, but the mail tells that account's owner instead and the code
 * stays unknown.  An unconfirmed account older than its code gives its name up.
 * CW_CONFLICT: the name is taken.  CW_BUSY: no slot for hashing.
 */
enum cw_err cw_account_sign_up(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_sign_up *in, const char **name) CW_CHECKED;

/*
 * Confirm with the code; *out is the account, which the caller makes known to
 * the chat.  CW_MISMATCH: unknown name, no code, wrong, used, too old, too
 * many tries, or the address was confirmed by another account meanwhile: all
 * the same.
 */
enum cw_err cw_account_confirm(struct cw_pool *pool, struct cw_arena *arena,
    const char *username, const char *code, struct cw_account *out) CW_CHECKED;

/*
 * Queue another code, if there is an unconfirmed account of that name; the
 * old one is void.  CW_TOOMANY: asked too often (for known and unknown names
 * alike).
 */
enum cw_err cw_account_resend(struct cw_pool *pool, struct cw_arena *arena,
    const char *username) CW_CHECKED;

#endif

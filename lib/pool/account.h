/*
 * Signing up and confirming.
 */

#ifndef CW_POOL_ACCOUNT_H
#define CW_POOL_ACCOUNT_H

#include "pool/audit.h"
#include "pool/policy.h"
#include "pool/pool.h"

struct cw_identity;

struct cw_sign_up {
	const char *username;
	const char *email;
	const char *password;
	/*
	 * Instead of a password: somebody whom a provider has proven.  If the
	 * provider says that the address is theirs, it is confirmed.
	 */
	const struct cw_identity *identity;
	const char *invitation; /* the token of one, or NULL */
	/*
	 * The language of letters, the first one too, which the account tells
	 * of itself from now on; NULL or empty: not told.
	 */
	const char *locale;
	/*
	 * For cw_account_add: the password goes out by mail, is good for some
	 * days, and must be changed at sign-in.
	 */
	bool is_temporary;
	const struct cw_actor *actor;
};

/* What is wrong with a sign-up, for the person who wrote it. */
struct cw_sign_up_problem {
	const char *at; /* "/username", "/email", "/password" or "/locale" */
	const char *message; /* a sentence */
};

/*
 * Look at a sign-up without making it, which cw_account_sign_up does too; the
 * actor does not count.  CW_INVALID: *problem says why.
 */
enum cw_err cw_account_check(const struct cw_conf *conf, struct cw_arena *arena,
    const struct cw_sign_up *in, struct cw_sign_up_problem *problem) CW_CHECKED;

/*
 * Make an unconfirmed account and queue a mail with its code, in one
 * transaction.  If the address belongs to a confirmed account the result is
 * the same, but the mail tells that account's owner instead and the code
 * stays unknown.  An unconfirmed account older than its code gives its name
 * up.  An address that was sent too much within the hour gets no mail.
 * *name is the name in NFC.  Where administrators approve of people, those
 * who come without an invitation wait for that once they are confirmed.
 *
 * CW_FORBIDDEN: nobody may sign up without an invitation.  CW_MISMATCH: the
 * invitation is none, or is over, or not for such an address.
 * CW_INVALID: see cw_account_check.  CW_CONFLICT: the name is taken.
 * CW_BUSY: no slot for hashing.  CW_TOOMANY: too much mail went out within
 * the hour, whoever to.  With an identity: CW_TAKEN, the name is; CW_CONFLICT,
 * the address is confirmed and is another account's; CW_UNPROVEN, the identity
 * opens an account by now.
 */
enum cw_err cw_account_sign_up(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_sign_up *in, const char **name) CW_CHECKED;

/*
 * For the operator and administrators: make an account that is confirmed
 * already.  The caller makes it known to the chat.
 * CW_CONFLICT: the name or the address is taken.
 */
enum cw_err cw_account_add(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_sign_up *in, struct cw_account *out) CW_CHECKED;

struct cw_confirmation {
	const char *username;
	const char *code;
	const struct cw_actor *actor;
};

/*
 * Confirm with the code; *out is the account, which the caller makes known to
 * the chat unless it waits for approval.  CW_MISMATCH: unknown name, no code,
 * wrong, used, too old, or too many tries: all the same.  CW_TAKEN: the code is
 * right, and the address was confirmed by another account meanwhile.
 * CW_TOOMANY: the name was tried too often within the hour, whoever has it.
 */
enum cw_err cw_account_confirm(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_confirmation *in, struct cw_account *out) CW_CHECKED;

/*
 * Queue another code, if there is an unconfirmed account of that name; the
 * old one is void.  CW_TOOMANY: asked too often (for known and unknown names
 * alike).
 */
enum cw_err cw_account_resend(struct cw_pool *pool, struct cw_arena *arena,
    const char *username) CW_CHECKED;

#endif

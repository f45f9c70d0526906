/*
 * What operators and administrators do to accounts.
 *
 * Each is written to the log of security events in the same transaction.  An
 * account is named by its name, in any case, or its mail address.
 * CW_NOTFOUND: there is none of that name.  CW_CONFLICT: it is the last
 * administrator who can sign in, and it is not the operator who asks.
 */

#ifndef CW_POOL_OPERATE_H
#define CW_POOL_OPERATE_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/pool.h"

/* An account in a list. */
struct cw_operated {
	int64_t id;
	const char *name;
	const char *email;
	int64_t created;
	int64_t confirmed; /* 0: not yet */
	int64_t sessions;  /* that live */
	bool is_disabled;
	bool is_waiting;       /* for approval */
	bool is_to_be_deleted; /* its owner asked for it */
	bool must_change;      /* its password is temporary */
	bool must_reset;       /* its password is void */
	const char *status;    /* "CONFIRMED" and so on */
};

/* Which accounts to list. */
enum cw_operated_state {
	CW_OPERATED_ANY,
	CW_OPERATED_UNCONFIRMED,
	CW_OPERATED_WAITING, /* for approval, and confirmed */
	CW_OPERATED_DISABLED,
	CW_OPERATED_DELETING /* its owner asked for it */
};

struct cw_operate_page {
	enum cw_operated_state state;
	const char *search; /* how a name or address begins; "" all */
	const char *after;  /* the last name of the page before; "" none */
	int64_t limit;
	int64_t group_id; /* of which they are members; 0 any */
};

/* Accounts by name; *out holds struct cw_operated. */
enum cw_err cw_operate_list(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_operate_page *page, struct cw_list *out) CW_CHECKED;

/* Whom something is done to, and by whom; *account is the account then. */
struct cw_operation {
	const char *login;
	const struct cw_actor *actor;
	struct cw_account account;
};

/* Only find it; the actor does not count. */
enum cw_err cw_operate_find(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation) CW_CHECKED;

/*
 * Confirm an account without its code, and approve of it; the caller makes it
 * known to the chat.  CW_TAKEN: its address is another's by now.  Fine if it
 * was confirmed.
 */
enum cw_err cw_operate_confirm(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation) CW_CHECKED;

/* Another mail address. */
struct cw_operate_address {
	const char *email;
	bool is_verified; /* it is known to be the account's: no code */
};

/*
 * Give an account another mail address; its sessions go on.
 *
 * A verified one is its own at once: codes that went to the old one are void,
 * and the old one is told.  One that is not gets a code, with which the owner
 * confirms it (cw_email_confirm), and the old one stays until then.
 *
 * An account that is not confirmed has none to keep, and nobody at the old one
 * is told: the new one takes its place, and gets the code for the account; a
 * verified one confirms it, but does not approve of it.  The caller makes
 * known to the chat who is confirmed.
 *
 * The address that it has already, maybe in another case, only ends a change
 * that waits for its code.
 * CW_INVALID: it is no address.  CW_TAKEN: it is another's.  CW_TOOMANY: too
 * much mail went there.
 */
enum cw_err cw_operate_email(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation,
    const struct cw_operate_address *to) CW_CHECKED;

/* Approve of an account that waits for it; its owner is told by mail. */
enum cw_err cw_operate_approve(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation) CW_CHECKED;

/* Shut an account: everything issued to it is void.  Fine if it is shut. */
enum cw_err cw_operate_disable(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation) CW_CHECKED;

/* Open it again. */
enum cw_err cw_operate_enable(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation) CW_CHECKED;

/*
 * Give it a password that must be changed at the next sign-in and is good for
 * conf->temporary_password_days.  *password is in the arena: the only copy.
 * CW_BUSY: no slot for hashing.
 */
enum cw_err cw_operate_password(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation, const char **password) CW_CHECKED;

/*
 * Make its password void, and send its owner the code with which to set
 * another.  CW_UNCONFIRMED: its address was not confirmed.  CW_TOOMANY: too
 * much mail went there.
 */
enum cw_err cw_operate_reset(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation) CW_CHECKED;

/* End all its sessions, and whatever else was issued. */
enum cw_err cw_operate_sign_out(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation) CW_CHECKED;

/*
 * Delete it, which has left the chat: shut it first, and then as
 * cw_removal_finish.
 */
enum cw_err cw_operate_delete(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation) CW_CHECKED;

/* Its second factors go, since their owner has lost them. */
enum cw_err cw_operate_drop_factors(struct cw_pool *pool,
    struct cw_arena *arena, struct cw_operation *operation) CW_CHECKED;

#endif

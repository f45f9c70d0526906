/*
 * What a pool is made of.  For lib/pool alone.
 */

#ifndef CW_POOL_INSIDE_H
#define CW_POOL_INSIDE_H

#include <pthread.h>

#include "db/group.h"
#include "db/readers.h"
#include "pool/audit.h"
#include "pool/keys.h"
#include "pool/pool.h"

#define CW_SECOND_MS INT64_C(1000)
#define CW_MINUTE_MS (60 * CW_SECOND_MS)
#define CW_HOUR_MS (60 * CW_MINUTE_MS)
#define CW_DAY_MS (24 * CW_HOUR_MS)

/* How many rows that are over a passing write forgets. */
#define CW_TIDY_ROWS 4

/* What tells one version of a file from the next. */
struct cw_signing_stamp {
	uint64_t inode;
	int64_t size;
	int64_t sec, nsec; /* of its last change */
};

struct cw_pool {
	const struct cw_conf *conf;
	struct cw_keys keys;
	struct cw_group *group;
	struct cw_readers *readers;
	pthread_mutex_t watch_lock; /* of watch */
	struct cw_store *watch; /* versions compare on one connection only */
	pthread_mutex_t signing_lock;	/* of the two below */
	struct cw_signing_set *signing; /* NULL: not read yet */
	struct cw_signing_stamp signing_stamp;
};

/* Does the password open the account?  As the schema has it. */
enum cw_password_state {
	CW_PASSWORD_GOOD,
	CW_PASSWORD_TEMPORARY, /* it must be changed at sign-in */
	CW_PASSWORD_VOID,      /* until it is reset by mail */
	CW_PASSWORD_NONE,      /* there is none: another service opens it */
};

/* A row of the accounts, secrets too. */
struct cw_account_row {
	struct cw_account account;
	const char *password; /* PHC string */
	bool is_disabled;
	enum cw_password_state password_state;
	int64_t password_expires; /* a temporary one; 0 never */
	/*
	 * What was issued to the account when it had another epoch is void;
	 * whoever looks at an account and acts on it later compares.
	 */
	int64_t epoch;
	bool has_totp; /* a code of it is asked for at sign-in */
	bool has_mail_factor;
	const char *factor;	/* the one asked for first; NULL no matter */
	int64_t deletion_asked; /* 0: it was not */
	const char *locale;	/* NULL: not told */
};

/* Unconfirmed accounts without a living code are forgotten after this. */
#define CW_UNCONFIRMED_LIFE_MS (7 * CW_DAY_MS)

/* After so long without a failed sign-in they start from none. */
#define CW_LOCKOUT_QUIET_MS (15 * CW_MINUTE_MS)

/* The statement and text that find an account by its name or address. */
enum cw_err cw_account_fold_login(struct cw_arena *arena, const char *login,
    enum cw_sql *by, const char **fold) CW_CHECKED;

/* The account by a statement that takes a folded text.  CW_NOTFOUND. */
enum cw_err cw_account_find(struct cw_store *store, struct cw_arena *arena,
    enum cw_sql by, const char *fold, struct cw_account_row *out) CW_CHECKED;

/* By its id. */
enum cw_err cw_account_find_id(struct cw_store *store, struct cw_arena *arena,
    int64_t id, struct cw_account_row *out) CW_CHECKED;

/* The same on a connection that is taken for this alone. */
enum cw_err cw_account_read_id(struct cw_pool *pool, struct cw_arena *arena,
    int64_t id, struct cw_account_row *out) CW_CHECKED;

struct cw_owner {
	const char *name;   /* NULL: there is none */
	const char *locale; /* NULL: not told */
};

/* Whose confirmed account has an address. */
enum cw_err cw_account_owner(struct cw_store *store, struct cw_arena *arena,
    const char *email_fold, struct cw_owner *out) CW_CHECKED;

/*
 * An account is confirmed from now on.  CW_NOTFOUND: it was, is shut, or its
 * address is another's by now.
 */
enum cw_err
cw_account_mark_confirmed(struct cw_store *store, int64_t id) CW_CHECKED;

/* A name whose account was never confirmed in time is free again. */
enum cw_err
cw_account_make_room(struct cw_store *store, const char *name_fold) CW_CHECKED;

/* Forget some accounts that were never confirmed. */
enum cw_err cw_account_forget_old(struct cw_store *store) CW_CHECKED;

/* "CONFIRMED" and so on, as clients of user pools know it. */
const char *cw_account_status(const struct cw_account_row *row);

/*
 * Count one more use of something by a subject, which needs a transaction.
 * CW_TOOMANY: it is more than `most` within the hour.
 */
enum cw_err cw_quota_use(const struct cw_pool *pool, struct cw_store *store,
    const char *subject, int64_t most) CW_CHECKED;

/* Was it used at all within the hour? */
enum cw_err cw_quota_is_used(const struct cw_pool *pool, struct cw_store *store,
    const char *subject, bool *out) CW_CHECKED;

/* What is counted, and within which time. */
struct cw_quota {
	const char *subject;
	int64_t window_ms; /* at most an hour */
};

/* Count one more use, which needs a transaction; *uses is how many. */
enum cw_err cw_quota_count(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_quota *quota, int64_t *uses) CW_CHECKED;

/* CW_TOOMANY: one more would be more than most; *left_ms is for how long. */
enum cw_err cw_quota_look(const struct cw_pool *pool, struct cw_store *store,
    const struct cw_quota *quota, int64_t most, int64_t *left_ms) CW_CHECKED;

/* Take one use back. */
enum cw_err cw_quota_give_back(const struct cw_pool *pool,
    struct cw_store *store, const struct cw_quota *quota) CW_CHECKED;

/* As cw_quota_use, of something by somebody: "reset", a name. */
enum cw_err cw_quota_use_by(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *what, const char *whom,
    int64_t most) CW_CHECKED;

/* What stands for a subject in the store: an HMAC of the text. */
void cw_subject_hash(const struct cw_pool *pool, const char *subject,
    unsigned char out[CW_HASH_BYTES]);

/*
 * Take a code of the account's app, inside a transaction, or a recovery code.
 * CW_MISMATCH: wrong, taken before, or there is none.
 */
enum cw_err
cw_factor_take_totp(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, int64_t account_id, const char *code) CW_CHECKED;
enum cw_err
cw_factor_take_recovery(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, int64_t account_id, const char *code) CW_CHECKED;

struct cw_totp_new;
struct cw_totp_proof;

/* Inside a transaction: cw_totp_start; */
enum cw_err
cw_factor_start_totp(const struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row, const char *label,
    struct cw_totp_new *out) CW_CHECKED;
/* cw_totp_prove, where the caller counts the guesses; */
enum cw_err cw_factor_prove_totp(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, struct cw_totp_proof *proof) CW_CHECKED;
/* a code by mail is asked for from now on. */
enum cw_err cw_factor_start_mail(struct cw_store *store,
    const struct cw_actor *whose) CW_CHECKED;

struct cw_texts;

/* Recovery codes of the actor, inside a transaction: fresh ones, or none. */
enum cw_err cw_recovery_renew(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_actor *actor,
    struct cw_texts *codes) CW_CHECKED;
enum cw_err
cw_recovery_clear(struct cw_store *store, int64_t account_id) CW_CHECKED;

/* What a folded name leaves behind when its account is deleted. */
enum cw_err
cw_tombstone_hash(const struct cw_pool *pool, struct cw_arena *arena,
    const char *name_fold, unsigned char out[CW_HASH_BYTES]) CW_CHECKED;

/* As the schema has it. */
#define CW_ADMINISTRATORS_ID 1

/*
 * For what takes an administrator's rights: CW_CONFLICT if nobody would be
 * left who has them, unless it is the operator who asks.
 */
enum cw_err cw_usergroup_keep_one(struct cw_store *store,
    const struct cw_actor *actor, int64_t account_id) CW_CHECKED;

/* Put an account into a group, inside a transaction.  CW_TOOMANY. */
enum cw_err cw_usergroup_put(struct cw_store *store, int64_t account_id,
    int64_t group_id, bool *is_new) CW_CHECKED;

#endif

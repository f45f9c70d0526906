/*
 * Second factors: one-time passwords from an app, codes by mail, and recovery
 * codes for those who have lost the app.
 */

#ifndef CW_POOL_FACTOR_H
#define CW_POOL_FACTOR_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/pool.h"

#define CW_RECOVERY_CODES 10
#define CW_RECOVERY_CHARS 11 /* abcde-fghjk */
#define CW_FACTOR_LABEL_MAX_CHARS 100

/* Is a second factor asked for?  As conf->mfa has it. */
enum cw_mfa {
	CW_MFA_OFF,	 /* of nobody */
	CW_MFA_OPTIONAL, /* of those who have set one up */
	CW_MFA_REQUIRED	 /* of all */
};

enum cw_mfa cw_mfa_of(const struct cw_conf *conf);

struct cw_factors {
	bool has_totp;
	const char *label; /* of the device with the app; NULL without one */
	bool has_mail;
	const char *first; /* "totp" or "mail" where there are both, or NULL */
	int64_t recovery_left;
};

enum cw_err cw_factors_find(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_factors *out) CW_CHECKED;

/* A seed that was just made: the only copy that leaves the store. */
struct cw_totp_new {
	const char *secret; /* base32 */
	const char *uri;    /* for a QR code */
};

/*
 * Make a seed for somebody who has proven their password.  It counts when a
 * code has proven it.  CW_CONFLICT: there is a seed that was proven.
 * CW_FORBIDDEN: second factors are off.
 */
enum cw_err cw_totp_start(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, const char *label, struct cw_totp_new *out) CW_CHECKED;

struct cw_totp_proof {
	const struct cw_actor *actor; /* whose it is */
	const char *code;
	const char *label;     /* of the device from now on; NULL as it is */
	int64_t retry_ms;      /* with CW_LOCKED */
	struct cw_texts codes; /* fresh recovery codes */
};

/*
 * Prove the seed with a code: it is asked for from now on.  CW_MISMATCH:
 * wrong, or there is no seed to prove.  CW_LOCKED: too many were wrong.
 */
enum cw_err cw_totp_prove(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_totp_proof *proof) CW_CHECKED;

/* What somebody wants who has proven their password. */
struct cw_factors_wish {
	const struct cw_actor *actor;
	const char *username; /* whose, if not the actor's; else NULL */
	int64_t account_id;   /* and their account */
	bool totp;	      /* keep it: it cannot be turned on by wishing */
	bool mail;
	const char *first; /* "totp", "mail" or NULL */
};

/*
 * CW_CONFLICT: one-time passwords are wished for, and there is no seed.
 * CW_FORBIDDEN: second factors are off, or one is required and none would be
 * left.
 */
enum cw_err cw_factors_set(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_factors_wish *wish) CW_CHECKED;

/* Fresh recovery codes; those before are void. */
enum cw_err cw_recovery_make(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, struct cw_texts *codes) CW_CHECKED;

#endif

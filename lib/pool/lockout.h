/*
 * The lock after failed sign-ins: five are free, then 2^(n-5) seconds after
 * the n-th, at most 15 minutes.  Reset by success or 15 minutes of quiet.
 * And one for a network whose failures within 15 minutes are too many, whoever
 * they are for, until those are over; what succeeds was none.
 *
 * Attempts are counted before anybody looks at the password, so that many at
 * once get no further than one after another.  Attempts while locked are
 * refused and not counted.
 */

#ifndef CW_POOL_LOCKOUT_H
#define CW_POOL_LOCKOUT_H

#include "pool/audit.h"
#include "pool/pool.h"

/* Whose failures: an account, or what was typed if there is none. */
struct cw_lockout {
	const struct cw_pool *pool;
	unsigned char subject[CW_HASH_BYTES];
	const char *network; /* what its failures are counted by; NULL: not */
};

/* account_id 0: unknown, then login_fold counts.  Of no network. */
enum cw_err cw_lockout_init(struct cw_lockout *lockout,
    const struct cw_pool *pool, struct cw_arena *arena, int64_t account_id,
    const char *login_fold) CW_CHECKED;

/* A device is known for so long after somebody signed in on it. */
#define CW_DEVICE_LIFE_MS (INT64_C(180) * 24 * 60 * 60 * 1000)

/* Who tries, and where. */
struct cw_lockout_whose {
	int64_t account_id;	      /* 0: nobody's */
	const char *login_fold;	      /* what was typed, if it is nobody's */
	const char *device;	      /* the token of the device, or NULL */
	const struct cw_actor *actor; /* from which network; NULL: no matter */
};

/*
 * Which failures count: those of the account and those from the network; but on
 * a device that its owner signed in on before, those on that device alone, so
 * that what others fail at elsewhere does not lock the owner out there.  Of who
 * asks for others the network counts nothing: it is the same for all.
 */
enum cw_err cw_lockout_choose(struct cw_lockout *lockout,
    const struct cw_pool *pool, struct cw_store *store, struct cw_arena *arena,
    const struct cw_lockout_whose *whose) CW_CHECKED;

/* For how long the n-th failure in a row locks. */
int64_t cw_lockout_ms(int64_t failures);

/* CW_LOCKED: not now; *retry_ms is how long. */
enum cw_err cw_lockout_look(const struct cw_lockout *lockout,
    struct cw_store *store, int64_t *retry_ms) CW_CHECKED;

/* The same, and count an attempt as failed, in a transaction. */
enum cw_err cw_lockout_count(const struct cw_lockout *lockout,
    struct cw_store *store, int64_t *retry_ms) CW_CHECKED;

/*
 * It did not fail, but more is asked for: take the attempt back.  The failures
 * before it stay, since who guesses the next step knows this one; their lock
 * goes, since it was over.
 */
enum cw_err cw_lockout_forgive(const struct cw_lockout *lockout,
    struct cw_store *store) CW_CHECKED;

/* It did not fail. */
enum cw_err cw_lockout_reset(const struct cw_lockout *lockout,
    struct cw_store *store) CW_CHECKED;

#endif

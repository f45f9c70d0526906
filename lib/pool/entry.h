/*
 * What all ways of signing in share once the password was proven, and what the
 * steps of signing in to the API do.  For lib/pool alone.
 */

#ifndef CW_POOL_ENTRY_H
#define CW_POOL_ENTRY_H

#include "pool/challenge.h"
#include "pool/inside.h"
#include "pool/proof.h"
#include "pool/signin.h"

/* Is it one of those in which a factor is set up? */
bool cw_step_is_set_up(enum cw_step step);

/*
 * May the account, whose password was proven, go on?  CW_UNCONFIRMED,
 * CW_WAITING, CW_RESET.
 */
enum cw_err cw_sign_in_gate(const struct cw_account_row *row) CW_CHECKED;

/*
 * Send a code by mail for a step, inside a transaction; ring CW_BELL_MAIL after
 * its commit.  CW_TOOMANY.
 */
enum cw_err cw_sign_in_mail(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const struct cw_account_row *row) CW_CHECKED;

/*
 * It is done, inside a transaction: what was to be deleted stays, and the log
 * tells by which factors.
 */
enum cw_err
cw_sign_in_done(struct cw_store *store, const struct cw_account_row *row,
    const struct cw_actor *actor, const char *factors) CW_CHECKED;

/* However many steps there are, they end. */
#define CW_STEPS_MAX_MS (15 * CW_MINUTE_MS)

/* A sign-in under way. */
struct cw_entry {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_actor *actor;
	const char *device;		/* the token of the device, or NULL */
	const struct cw_client *client; /* of the pool; NULL: the API itself */
	struct cw_account_row row;	/* who */
	struct cw_challenge challenge;
	const char *factors; /* shown so far, for the log */
	/* Of somebody whom a provider proved (handover.h), or NULL. */
	const char *arrival;
	struct cw_signed_in out;
	enum cw_err outcome; /* of what is committed though it failed */
};

/* What is asked for after the password. */
enum cw_step cw_entry_step(const struct cw_entry *entry);

/* And after a new password: the second factor, or that one be set up. */
enum cw_step cw_entry_factor(const struct cw_entry *entry);

/* Go on to a step, or to the session, inside a transaction. */
enum cw_err cw_entry_go_on(struct cw_entry *entry, struct cw_store *store,
    enum cw_step step) CW_CHECKED;

/* Take up again what the step before has left. */
enum cw_err cw_entry_resume(struct cw_entry *entry) CW_CHECKED;

/* The second half of cw_sign_in, after a proof of whatever kind. */
enum cw_err cw_sign_in_proven(struct cw_proof *proof,
    const struct cw_client *client, struct cw_signed_in *out) CW_CHECKED;

/* Run a transaction and what follows its commit; its outcome. */
enum cw_err
cw_entry_run(struct cw_entry *entry, cw_group_work *work, void *arg) CW_CHECKED;

#endif

/* Signing in: the password. */

#include "pool/signin.h"

#include "base/clock.h"
#include "pool/entry.h"
#include "pool/lockout.h"
#include "pool/proof.h"

/* A sign-in under way. */
struct work {
	struct cw_entry entry;
	const struct cw_proof *proof; /* of the password */
};

/* --- the password --------------------------------------------------------- */

/*
 * The failures before are forgotten when there is a session; until then the
 * next step is guessed at under the same lock.
 */
static enum cw_err
admit_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_step step = cw_entry_step(&work->entry);
	enum cw_err err;

	work->entry.outcome = cw_sign_in_gate(&work->entry.row);
	if (work->entry.outcome != CW_OK)
		return cw_proof_accept(work->proof, store);
	if (step == CW_STEP_NONE)
		err = cw_proof_accept(work->proof, store);
	else
		err = cw_proof_forgive(work->proof, store);
	if (err != CW_OK)
		return err;
	work->entry.challenge.created = cw_clock_now_ms();
	work->entry.factors = "password";
	err = cw_entry_go_on(&work->entry, store, step);
	if (err != CW_OK)
		return err;
	return cw_proof_keep(work->proof, store);
}

enum cw_err
cw_sign_in_proven(struct cw_proof *proof, const struct cw_client *client,
    struct cw_signed_in *out)
{
	struct work work = {
		.entry = {
			.pool = proof->pool,
			.arena = proof->arena,
			.actor = proof->actor,
			.device = proof->device,
			.client = client,
			.row = proof->who,
			.arrival = proof->arrival,
		},
		.proof = proof,
	};
	enum cw_err err = cw_entry_run(&work.entry, admit_work, &work);

	if (err == CW_OK)
		*out = work.entry.out;
	else
		out->username = proof->who.account.name;
	return err;
}

enum cw_err
cw_sign_in(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_sign_in *in, struct cw_signed_in *out, int64_t *retry_ms)
{
	struct cw_proof proof = {
		.pool = pool,
		.arena = arena,
		.actor = in->actor,
		.device = in->device,
		.arrival = in->arrival,
	};
	enum cw_err err;

	err = cw_proof_password(&proof, in->login, in->password);
	if (err == CW_LOCKED || err == CW_BUSY)
		*retry_ms = proof.retry_ms;
	if (err != CW_OK)
		return err;
	return cw_sign_in_proven(&proof, in->client, out);
}

/* --- once more ------------------------------------------------------------ */

static enum cw_err
accept_work(struct cw_store *store, void *arg)
{
	return cw_proof_accept(arg, store);
}

enum cw_err
cw_reauthenticate(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *password, int64_t *retry_ms)
{
	struct cw_proof proof = {
		.pool = pool,
		.arena = arena,
		.actor = actor,
	};
	enum cw_err err;

	err = cw_proof_own(&proof, actor->account_id, password);
	if (err == CW_LOCKED || err == CW_BUSY)
		*retry_ms = proof.retry_ms;
	if (err != CW_OK)
		return err;
	return cw_group_run(pool->group, accept_work, &proof);
}

/* Signing in: the password, and the answers to the steps after it. */

#include "pool/signin.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "pool/client.h"
#include "pool/code.h"
#include "pool/credential.h"
#include "pool/entry.h"
#include "pool/lockout.h"
#include "pool/name.h"
#include "pool/proof.h"
#include "pool/session_inside.h"

/* However many steps there are, they end. */
#define STEPS_MAX_MS (15 * CW_MINUTE_MS)

/* A sign-in under way, or an answer to a step of one. */
struct work {
	struct cw_entry entry;
	const struct cw_proof *proof; /* of the password */
	struct cw_step_answer *answer;
	struct cw_credential credential; /* of the new password */
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
	enum cw_step step = cw_sign_in_step(&work->entry.row);
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
	};
	enum cw_err err;

	err = cw_proof_password(&proof, in->login, in->password);
	if (err == CW_LOCKED || err == CW_BUSY)
		*retry_ms = proof.retry_ms;
	if (err != CW_OK)
		return err;
	return cw_sign_in_proven(&proof, in->client, out);
}

/* --- answers -------------------------------------------------------------- */

/* Is it the step, and the account, that the answer says it is? */
static enum cw_err
compare_owner(const struct work *work)
{
	const struct cw_account *account = &work->entry.row.account;
	const struct cw_step_answer *answer = work->answer;
	struct cw_arena *arena = work->entry.arena;
	const char *given, *name, *email;
	enum cw_err err;

	if (answer->step != CW_STEP_NONE &&
	    answer->step != cw_step_find(work->entry.challenge.step))
		return CW_UNAUTHORIZED;
	if (answer->login == NULL)
		return CW_OK;
	err = cw_name_fold(arena, answer->login, &given);
	if (err == CW_OK)
		err = cw_name_fold(arena, account->name, &name);
	if (err == CW_OK)
		err = cw_name_fold(arena, account->email, &email);
	if (err != CW_OK)
		return err;
	if (!cw_text_equal(given, name) && !cw_text_equal(given, email))
		return CW_UNAUTHORIZED;
	return CW_OK;
}

/* Whose step is it?  CW_UNAUTHORIZED: it is void by what happened since. */
static enum cw_err
find_owner(struct work *work, struct cw_store *store)
{
	struct cw_challenge *challenge = &work->entry.challenge;
	enum cw_err err;

	err = cw_account_find_id(store, work->entry.arena,
	    challenge->account_id, &work->entry.row);
	if (err != CW_OK)
		return err == CW_NOTFOUND ? CW_UNAUTHORIZED : err;
	if (work->entry.row.epoch != challenge->epoch ||
	    work->entry.row.is_disabled ||
	    cw_clock_now_ms() > challenge->created + STEPS_MAX_MS ||
	    cw_sign_in_gate(&work->entry.row) != CW_OK)
		return CW_UNAUTHORIZED;
	work->entry.factors = challenge->state;
	return compare_owner(work);
}

/* Judge the new password and hash it, before the transaction. */
static enum cw_err
prepare_password(struct work *work)
{
	const struct cw_account *account = &work->entry.row.account;
	struct cw_step_answer *answer = work->answer;
	struct cw_own_names names;
	enum cw_err err;

	answer->problem = "A password is needed.";
	if (answer->password == NULL)
		return CW_INVALID;
	err = cw_name_fold(work->entry.arena, account->name, &names.name_fold);
	if (err == CW_OK)
		err = cw_email_fold(work->entry.arena, account->email,
		    &names.email_fold);
	if (err == CW_OK)
		err = cw_policy_check(work->entry.pool->conf, work->entry.arena,
		    answer->password, &names, &answer->problem);
	if (err != CW_OK)
		return err;
	return cw_credential_make(work->entry.pool, work->entry.arena,
	    account->name, answer->password, &work->credential);
}

/* What can be refused without a try. */
static enum cw_err
prepare(struct work *work)
{
	struct cw_step_answer *answer = work->answer;
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(work->entry.pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_challenge_find(work->entry.pool, store, work->entry.arena,
	    answer->token, &work->entry.challenge);
	if (err == CW_OK)
		err = find_owner(work, store);
	cw_readers_give(work->entry.pool->readers, store);
	if (err != CW_OK)
		return err;
	if (cw_step_find(work->entry.challenge.step) == CW_STEP_NEW_PASSWORD)
		return prepare_password(work);
	answer->problem = "A code is needed.";
	if (answer->code == NULL && answer->recovery == NULL)
		return CW_INVALID;
	return CW_OK;
}

static enum cw_err
change_password(struct work *work, struct cw_store *store)
{
	const struct cw_credential_use use = { .state = CW_PASSWORD_GOOD };
	const struct cw_audit what = {
		.event = CW_AUDIT_PASSWORD_CHANGE,
		.account_id = work->entry.row.account.id,
		.name = work->entry.row.account.name,
	};
	enum cw_err err;

	err =
	    cw_credential_set(store, &work->entry.row, &work->credential, &use);
	if (err != CW_OK)
		return err;
	return cw_audit_add(store, work->entry.actor, &what);
}

static enum cw_err
take_recovery(struct work *work, struct cw_store *store)
{
	const struct cw_audit what = {
		.event = CW_AUDIT_RECOVERY_USE,
		.account_id = work->entry.row.account.id,
		.name = work->entry.row.account.name,
	};
	enum cw_err err;

	err =
	    cw_factor_take_recovery(work->entry.pool, store, work->entry.arena,
		work->entry.row.account.id, work->answer->recovery);
	if (err != CW_OK)
		return err;
	return cw_audit_add(store, work->entry.actor, &what);
}

/* CW_MISMATCH: the answer is wrong. */
static enum cw_err
judge(struct work *work, struct cw_store *store, enum cw_step step)
{
	const struct cw_code_for mailed = {
		.account_id = work->entry.row.account.id,
		.purpose = CW_CODE_FACTOR,
	};
	const struct cw_step_answer *answer = work->answer;

	if (step == CW_STEP_NEW_PASSWORD)
		return change_password(work, store);
	if (answer->recovery != NULL && work->entry.row.has_totp)
		return take_recovery(work, store);
	if (answer->code == NULL)
		return CW_MISMATCH;
	if (step == CW_STEP_MAIL)
		return cw_code_use(work->entry.pool, store, &mailed,
		    answer->code);
	return cw_factor_take_totp(work->entry.pool, store, work->entry.arena,
	    work->entry.row.account.id, answer->code);
}

static enum cw_err
note_failure(const struct work *work, struct cw_store *store)
{
	const struct cw_audit what = {
		.event = CW_AUDIT_FACTOR_FAIL,
		.account_id = work->entry.row.account.id,
		.name = work->entry.row.account.name,
		.detail = work->entry.challenge.step,
	};

	return cw_audit_add(store, work->entry.actor, &what);
}

/* The answer was right. */
static enum cw_err
advance(struct work *work, struct cw_store *store,
    const struct cw_lockout *lockout)
{
	enum cw_step step = cw_step_find(work->entry.challenge.step);
	bool was_recovery =
	    step != CW_STEP_NEW_PASSWORD && work->answer->recovery != NULL;
	enum cw_err err;

	err = cw_challenge_use(store, &work->entry.challenge);
	if (err != CW_OK)
		return err;
	work->entry.factors =
	    cw_arena_printf(work->entry.arena, "%s %s", work->entry.factors,
		was_recovery ? "recovery" : work->entry.challenge.step);
	if (work->entry.factors == NULL)
		return CW_NOMEM;
	step = step == CW_STEP_NEW_PASSWORD
	    ? cw_sign_in_factor(&work->entry.row)
	    : CW_STEP_NONE;
	if (step == CW_STEP_NONE)
		err = cw_lockout_reset(lockout, store);
	else
		err = cw_lockout_forgive(lockout, store);
	if (err != CW_OK)
		return err;
	return cw_entry_go_on(&work->entry, store, step);
}

static enum cw_err
choose_lockout(const struct work *work, struct cw_store *store,
    struct cw_lockout *out)
{
	const struct cw_lockout_whose whose = {
		.account_id = work->entry.row.account.id,
		.device = work->entry.device,
	};

	return cw_lockout_choose(out, work->entry.pool, store,
	    work->entry.arena, &whose);
}

/* A wrong answer is committed too: it was one of five, and a failure. */
static enum cw_err
answer_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_step_answer *answer = work->answer;
	struct cw_lockout lockout;
	enum cw_err err;

	err = cw_challenge_try(work->entry.pool, store, work->entry.arena,
	    answer->token, &work->entry.challenge);
	if (err == CW_OK)
		err = find_owner(work, store);
	if (err == CW_OK)
		err = choose_lockout(work, store, &lockout);
	if (err == CW_OK)
		err = cw_lockout_count(&lockout, store, &answer->retry_ms);
	if (err != CW_OK)
		return err;
	work->entry.outcome =
	    judge(work, store, cw_step_find(work->entry.challenge.step));
	if (work->entry.outcome == CW_MISMATCH)
		return note_failure(work, store);
	if (work->entry.outcome != CW_OK)
		return work->entry.outcome;
	return advance(work, store, &lockout);
}

/* For whom the step must have been asked. */
static const char *
client_of(const struct cw_step_answer *answer)
{
	return answer->client == NULL ? "" : answer->client->id;
}

enum cw_err
cw_sign_in_answer(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_step_answer *answer, struct cw_signed_in *out)
{
	struct work work = {
		.entry = {
			.pool = pool,
			.arena = arena,
			.actor = answer->actor,
			.device = answer->device,
			.client = answer->client,
			.challenge = { .client = client_of(answer) },
		},
		.answer = answer,
	};
	enum cw_err err;

	answer->retry_ms = CW_SECOND_MS;
	err = prepare(&work);
	if (err != CW_OK)
		return err;
	err = cw_entry_run(&work.entry, answer_work, &work);
	if (err != CW_OK)
		return err == CW_CREDENTIALS ? CW_UNAUTHORIZED : err;
	if (work.credential.phc != NULL)
		err = cw_session_sweep(pool, work.entry.row.account.id);
	*out = work.entry.out;
	return err;
}

/* --- by mail instead ------------------------------------------------------ */

static enum cw_err
mail_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_step step;
	enum cw_err err;

	err = cw_challenge_find(work->entry.pool, store, work->entry.arena,
	    work->answer->token, &work->entry.challenge);
	if (err == CW_OK)
		err = find_owner(work, store);
	if (err != CW_OK)
		return err;
	step = cw_step_find(work->entry.challenge.step);
	if (!work->entry.row.has_mail_factor || step == CW_STEP_NEW_PASSWORD)
		return CW_FORBIDDEN;
	err = cw_challenge_use(store, &work->entry.challenge);
	if (err != CW_OK)
		return err;
	return cw_entry_go_on(&work->entry, store, CW_STEP_MAIL);
}

enum cw_err
cw_sign_in_by_mail(struct cw_pool *pool, struct cw_arena *arena,
    const char *token, const struct cw_actor *actor, struct cw_signed_in *out)
{
	struct cw_step_answer answer = { .token = token };
	struct work work = {
		.entry = {
			.pool = pool,
			.arena = arena,
			.actor = actor,
			.challenge = { .client = "" },
		},
		.answer = &answer,
	};
	enum cw_err err;

	err = cw_entry_run(&work.entry, mail_work, &work);
	if (err == CW_OK)
		*out = work.entry.out;
	return err == CW_CREDENTIALS ? CW_UNAUTHORIZED : err;
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

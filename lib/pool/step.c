/* Signing in: the steps after the password. */

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "pool/client.h"
#include "pool/code.h"
#include "pool/credential.h"
#include "pool/entry.h"
#include "pool/factor.h"
#include "pool/former.h"
#include "pool/lockout.h"
#include "pool/name.h"
#include "pool/session_inside.h"

/* An answer to a step. */
struct work {
	struct cw_entry entry;
	struct cw_step_answer *answer;
	struct cw_credential credential; /* of the new password */
};

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

/* Who has a factor by now sets no other up by the password alone. */
static bool
is_set_up_meanwhile(const struct work *work)
{
	const struct cw_account_row *row = &work->entry.row;

	return cw_step_is_set_up(cw_step_find(work->entry.challenge.step)) &&
	    (row->has_totp || row->has_mail_factor);
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
	    cw_clock_now_ms() > challenge->created + CW_STEPS_MAX_MS ||
	    is_set_up_meanwhile(work) ||
	    cw_sign_in_gate(&work->entry.row) != CW_OK)
		return CW_UNAUTHORIZED;
	err = cw_entry_resume(&work->entry);
	if (err != CW_OK)
		return err;
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
	if (err == CW_OK)
		err = cw_former_refuse(work->entry.pool, work->entry.arena,
		    &work->entry.row, answer->password, &answer->problem);
	if (err != CW_OK)
		return err;
	return cw_credential_make(work->entry.pool, work->entry.arena,
	    account->name, answer->password, &work->credential);
}

static enum cw_err
check_choice(const struct work *work)
{
	enum cw_step choice = work->answer->choice;
	const struct cw_account_row *row = &work->entry.row;

	work->answer->problem = "One of the factors must be chosen.";
	if ((choice == CW_STEP_TOTP && row->has_totp) ||
	    (choice == CW_STEP_MAIL && row->has_mail_factor))
		return CW_OK;
	return CW_INVALID;
}

/* Is there the kind of answer that the step asks for? */
static enum cw_err
check_answer(struct work *work)
{
	enum cw_step step = cw_step_find(work->entry.challenge.step);
	struct cw_step_answer *answer = work->answer;

	if (step == CW_STEP_NEW_PASSWORD)
		return prepare_password(work);
	if (step == CW_STEP_CHOOSE)
		return check_choice(work);
	if (step == CW_STEP_PROVEN)
		return CW_OK;
	answer->problem = "An app or codes by mail must be chosen first.";
	if (step == CW_STEP_SET_UP)
		return CW_INVALID;
	answer->problem = "A code is needed.";
	if (answer->code == NULL &&
	    (answer->recovery == NULL || cw_step_is_set_up(step)))
		return CW_INVALID;
	return CW_OK;
}

/* What can be refused without a try. */
static enum cw_err
prepare(struct work *work)
{
	const struct cw_step_answer *answer = work->answer;
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
	return err == CW_OK ? check_answer(work) : err;
}

static enum cw_err
change_password(struct work *work, struct cw_store *store)
{
	const struct cw_credential_use use = { .state = CW_PASSWORD_GOOD };
	enum cw_err err;

	err =
	    cw_credential_set(store, &work->entry.row, &work->credential, &use);
	if (err != CW_OK)
		return err;
	return cw_audit_account(store, work->entry.actor,
	    &work->entry.row.account, CW_AUDIT_PASSWORD_CHANGE);
}

static enum cw_err
take_recovery(struct work *work, struct cw_store *store)
{
	enum cw_err err;

	err =
	    cw_factor_take_recovery(work->entry.pool, store, work->entry.arena,
		work->entry.row.account.id, work->answer->recovery);
	if (err != CW_OK)
		return err;
	return cw_audit_account(store, work->entry.actor,
	    &work->entry.row.account, CW_AUDIT_RECOVERY_USE);
}

static enum cw_err
take_mailed(struct work *work, struct cw_store *store)
{
	const struct cw_code_for mailed = {
		.account_id = work->entry.row.account.id,
		.purpose = CW_CODE_FACTOR,
	};

	return cw_code_use(work->entry.pool, store, &mailed,
	    work->answer->code);
}

/* Who signs in, from where. */
static struct cw_actor
actor_of(const struct work *work)
{
	struct cw_actor actor = *work->entry.actor;

	actor.account_id = work->entry.row.account.id;
	actor.name = work->entry.row.account.name;
	return actor;
}

static enum cw_err
prove_totp(struct work *work, struct cw_store *store)
{
	const struct cw_actor actor = actor_of(work);
	struct cw_totp_proof proof = {
		.actor = &actor,
		.code = work->answer->code,
		.label = work->answer->label,
	};
	enum cw_err err;

	err = cw_factor_prove_totp(work->entry.pool, store, work->entry.arena,
	    &proof);
	work->entry.out.codes = proof.codes;
	return err;
}

static enum cw_err
prove_mail(struct work *work, struct cw_store *store)
{
	const struct cw_actor actor = actor_of(work);
	enum cw_err err = take_mailed(work, store);

	return err == CW_OK ? cw_factor_start_mail(store, &actor) : err;
}

static enum cw_err
take_code(struct work *work, struct cw_store *store, enum cw_step step)
{
	if (work->answer->code == NULL)
		return CW_MISMATCH;
	if (step == CW_STEP_PROVE_TOTP)
		return prove_totp(work, store);
	if (step == CW_STEP_PROVE_MAIL)
		return prove_mail(work, store);
	if (step == CW_STEP_MAIL)
		return take_mailed(work, store);
	return cw_factor_take_totp(work->entry.pool, store, work->entry.arena,
	    work->entry.row.account.id, work->answer->code);
}

/* CW_MISMATCH: the answer is wrong. */
static enum cw_err
judge(struct work *work, struct cw_store *store, enum cw_step step)
{
	if (step == CW_STEP_NEW_PASSWORD)
		return change_password(work, store);
	if (step == CW_STEP_CHOOSE || step == CW_STEP_PROVEN)
		return CW_OK;
	if (work->answer->recovery != NULL && work->entry.row.has_totp)
		return take_recovery(work, store);
	return take_code(work, store, step);
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

/* What was shown, for the log. */
static enum cw_err
note_factor(struct work *work, enum cw_step step)
{
	bool was_recovery =
	    step != CW_STEP_NEW_PASSWORD && work->answer->recovery != NULL;

	if (step == CW_STEP_CHOOSE || step == CW_STEP_PROVEN)
		return CW_OK;
	work->entry.factors =
	    cw_arena_printf(work->entry.arena, "%s %s", work->entry.factors,
		was_recovery ? "recovery" : work->entry.challenge.step);
	return work->entry.factors == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_step
next_step(const struct work *work, enum cw_step step)
{
	if (step == CW_STEP_NEW_PASSWORD)
		return cw_entry_factor(&work->entry);
	if (step == CW_STEP_CHOOSE)
		return work->answer->choice;
	/* Clients prove an app by one call, and go on by another. */
	if (step == CW_STEP_PROVE_TOTP && work->entry.client != NULL)
		return CW_STEP_PROVEN;
	return CW_STEP_NONE;
}

/* The answer was right. */
static enum cw_err
advance(struct work *work, struct cw_store *store,
    const struct cw_lockout *lockout)
{
	enum cw_step step = cw_step_find(work->entry.challenge.step);
	enum cw_err err;

	err = cw_challenge_use(store, &work->entry.challenge);
	if (err == CW_OK)
		err = note_factor(work, step);
	if (err != CW_OK)
		return err;
	step = next_step(work, step);
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
		.actor = work->entry.actor,
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

/* --- another step instead ------------------------------------------------- */

/* The step that a token is for, without a try. */
static enum cw_err
find_step(struct work *work, struct cw_store *store, enum cw_step *step)
{
	enum cw_err err;

	err = cw_challenge_find(work->entry.pool, store, work->entry.arena,
	    work->answer->token, &work->entry.challenge);
	if (err == CW_OK)
		err = find_owner(work, store);
	if (err == CW_OK)
		*step = cw_step_find(work->entry.challenge.step);
	return err;
}

static enum cw_err
mail_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_step step, next = CW_STEP_MAIL;
	enum cw_err err = find_step(work, store, &step);

	if (err != CW_OK)
		return err;
	if (cw_step_is_set_up(step))
		next = CW_STEP_PROVE_MAIL;
	else if (!work->entry.row.has_mail_factor ||
	    step == CW_STEP_NEW_PASSWORD)
		return CW_FORBIDDEN;
	err = cw_challenge_use(store, &work->entry.challenge);
	if (err != CW_OK)
		return err;
	return cw_entry_go_on(&work->entry, store, next);
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

/* An app being set up. */
struct app {
	struct work work;
	const char *label;
	struct cw_totp_new *made;
};

static enum cw_err
app_work(struct cw_store *store, void *arg)
{
	struct app *app = arg;
	struct cw_entry *entry = &app->work.entry;
	enum cw_step step;
	enum cw_err err = find_step(&app->work, store, &step);

	if (err != CW_OK)
		return err;
	if (!cw_step_is_set_up(step))
		return CW_FORBIDDEN;
	err = cw_challenge_use(store, &entry->challenge);
	if (err == CW_OK)
		err = cw_factor_start_totp(entry->pool, store, entry->arena,
		    &entry->row, app->label, app->made);
	if (err != CW_OK)
		return err;
	return cw_entry_go_on(entry, store, CW_STEP_PROVE_TOTP);
}

enum cw_err
cw_sign_in_start_app(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_app_start *in, struct cw_totp_new *made,
    struct cw_signed_in *out)
{
	struct cw_step_answer answer = {
		.token = in->token,
		.client = in->client,
	};
	struct app app = {
		.work = {
			.entry = {
				.pool = pool,
				.arena = arena,
				.actor = in->actor,
				.client = in->client,
				.challenge = { .client = client_of(&answer) },
			},
			.answer = &answer,
		},
		.label = in->label,
		.made = made,
	};
	enum cw_err err = cw_entry_run(&app.work.entry, app_work, &app);

	if (err == CW_OK)
		*out = app.work.entry.out;
	return err == CW_CREDENTIALS ? CW_UNAUTHORIZED : err;
}

enum cw_err
cw_sign_in_client(struct cw_pool *pool, struct cw_arena *arena,
    const char *token, const char **out)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_challenge_client(store, arena, token, out);
	cw_readers_give(pool->readers, store);
	return err;
}

/* Changing one's own password and mail address. */

#include "pool/change.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "db/bell.h"
#include "pool/credential.h"
#include "pool/former.h"
#include "pool/mail.h"
#include "pool/name.h"
#include "pool/post.h"
#include "pool/proof.h"
#include "pool/session_inside.h"

/* Within the hour. */
#define CHANGES_PER_HOUR 5
#define CONFIRMS_PER_HOUR 15

#define ID_BYTES 24

/* What the transactions here work with. */
struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_actor *actor;
	struct cw_proof proof;
	struct cw_credential credential;
	struct cw_session session;
	struct cw_account_row row;
	const char *email; /* the new one */
	const char *email_fold;
	const char *code;
	enum cw_err outcome; /* of what is committed though it failed */
};

/* Whose changes are counted. */
static const char *
own_id(const struct work *work, char out[ID_BYTES])
{
	(void)snprintf(out, ID_BYTES, "%" PRId64, work->actor->account_id);
	return out;
}

static enum cw_err
note(const struct work *work, struct cw_store *store, enum cw_audit_event event)
{
	const struct cw_audit what = {
		.event = event,
		.account_id = work->actor->account_id,
		.name = work->actor->name,
	};

	return cw_audit_add(store, work->actor, &what);
}

/* --- the password --------------------------------------------------------- */

static enum cw_err
password_work(struct cw_store *store, void *arg)
{
	const struct cw_credential_use use = { .state = CW_PASSWORD_GOOD };
	struct work *work = arg;
	const struct cw_session_start start = {
		.pool = work->pool,
		.arena = work->arena,
		.row = &work->row,
		.actor = work->actor,
	};
	char id[ID_BYTES];
	enum cw_err err;

	err = cw_quota_use_by(work->pool, store, work->arena, "password",
	    own_id(work, id), CHANGES_PER_HOUR);
	if (err == CW_OK)
		err = cw_proof_accept(&work->proof, store);
	if (err == CW_OK)
		err = cw_credential_set(store, &work->row, &work->credential,
		    &use);
	if (err == CW_OK)
		err = cw_session_add(store, &start, &work->session);
	if (err == CW_OK)
		err = note(work, store, CW_AUDIT_PASSWORD_CHANGE);
	if (err != CW_OK)
		return err;
	return cw_post_notice(work->pool, store, work->arena, &work->row,
	    CW_LETTER_PASSWORD_CHANGED);
}

/* The new password, once the current one was right. */
static enum cw_err
prepare(struct work *work, struct cw_password_change *change)
{
	const struct cw_account *account = &work->row.account;
	struct cw_own_names names;
	enum cw_err err;

	err = cw_name_fold(work->arena, account->name, &names.name_fold);
	if (err == CW_OK)
		err = cw_email_fold(work->arena, account->email,
		    &names.email_fold);
	if (err == CW_OK)
		err = cw_policy_check(work->pool->conf, work->arena,
		    change->password, &names, &change->problem);
	if (err == CW_OK)
		err = cw_former_refuse(work->pool, work->arena, &work->row,
		    change->password, &change->problem);
	if (err != CW_OK)
		return err;
	return cw_credential_make(work->pool, work->arena, account->name,
	    change->password, &work->credential);
}

enum cw_err
cw_password_change(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_password_change *change, struct cw_signed_in *out)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = change->actor,
		.proof = { .pool = pool,
		    .arena = arena,
		    .actor = change->actor },
	};
	enum cw_err err;

	err = cw_proof_own(&work.proof, change->actor->account_id,
	    change->current);
	change->retry_ms = work.proof.retry_ms;
	if (err != CW_OK)
		return err;
	work.row = work.proof.who;
	err = prepare(&work, change);
	if (err == CW_OK)
		err = cw_group_run(pool->group, password_work, &work);
	if (err == CW_OK)
		err = cw_session_sweep(pool, work.row.account.id);
	if (err != CW_OK)
		return err;
	cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	*out = (struct cw_signed_in){
		.username = work.session.username,
		.session = work.session,
	};
	return CW_OK;
}

/* --- the mail address ----------------------------------------------------- */

static enum cw_err
keep_next(const struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(work->actor->account_id),
		cw_text(work->email),
		cw_text(work->email_fold),
	};

	return cw_exec(store, CW_SQL_ACCOUNT_EMAIL_NEXT, args, CW_LEN(args),
	    NULL);
}

/* The code, or to somebody else whose it is a word of warning. */
static enum cw_err
write_code(struct cw_store *store, void *arg, struct cw_post *out)
{
	const struct work *work = arg;
	struct cw_account_row row;
	struct cw_owner owner;
	enum cw_err err;

	err = keep_next(work, store);
	if (err == CW_OK)
		err = cw_account_owner(store, work->arena, work->email_fold,
		    &owner);
	if (err == CW_OK)
		err = cw_account_find_id(store, work->arena,
		    work->actor->account_id, &row);
	if (err != CW_OK)
		return err;
	out->what = (struct cw_code_for){ row.account.id, CW_CODE_EMAIL,
		work->email_fold };
	out->email = work->email;
	out->code = work->code;
	out->letter = (struct cw_letter){
		.kind = CW_LETTER_NEW_ADDRESS,
		.locale = row.locale,
		.username = row.account.name,
		.secret = work->code,
	};
	if (owner.name != NULL)
		out->letter = (struct cw_letter){
			.kind = CW_LETTER_ADDRESS_TAKEN,
			.locale = owner.locale,
			.username = owner.name,
		};
	return CW_OK;
}

static enum cw_err
ask_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	char id[ID_BYTES];
	const struct cw_post_ask ask = {
		.quotas = { { "email", own_id(work, id), CHANGES_PER_HOUR } },
		.write = write_code,
		.arg = work,
	};
	enum cw_err err = cw_post_ask(work->pool, store, work->arena, &ask);

	return err == CW_OK ? note(work, store, CW_AUDIT_EMAIL_ASK) : err;
}

enum cw_err
cw_email_ask(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *email)
{
	char code[CW_CODE_CHARS + 1];
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = actor,
		.email = email,
		.code = code,
	};
	enum cw_err err;

	err = cw_email_check(arena, email, &work.email_fold);
	if (err == CW_OK)
		err = cw_post_run(pool, ask_work, &work, code);
	return err;
}

static enum cw_err
read_next(struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = { cw_int(work->actor->account_id) };
	struct cw_rows rows;
	enum cw_err err;

	err =
	    cw_query_one(store, CW_SQL_ACCOUNT_NEXT, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = cw_col_text(&rows, 0, work->arena, &work->email_fold);
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err == CW_NOTFOUND ? CW_MISMATCH : err;
	return work->email_fold == NULL ? CW_MISMATCH : CW_OK;
}

static enum cw_err
take_address(struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(work->actor->account_id),
		cw_int(cw_clock_now_ms()),
	};
	int64_t changes;
	enum cw_err err;

	err = cw_account_find_id(store, work->arena, work->actor->account_id,
	    &work->row);
	if (err == CW_OK)
		err = cw_exec(store, CW_SQL_ACCOUNT_EMAIL, args, CW_LEN(args),
		    &changes);
	if (err != CW_OK)
		return err;
	if (changes == 0) {
		work->outcome = CW_TAKEN;
		return CW_OK;
	}
	/* Nobody who reads mail at the old one resets the password now. */
	err = cw_code_forget(store, work->row.account.id);
	if (err == CW_OK)
		err = note(work, store, CW_AUDIT_EMAIL_CHANGE);
	if (err != CW_OK)
		return err;
	/* The row has the address that it was. */
	return cw_post_notice(work->pool, store, work->arena, &work->row,
	    CW_LETTER_ADDRESS_CHANGED);
}

/* A try that fails is committed too: it was one of five. */
static enum cw_err
confirm_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_code_for what = {
		.account_id = work->actor->account_id,
		.purpose = CW_CODE_EMAIL,
	};
	char id[ID_BYTES];
	enum cw_err err = cw_quota_use_by(work->pool, store, work->arena,
	    "confirm", own_id(work, id), CONFIRMS_PER_HOUR);

	if (err != CW_OK)
		return err;
	work->outcome = read_next(work, store);
	what.bound = work->email_fold;
	if (work->outcome == CW_OK)
		work->outcome =
		    cw_code_use(work->pool, store, &what, work->code);
	if (work->outcome == CW_MISMATCH)
		return CW_OK;
	if (work->outcome != CW_OK)
		return work->outcome;
	return take_address(work, store);
}

enum cw_err
cw_email_confirm(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *code)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = actor,
		.code = code,
	};
	enum cw_err err;

	err = cw_group_run(pool->group, confirm_work, &work);
	if (err != CW_OK)
		return err;
	if (work.outcome == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	return work.outcome;
}

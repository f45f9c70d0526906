/* Changing one's own password and mail address. */

#include "pool/change.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "db/bell.h"
#include "pool/credential.h"
#include "pool/mail.h"
#include "pool/name.h"
#include "pool/post.h"
#include "pool/proof.h"
#include "pool/session_inside.h"

/* Within the hour. */
#define CHANGES_PER_HOUR 5
#define CONFIRMS_PER_HOUR 15

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

static enum cw_err
count(struct work *work, struct cw_store *store, const char *what, int64_t most)
{
	const char *subject = cw_arena_printf(work->arena, "%s %" PRId64, what,
	    work->actor->account_id);

	if (subject == NULL)
		return CW_NOMEM;
	return cw_quota_use(work->pool, store, subject, most);
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
tell_password(const struct work *work, struct cw_store *store)
{
	const struct cw_account *account = &work->row.account;
	struct cw_letter letter;
	enum cw_err err;

	err = cw_letter_password(work->pool->conf, work->arena, account->name,
	    &letter);
	if (err != CW_OK)
		return err;
	return cw_post_notice(work->pool, store, work->arena, account->email,
	    &letter);
}

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
	enum cw_err err;

	err = count(work, store, "password", CHANGES_PER_HOUR);
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
	return tell_password(work, store);
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
send_code(const struct work *work, struct cw_store *store)
{
	struct cw_post post = {
		.what = { work->actor->account_id, CW_CODE_EMAIL,
		    work->email_fold },
		.email = work->email,
		.code = work->code,
	};
	const struct cw_conf *conf = work->pool->conf;
	const char *owner;
	enum cw_err err;

	err = cw_account_owner(store, work->arena, work->email_fold, &owner);
	if (err != CW_OK)
		return err;
	if (owner == NULL)
		err = cw_letter_email(conf, work->arena, work->actor->name,
		    work->code, &post.letter);
	else
		err = cw_letter_owner(conf, work->arena, owner, &post.letter);
	if (err != CW_OK)
		return err;
	return cw_post_code(work->pool, store, work->arena, &post);
}

static enum cw_err
ask_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_err err;

	err = count(work, store, "email", CHANGES_PER_HOUR);
	if (err == CW_OK)
		err = cw_mail_may_send(work->pool, store);
	if (err == CW_OK)
		err = keep_next(work, store);
	if (err == CW_OK)
		err = send_code(work, store);
	if (err != CW_OK)
		return err;
	return note(work, store, CW_AUDIT_EMAIL_ASK);
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
		err = cw_code_make(code);
	if (err == CW_OK)
		err = cw_group_run(pool->group, ask_work, &work);
	explicit_bzero(code, sizeof(code));
	if (err == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
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
tell_old_address(const struct work *work, struct cw_store *store)
{
	struct cw_letter letter;
	enum cw_err err;

	err = cw_letter_email_changed(work->pool->conf, work->arena,
	    work->row.account.name, &letter);
	if (err != CW_OK)
		return err;
	return cw_post_notice(work->pool, store, work->arena,
	    work->row.account.email, &letter);
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
	err = note(work, store, CW_AUDIT_EMAIL_CHANGE);
	if (err != CW_OK)
		return err;
	return tell_old_address(work, store);
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
	enum cw_err err = count(work, store, "confirm", CONFIRMS_PER_HOUR);

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

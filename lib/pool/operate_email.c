/* Another mail address for somebody, by an operator or an administrator. */

#include "base/clock.h"
#include "base/text.h"
#include "pool/mail.h"
#include "pool/name.h"
#include "pool/operate.h"
#include "pool/post.h"

struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	struct cw_operation *operation;
	const struct cw_operate_address *to;
	const char *email_fold; /* of the new one */
	const char *code;
	struct cw_account_row row; /* with the address that it was */
	bool is_same;		   /* but for upper and lower case */
};

static enum cw_err
note(const struct work *work, struct cw_store *store, enum cw_audit_event event)
{
	return cw_audit_account(store, work->operation->actor,
	    &work->row.account, event);
}

/* --- at once -------------------------------------------------------------- */

/* What was sent to the old address is good for nothing any more. */
static enum cw_err
forget_old(const struct work *work, struct cw_store *store)
{
	if (work->is_same)
		return CW_OK;
	return cw_code_forget(store, work->row.account.id);
}

/* It was theirs only if it was confirmed: no stranger is written to. */
static enum cw_err
tell_old(const struct work *work, struct cw_store *store)
{
	if (work->is_same || !work->row.account.is_confirmed)
		return CW_OK;
	return cw_post_notice(work->pool, store, work->arena, &work->row,
	    CW_LETTER_ADDRESS_REPLACED);
}

static enum cw_err
put_address(const struct work *work, struct cw_store *store)
{
	const int64_t now_ms = cw_clock_now_ms();
	const struct cw_val args[] = {
		cw_int(work->row.account.id),
		cw_text(work->to->email),
		cw_text(work->email_fold),
		cw_int(now_ms),
		work->to->is_verified ? cw_int(now_ms) : cw_null(),
	};
	int64_t changes;
	enum cw_err err = cw_exec(store, CW_SQL_ACCOUNT_EMAIL_PUT, args,
	    CW_LEN(args), &changes);

	if (err != CW_OK)
		return err;
	return changes == 0 ? CW_TAKEN : forget_old(work, store);
}

static enum cw_err
replace(const struct work *work, struct cw_store *store)
{
	const struct cw_account *was = &work->row.account;
	enum cw_err err = put_address(work, store);

	if (err == CW_OK && !cw_text_equal(was->email, work->to->email))
		err = note(work, store, CW_AUDIT_EMAIL_CHANGE);
	if (err == CW_OK && work->to->is_verified && !was->is_confirmed)
		err = note(work, store, CW_AUDIT_CONFIRM);
	return err == CW_OK ? tell_old(work, store) : err;
}

/* --- by a code ------------------------------------------------------------ */

static enum cw_err
refuse_owned(const struct work *work, struct cw_store *store)
{
	struct cw_owner owner;
	enum cw_err err =
	    cw_account_owner(store, work->arena, work->email_fold, &owner);

	if (err == CW_OK && owner.name != NULL)
		return CW_TAKEN;
	return err;
}

/* Unlike those who ask for themselves, administrators are told of limits. */
static enum cw_err
send_code(const struct work *work, struct cw_store *store, enum cw_code purpose,
    enum cw_letter_kind kind)
{
	const struct cw_post post = {
		.what = { work->row.account.id, purpose,
		    purpose == CW_CODE_EMAIL ? work->email_fold : NULL },
		.email = work->to->email,
		.code = work->code,
		.letter = { .kind = kind,
		    .locale = work->row.locale,
		    .username = work->row.account.name,
		    .secret = work->code },
	};
	enum cw_err err = cw_mail_may_send(work->pool, store);

	if (err == CW_OK)
		err = cw_mail_may_send_to(work->pool, store, work->email_fold);
	if (err != CW_OK)
		return err;
	return cw_post_code(work->pool, store, work->arena, &post);
}

static enum cw_err
ask(const struct work *work, struct cw_store *store)
{
	const struct cw_val args[] = {
		cw_int(work->row.account.id),
		cw_text(work->to->email),
		cw_text(work->email_fold),
	};
	enum cw_err err = refuse_owned(work, store);

	if (err == CW_OK)
		err = cw_exec(store, CW_SQL_ACCOUNT_EMAIL_NEXT, args,
		    CW_LEN(args), NULL);
	if (err == CW_OK)
		err = send_code(work, store, CW_CODE_EMAIL,
		    CW_LETTER_NEW_ADDRESS);
	return err == CW_OK ? note(work, store, CW_AUDIT_EMAIL_ASK) : err;
}

/* --- all of it ------------------------------------------------------------ */

static enum cw_err
choose(const struct work *work, struct cw_store *store)
{
	enum cw_err err;

	if (work->row.account.is_confirmed && !work->to->is_verified &&
	    !work->is_same)
		return ask(work, store);
	err = replace(work, store);
	if (err != CW_OK || work->to->is_verified ||
	    work->row.account.is_confirmed)
		return err;
	return send_code(work, store, CW_CODE_CONFIRM, CW_LETTER_CONFIRM);
}

static enum cw_err
email_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	struct cw_account_row now;
	const char *fold;
	enum cw_err err;

	err = cw_account_find_id(store, work->arena,
	    work->operation->account.id, &work->row);
	if (err == CW_OK)
		err =
		    cw_email_fold(work->arena, work->row.account.email, &fold);
	if (err != CW_OK)
		return err;
	work->is_same = cw_text_equal(fold, work->email_fold);
	err = choose(work, store);
	if (err == CW_OK)
		err = cw_account_find_id(store, work->arena,
		    work->row.account.id, &now);
	if (err == CW_OK)
		work->operation->account = now.account;
	return err;
}

enum cw_err
cw_operate_email(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation, const struct cw_operate_address *to)
{
	char code[CW_CODE_CHARS + 1];
	struct work work = {
		.pool = pool,
		.arena = arena,
		.operation = operation,
		.to = to,
		.code = code,
	};
	enum cw_err err = cw_email_check(arena, to->email, &work.email_fold);

	if (err == CW_OK)
		err = cw_operate_find(pool, arena, operation);
	if (err == CW_OK)
		err = cw_post_run(pool, email_work, &work, code);
	return err;
}

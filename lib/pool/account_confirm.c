/* Confirming an account with the code that came by mail. */

#include "base/clock.h"
#include "pool/account.h"
#include "pool/code.h"
#include "pool/inside.h"
#include "pool/name.h"

/* Codes that may be tried for a name within the hour. */
#define CONFIRMS_PER_HOUR 15

struct confirming {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const char *name_fold;
	const char *code;
	const struct cw_actor *actor;
	struct cw_account *account;
	enum cw_err outcome; /* of what is committed though it failed */
};

/* CW_TAKEN if the address is another's by now, else CW_MISMATCH. */
static enum cw_err
tell_why(struct confirming *work, struct cw_store *store,
    const struct cw_account_row *row)
{
	struct cw_owner owner = { 0 };
	const char *fold;
	enum cw_err err;

	err = cw_email_fold(work->arena, row->account.email, &fold);
	if (err == CW_OK && !row->account.is_confirmed)
		err = cw_account_owner(store, work->arena, fold, &owner);
	if (err != CW_OK)
		return err;
	return owner.name == NULL ? CW_MISMATCH : CW_TAKEN;
}

static enum cw_err
confirm_account(struct confirming *work, struct cw_store *store,
    struct cw_account_row *row)
{
	enum cw_err err = cw_account_mark_confirmed(store, row->account.id);

	if (err == CW_NOTFOUND)
		return tell_why(work, store, row);
	if (err == CW_OK)
		err = cw_account_find_id(store, work->arena, row->account.id,
		    row);
	if (err != CW_OK)
		return err;
	*work->account = row->account;
	return cw_audit_account(store, work->actor, &row->account,
	    CW_AUDIT_CONFIRM);
}

/* A try that fails is committed too: it was one of five. */
static enum cw_err
confirm_work(struct cw_store *store, void *arg)
{
	struct confirming *work = arg;
	struct cw_account_row row = { 0 };
	enum cw_err err;

	/* Known and unknown names are counted alike. */
	err = cw_quota_use_by(work->pool, store, work->arena, "confirm",
	    work->name_fold, CONFIRMS_PER_HOUR);
	if (err != CW_OK)
		return err;
	err = cw_account_find(store, work->arena, CW_SQL_ACCOUNT_BY_NAME,
	    work->name_fold, &row);
	if (err != CW_OK && err != CW_NOTFOUND)
		return err;
	const struct cw_code_for use = { row.account.id, CW_CODE_CONFIRM,
		NULL };

	err = cw_code_use(work->pool, store, &use, work->code);
	if (err == CW_OK)
		err = confirm_account(work, store, &row);
	if (err != CW_OK && err != CW_MISMATCH && err != CW_TAKEN)
		return err;
	work->outcome = err;
	return CW_OK;
}

enum cw_err
cw_account_mark_confirmed(struct cw_store *store, int64_t id)
{
	const struct cw_val args[] = { cw_int(id), cw_int(cw_clock_now_ms()) };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_ACCOUNT_CONFIRM, args, CW_LEN(args),
	    &rows);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_account_confirm(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_confirmation *in, struct cw_account *out)
{
	struct cw_account account = { 0 };
	struct confirming work = {
		.pool = pool,
		.arena = arena,
		.code = in->code,
		.account = &account,
		.actor = in->actor,
	};
	enum cw_err err;

	err = cw_name_fold(arena, in->username, &work.name_fold);
	if (err != CW_OK)
		return err;
	err = cw_group_run(pool->group, confirm_work, &work);
	if (err != CW_OK)
		return err;
	if (work.outcome == CW_OK)
		*out = account;
	return work.outcome;
}

/* What operators and administrators do to accounts. */

#include "pool/operate.h"

#include "base/clock.h"
#include "db/bell.h"
#include "pool/credential.h"
#include "pool/listing.h"
#include "pool/name.h"
#include "pool/policy.h"
#include "pool/post.h"
#include "pool/removal.h"
#include "pool/reset.h"
#include "pool/session.h"
#include "pool/session_inside.h"

/* Above every text that begins with a prefix: the prefix and U+10FFFF. */
#define LAST_CHAR "\xf4\x8f\xbf\xbf"

/* What the transactions here work with. */
struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	struct cw_operation *operation;
	struct cw_account_row row;
	struct cw_credential credential;
};

/* --- listing -------------------------------------------------------------- */

static enum cw_err
read_row(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *out)
{
	struct cw_operated *one = cw_list_push(out, arena, sizeof(*one));
	enum cw_password_state state =
	    (enum cw_password_state)cw_col_int(rows, 7);
	const struct cw_account_row row = {
		.account = { .is_confirmed = !cw_col_is_null(rows, 4) },
		.password_state = state,
	};
	enum cw_err err;

	if (one == NULL)
		return CW_NOMEM;
	one->id = cw_col_int(rows, 0);
	one->status = cw_account_status(&row);
	one->created = cw_col_int(rows, 3);
	one->confirmed = cw_col_int(rows, 4);
	one->is_disabled = !cw_col_is_null(rows, 5);
	one->is_waiting = !cw_col_is_null(rows, 6);
	one->must_change = state == CW_PASSWORD_TEMPORARY;
	one->must_reset = state == CW_PASSWORD_VOID;
	one->is_to_be_deleted = !cw_col_is_null(rows, 8);
	one->sessions = cw_col_int(rows, 9);
	err = cw_col_text(rows, 1, arena, &one->name);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 2, arena, &one->email);
}

enum cw_err
cw_operate_list(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_operate_page *page, struct cw_list *out)
{
	const char *after, *prefix, *end;
	enum cw_err err;

	err = cw_name_fold(arena, page->after, &after);
	if (err == CW_OK)
		err = cw_name_fold(arena, page->search, &prefix);
	if (err != CW_OK)
		return err;
	end = cw_arena_printf(arena, "%s" LAST_CHAR, prefix);
	if (end == NULL)
		return CW_NOMEM;
	const struct cw_val args[] = {
		cw_text(after),
		cw_text(prefix),
		cw_text(end),
		cw_int(cw_clock_now_ms()),
		cw_int(page->limit),
		cw_int(page->state),
		cw_int(page->group_id),
	};
	const struct cw_listing listing = {
		.sql = CW_SQL_OPERATE_LIST,
		.args = args,
		.count = CW_LEN(args),
		.row = read_row,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

/* --- what all have in common ---------------------------------------------- */

static enum cw_err
find(struct work *work, struct cw_store *store)
{
	const char *fold;
	enum cw_sql by;
	enum cw_err err;

	err = cw_account_fold_login(work->arena, work->operation->login, &by,
	    &fold);
	if (err == CW_OK)
		err = cw_account_find(store, work->arena, by, fold, &work->row);
	if (err == CW_OK)
		work->operation->account = work->row.account;
	return err;
}

/* Before the transaction, for what must be made ready for it. */
static enum cw_err
look(struct work *work)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_readers_take(work->pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = find(work, store);
	cw_readers_give(work->pool->readers, store);
	return err;
}

enum cw_err
cw_operate_find(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.operation = operation,
	};

	return look(&work);
}

static enum cw_err
note(const struct work *work, struct cw_store *store, enum cw_audit_event event)
{
	return cw_audit_account(store, work->operation->actor,
	    &work->row.account, event);
}

static enum cw_err
keep_one(const struct work *work, struct cw_store *store)
{
	return cw_usergroup_keep_one(store, work->operation->actor,
	    work->row.account.id);
}

/* Run a statement on the account, and note it if that changed something. */
static enum cw_err
change(struct work *work, struct cw_store *store, enum cw_sql sql,
    enum cw_audit_event event)
{
	const struct cw_val args[] = {
		cw_int(work->row.account.id),
		cw_int(cw_clock_now_ms()),
	};
	int64_t changes;
	enum cw_err err;

	err = cw_exec(store, sql, args, CW_LEN(args), &changes);
	if (err != CW_OK || changes == 0)
		return err;
	return note(work, store, event);
}

static enum cw_err
run(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation, cw_group_work *run_work)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.operation = operation,
	};

	return cw_group_run(pool->group, run_work, &work);
}

/* The same, and then end the sessions that are void by it. */
static enum cw_err
run_and_sweep(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation, cw_group_work *run_work)
{
	enum cw_err err;

	err = run(pool, arena, operation, run_work);
	if (err != CW_OK)
		return err;
	return cw_session_sweep(pool, operation->account.id);
}

/* --- confirming, shutting, opening ---------------------------------------- */

static enum cw_err
confirm(struct work *work, struct cw_store *store)
{
	enum cw_err err =
	    cw_account_mark_confirmed(store, work->row.account.id);

	if (err == CW_NOTFOUND)
		return CW_TAKEN;
	return err == CW_OK ? note(work, store, CW_AUDIT_CONFIRM) : err;
}

static enum cw_err
confirm_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_err err;

	err = find(work, store);
	if (err == CW_OK && !work->row.account.is_confirmed)
		err = confirm(work, store);
	if (err == CW_OK)
		err = change(work, store, CW_SQL_OPERATE_APPROVE,
		    CW_AUDIT_APPROVE);
	return err == CW_OK ? find(work, store) : err;
}

enum cw_err
cw_operate_confirm(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	return run(pool, arena, operation, confirm_work);
}

/* Somebody who waited is told that it is over. */
static enum cw_err
approve_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_err err;

	err = find(work, store);
	if (err != CW_OK || !work->row.account.is_waiting)
		return err;
	err = change(work, store, CW_SQL_OPERATE_APPROVE, CW_AUDIT_APPROVE);
	if (err == CW_OK)
		err = cw_post_notice(work->pool, store, work->arena, &work->row,
		    CW_LETTER_APPROVED);
	return err == CW_OK ? find(work, store) : err;
}

enum cw_err
cw_operate_approve(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	enum cw_err err = run(pool, arena, operation, approve_work);

	if (err == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	return err;
}

static enum cw_err
disable_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_err err;

	err = find(work, store);
	if (err == CW_OK)
		err = keep_one(work, store);
	if (err != CW_OK)
		return err;
	return change(work, store, CW_SQL_OPERATE_DISABLE, CW_AUDIT_DISABLE);
}

enum cw_err
cw_operate_disable(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	return run_and_sweep(pool, arena, operation, disable_work);
}

static enum cw_err
enable_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_err err;

	err = find(work, store);
	if (err != CW_OK)
		return err;
	return change(work, store, CW_SQL_OPERATE_ENABLE, CW_AUDIT_ENABLE);
}

enum cw_err
cw_operate_enable(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	return run(pool, arena, operation, enable_work);
}

/* --- passwords ------------------------------------------------------------ */

static enum cw_err
password_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	const struct cw_credential_use use = {
		.state = CW_PASSWORD_TEMPORARY,
		.expires = cw_clock_now_ms() +
		    work->pool->conf->temporary_password_days * CW_DAY_MS,
	};
	enum cw_err err;

	err = find(work, store);
	if (err == CW_OK)
		err = cw_credential_set(store, &work->row, &work->credential,
		    &use);
	return err == CW_OK ? note(work, store, CW_AUDIT_PASSWORD_SET) : err;
}

enum cw_err
cw_operate_password(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation, const char **password)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.operation = operation,
	};
	const char *made;
	enum cw_err err;

	err = look(&work);
	if (err == CW_OK)
		err = cw_policy_make(arena, &made);
	if (err == CW_OK)
		err = cw_credential_make(pool, arena, work.row.account.name,
		    made, &work.credential);
	if (err == CW_OK)
		err = cw_group_run(pool->group, password_work, &work);
	if (err == CW_OK)
		err = cw_session_sweep(pool, work.row.account.id);
	if (err == CW_OK)
		*password = made;
	return err;
}

static enum cw_err
reset_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_err err;

	err = find(work, store);
	if (err != CW_OK)
		return err;
	if (!work->row.account.is_confirmed)
		return CW_UNCONFIRMED;
	return change(work, store, CW_SQL_OPERATE_VOID_PASSWORD,
	    CW_AUDIT_PASSWORD_VOID);
}

enum cw_err
cw_operate_reset(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	enum cw_err err;

	err = run_and_sweep(pool, arena, operation, reset_work);
	if (err != CW_OK)
		return err;
	return cw_reset_ask(pool, arena, operation->actor,
	    operation->account.name);
}

/* --- signing out, lost factors, deleting -------------------------------- */

enum cw_err
cw_operate_sign_out(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.operation = operation,
	};
	enum cw_err err;

	err = look(&work);
	if (err != CW_OK)
		return err;
	return cw_session_end_all(pool, operation->actor, work.row.account.id,
	    work.row.account.name);
}

/* Recovery codes are of no use without what they stand in for. */
static enum cw_err
drop_factors_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	enum cw_err err;

	err = find(work, store);
	if (err != CW_OK)
		return err;
	const struct cw_val id[] = { cw_int(work->row.account.id) };

	err = cw_exec(store, CW_SQL_TOTP_REMOVE, id, CW_LEN(id), NULL);
	if (err == CW_OK)
		err =
		    cw_exec(store, CW_SQL_RECOVERY_CLEAR, id, CW_LEN(id), NULL);
	if (err != CW_OK)
		return err;
	return change(work, store, CW_SQL_OPERATE_DROP_FACTORS,
	    CW_AUDIT_FACTOR_REMOVE);
}

enum cw_err
cw_operate_drop_factors(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	return run(pool, arena, operation, drop_factors_work);
}

enum cw_err
cw_operate_delete(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_operation *operation)
{
	enum cw_err err = cw_operate_disable(pool, arena, operation);

	if (err != CW_OK)
		return err;
	return cw_removal_finish(pool, arena, operation->actor,
	    &operation->account);
}

/* Deleting accounts. */

#include "pool/removal.h"

#include <inttypes.h>

#include "base/clock.h"
#include "db/bell.h"
#include "pool/inside.h"
#include "pool/listing.h"
#include "pool/name.h"
#include "pool/post.h"
#include "pool/session_inside.h"

#define DUE_MAX 100

/* What the transactions here work with. */
struct work {
	struct cw_pool *pool;
	struct cw_arena *arena;
	const struct cw_actor *actor;
	struct cw_account_row row;
	const struct cw_account *account;
	unsigned char tombstone[CW_HASH_BYTES];
};

/* --- asking --------------------------------------------------------------- */

static enum cw_err
ask_work(struct cw_store *store, void *arg)
{
	struct work *work = arg;
	int64_t id = work->actor->account_id, changes;
	const struct cw_val args[] = { cw_int(id), cw_int(cw_clock_now_ms()) };
	enum cw_err err;

	err = cw_usergroup_keep_one(store, work->actor, id);
	if (err == CW_OK)
		err = cw_account_find_id(store, work->arena, id, &work->row);
	if (err == CW_OK)
		err = cw_exec(store, CW_SQL_REMOVAL_ASK, args, CW_LEN(args),
		    &changes);
	if (err != CW_OK || changes == 0)
		return err;
	err = cw_audit_account(store, work->actor, &work->row.account,
	    CW_AUDIT_DELETE_ASK);
	if (err != CW_OK)
		return err;
	return cw_post_notice(work->pool, store, work->arena, &work->row,
	    CW_LETTER_DELETION);
}

enum cw_err
cw_removal_ask(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor)
{
	struct work work = { .pool = pool, .arena = arena, .actor = actor };
	enum cw_err err = cw_group_run(pool->group, ask_work, &work);

	if (err != CW_OK)
		return err;
	cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	return cw_session_sweep(pool, actor->account_id);
}

static enum cw_err
read_due(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_account *out = cw_list_push(list, arena, sizeof(*out));

	if (out == NULL)
		return CW_NOMEM;
	out->id = cw_col_int(rows, 0);
	return cw_col_text(rows, 1, arena, &out->name);
}

enum cw_err
cw_removal_due(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_list *out)
{
	int64_t grace_ms = pool->conf->deletion_grace_days * CW_DAY_MS;
	const struct cw_val args[] = {
		cw_int(cw_clock_now_ms() - grace_ms),
		cw_int(DUE_MAX),
	};
	const struct cw_listing listing = {
		.sql = CW_SQL_REMOVAL_DUE,
		.args = args,
		.count = CW_LEN(args),
		.row = read_due,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

/* --- deleting ------------------------------------------------------------- */

static enum cw_err
begin_due_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	int64_t grace_ms = work->pool->conf->deletion_grace_days * CW_DAY_MS;
	int64_t now_ms = cw_clock_now_ms(), changes;
	const struct cw_val args[] = {
		cw_int(work->account->id),
		cw_int(now_ms),
		cw_int(now_ms - grace_ms),
	};
	enum cw_err err;

	err = cw_exec(store, CW_SQL_REMOVAL_SHUT_DUE, args, CW_LEN(args),
	    &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_NOTFOUND;
}

enum cw_err
cw_removal_begin_due(struct cw_pool *pool, const struct cw_account *account)
{
	struct work work = { .pool = pool, .account = account };
	enum cw_err err = cw_group_run(pool->group, begin_due_work, &work);

	if (err != CW_OK)
		return err;
	return cw_session_sweep(pool, account->id);
}

static enum cw_err
finish_work(struct cw_store *store, void *arg)
{
	const struct work *work = arg;
	const struct cw_val args[] = {
		cw_int(work->account->id),
		cw_bytes(work->tombstone, sizeof(work->tombstone)),
		cw_int(cw_clock_now_ms()),
	};
	enum cw_err err;

	err =
	    cw_exec(store, CW_SQL_REMOVAL_TOMBSTONE, args, CW_LEN(args), NULL);
	if (err == CW_OK)
		err = cw_exec(store, CW_SQL_REMOVAL_FINISH, args, 1, NULL);
	if (err != CW_OK)
		return err;
	return cw_audit_account(store, work->actor, work->account,
	    CW_AUDIT_DELETE);
}

enum cw_err
cw_removal_finish(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_account *account)
{
	struct work work = {
		.pool = pool,
		.arena = arena,
		.actor = actor,
		.account = account,
	};
	const char *fold;
	enum cw_err err;

	err = cw_name_fold(arena, account->name, &fold);
	if (err == CW_OK)
		err = cw_tombstone_hash(pool, arena, fold, work.tombstone);
	if (err != CW_OK)
		return err;
	return cw_group_run(pool->group, finish_work, &work);
}

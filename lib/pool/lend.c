/* Lending the operator a session of somebody's. */

#include "pool/lend.h"

#include "pool/name.h"
#include "pool/session_inside.h"

static const struct cw_actor borrower = { .agent = "chinwag" };

struct loan {
	struct cw_session_start start;
	struct cw_account_row row;
	struct cw_session session;
};

static enum cw_err
find(struct loan *loan, const char *name)
{
	struct cw_readers *readers = loan->start.pool->readers;
	struct cw_arena *arena = loan->start.arena;
	struct cw_store *store;
	const char *fold;
	enum cw_err err;

	err = cw_name_fold(arena, name, &fold);
	if (err == CW_INVALID)
		return CW_NOTFOUND;
	if (err != CW_OK)
		return err;
	err = cw_readers_take(readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_account_find(store, arena, CW_SQL_ACCOUNT_BY_NAME, fold,
	    &loan->row);
	cw_readers_give(readers, store);
	return err;
}

static enum cw_err
lend_work(struct cw_store *store, void *arg)
{
	struct loan *loan = arg;
	const struct cw_audit what = {
		.event = CW_AUDIT_SIGN_IN,
		.account_id = loan->row.account.id,
		.name = loan->row.account.name,
		.detail = "lent",
	};
	enum cw_err err = cw_session_add(store, &loan->start, &loan->session);

	if (err != CW_OK)
		return err == CW_CREDENTIALS ? CW_NOTFOUND : err;
	return cw_audit_add(store, &cw_operator, &what);
}

enum cw_err
cw_session_lend(struct cw_pool *pool, struct cw_arena *arena, const char *name,
    struct cw_session *out)
{
	struct loan loan = { .start = { .pool = pool,
				 .arena = arena,
				 .row = &loan.row,
				 .actor = &borrower } };
	enum cw_err err;

	err = find(&loan, name);
	if (err == CW_OK)
		err = cw_group_run(pool->group, lend_work, &loan);
	if (err == CW_OK)
		*out = loan.session;
	return err;
}

/* Comparing a new password with those that an account had, and keeping them. */

#include "pool/former.h"

#include "pool/password.h"
#include "pool/slot.h"

/* All that it is compared with, as PHC strings; of nobody there are none. */
static enum cw_err
list_former(struct cw_store *store, struct cw_arena *arena,
    const struct cw_account_row *row, int64_t wanted, struct cw_texts *out)
{
	const struct cw_val args[] = {
		cw_int(row->account.id),
		cw_int(wanted - 1),
	};
	struct cw_rows rows;
	const char *phc;
	enum cw_err err = CW_OK;

	if (row->account.id != 0)
		err = cw_texts_push(out, arena, row->password);
	if (err != CW_OK)
		return err;
	err = cw_query(store, CW_SQL_FORMER_LIST, args, CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err)) {
		err = cw_col_text(&rows, 0, arena, &phc);
		if (err == CW_OK)
			err = cw_texts_push(out, arena, phc);
	}
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
read_former(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_account_row *row, struct cw_texts *out)
{
	struct cw_store *store;
	enum cw_err err = cw_readers_take(pool->readers, &store);

	if (err != CW_OK)
		return err;
	err = list_former(store, arena, row, pool->conf->password_history, out);
	cw_readers_give(pool->readers, store);
	return err;
}

/* Those that are missing are nobody's, and compared as well. */
static enum cw_err
fill_up(const struct cw_conf *conf, struct cw_arena *arena,
    struct cw_texts *list)
{
	const char *phc;
	enum cw_err err = CW_OK;

	while (err == CW_OK && list->count < (size_t)conf->password_history) {
		err = cw_password_nobody(conf, arena, &phc);
		if (err == CW_OK)
			err = cw_texts_push(list, arena, phc);
	}
	return err;
}

static enum cw_err
compare_all(struct cw_arena *arena, const struct cw_texts *list,
    const char *password, bool *is_former)
{
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < list->count && err == CW_OK; i++) {
		bool is_same = false;

		err = cw_password_verify(arena, list->items[i], password,
		    &is_same);
		*is_former = *is_former || is_same;
	}
	return err;
}

enum cw_err
cw_former_look(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_account_row *row, const char *password, bool *is_former)
{
	struct cw_texts list = { 0 };
	struct cw_slot slot;
	enum cw_err err;

	*is_former = false;
	if (pool->conf->password_history == 0)
		return CW_OK;
	err = read_former(pool, arena, row, &list);
	if (err == CW_OK)
		err = fill_up(pool->conf, arena, &list);
	if (err == CW_OK)
		err = cw_slot_take(pool->conf, arena, &slot);
	if (err != CW_OK)
		return err;
	err = compare_all(arena, &list, password, is_former);
	cw_slot_give(&slot);
	return err;
}

enum cw_err
cw_former_refuse(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_account_row *row, const char *password,
    const char **problem)
{
	bool is_former;
	enum cw_err err =
	    cw_former_look(pool, arena, row, password, &is_former);

	if (err != CW_OK || !is_former)
		return err;
	*problem = CW_FORMER_PROBLEM;
	return CW_INVALID;
}

enum cw_err
cw_former_keep(struct cw_store *store, const struct cw_account_row *row,
    int64_t wanted)
{
	const struct cw_val now[] = {
		cw_int(row->account.id),
		cw_int(row->epoch),
	};
	/* The one that is set counts as well. */
	const struct cw_val rest[] = {
		cw_int(row->account.id),
		cw_int(wanted > 0 ? wanted - 1 : 0),
	};
	enum cw_err err = CW_OK;

	if (wanted > 1)
		err = cw_exec(store, CW_SQL_FORMER_ADD, now, CW_LEN(now), NULL);
	if (err != CW_OK)
		return err;
	return cw_exec(store, CW_SQL_FORMER_TRIM, rest, CW_LEN(rest), NULL);
}

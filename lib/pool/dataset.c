/* Datasets: reading, and writing by version. */

#include "pool/dataset.h"

#include "base/clock.h"
#include "pool/inside.h"
#include "pool/listing.h"

static enum cw_err
read_row(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_dataset *out)
{
	enum cw_err err;

	out->version = cw_col_int(rows, 2);
	out->changed = cw_col_int(rows, 3);
	err = cw_col_text(rows, 0, arena, &out->name);
	if (err != CW_OK)
		return err;
	return cw_col_text(rows, 1, arena, &out->value);
}

enum cw_err
cw_dataset_find(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, const char *name, struct cw_dataset *out)
{
	const struct cw_val args[] = { cw_int(account_id), cw_text(name) };
	struct cw_dataset found = { 0 };
	struct cw_store *store;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err =
	    cw_query_one(store, CW_SQL_DATASET_FIND, args, CW_LEN(args), &rows);
	if (err == CW_OK)
		err = read_row(&rows, arena, &found);
	cw_rows_end(&rows);
	cw_readers_give(pool->readers, store);
	if (err != CW_OK)
		return err;
	if (found.value == NULL)
		return CW_NOTFOUND;
	*out = found;
	return CW_OK;
}

static enum cw_err
push_row(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *list)
{
	struct cw_dataset *out = cw_list_push(list, arena, sizeof(*out));

	return out == NULL ? CW_NOMEM : read_row(rows, arena, out);
}

enum cw_err
cw_dataset_list(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_dataset_page *page, struct cw_list *out)
{
	const struct cw_val args[] = {
		cw_int(page->account_id),
		cw_int(page->since),
		cw_int(page->limit),
	};
	const struct cw_listing listing = {
		.sql = CW_SQL_DATASET_SINCE,
		.args = args,
		.count = CW_LEN(args),
		.row = push_row,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

/* --- writing -------------------------------------------------------------- */

struct writing {
	int64_t account_id;
	int64_t seen_version;
	struct cw_dataset *dataset;
	int64_t last;  /* version of any */
	int64_t count; /* of those that are there */
	int64_t version;
	bool is_there;
};

/* How this one and all of them stand. */
static enum cw_err
look(struct cw_store *store, struct writing *writing)
{
	const struct cw_val args[] = {
		cw_int(writing->account_id),
		cw_text(writing->dataset->name),
	};
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_DATASET_LAST, args, 1, &rows);
	if (err == CW_OK) {
		writing->last = cw_col_int(&rows, 0);
		writing->count = cw_col_int(&rows, 1);
	}
	cw_rows_end(&rows);
	if (err != CW_OK)
		return err;
	err =
	    cw_query_one(store, CW_SQL_DATASET_FIND, args, CW_LEN(args), &rows);
	if (err == CW_OK) {
		writing->is_there = !cw_col_is_null(&rows, 1);
		writing->version = cw_col_int(&rows, 2);
	}
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_OK : err;
}

/* Has the writer seen what is there?  What was removed is as good as none. */
static bool
is_seen(const struct writing *writing)
{
	if (writing->seen_version == CW_ANY_VERSION ||
	    writing->seen_version == writing->version)
		return true;
	return writing->seen_version == 0 && !writing->is_there;
}

/* Those who take and leave names all day would fill the store. */
static enum cw_err
forget_removed(struct cw_store *store, int64_t account_id)
{
	const struct cw_val args[] = { cw_int(account_id),
		cw_int(CW_DATASETS_MAX) };

	return cw_exec(store, CW_SQL_DATASET_FORGET, args, CW_LEN(args), NULL);
}

static enum cw_err
write_work(struct cw_store *store, void *arg)
{
	struct writing *writing = arg;
	struct cw_dataset *dataset = writing->dataset;
	enum cw_err err;

	err = look(store, writing);
	if (err != CW_OK)
		return err;
	if (!writing->is_there && dataset->value == NULL)
		return CW_NOTFOUND;
	if (!is_seen(writing))
		return CW_CONFLICT;
	if (!writing->is_there && writing->count >= CW_DATASETS_MAX)
		return CW_TOOMANY;
	dataset->version = writing->last + 1;
	dataset->changed = cw_clock_now_ms();
	const struct cw_val args[] = {
		cw_int(writing->account_id),
		cw_text(dataset->name),
		cw_int(dataset->version),
		cw_text(dataset->value),
		cw_int(dataset->changed),
	};
	err = cw_exec(store, CW_SQL_DATASET_SET, args, CW_LEN(args), NULL);
	if (err != CW_OK || dataset->value != NULL)
		return err;
	return forget_removed(store, writing->account_id);
}

enum cw_err
cw_dataset_write(struct cw_pool *pool, int64_t account_id, int64_t seen_version,
    struct cw_dataset *dataset)
{
	struct writing writing = {
		.account_id = account_id,
		.seen_version = seen_version,
		.dataset = dataset,
	};

	return cw_group_run(pool->group, write_work, &writing);
}

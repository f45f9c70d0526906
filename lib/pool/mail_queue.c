/* The mail queue as operators see it. */

#include "pool/mail_queue.h"

#include "base/clock.h"
#include "db/bell.h"
#include "pool/inside.h"
#include "pool/listing.h"

#define GIVEN_UP 2 /* as the schema has it */

static enum cw_err
read_row(const struct cw_rows *rows, struct cw_arena *arena,
    struct cw_list *out)
{
	struct cw_mail_row *row = cw_list_push(out, arena, sizeof(*row));

	if (row == NULL)
		return CW_NOMEM;
	row->id = cw_col_int(rows, 0);
	row->created = cw_col_int(rows, 2);
	row->tries = cw_col_int(rows, 3);
	row->due = cw_col_int(rows, 4);
	row->is_given_up = cw_col_int(rows, 5) == GIVEN_UP;
	return cw_col_text(rows, 1, arena, &row->recipient);
}

enum cw_err
cw_mail_list(struct cw_pool *pool, struct cw_arena *arena, int64_t after,
    int64_t limit, struct cw_list *out)
{
	const struct cw_val args[] = { cw_int(after), cw_int(limit) };
	const struct cw_listing listing = {
		.sql = CW_SQL_MAIL_LIST,
		.args = args,
		.count = CW_LEN(args),
		.row = read_row,
	};

	return cw_listing_read(pool, arena, &listing, out);
}

/* One statement about one mail. */
struct change {
	enum cw_sql sql;
	struct cw_val args[2];
	size_t count;
};

static enum cw_err
change_work(struct cw_store *store, void *arg)
{
	const struct change *change = arg;
	int64_t changes;
	enum cw_err err;

	err =
	    cw_exec(store, change->sql, change->args, change->count, &changes);
	if (err != CW_OK)
		return err;
	return changes == 1 ? CW_OK : CW_NOTFOUND;
}

enum cw_err
cw_mail_again(struct cw_pool *pool, int64_t id)
{
	struct change change = {
		.sql = CW_SQL_MAIL_AGAIN,
		.args = { cw_int(id), cw_int(cw_clock_now_ms()) },
		.count = 2,
	};
	enum cw_err err;

	err = cw_group_run(pool->group, change_work, &change);
	if (err == CW_OK)
		cw_bell_ring(pool->conf->data_dir, CW_BELL_MAIL);
	return err;
}

enum cw_err
cw_mail_drop(struct cw_pool *pool, int64_t id)
{
	struct change change = {
		.sql = CW_SQL_MAIL_DROP,
		.args = { cw_int(id) },
		.count = 1,
	};

	return cw_group_run(pool->group, change_work, &change);
}

enum cw_err
cw_mail_tally(struct cw_pool *pool, struct cw_mail_tally *out)
{
	struct cw_store *store;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err = cw_query_one(store, CW_SQL_MAIL_TALLY, NULL, 0, &rows);
	if (err == CW_OK)
		*out = (struct cw_mail_tally){
			.waiting = cw_col_int(&rows, 0),
			.oldest = cw_col_int(&rows, 1),
			.given_up = cw_col_int(&rows, 2),
		};
	cw_rows_end(&rows);
	cw_readers_give(pool->readers, store);
	return err;
}

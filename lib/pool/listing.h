/*
 * A query whose rows become a list, on a reader of its own.  For lib/pool
 * alone.
 */

#ifndef CW_POOL_LISTING_H
#define CW_POOL_LISTING_H

#include "base/list.h"
#include "db/db.h"
#include "pool/pool.h"

/* Makes an item of the row and puts it at the list's end. */
typedef enum cw_err cw_list_row(const struct cw_rows *rows,
    struct cw_arena *arena, struct cw_list *list);

struct cw_listing {
	enum cw_sql sql;
	const struct cw_val *args;
	size_t count;
	cw_list_row *row;
};

/* On failure the list has the rows that came before it. */
enum cw_err cw_listing_read(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_listing *listing, struct cw_list *out) CW_CHECKED;

#endif

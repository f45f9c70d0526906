/* Lists out of the pool's store. */

#include "pool/listing.h"

#include "pool/inside.h"

enum cw_err
cw_listing_read(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_listing *listing, struct cw_list *out)
{
	struct cw_store *store;
	struct cw_rows rows;
	enum cw_err err;

	err = cw_readers_take(pool->readers, &store);
	if (err != CW_OK)
		return err;
	err =
	    cw_query(store, listing->sql, listing->args, listing->count, &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		err = listing->row(&rows, arena, out);
	cw_rows_end(&rows);
	cw_readers_give(pool->readers, store);
	return err;
}

/* Emptying the log of writes (WAL) into the store's file. */

#include <assert.h>

#include "db/sqlite.h"

static enum cw_err
checkpoint(struct cw_store *store, int mode, const char *what)
{
	int code = sqlite3_wal_checkpoint_v2(store->db, NULL, mode, NULL, NULL);

	if (code == SQLITE_OK)
		return CW_OK;
	if ((code & 0xff) == SQLITE_BUSY)
		return CW_BUSY;
	return cw_sqlite_fail(store, code, what);
}

enum cw_err
cw_store_checkpoint(struct cw_store *store)
{
	const int busy_ms = store->busy_ms;
	enum cw_err err;

	assert(store->mode == CW_STORE_WRITE && !cw_in_transaction(store));
	/* Most of it beside everybody else; little is left for our turn. */
	err = checkpoint(store, SQLITE_CHECKPOINT_PASSIVE, "checkpoint");
	if (err != CW_OK)
		return err;
	err = cw_turn_take(&store->turn, busy_ms);
	if (err != CW_OK)
		return err;
	store->busy_ms = 0;
	err = checkpoint(store, SQLITE_CHECKPOINT_TRUNCATE, "emptying the log");
	store->busy_ms = busy_ms;
	cw_turn_give(&store->turn);
	return err;
}

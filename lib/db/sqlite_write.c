/* Transactions: reading one state, writing in turn, and savepoints. */

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "db/sqlite.h"

static const struct control {
	const char *name;
	const char *text;
} controls[CW_CONTROL__COUNT] = {
	[CW_CONTROL_BEGIN] = { "begin", "BEGIN IMMEDIATE" },
	[CW_CONTROL_BEGIN_READ] = { "begin_read", "BEGIN" },
	[CW_CONTROL_COMMIT] = { "commit", "COMMIT" },
	[CW_CONTROL_ROLLBACK] = { "rollback", "ROLLBACK" },
	[CW_CONTROL_SAVEPOINT] = { "savepoint", "SAVEPOINT piece" },
	[CW_CONTROL_RELEASE] = { "release", "RELEASE piece" },
	[CW_CONTROL_ROLLBACK_TO] = { "rollback_to", "ROLLBACK TO piece" },
	[CW_CONTROL_DATA_VERSION] = { "data_version", "PRAGMA data_version" },
};

/* Run a control statement; *value, if asked for, is what it answers. */
static enum cw_err
control(struct cw_store *store, enum cw_control which, int64_t *value)
{
	sqlite3_stmt **statement = &store->controls[which];
	enum cw_err err = CW_OK;
	int code = SQLITE_OK;

	if (*statement == NULL)
		code = sqlite3_prepare_v3(store->db, controls[which].text, -1,
		    SQLITE_PREPARE_PERSISTENT, statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(*statement);
	if (code != SQLITE_DONE && code != SQLITE_ROW)
		err = cw_sqlite_fail(store, code, controls[which].name);
	else if (value != NULL)
		*value = sqlite3_column_int64(*statement, 0);
	sqlite3_reset(*statement);
	return err;
}

bool
cw_in_transaction(const struct cw_store *store)
{
	return sqlite3_get_autocommit(store->db) == 0;
}

enum cw_err
cw_read_begin(struct cw_store *store)
{
	return control(store, CW_CONTROL_BEGIN_READ, NULL);
}

void
cw_read_end(struct cw_store *store)
{
	enum cw_err err;

	assert(store->open_rows == 0);
	if (!cw_in_transaction(store))
		return;
	err = control(store, CW_CONTROL_COMMIT, NULL);
	if (err != CW_OK && cw_in_transaction(store))
		err = control(store, CW_CONTROL_ROLLBACK, NULL);
	/* Nothing was written, and control() has logged. */
	(void)err;
}

enum cw_err
cw_begin(struct cw_store *store)
{
	enum cw_err err;

	assert(store->mode == CW_STORE_WRITE);
	err = cw_turn_take(&store->turn, store->busy_ms);
	if (err == CW_BUSY)
		cw_log(CW_LOG_WARNING,
		    "no turn to write to the %s store within %d ms",
		    cw_store_words[store->kind], store->busy_ms);
	if (err != CW_OK)
		return err;
	err = control(store, CW_CONTROL_BEGIN, NULL);
	if (err != CW_OK)
		cw_turn_give(&store->turn);
	return err;
}

enum cw_err
cw_end(struct cw_store *store, enum cw_err err)
{
	enum cw_err undone;

	assert(store->open_rows == 0);
	if (err == CW_OK)
		err = control(store, CW_CONTROL_COMMIT, NULL);
	/* SQLite itself may have rolled back after a grave failure. */
	if (err != CW_OK && cw_in_transaction(store)) {
		undone = control(store, CW_CONTROL_ROLLBACK, NULL);
		if (undone != CW_OK)
			err = CW_STORE;
	}
	cw_turn_give(&store->turn);
	return err;
}

enum cw_err
cw_savepoint(struct cw_store *store)
{
	return control(store, CW_CONTROL_SAVEPOINT, NULL);
}

enum cw_err
cw_savepoint_end(struct cw_store *store, enum cw_err err)
{
	enum cw_err ended;

	if (err != CW_OK && !cw_in_transaction(store))
		return err;
	if (err != CW_OK) {
		ended = control(store, CW_CONTROL_ROLLBACK_TO, NULL);
		if (ended != CW_OK)
			return CW_STORE;
	}
	ended = control(store, CW_CONTROL_RELEASE, NULL);
	if (ended != CW_OK)
		return CW_STORE;
	return err;
}

enum cw_err
cw_store_version(struct cw_store *store, int64_t *out)
{
	return control(store, CW_CONTROL_DATA_VERSION, out);
}

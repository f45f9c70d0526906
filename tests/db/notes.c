/* Notes for tests, in the store of the trial schema. */

#include "unit.h"

#include "db/notes.h"

#include "db/migrate.h"
#include "db/room.h"
#include "db/sqlite.h"

#define BUSY_MS 50

struct cw_store *notes_writer;
struct cw_store *notes_reader;

int
notes_make(void **state)
{
	if (room_make(state) != 0 || cw_migrate(*state, CW_STORE_CHAT) != CW_OK)
		return -1;
	if (cw_store_open(*state, CW_STORE_CHAT, CW_STORE_WRITE, BUSY_MS,
		&notes_writer) != CW_OK)
		return -1;
	return cw_store_open(*state, CW_STORE_CHAT, CW_STORE_READ, BUSY_MS,
		   &notes_reader) == CW_OK
	    ? 0
	    : -1;
}

int
notes_remove(void **state)
{
	cw_store_close(notes_writer);
	cw_store_close(notes_reader);
	notes_writer = NULL;
	notes_reader = NULL;
	return room_remove(state);
}

enum cw_err
note_add(struct cw_store *store, int64_t id, const char *text)
{
	const struct cw_val args[] = { cw_int(id), cw_int(7), cw_text(text) };

	return cw_exec(store, CW_SQL_NOTE_ADD, args, CW_LEN(args), NULL);
}

enum cw_err
note_commit(struct cw_store *store, int64_t id, const char *text)
{
	enum cw_err err = cw_begin(store);

	if (err != CW_OK)
		return err;
	return cw_end(store, note_add(store, id, text));
}

int64_t
notes_count(struct cw_store *store)
{
	struct cw_rows rows;
	int64_t count;

	assert_int_equal(cw_query_one(store, CW_SQL_NOTE_COUNT, NULL, 0, &rows),
	    CW_OK);
	count = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return count;
}

void
notes_meddle(void *const *state, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(room_path(state, "chat.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

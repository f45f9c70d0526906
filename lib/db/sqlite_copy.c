/* Copying a store with VACUUM INTO, and looking at copies. */

#include "db/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "base/log.h"
#include "db/sqlite.h"

/* Longer than any writer keeps the store to itself. */
#define BUSY_MS 30000

static const char *const checks[] = {
	"PRAGMA integrity_check(1)",
	"PRAGMA foreign_key_check",
};

/* --- copying -------------------------------------------------------------- */

/* SQLite fills a file that is there and empty: so nobody else may read it. */
static enum cw_err
make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd == -1)
		return errno == EEXIST ? CW_CONFLICT
				       : cw_disk_refused("make", path);
	close(fd);
	return CW_OK;
}

static enum cw_err
vacuum_into(struct cw_store *store, const char *path)
{
	sqlite3_stmt *statement = NULL;
	enum cw_err err = CW_OK;
	int code;

	/* The copy is attached while it is made, and written to. */
	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1);
	err = cw_sqlite_run(store, "PRAGMA query_only = OFF", "query_only");
	if (err != CW_OK)
		return err;
	code = sqlite3_prepare_v2(store->db, "VACUUM INTO $1", -1, &statement,
	    NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code != SQLITE_DONE)
		err = cw_sqlite_fail(store, code, "vacuum into");
	sqlite3_finalize(statement);
	return err;
}

enum cw_err
cw_store_copy(const char *data_dir, enum cw_store_kind kind, const char *to_dir)
{
	const struct cw_opening how = {
		.data_dir = data_dir,
		.kind = kind,
		.mode = CW_STORE_READ,
		.busy_ms = BUSY_MS,
	};
	char path[PATH_MAX];
	struct cw_store *store;
	enum cw_err err;

	err = cw_sqlite_path(to_dir, kind, path);
	if (err != CW_OK)
		return err;
	err = cw_sqlite_open(&how, &store);
	if (err != CW_OK)
		return err;
	err = make_file(path);
	if (err == CW_OK) {
		err = vacuum_into(store, path);
		if (err == CW_OK)
			err = cw_disk_sync(path);
		if (err != CW_OK)
			unlink(path);
	}
	cw_store_close(store);
	return err;
}

enum cw_err
cw_store_schema(const char *data_dir, enum cw_store_kind kind, int *out)
{
	const struct cw_opening how = {
		.data_dir = data_dir,
		.kind = kind,
		.mode = CW_STORE_READ,
		.busy_ms = BUSY_MS,
	};
	struct cw_store *store;
	enum cw_err err;

	err = cw_sqlite_open(&how, &store);
	if (err != CW_OK)
		return err;
	err = cw_sqlite_schema(store, out);
	cw_store_close(store);
	return err;
}

/* --- looking at copies ---------------------------------------------------- */

/* A check answers "ok", or nothing, or with what is wrong. */
static enum cw_err
check(struct cw_store *store, const char *text)
{
	sqlite3_stmt *statement = NULL;
	const char *found;
	enum cw_err err = CW_OK;
	int code;

	code = sqlite3_prepare_v2(store->db, text, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		found = (const char *)sqlite3_column_text(statement, 0);
		if (found == NULL || strcmp(found, "ok") != 0) {
			cw_log(CW_LOG_ERROR,
			    "the copy of the %s store is damaged: %s: %s",
			    cw_store_words[store->kind], text,
			    found == NULL ? "null" : found);
			err = CW_STORE;
		}
	} else if (code != SQLITE_DONE) {
		err = cw_sqlite_fail(store, code, text);
	}
	sqlite3_finalize(statement);
	return err;
}

enum cw_err
cw_copy_verify(const char *dir, enum cw_store_kind kind)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_sqlite_open_copy(dir, kind, &store);
	if (err != CW_OK)
		return err;
	for (size_t i = 0; err == CW_OK && i < CW_LEN(checks); i++)
		err = check(store, checks[i]);
	cw_store_close(store);
	return err == CW_OK ? CW_OK : CW_STORE;
}

enum cw_err
cw_copy_schema(const char *dir, enum cw_store_kind kind, int *out)
{
	struct cw_store *store;
	enum cw_err err;

	err = cw_sqlite_open_copy(dir, kind, &store);
	if (err != CW_OK)
		return err;
	err = cw_sqlite_schema(store, out);
	cw_store_close(store);
	return err;
}

static enum cw_err
add_table(struct cw_tally *tally, struct cw_arena *arena, const char *name)
{
	struct cw_table_rows *row = &tally->tables[tally->count];

	if (tally->count == CW_TABLES_MAX)
		return CW_TOOLARGE;
	row->table = name == NULL ? NULL : cw_arena_strdup(arena, name);
	if (row->table == NULL)
		return CW_NOMEM;
	tally->count++;
	return CW_OK;
}

static enum cw_err
list_tables(struct cw_store *store, struct cw_arena *arena,
    struct cw_tally *out)
{
	static const char text[] =
	    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
	sqlite3_stmt *statement = NULL;
	const char *name;
	enum cw_err err = CW_OK;
	int code;

	code = sqlite3_prepare_v2(store->db, text, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	while (code == SQLITE_ROW && err == CW_OK) {
		name = (const char *)sqlite3_column_text(statement, 0);
		err = add_table(out, arena, name);
		code = sqlite3_step(statement);
	}
	if (err == CW_OK && code != SQLITE_DONE)
		err = cw_sqlite_fail(store, code, "tables");
	sqlite3_finalize(statement);
	return err;
}

static enum cw_err
count_rows(struct cw_store *store, struct cw_table_rows *row)
{
	sqlite3_stmt *statement = NULL;
	enum cw_err err = CW_OK;
	char *text;
	int code;

	text = sqlite3_mprintf("SELECT COUNT(*) FROM \"%w\"", row->table);
	if (text == NULL)
		return CW_NOMEM;
	code = sqlite3_prepare_v2(store->db, text, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		row->rows = sqlite3_column_int64(statement, 0);
	else
		err = cw_sqlite_fail(store, code, row->table);
	sqlite3_finalize(statement);
	sqlite3_free(text);
	return err;
}

enum cw_err
cw_copy_count(const char *dir, enum cw_store_kind kind, struct cw_arena *arena,
    struct cw_tally *out)
{
	struct cw_tally tally = { 0 };
	struct cw_store *store;
	enum cw_err err;

	err = cw_sqlite_open_copy(dir, kind, &store);
	if (err != CW_OK)
		return err;
	err = list_tables(store, arena, &tally);
	for (size_t i = 0; err == CW_OK && i < tally.count; i++)
		err = count_rows(store, &tally.tables[i]);
	cw_store_close(store);
	if (err == CW_OK)
		*out = tally;
	return err;
}

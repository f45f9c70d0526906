/* Going back to the schema of a copy, by statements that SQL itself writes. */

#include "db/back.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/log.h"
#include "db/copy.h"
#include "db/sqlite.h"

#define BUSY_MS 30000
#define TEXTS_MAX_BYTES (4 << 20)

/*
 * Each query writes the statements of one step.  A table that differs steps
 * aside under another name while what it was is made anew and filled.
 */
static const char *const steps[] = {
	"SELECT 'DROP ' || type || ' \"' || name || '\"' "
	"FROM main.sqlite_master WHERE type IN ('trigger', 'view')",

	"SELECT 'DROP TABLE \"' || name || '\"' FROM main.sqlite_master "
	"WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN "
	"(SELECT name FROM older.sqlite_master WHERE type = 'table')",

	"SELECT 'ALTER TABLE \"' || m.name || '\" RENAME TO \"later ' || "
	"m.name || '\"' FROM main.sqlite_master m JOIN older.sqlite_master o "
	"ON o.type = 'table' AND o.name = m.name "
	"WHERE m.type = 'table' AND m.sql <> o.sql",

	"SELECT 'DROP INDEX \"' || m.name || '\"' FROM main.sqlite_master m "
	"WHERE m.type = 'index' AND m.sql IS NOT NULL AND NOT EXISTS "
	"(SELECT 1 FROM older.sqlite_master o WHERE o.type = 'index' AND "
	"o.name = m.name AND o.tbl_name = m.tbl_name AND o.sql = m.sql)",

	"SELECT sql FROM older.sqlite_master "
	"WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN "
	"(SELECT name FROM main.sqlite_master)",

	"SELECT 'INSERT OR IGNORE INTO \"' || o.name || '\" (' || c.list || "
	"') SELECT ' || c.list || ' FROM \"later ' || o.name || '\"' "
	"FROM older.sqlite_master o JOIN main.sqlite_master m "
	"ON m.type = 'table' AND m.name = 'later ' || o.name "
	"JOIN (SELECT t.name AS name, (SELECT group_concat('\"' || a.name || "
	"'\"') FROM pragma_table_info(t.name, 'older') a JOIN "
	"pragma_table_info('later ' || t.name, 'main') b ON a.name = b.name) "
	"AS list FROM older.sqlite_master t WHERE t.type = 'table') c "
	"ON c.name = o.name WHERE o.type = 'table'",

	"SELECT 'DROP TABLE \"' || name || '\"' FROM main.sqlite_master "
	"WHERE type = 'table' AND name LIKE 'later %'",

	"SELECT sql FROM older.sqlite_master WHERE sql IS NOT NULL "
	"AND type IN ('index', 'trigger', 'view') AND name NOT IN "
	"(SELECT name FROM main.sqlite_master)",
};

/* Outside of the transaction: they hold for the connection. */
static const char *const settings[] = {
	"PRAGMA foreign_keys = OFF",
	"PRAGMA legacy_alter_table = ON",
};

static enum cw_err
attach(struct cw_store *store, const char *path)
{
	sqlite3_stmt *statement = NULL;
	enum cw_err err = CW_OK;
	int code;

	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1);
	code = sqlite3_prepare_v2(store->db, "ATTACH $1 AS older", -1,
	    &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code != SQLITE_DONE)
		err = cw_sqlite_fail(store, code, "attach");
	sqlite3_finalize(statement);
	return err;
}

/* What a query answers, a text a row. */
static enum cw_err
list_texts(struct cw_store *store, struct cw_arena *arena, const char *query,
    struct cw_texts *out)
{
	sqlite3_stmt *statement = NULL;
	enum cw_err err = CW_OK;
	int code;

	code = sqlite3_prepare_v2(store->db, query, -1, &statement, NULL);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		const char *text;

		code = sqlite3_step(statement);
		if (code != SQLITE_ROW)
			break;
		text = (const char *)sqlite3_column_text(statement, 0);
		if (text != NULL)
			text = cw_arena_strdup(arena, text);
		err = text == NULL ? CW_NOMEM : cw_texts_push(out, arena, text);
		if (err != CW_OK)
			break;
	}
	if (err == CW_OK && code != SQLITE_DONE)
		err = cw_sqlite_fail(store, code, "go back");
	sqlite3_finalize(statement);
	return err;
}

static enum cw_err
take_step(struct cw_store *store, struct cw_arena *arena, const char *query)
{
	struct cw_texts texts = { 0 };
	enum cw_err err = list_texts(store, arena, query, &texts);

	for (size_t i = 0; i < texts.count && err == CW_OK; i++)
		err = cw_sqlite_run(store, texts.items[i], "go back");
	return err;
}

/* Does every reference still have what it refers to? */
static enum cw_err
check_references(struct cw_store *store, struct cw_arena *arena)
{
	struct cw_texts broken = { 0 };
	enum cw_err err = list_texts(store, arena,
	    "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", &broken);

	if (err != CW_OK || broken.count == 0)
		return err;
	cw_log(CW_LOG_ERROR,
	    "the %s store cannot go back: %s would refer to "
	    "what is not there",
	    cw_store_words[store->kind], broken.items[0]);
	return CW_CONFLICT;
}

static enum cw_err
set_number(struct cw_store *store, int number)
{
	char pragma[48];

	(void)snprintf(pragma, sizeof(pragma), "PRAGMA main.user_version = %d",
	    number);
	return cw_sqlite_run(store, pragma, "user_version");
}

static enum cw_err
change(struct cw_store *store, struct cw_arena *arena, int number)
{
	enum cw_err err = CW_OK;
	int found;

	err = cw_sqlite_schema(store, &found);
	if (err == CW_OK && found <= number)
		err = CW_CONFLICT;
	for (size_t i = 0; i < CW_LEN(steps) && err == CW_OK; i++)
		err = take_step(store, arena, steps[i]);
	if (err == CW_OK)
		err = check_references(store, arena);
	if (err == CW_OK)
		err = set_number(store, number);
	return err;
}

static enum cw_err
go_back(struct cw_store *store, const char *path, int number)
{
	struct cw_arena arena;
	enum cw_err err = CW_OK;

	for (size_t i = 0; i < CW_LEN(settings) && err == CW_OK; i++)
		err = cw_sqlite_run(store, settings[i], settings[i]);
	if (err == CW_OK)
		err = attach(store, path);
	if (err == CW_OK)
		err = cw_begin(store);
	if (err != CW_OK)
		return err;
	cw_arena_init(&arena, TEXTS_MAX_BYTES);
	err = cw_end(store, change(store, &arena, number));
	cw_arena_clear(&arena);
	return err;
}

enum cw_err
cw_store_go_back(const char *data_dir, enum cw_store_kind kind,
    const char *copy_dir)
{
	const struct cw_opening how = {
		.data_dir = data_dir,
		.kind = kind,
		.mode = CW_STORE_WRITE,
		.busy_ms = BUSY_MS,
	};
	char path[PATH_MAX];
	struct cw_store *store;
	enum cw_err err;
	int number;

	err = cw_copy_schema(copy_dir, kind, &number);
	if (err == CW_OK)
		err = cw_sqlite_path(copy_dir, kind, path);
	if (err == CW_OK)
		err = cw_sqlite_open(&how, &store);
	if (err != CW_OK)
		return err;
	err = go_back(store, path, number);
	cw_store_close(store);
	return err;
}

/* Running named statements and reading their rows. */

#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "db/sqlite.h"

struct cw_val
cw_int(int64_t number)
{
	return (struct cw_val){ .kind = CW_VAL_INT, .number = number };
}

struct cw_val
cw_text(const char *text)
{
	if (text == NULL)
		return cw_null();
	return (struct cw_val){
		.kind = CW_VAL_TEXT,
		.bytes = text,
		.len = strlen(text),
	};
}

struct cw_val
cw_bytes(const void *bytes, size_t len)
{
	return (struct cw_val){
		.kind = CW_VAL_BYTES,
		.bytes = bytes,
		.len = len,
	};
}

struct cw_val
cw_null(void)
{
	return (struct cw_val){ .kind = CW_VAL_NULL };
}

static enum cw_err
prepare(struct cw_store *store, enum cw_sql sql)
{
	const struct cw_statement *row = &cw_statements[sql];
	struct cw_prepared *prepared = &store->prepared[sql];
	char name[] = "$00";
	int code;

	code = sqlite3_prepare_v3(store->db, row->text, -1,
	    SQLITE_PREPARE_PERSISTENT, &prepared->statement, NULL);
	if (code != SQLITE_OK)
		return cw_sqlite_fail(store, code, row->name);
	for (int i = 1; i <= row->params; i++) {
		name[1] = (char)('0' + (i < 10 ? i : i / 10));
		name[2] = (char)(i < 10 ? '\0' : '0' + i % 10);
		prepared->index[i - 1] = (unsigned char)
		    sqlite3_bind_parameter_index(prepared->statement, name);
	}
	return CW_OK;
}

/* The values stay the caller's until the statement has ended. */
static int
bind_one(sqlite3_stmt *statement, int index, const struct cw_val *val)
{
	switch (val->kind) {
	case CW_VAL_INT:
		return sqlite3_bind_int64(statement, index, val->number);
	case CW_VAL_TEXT:
		return sqlite3_bind_text64(statement, index, val->bytes,
		    val->len, SQLITE_STATIC, SQLITE_UTF8);
	case CW_VAL_BYTES:
		/* A null pointer would bind null, not no bytes. */
		return sqlite3_bind_blob64(statement, index,
		    val->len == 0 ? "" : val->bytes, val->len, SQLITE_STATIC);
	case CW_VAL_NULL:
		break;
	}
	return sqlite3_bind_null(statement, index);
}

static enum cw_err
start(struct cw_store *store, enum cw_sql sql, const struct cw_val *args,
    size_t count)
{
	const struct cw_statement *row = &cw_statements[sql];
	struct cw_prepared *prepared = &store->prepared[sql];
	enum cw_err err;
	int code;

	assert(row->store == store->kind);
	assert((size_t)row->params == count);
	assert(!prepared->is_open);
	if (prepared->statement == NULL) {
		err = prepare(store, sql);
		if (err != CW_OK)
			return err;
	}
	for (size_t i = 0; i < count; i++) {
		code =
		    bind_one(prepared->statement, prepared->index[i], &args[i]);
		if (code != SQLITE_OK)
			return cw_sqlite_fail(store, code, row->name);
	}
	return CW_OK;
}

enum cw_err
cw_exec(struct cw_store *store, enum cw_sql sql, const struct cw_val *args,
    size_t count, int64_t *changes)
{
	sqlite3_stmt *statement;
	enum cw_err err;
	int code;

	err = start(store, sql, args, count);
	if (err != CW_OK)
		return err;
	statement = store->prepared[sql].statement;
	code = sqlite3_step(statement);
	if (code != SQLITE_DONE && code != SQLITE_ROW)
		err = cw_sqlite_fail(store, code, cw_statements[sql].name);
	else if (changes != NULL)
		*changes = sqlite3_changes64(store->db);
	sqlite3_reset(statement);
	return err;
}

enum cw_err
cw_query(struct cw_store *store, enum cw_sql sql, const struct cw_val *args,
    size_t count, struct cw_rows *rows)
{
	enum cw_err err;

	memset(rows, 0, sizeof(*rows));
	err = start(store, sql, args, count);
	if (err != CW_OK)
		return err;
	rows->store = store;
	rows->statement = store->prepared[sql].statement;
	rows->sql = sql;
	rows->is_open = true;
	store->prepared[sql].is_open = true;
	store->open_rows++;
	return CW_OK;
}

bool
cw_rows_next(struct cw_rows *rows, enum cw_err *err)
{
	int code = sqlite3_step(rows->statement);

	if (code == SQLITE_ROW)
		return true;
	*err = CW_OK;
	if (code != SQLITE_DONE)
		*err = cw_sqlite_fail(rows->store, code,
		    cw_statements[rows->sql].name);
	return false;
}

void
cw_rows_end(struct cw_rows *rows)
{
	if (!rows->is_open)
		return;
	sqlite3_reset(rows->statement);
	rows->store->prepared[rows->sql].is_open = false;
	rows->store->open_rows--;
	rows->is_open = false;
}

enum cw_err
cw_query_one(struct cw_store *store, enum cw_sql sql, const struct cw_val *args,
    size_t count, struct cw_rows *rows)
{
	enum cw_err err;

	err = cw_query(store, sql, args, count, rows);
	if (err != CW_OK)
		return err;
	if (cw_rows_next(rows, &err))
		return CW_OK;
	cw_rows_end(rows);
	return err == CW_OK ? CW_NOTFOUND : err;
}

int64_t
cw_col_int(const struct cw_rows *rows, int column)
{
	return sqlite3_column_int64(rows->statement, column);
}

bool
cw_col_is_null(const struct cw_rows *rows, int column)
{
	return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

const char *
cw_col_peek(const struct cw_rows *rows, int column, size_t *len)
{
	const unsigned char *text;

	text = sqlite3_column_text(rows->statement, column);
	if (len != NULL)
		*len = (size_t)sqlite3_column_bytes(rows->statement, column);
	return (const char *)text;
}

enum cw_err
cw_col_text(const struct cw_rows *rows, int column, struct cw_arena *arena,
    const char **out)
{
	const char *text;
	size_t len;

	if (cw_col_is_null(rows, column)) {
		*out = NULL;
		return CW_OK;
	}
	text = cw_col_peek(rows, column, &len);
	if (text != NULL)
		text = cw_arena_copy(arena, text, len);
	if (text == NULL)
		return CW_NOMEM;
	*out = text;
	return CW_OK;
}

enum cw_err
cw_col_bytes(const struct cw_rows *rows, int column, void *out, size_t len)
{
	const void *bytes = sqlite3_column_blob(rows->statement, column);
	int found = sqlite3_column_bytes(rows->statement, column);

	if ((size_t)found != len || (bytes == NULL && len > 0)) {
		cw_log(CW_LOG_ERROR,
		    "column %d of statement %s has %d bytes, not %zu", column,
		    cw_statements[rows->sql].name, found, len);
		return CW_STORE;
	}
	if (len > 0)
		memcpy(out, bytes, len);
	return CW_OK;
}

enum cw_err
cw_col_blob(const struct cw_rows *rows, int column, struct cw_arena *arena,
    unsigned char **out, size_t *len)
{
	const void *bytes = sqlite3_column_blob(rows->statement, column);
	size_t found;
	char *copy;

	found = (size_t)sqlite3_column_bytes(rows->statement, column);
	if (bytes == NULL && found > 0)
		return CW_NOMEM;
	copy = cw_arena_copy(arena, bytes == NULL ? "" : bytes, found);
	if (copy == NULL)
		return CW_NOMEM;
	*out = (unsigned char *)copy;
	*len = found;
	return CW_OK;
}

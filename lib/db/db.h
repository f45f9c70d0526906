/*
 * The seam: the verbs between the product and its database.
 *
 * SQL lives in the .sql files below sql/ under names; sql.h has the names as
 * an enum, sql.c the texts.  Nobody else writes SQL.  Above this header nobody
 * knows which database it is.
 *
 * There are two stores, each a database file of its own: the chat, and the
 * pool, which holds users' secrets.  A transaction never spans both.
 *
 * After CW_STORE the process logs, answers 503 and exits; a new one is cheap.
 */

#ifndef CW_DB_DB_H
#define CW_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/sql.h"

enum cw_store_kind { CW_STORE_CHAT, CW_STORE_POOL, CW_STORE__COUNT };

enum cw_store_mode { CW_STORE_READ, CW_STORE_WRITE };

/* A connection to one store; belongs to one thread at a time. */
struct cw_store;

/*
 * A value bound to a statement; text and bytes are borrowed until the
 * statement ends: cw_exec returns, or cw_rows_end.
 */
struct cw_val {
	enum { CW_VAL_NULL, CW_VAL_INT, CW_VAL_TEXT, CW_VAL_BYTES } kind;
	int64_t number;
	const void *bytes;
	size_t len;
};

struct cw_val cw_int(int64_t number);
struct cw_val cw_text(const char *text); /* NULL gives the null value */
struct cw_val cw_bytes(const void *bytes, size_t len);
struct cw_val cw_null(void);

/* The rows of a query under way; open, lives on the caller's stack. */
struct cw_rows {
	struct cw_store *store;
	void *statement;
	enum cw_sql sql;
	bool is_open;
};

/*
 * Open a store below data_dir.  Fails with CW_STORE if it is absent, newer
 * than this program (cw_migrate makes and upgrades it), or not a database;
 * the reason is logged.  busy_ms bounds the wait for another process's writer.
 */
enum cw_err cw_store_open(const char *data_dir, enum cw_store_kind kind,
    enum cw_store_mode mode, int busy_ms, struct cw_store **out) CW_CHECKED;
void cw_store_close(struct cw_store *store); /* NULL is fine */

/*
 * Run a statement that returns no rows; *changes, which may be NULL, is the
 * count of rows changed.  CW_CONFLICT: a key is taken.  CW_INVALID: another
 * constraint does not hold.
 */
enum cw_err cw_exec(struct cw_store *store, enum cw_sql sql,
    const struct cw_val *args, size_t count, int64_t *changes) CW_CHECKED;

/*
 * Start a statement that returns rows.  cw_rows_end must follow, whatever
 * comes between; it is harmless on a failed start.  A query outside of a
 * transaction sees one state of the store from start to end.  The same
 * statement can't be started again before it has ended.
 */
enum cw_err cw_query(struct cw_store *store, enum cw_sql sql,
    const struct cw_val *args, size_t count, struct cw_rows *rows) CW_CHECKED;
/* The next row; false at the end (*err is CW_OK) or on failure. */
bool cw_rows_next(struct cw_rows *rows, enum cw_err *err);
void cw_rows_end(struct cw_rows *rows);

/* Columns count from 0.  A null integer is 0. */
int64_t cw_col_int(const struct cw_rows *rows, int column);
bool cw_col_is_null(const struct cw_rows *rows, int column);
/* Valid until the next row; NULL for a null value. */
const char *cw_col_peek(const struct cw_rows *rows, int column, size_t *len);
/* A copy in the arena: *out is NULL for a null value. */
enum cw_err cw_col_text(const struct cw_rows *rows, int column,
    struct cw_arena *arena, const char **out) CW_CHECKED;
/* Exactly len bytes, else CW_STORE. */
enum cw_err cw_col_bytes(const struct cw_rows *rows, int column, void *out,
    size_t len) CW_CHECKED;
/* Any number of bytes, in the arena. */
enum cw_err cw_col_blob(const struct cw_rows *rows, int column,
    struct cw_arena *arena, unsigned char **out, size_t *len) CW_CHECKED;

/*
 * The first row, or CW_NOTFOUND: cw_query and cw_rows_next in one.  The caller
 * reads the columns, then cw_rows_end, which is harmless on failure.
 */
enum cw_err cw_query_one(struct cw_store *store, enum cw_sql sql,
    const struct cw_val *args, size_t count, struct cw_rows *rows) CW_CHECKED;

/* A read transaction: one state for several queries. */
enum cw_err cw_read_begin(struct cw_store *store) CW_CHECKED;
void cw_read_end(struct cw_store *store);

/*
 * A write transaction: takes its turn among all writers of this machine in
 * order of arrival, then BEGIN IMMEDIATE.  CW_BUSY: no turn within busy_ms.
 * cw_end commits on CW_OK, else rolls back, and returns what became of it.
 */
enum cw_err cw_begin(struct cw_store *store) CW_CHECKED;
enum cw_err cw_end(struct cw_store *store, enum cw_err err) CW_CHECKED;

/* Is a transaction open?  A grave failure may have ended it already. */
bool cw_in_transaction(const struct cw_store *store);

/* A savepoint inside a write transaction; ends as cw_end does. */
enum cw_err cw_savepoint(struct cw_store *store) CW_CHECKED;
enum cw_err
cw_savepoint_end(struct cw_store *store, enum cw_err err) CW_CHECKED;

/* Changes whenever another connection has committed; cheap to ask. */
enum cw_err cw_store_version(struct cw_store *store, int64_t *out) CW_CHECKED;

/*
 * Bring what the log of writes holds into the store's file, and empty the log,
 * without keeping others waiting for longer than a write does.  The store is
 * open for writing, without a transaction.  CW_BUSY: somebody still reads what
 * the log has, so that some of it stays; no harm.
 */
enum cw_err cw_store_checkpoint(struct cw_store *store) CW_CHECKED;

/* "3.54.1 (bundled), wal" and so on, for --version and health. */
const char *cw_store_library(void);
/* Is WAL safe on the library that runs? */
bool cw_store_is_wal_safe(void);

/*
 * The file system that a directory is on, if it is one on which locks or shared
 * memory fail us, as another machine's; else NULL.
 */
const char *cw_store_foreign(const char *data_dir);

/* The path of a store's file, in the arena. */
enum cw_err cw_store_path(const char *data_dir, enum cw_store_kind kind,
    struct cw_arena *arena, const char **out) CW_CHECKED;

#endif

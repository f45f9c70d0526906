/*
 * What the files lib/db/sqlite*.c share.  Nobody else includes it.
 */

#ifndef CW_DB_SQLITE_H
#define CW_DB_SQLITE_H

#include <limits.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "db/statement.h"
#include "db/turn.h"

/* Statements of our own, the same for every store. */
enum cw_control {
	CW_CONTROL_BEGIN,
	CW_CONTROL_BEGIN_READ,
	CW_CONTROL_COMMIT,
	CW_CONTROL_ROLLBACK,
	CW_CONTROL_SAVEPOINT,
	CW_CONTROL_RELEASE,
	CW_CONTROL_ROLLBACK_TO,
	CW_CONTROL_DATA_VERSION,
	CW_CONTROL__COUNT
};

/* A named statement, prepared at its first use and kept. */
struct cw_prepared {
	sqlite3_stmt *statement;
	/* Of $1, $2, ...: SQLite numbers them as they appear. */
	unsigned char index[CW_SQL_PARAMS_MAX];
	bool is_open;
};

struct cw_store {
	sqlite3 *db;
	enum cw_store_kind kind;
	enum cw_store_mode mode;
	int busy_ms;
	int64_t busy_until_us; /* of the wait that is going on */
	struct cw_turn turn;   /* of writers only */
	unsigned open_rows;
	sqlite3_stmt *controls[CW_CONTROL__COUNT];
	struct cw_prepared prepared[CW_SQL__COUNT];
};

/* "chat", "pool". */
extern const char *const cw_store_words[CW_STORE__COUNT];

/*
 * The error that an extended result code and the system's errno stand for;
 * pure.
 */
enum cw_err cw_sqlite_map(int code, int system_errno);

/*
 * What the store's last failure means; logged here, once, unless it is one
 * that a caller expects (CW_CONFLICT).  what names the statement.
 */
enum cw_err cw_sqlite_fail(struct cw_store *store, int code, const char *what);

/* How to open a store. */
struct cw_opening {
	const char *data_dir;
	enum cw_store_kind kind;
	enum cw_store_mode mode;
	int busy_ms;
};

/*
 * Open the database that is there, make the connection safe and settle the
 * journal; no look at the schema.
 */
enum cw_err
cw_sqlite_open(const struct cw_opening *how, struct cw_store **out) CW_CHECKED;

/*
 * Open a copy that nobody else uses, only to read it: its journal stays as it
 * is, and nothing is made beside it.
 */
enum cw_err cw_sqlite_open_copy(const char *dir, enum cw_store_kind kind,
    struct cw_store **out) CW_CHECKED;

/* data_dir/chat.db.  CW_TOOLARGE: it has no place in out. */
enum cw_err cw_sqlite_path(const char *data_dir, enum cw_store_kind kind,
    char out[PATH_MAX]) CW_CHECKED;

/* The schema's number, PRAGMA user_version. */
enum cw_err cw_sqlite_schema(struct cw_store *store, int *out) CW_CHECKED;

/* Run one statement of lib/db's own text. */
enum cw_err cw_sqlite_run(struct cw_store *store, const char *text,
    const char *what) CW_CHECKED;

/* Is this version without the race that corrupts WAL databases? */
bool cw_sqlite_is_wal_safe(int version_number);

#endif

/* Opening and closing a SQLite store, and what every connection is told. */

#include "config.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/migrate.h"
#include "db/sqlite.h"

#ifndef CW_SQLITE_CHOICE
#define CW_SQLITE_CHOICE "unknown"
#endif

/* Sleeps of a connection that waits for another one's lock. */
#define PAUSE_MIN_US 100
#define PAUSE_MAX_US 5000

const char *const cw_store_words[CW_STORE__COUNT] = {
	[CW_STORE_CHAT] = "chat",
	[CW_STORE_POOL] = "pool",
};

/* Hostile text or a damaged file must not make SQLite do unbounded work. */
static const struct limit {
	int id;
	int value;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH, 1 << 20 },
	{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
	{ SQLITE_LIMIT_VDBE_OP, 25000 },
	{ SQLITE_LIMIT_COLUMN, 100 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 5 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 30 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 8 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, CW_SQL_PARAMS_MAX },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

static const struct switch_ {
	int id;
	int value;
} switches[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
	/* Plans do not hang on bound values, so none is ever made anew. */
	{ SQLITE_DBCONFIG_ENABLE_QPSG, 1 },
};

/*
 * cell_size_check notices a damaged page before it is used; secure_delete
 * overwrites what is deleted; the size limit leaves a log of the usual size
 * alone, since writing over it is cheaper than making it longer.
 */
static const char pragmas[] = "PRAGMA cell_size_check = ON;"
			      "PRAGMA mmap_size = 0;"
			      "PRAGMA cache_size = -512;"
			      "PRAGMA temp_store = MEMORY;"
			      "PRAGMA secure_delete = ON;"
			      "PRAGMA synchronous = FULL;"
			      "PRAGMA wal_autocheckpoint = 1000;"
			      "PRAGMA journal_size_limit = 8388608;";

/* File systems of other machines, on which shared memory or locks fail us. */
static const struct foreign {
	unsigned long magic;
	const char *name;
} foreigns[] = {
	{ 0x6969, "nfs" },
	{ 0xff534d42, "cifs" },
	{ 0xfe534d42, "smb2" },
	{ 0x517b, "smb" },
	{ 0x65735546, "fuse" },
	{ 0x01021997, "9p" },
	{ 0x5346414f, "afs" },
	{ 0x00c36400, "ceph" },
};

static pthread_once_t library_once = PTHREAD_ONCE_INIT;
static pthread_once_t foreign_once = PTHREAD_ONCE_INIT;
static const char *foreign_name;

static void
start_library(void)
{
	/* Counting memory takes a lock that all threads share. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_initialize();
}

static void
warn_of_foreign(void)
{
	cw_log(CW_LOG_WARNING,
	    "the store is on %s: a rollback journal is used, which is slower",
	    foreign_name);
}

bool
cw_sqlite_is_wal_safe(int version_number)
{
	if (version_number >= 3051003)
		return true;
	if (version_number >= 3050007 && version_number < 3051000)
		return true;
	return version_number >= 3044006 && version_number < 3045000;
}

bool
cw_store_is_wal_safe(void)
{
	return cw_sqlite_is_wal_safe(sqlite3_libversion_number());
}

/* CHINWAG_JOURNAL=truncate does without WAL where it would be used. */
static bool
is_wal_forbidden(void)
{
	const char *journal = getenv("CHINWAG_JOURNAL");

	return journal != NULL && strcmp(journal, "truncate") == 0;
}

const char *
cw_store_foreign(const char *data_dir)
{
	struct statfs found;

	if (statfs(data_dir, &found) == -1)
		return NULL;
	for (size_t i = 0; i < CW_LEN(foreigns); i++)
		/* f_type is signed on some machines. */
		if ((found.f_type & 0xffffffffL) == (long)foreigns[i].magic)
			return foreigns[i].name;
	return NULL;
}

static bool
is_foreign(const char *data_dir)
{
	const char *name = cw_store_foreign(data_dir);

	if (name == NULL)
		return false;
	foreign_name = name;
	pthread_once(&foreign_once, warn_of_foreign);
	return true;
}

static const char *
journal_for(const char *data_dir)
{
	if (!cw_store_is_wal_safe() || is_wal_forbidden() ||
	    is_foreign(data_dir))
		return "truncate";
	return "wal";
}

const char *
cw_store_library(void)
{
	static char text[64];

	if (text[0] == '\0')
		snprintf(text, sizeof(text), "%s (%s), %s",
		    sqlite3_libversion(), CW_SQLITE_CHOICE, journal_for("."));
	return text;
}

/*
 * Called when a lock is taken: tries counts from 0.  Sleeps grow from 0.1 to 5
 * ms with some noise from the clock.
 */
static int
wait_for_lock(void *arg, int tries)
{
	struct cw_store *store = arg;
	int64_t now_us = cw_clock_steady_us();
	int64_t pause_us = PAUSE_MAX_US;

	if (tries == 0)
		store->busy_until_us = now_us + (int64_t)store->busy_ms * 1000;
	if (now_us >= store->busy_until_us)
		return 0;
	if (tries < 5)
		pause_us = PAUSE_MIN_US << tries;
	pause_us -= (now_us ^ getpid()) % (pause_us / 2);
	usleep((useconds_t)pause_us);
	return 1;
}

enum cw_err
cw_sqlite_run(struct cw_store *store, const char *text, const char *what)
{
	int code = sqlite3_exec(store->db, text, NULL, NULL, NULL);

	if (code != SQLITE_OK)
		return cw_sqlite_fail(store, code, what);
	return CW_OK;
}

/* The one value that a pragma answers with; text is cut at size. */
static int
ask_once(struct cw_store *store, const char *pragma, char *text, size_t size)
{
	sqlite3_stmt *statement = NULL;
	int code;

	text[0] = '\0';
	code = sqlite3_prepare_v2(store->db, pragma, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		snprintf(text, size, "%s",
		    (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return code;
}

/*
 * The journal is changed only when no other connection is in the way, and
 * SQLite gives that up at once, without a word to the busy handler.
 */
static enum cw_err
ask(struct cw_store *store, const char *pragma, char *text, size_t size)
{
	int code = ask_once(store, pragma, text, size);

	for (int tries = 0;
	     (code & 0xff) == SQLITE_BUSY && wait_for_lock(store, tries);
	     tries++)
		code = ask_once(store, pragma, text, size);
	if (code != SQLITE_ROW)
		return cw_sqlite_fail(store, code, pragma);
	return CW_OK;
}

enum cw_err
cw_sqlite_schema(struct cw_store *store, int *out)
{
	char text[16];
	enum cw_err err;

	err = ask(store, "PRAGMA user_version", text, sizeof(text));
	if (err == CW_OK)
		*out = (int)strtol(text, NULL, 10);
	return err;
}

static enum cw_err
configure(struct cw_store *store)
{
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_handler(store->db, wait_for_lock, store);
	for (size_t i = 0; i < CW_LEN(limits); i++)
		sqlite3_limit(store->db, limits[i].id, limits[i].value);
	for (size_t i = 0; i < CW_LEN(switches); i++)
		sqlite3_db_config(store->db, switches[i].id, switches[i].value,
		    NULL);
	return cw_sqlite_run(store, pragmas, "pragmas");
}

/*
 * Is the journal what it has to be here?  Changes it where that is allowed;
 * CW_CONFLICT: it is another one, and that is not.
 */
static enum cw_err
settle_journal(struct cw_store *store, const char *journal, bool may_change)
{
	char pragma[40] = "PRAGMA journal_mode";
	char found[16];
	enum cw_err err;

	if (may_change)
		snprintf(pragma, sizeof(pragma), "PRAGMA journal_mode = %s",
		    journal);
	err = ask(store, pragma, found, sizeof(found));
	if (err != CW_OK)
		return err;
	if (strcmp(found, journal) == 0)
		return CW_OK;
	if (!may_change)
		return CW_CONFLICT;
	cw_log(CW_LOG_ERROR,
	    "cannot change the journal of the %s store from %s to %s",
	    cw_store_words[store->kind], found, journal);
	return CW_STORE;
}

static enum cw_err
open_path(struct cw_store *store, const char *path, int flags)
{
	int code;

	code = sqlite3_open_v2(path, &store->db,
	    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	if (store->db == NULL)
		return CW_NOMEM;
	if (code == SQLITE_OK)
		return configure(store);
	cw_log(CW_LOG_ERROR, "cannot open store %s: %s", path,
	    strerror(sqlite3_system_errno(store->db)));
	return cw_sqlite_map(code, sqlite3_system_errno(store->db));
}

/*
 * A reader changes nothing, and yet opens the store for writing: it may have
 * to roll back what a killed writer left, and as the last to close the store
 * it folds the log in.  Else, under CGI, each program would read through the
 * whole log that the last writer left before it can begin.
 */
static enum cw_err
open_reader(struct cw_store *store, const char *path, const char *journal)
{
	bool is_wal = strcmp(journal, "wal") == 0;
	enum cw_err err;

	err = open_path(store, path, SQLITE_OPEN_READWRITE);
	if (err == CW_OK)
		err = settle_journal(store, journal, !is_wal);
	if (err == CW_OK)
		err = cw_sqlite_run(store, "PRAGMA query_only = ON",
		    "query_only");
	return err;
}

static enum cw_err
open_writer(struct cw_store *store, const char *path, const char *journal)
{
	enum cw_err err;

	err = open_path(store, path, SQLITE_OPEN_READWRITE);
	if (err == CW_OK)
		err = settle_journal(store, journal, true);
	return err;
}

enum cw_err
cw_sqlite_path(const char *data_dir, enum cw_store_kind kind,
    char out[PATH_MAX])
{
	int len =
	    snprintf(out, PATH_MAX, "%s/%s.db", data_dir, cw_store_words[kind]);

	if (len < 0 || len >= PATH_MAX)
		return CW_TOOLARGE;
	return CW_OK;
}

static enum cw_err
make_store(const struct cw_opening *how, struct cw_store **out)
{
	struct cw_store *store = calloc(1, sizeof(*store));
	enum cw_err err;

	if (store == NULL)
		return CW_NOMEM;
	store->kind = how->kind;
	store->mode = how->mode;
	store->busy_ms = how->busy_ms;
	store->turn.next_fd = -1;
	store->turn.write_fd = -1;
	if (how->mode == CW_STORE_WRITE) {
		err = cw_turn_open(how->data_dir, cw_store_words[how->kind],
		    &store->turn);
		if (err != CW_OK) {
			cw_store_close(store);
			return err;
		}
	}
	*out = store;
	return CW_OK;
}

static enum cw_err
open_once(const struct cw_opening *how, struct cw_store **out)
{
	const char *journal = journal_for(how->data_dir);
	char path[PATH_MAX];
	struct cw_store *store;
	enum cw_err err;

	err = cw_sqlite_path(how->data_dir, how->kind, path);
	if (err != CW_OK)
		return err;
	err = make_store(how, &store);
	if (err != CW_OK)
		return err;
	if (how->mode == CW_STORE_WRITE)
		err = open_writer(store, path, journal);
	else
		err = open_reader(store, path, journal);
	if (err == CW_OK)
		*out = store;
	else
		cw_store_close(store);
	return err;
}

enum cw_err
cw_sqlite_open(const struct cw_opening *how, struct cw_store **out)
{
	struct cw_opening writer = *how;
	struct cw_store *store;
	enum cw_err err;

	pthread_once(&library_once, start_library);
	err = open_once(how, out);
	if (err != CW_CONFLICT)
		return err;
	/* An older library left its journal; only a writer can change it. */
	writer.mode = CW_STORE_WRITE;
	err = open_once(&writer, &store);
	if (err != CW_OK)
		return err;
	cw_store_close(store);
	err = open_once(how, out);
	return err == CW_CONFLICT ? CW_STORE : err;
}

enum cw_err
cw_sqlite_open_copy(const char *dir, enum cw_store_kind kind,
    struct cw_store **out)
{
	const struct cw_opening how = {
		.data_dir = dir,
		.kind = kind,
		.mode = CW_STORE_READ,
	};
	char path[PATH_MAX];
	struct cw_store *store;
	enum cw_err err;

	pthread_once(&library_once, start_library);
	err = cw_sqlite_path(dir, kind, path);
	if (err != CW_OK)
		return err;
	err = make_store(&how, &store);
	if (err != CW_OK)
		return err;
	err = open_path(store, path, SQLITE_OPEN_READONLY);
	if (err == CW_OK)
		*out = store;
	else
		cw_store_close(store);
	return err;
}

/* A program and a store that are not of the same schema must not meet. */
static enum cw_err
check_schema(struct cw_store *store)
{
	int current = cw_schema_current(store->kind);
	int found;
	enum cw_err err;

	err = cw_sqlite_schema(store, &found);
	if (err != CW_OK)
		return err;
	if (found == current)
		return CW_OK;
	cw_log(CW_LOG_ERROR,
	    "the %s store has schema %d and this program needs %d: %s",
	    cw_store_words[store->kind], found, current,
	    found < current ? "upgrade it with chinwag migrate"
			    : "the program is too old");
	return CW_STORE;
}

enum cw_err
cw_store_open(const char *data_dir, enum cw_store_kind kind,
    enum cw_store_mode mode, int busy_ms, struct cw_store **out)
{
	const struct cw_opening how = {
		.data_dir = data_dir,
		.kind = kind,
		.mode = mode,
		.busy_ms = busy_ms,
	};
	struct cw_store *store;
	enum cw_err err;

	err = cw_sqlite_open(&how, &store);
	if (err != CW_OK)
		return err;
	err = check_schema(store);
	if (err == CW_OK)
		*out = store;
	else
		cw_store_close(store);
	return err;
}

void
cw_store_close(struct cw_store *store)
{
	if (store == NULL)
		return;
	for (int i = 0; i < CW_CONTROL__COUNT; i++)
		sqlite3_finalize(store->controls[i]);
	for (int i = 0; i < CW_SQL__COUNT; i++)
		sqlite3_finalize(store->prepared[i].statement);
	sqlite3_close(store->db);
	cw_turn_close(&store->turn);
	free(store);
}

enum cw_err
cw_store_path(const char *data_dir, enum cw_store_kind kind,
    struct cw_arena *arena, const char **out)
{
	const char *path =
	    cw_arena_printf(arena, "%s/%s.db", data_dir, cw_store_words[kind]);

	if (path == NULL)
		return CW_NOMEM;
	*out = path;
	return CW_OK;
}

/*
 * The baseline S: what SQLite itself can do, one durable row a commit, in WAL
 * mode with synchronous=FULL, from one connection.
 *
 * usage: rows DIRECTORY SECONDS
 */

#include <inttypes.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void
must(sqlite3 *db, int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
		return;
	fprintf(stderr, "rows: %s\n", sqlite3_errmsg(db));
	exit(1);
}

int
main(int argc, char **argv)
{
	char path[4096];
	sqlite3 *db;
	sqlite3_stmt *insert;
	double start, end;
	int64_t count = 0;

	if (argc != 3)
		return 2;
	snprintf(path, sizeof(path), "%s/rows.db", argv[1]);
	must(NULL, sqlite3_open(path, &db));
	must(db,
	    sqlite3_exec(db,
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"CREATE TABLE IF NOT EXISTS message (conversation INTEGER,"
		" time INTEGER, sender INTEGER, body TEXT,"
		" PRIMARY KEY (conversation, time)) WITHOUT ROWID",
		NULL, NULL, NULL));
	must(db,
	    sqlite3_prepare_v2(db, "INSERT INTO message VALUES (1, ?, 2, ?)",
		-1, &insert, NULL));
	start = now();
	end = start + strtod(argv[2], NULL);
	while (now() < end) {
		sqlite3_bind_int64(insert, 1, count++);
		sqlite3_bind_text(insert, 2, "how about lunch at one?", -1,
		    SQLITE_STATIC);
		must(db, sqlite3_step(insert));
		must(db, sqlite3_reset(insert));
	}
	printf("{\"rows\":%" PRId64 ",\"rate\":%.1f}\n", count,
	    (double)count / (now() - start));
	sqlite3_finalize(insert);
	sqlite3_close(db);
	return 0;
}

/* Opening a store: what is refused, and what every connection is told. */

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/migrate.h"
#include "db/notes.h"
#include "db/room.h"
#include "db/sqlite.h"

static struct cw_store *
open_store(void **state, enum cw_store_mode mode)
{
	struct cw_store *store = NULL;

	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
	assert_int_equal(cw_store_open(*state, CW_STORE_CHAT, mode, 100,
			     &store),
	    CW_OK);
	return store;
}

/* What a pragma answers on a store's own connection. */
static void
assert_pragma(struct cw_store *store, const char *pragma, const char *answer)
{
	sqlite3_stmt *statement;

	assert_int_equal(sqlite3_prepare_v2(store->db, pragma, -1, &statement,
			     NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	assert_string_equal(sqlite3_column_text(statement, 0), answer);
	sqlite3_finalize(statement);
}

static void
write_file(void **state, const char *name, const char *text)
{
	FILE *file = fopen(room_path(state, name), "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void
assert_refused(void **state, enum cw_store_mode mode)
{
	struct cw_store *store = NULL;

	assert_int_equal(cw_store_open(*state, CW_STORE_CHAT, mode, 100,
			     &store),
	    CW_STORE);
	assert_null(store);
}

static void
wal_is_used_on_safe_versions_only(void **state)
{
	static const struct {
		int version;
		bool is_safe;
	} cases[] = {
		{ 3007000, false },
		{ 3040001, false },
		{ 3044005, false },
		{ 3044006, true },
		{ 3044009, true },
		{ 3045000, false },
		{ 3050006, false },
		{ 3050007, true },
		{ 3050099, true },
		{ 3051000, false },
		{ 3051002, false },
		{ 3051003, true },
		{ 3054001, true },
		{ 4000000, true },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(cases); i++)
		assert_int_equal(cw_sqlite_is_wal_safe(cases[i].version),
		    cases[i].is_safe);
}

static void
an_absent_store_is_refused(void **state)
{
	assert_refused(state, CW_STORE_READ);
	assert_refused(state, CW_STORE_WRITE);
	assert_int_equal(access(room_path(state, "chat.db"), F_OK), -1);
}

static void
a_newer_schema_is_refused(void **state)
{
	cw_store_close(open_store(state, CW_STORE_WRITE));
	notes_meddle(state, "PRAGMA user_version = 999");
	assert_refused(state, CW_STORE_READ);
	assert_refused(state, CW_STORE_WRITE);
}

static void
an_older_schema_is_refused(void **state)
{
	cw_store_close(open_store(state, CW_STORE_WRITE));
	notes_meddle(state, "PRAGMA user_version = 1");
	assert_refused(state, CW_STORE_READ);
	assert_refused(state, CW_STORE_WRITE);
}

static void
a_file_that_is_no_database_is_refused(void **state)
{
	char text[4000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	write_file(state, "chat.db", text);
	assert_refused(state, CW_STORE_READ);
	assert_refused(state, CW_STORE_WRITE);
}

static void
a_connection_is_told_to_be_safe(void **state)
{
	struct cw_store *store = open_store(state, CW_STORE_WRITE);
	int value;

	assert_pragma(store, "PRAGMA synchronous", "2");
	assert_pragma(store, "PRAGMA foreign_keys", "1");
	assert_pragma(store, "PRAGMA trusted_schema", "0");
	assert_pragma(store, "PRAGMA cell_size_check", "1");
	assert_pragma(store, "PRAGMA secure_delete", "1");
	assert_pragma(store, "PRAGMA temp_store", "2");
	assert_pragma(store, "PRAGMA wal_autocheckpoint", "1000");
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &value);
	assert_int_equal(value, 1);
	assert_int_equal(sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, -1),
	    0);
	assert_int_equal(sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, -1),
	    1 << 20);
	assert_int_not_equal(sqlite3_exec(store->db,
				 "ATTACH ':memory:' AS other", NULL, NULL,
				 NULL),
	    SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(store->db,
				 "SELECT load_extension('x')", NULL, NULL,
				 NULL),
	    SQLITE_OK);
	cw_store_close(store);
}

static void
a_reader_can_not_write(void **state)
{
	struct cw_store *store = open_store(state, CW_STORE_READ);

	assert_int_equal(note_add(store, 1, "a"), CW_FULL);
	cw_store_close(store);
}

static void
the_journal_is_wal_where_that_is_safe(void **state)
{
	struct cw_store *store = open_store(state, CW_STORE_WRITE);

	assert_pragma(store, "PRAGMA journal_mode",
	    cw_store_is_wal_safe() ? "wal" : "truncate");
	cw_store_close(store);
}

static void
the_journal_follows_the_setting(void **state)
{
	struct cw_store *store;

	cw_store_close(open_store(state, CW_STORE_WRITE));
	setenv("CHINWAG_JOURNAL", "truncate", 1);
	store = open_store(state, CW_STORE_READ);
	assert_pragma(store, "PRAGMA journal_mode", "truncate");
	cw_store_close(store);
	unsetenv("CHINWAG_JOURNAL");

	/* A reader finds the other journal, and has it changed. */
	store = open_store(state, CW_STORE_READ);
	assert_pragma(store, "PRAGMA journal_mode",
	    cw_store_is_wal_safe() ? "wal" : "truncate");
	cw_store_close(store);
}

static void
nobody_else_can_read_the_files(void **state)
{
	static const char *const names[] = {
		"chat.db",
		"chat.db-wal",
		"chat.db-shm",
		"run/chat.turn",
		"run",
	};
	struct cw_store *store;
	mode_t mask = umask(0);
	struct stat found;

	store = open_store(state, CW_STORE_WRITE);
	assert_int_equal(cw_begin(store), CW_OK);
	assert_int_equal(cw_end(store, CW_OK), CW_OK);
	for (size_t i = 0; i < CW_LEN(names); i++)
		if (stat(room_path(state, names[i]), &found) == 0)
			assert_int_equal(found.st_mode & 077, 0);
	umask(mask);
	cw_store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wal_is_used_on_safe_versions_only),
		cmocka_unit_test_setup_teardown(an_absent_store_is_refused,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(a_newer_schema_is_refused,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(an_older_schema_is_refused,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    a_file_that_is_no_database_is_refused, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(a_connection_is_told_to_be_safe,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(a_reader_can_not_write,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    the_journal_is_wal_where_that_is_safe, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(the_journal_follows_the_setting,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(nobody_else_can_read_the_files,
		    room_make, room_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

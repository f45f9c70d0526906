/* Making and upgrading: repeated, newer, without room, and killed anywhere. */

#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/migrate.h"
#include "db/notes.h"
#include "db/room.h"
#include "db/sqlite.h"

static int statements_left;

/* Every statement of every connection passes here before it runs. */
static int
count_down(unsigned event, void *arg, void *statement, void *text)
{
	(void)event;
	(void)arg;
	(void)statement;
	(void)text;
	if (--statements_left == 0)
		raise(SIGKILL);
	return 0;
}

static int
watch_connection(sqlite3 *db, const char **problem,
    const struct sqlite3_api_routines *api)
{
	(void)problem;
	(void)api;
	return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, count_down, NULL);
}

/* Run cw_migrate in a child that dies before its n-th statement. */
static int
migrate_and_die_at(const char *dir, int statement)
{
	pid_t child = fork();

	if (child == 0) {
		statements_left = statement;
		sqlite3_auto_extension((void (*)(void))watch_connection);
		_exit(cw_migrate(dir, CW_STORE_CHAT) == CW_OK ? 0 : 1);
	}
	return room_wait(child);
}

static void
ask(void **state, const char *sql, char answer[200])
{
	sqlite3_stmt *statement;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(room_path(state, "chat.db"), &db),
	    SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
	    SQLITE_OK);
	answer[0] = '\0';
	if (sqlite3_step(statement) == SQLITE_ROW)
		snprintf(answer, 200, "%s",
		    (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(db);
}

/* Are the tables exactly those of the schema's number? */
static void
assert_whole(void **state)
{
	static const char *const tables[] = {
		"",
		"note,page",
		"note,page,reply",
	};
	char number[200], found[200], check[200];

	ask(state, "PRAGMA integrity_check", check);
	assert_string_equal(check, "ok");
	ask(state, "PRAGMA user_version", number);
	ask(state,
	    "SELECT COALESCE(group_concat(name), '') FROM (SELECT name"
	    " FROM sqlite_schema WHERE type = 'table' ORDER BY name)",
	    found);
	assert_in_range(atol(number), 0, 2);
	assert_string_equal(found, tables[atol(number)]);
}

static void
a_store_is_made_and_made_again(void **state)
{
	char number[200];
	struct stat found;

	for (int i = 0; i < 2; i++)
		for (int kind = 0; kind < CW_STORE__COUNT; kind++)
			assert_int_equal(cw_migrate(*state,
					     (enum cw_store_kind)kind),
			    CW_OK);
	ask(state, "PRAGMA user_version", number);
	assert_int_equal(atol(number), cw_schema_current(CW_STORE_CHAT));
	assert_whole(state);
	assert_int_equal(stat(room_path(state, "chat.db"), &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
}

static void
a_store_open_to_others_is_closed_to_them(void **state)
{
	struct stat found;

	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
	assert_int_equal(chmod(room_path(state, "chat.db"), 0644), 0);
	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
	assert_int_equal(stat(room_path(state, "chat.db"), &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
}

static void
a_newer_store_is_left_alone(void **state)
{
	char number[200];

	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
	notes_meddle(state, "PRAGMA user_version = 3");
	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_CONFLICT);
	ask(state, "PRAGMA user_version", number);
	assert_string_equal(number, "3");
}

static void
an_older_store_keeps_what_it_holds(void **state)
{
	char text[200];

	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
	notes_meddle(state,
	    "DROP TABLE reply; PRAGMA user_version = 1;"
	    "INSERT INTO note VALUES (5, 6, 'kept', NULL)");
	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
	assert_whole(state);
	ask(state, "SELECT text FROM note WHERE id = 5", text);
	assert_string_equal(text, "kept");
}

/* A step that fails half-way: its second statement finds its index taken. */
static void
a_step_that_fails_changes_nothing(void **state)
{
	char found[200];

	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
	notes_meddle(state,
	    "DROP TABLE reply; PRAGMA user_version = 1;"
	    "CREATE INDEX reply_note ON note (id)");
	assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_STORE);
	ask(state, "PRAGMA user_version", found);
	assert_string_equal(found, "1");
	ask(state, "SELECT name FROM sqlite_schema WHERE name = 'reply'",
	    found);
	assert_string_equal(found, "");
}

static void
a_kill_at_any_statement_leaves_the_old_or_the_new(void **state)
{
	int kills = 0;

	for (int n = 1; n < 200; n++) {
		unlink(room_path(state, "chat.db"));
		unlink(room_path(state, "chat.db-wal"));
		unlink(room_path(state, "chat.db-shm"));
		if (migrate_and_die_at(*state, n) == 0)
			break;
		kills++;
		assert_whole(state);
		assert_int_equal(cw_migrate(*state, CW_STORE_CHAT), CW_OK);
		assert_whole(state);
	}
	/* Three statements of the steps, and BEGIN, COMMIT and so on. */
	assert_in_range(kills, 15, 100);
}

static void
two_at_once_do_not_disturb_each_other(void **state)
{
	pid_t children[4];

	for (int i = 0; i < 4; i++) {
		children[i] = fork();
		if (children[i] == 0)
			_exit((int)cw_migrate(*state, CW_STORE_CHAT));
	}
	for (int i = 0; i < 4; i++)
		assert_int_equal(room_wait(children[i]), CW_OK);
	assert_whole(state);
}

static void
a_directory_that_is_not_there_is_an_error(void **state)
{
	assert_int_equal(cw_migrate(room_path(state, "none"), CW_STORE_CHAT),
	    CW_SYSTEM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_store_is_made_and_made_again,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    a_store_open_to_others_is_closed_to_them, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(a_newer_store_is_left_alone,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    an_older_store_keeps_what_it_holds, room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    a_step_that_fails_changes_nothing, room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    a_kill_at_any_statement_leaves_the_old_or_the_new,
		    room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    two_at_once_do_not_disturb_each_other, room_make,
		    room_remove),
		cmocka_unit_test_setup_teardown(
		    a_directory_that_is_not_there_is_an_error, room_make,
		    room_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

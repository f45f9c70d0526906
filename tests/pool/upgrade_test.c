/* sql/schema/pool-*: a store of the first schema keeps what it holds. */

#include "fixture.h"

#include "db/sqlite.h"
#include "db/statement.h"

/* A store as the first step made it, with an account and its session. */
static void
make_first(const char *path)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < cw_schema_steps_count; i++) {
		const struct cw_schema_step *step = &cw_schema_steps[i];

		if (step->store != CW_STORE_POOL || step->number != 1)
			continue;
		for (size_t n = 0; step->statements[n] != NULL; n++)
			assert_int_equal(sqlite3_exec(db, step->statements[n],
					     NULL, NULL, NULL),
			    SQLITE_OK);
	}
	assert_int_equal(sqlite3_exec(db,
			     "PRAGMA user_version = 1;"
			     "INSERT INTO account (id, name, name_fold, email,"
			     " email_fold, password, created, confirmed)"
			     " VALUES (5, 'Anna', 'anna', 'a@example.org',"
			     " 'a@example.org', 'x', 10, 20),"
			     " (6, 'Bob', 'bob', 'b@example.org',"
			     " 'b@example.org', 'x', 11, NULL);"
			     "INSERT INTO session (id, token_hash, account_id,"
			     " created, expires) VALUES (9, x'00', 5, 30, 40);",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
ask(sqlite3 *db, const char *sql, char out[64])
{
	sqlite3_stmt *statement;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	(void)snprintf(out, 64, "%s",
	    (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
}

static void
accounts_and_sessions_live_through_the_upgrade(void **state)
{
	static const struct {
		const char *sql, *wanted;
	} rows[] = {
		{ "SELECT COUNT(*) FROM account", "2" },
		{ "SELECT COUNT(DISTINCT sub) FROM account", "2" },
		{ "SELECT COUNT(*) FROM account WHERE sub LIKE"
		  " '________-____-4___-____-____________'",
		    "2" },
		{ "SELECT password_changed FROM account WHERE id = 5", "10" },
		{ "SELECT changed FROM account WHERE id = 5", "20" },
		{ "SELECT seen FROM session", "30" },
		{ "SELECT name FROM usergroup", "administrators" },
		{ "SELECT COUNT(*) FROM usergroup_member", "0" },
	};
	struct fixture *f = *state;
	char path[512], found[64];
	sqlite3 *db;

	(void)snprintf(path, sizeof(path), "%s/pool.db", f->dir);
	assert_int_equal(unlink(path), 0);
	make_first(path);
	assert_int_equal(cw_migrate(f->dir, CW_STORE_POOL), CW_OK);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		ask(db, rows[i].sql, found);
		assert_string_equal(found, rows[i].wanted);
	}
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    accounts_and_sessions_live_through_the_upgrade,
		    fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

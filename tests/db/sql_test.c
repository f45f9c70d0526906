/* The real statements and schema: every text is understood, and none scans. */

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/migrate.h"
#include "db/room.h"
#include "db/sqlite.h"

static struct cw_store *stores[CW_STORE__COUNT];

static int
make_stores(void **state)
{
	if (room_make(state) != 0)
		return -1;
	for (int i = 0; i < CW_STORE__COUNT; i++) {
		enum cw_store_kind kind = (enum cw_store_kind)i;

		if (cw_migrate(*state, kind) != CW_OK ||
		    cw_store_open(*state, kind, CW_STORE_WRITE, 100,
			&stores[i]) != CW_OK)
			return -1;
	}
	return 0;
}

static int
drop_stores(void **state)
{
	for (int i = 0; i < CW_STORE__COUNT; i++)
		cw_store_close(stores[i]);
	return room_remove(state);
}

static sqlite3_stmt *
prepare(const struct cw_statement *row, const char *prefix)
{
	sqlite3 *db = stores[row->store]->db;
	sqlite3_stmt *statement = NULL;
	char text[5000];

	snprintf(text, sizeof(text), "%s%s", prefix, row->text);
	if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK)
		fail_msg("%s: %s", row->name, sqlite3_errmsg(db));
	return statement;
}

static void
every_statement_is_understood(void **state)
{
	(void)state;
	for (int i = 0; i < CW_SQL__COUNT; i++) {
		const struct cw_statement *row = &cw_statements[i];
		sqlite3_stmt *statement = prepare(row, "");

		assert_int_equal(sqlite3_bind_parameter_count(statement),
		    row->params);
		sqlite3_finalize(statement);
	}
}

/*
 * Reading an index in its order is fine where a LIMIT ends it.  The plan of an
 * INSERT of values names tables that refer to it, which are not read.  When a
 * store is restored, all rows are meant.
 */
static bool
may_scan(const struct cw_statement *row)
{
	if (strncmp(row->text, "INSERT", 6) == 0)
		return strstr(row->text, "SELECT") == NULL;
	return strstr(row->text, "LIMIT") != NULL ||
	    strncmp(row->name, "restored_", 9) == 0;
}

/* A table read from end to end costs more with every row. */
static void
no_statement_reads_a_whole_table(void **state)
{
	(void)state;
	for (int i = 0; i < CW_SQL__COUNT; i++) {
		const struct cw_statement *row = &cw_statements[i];
		sqlite3_stmt *plan = prepare(row, "EXPLAIN QUERY PLAN ");

		while (sqlite3_step(plan) == SQLITE_ROW) {
			const char *detail =
			    (const char *)sqlite3_column_text(plan, 3);

			if (strncmp(detail, "SCAN ", 5) == 0 &&
			    strcmp(detail, "SCAN CONSTANT ROW") != 0 &&
			    !may_scan(row))
				fail_msg("%s: %s", row->name, detail);
		}
		sqlite3_finalize(plan);
	}
}

/* The log of security events grows with every attempt to sign in. */
static void
the_log_is_read_by_what_is_looked_for(void **state)
{
	static const struct {
		enum cw_sql sql;
		const char *index;
	} table[] = {
		{ CW_SQL_AUDIT_BEFORE_OF_EVENT, "audit_by_event (event=?" },
		{ CW_SQL_AUDIT_BEFORE_OF_ACCOUNT,
		    "audit_by_account (account_id=?" },
		{ CW_SQL_AUDIT_BEFORE_OF_NAME, "audit_by_name (name=?" },
		{ CW_SQL_AUDIT_KNOWS_NAME, "audit_by_name (name=?" },
	};

	(void)state;
	for (size_t i = 0; i < CW_LEN(table); i++) {
		sqlite3_stmt *plan = prepare(&cw_statements[table[i].sql],
		    "EXPLAIN QUERY PLAN ");
		const char *detail;

		assert_int_equal(sqlite3_step(plan), SQLITE_ROW);
		detail = (const char *)sqlite3_column_text(plan, 3);
		if (strstr(detail, table[i].index) == NULL)
			fail_msg("%s", detail);
		/* And nothing is sorted. */
		assert_int_equal(sqlite3_step(plan), SQLITE_DONE);
		sqlite3_finalize(plan);
	}
}

static void
every_statement_can_be_run(void **state)
{
	struct cw_val args[CW_SQL_PARAMS_MAX];

	(void)state;
	for (int i = 0; i < CW_SQL_PARAMS_MAX; i++)
		args[i] = cw_int(1);
	for (int i = 0; i < CW_SQL__COUNT; i++) {
		const struct cw_statement *row = &cw_statements[i];
		struct cw_store *store = stores[row->store];
		struct cw_rows rows;
		enum cw_err err;

		assert_int_equal(cw_begin(store), CW_OK);
		err = cw_query(store, (enum cw_sql)i, args, (size_t)row->params,
		    &rows);
		assert_int_equal(err, CW_OK);
		while (cw_rows_next(&rows, &err))
			continue;
		cw_rows_end(&rows);
		if (err != CW_OK && err != CW_INVALID && err != CW_CONFLICT)
			fail_msg("%s: %s", row->name, cw_err_word(err));
		assert_int_equal(cw_end(store, CW_CONFLICT), CW_CONFLICT);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_is_understood),
		cmocka_unit_test(no_statement_reads_a_whole_table),
		cmocka_unit_test(the_log_is_read_by_what_is_looked_for),
		cmocka_unit_test(every_statement_can_be_run),
	};

	return cmocka_run_group_tests(tests, make_stores, drop_stores);
}

/* Going back to an older schema: all that it can hold stays. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "db/back.h"
#include "db/copy.h"
#include "db/migrate.h"
#include "db/notes.h"
#include "db/room.h"
#include "db/sqlite.h"

static char place[200];

static int
make_place(void **state)
{
	if (notes_make(state) != 0)
		return -1;
	snprintf(place, sizeof(place), "%s", room_path(state, "copies"));
	return mkdir(place, 0700);
}

static void
run(const char *text)
{
	assert_int_equal(cw_sqlite_run(notes_writer, text, "test"), CW_OK);
}

/* A later release, as ALTER TABLE and new tables make it. */
static void
go_on(void)
{
	static const char *const statements[] = {
		"ALTER TABLE note ADD COLUMN colour TEXT",
		"UPDATE note SET colour = 'red'",
		"CREATE INDEX note_colour ON note (colour)",
		"DROP INDEX reply_note",
		"CREATE TABLE later (id INTEGER PRIMARY KEY, note INTEGER "
		"REFERENCES note (id)) STRICT",
		"INSERT INTO later VALUES (1, 1)",
		"CREATE TRIGGER later_stays BEFORE DELETE ON later "
		"BEGIN SELECT raise(ABORT, 'it stays'); END",
		"DROP TABLE page",
		"ALTER TABLE reply RENAME TO reply_before",
		"CREATE TABLE reply (note INTEGER REFERENCES note (id) "
		"DEFERRABLE INITIALLY DEFERRED, text TEXT NOT NULL)",
		"DROP TABLE reply_before",
		"CREATE INDEX reply_note ON reply (text)",
		"INSERT INTO reply VALUES (1, 'an answer'), (NULL, 'to none')",
		"PRAGMA user_version = 99",
	};

	for (size_t i = 0; i < CW_LEN(statements); i++)
		run(statements[i]);
}

static sqlite3_int64
number_of(const char *query)
{
	sqlite3_stmt *statement;
	sqlite3_int64 number;

	assert_int_equal(sqlite3_prepare_v2(notes_writer->db, query, -1,
			     &statement, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

static void
what_the_older_schema_can_hold_stays(void **state)
{
	int schema;

	assert_int_equal(note_commit(notes_writer, 1, "before"), CW_OK);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	go_on();
	run("INSERT INTO note (id, writer, text, colour) "
	    "VALUES (2, 1, 'after', 'blue')");
	assert_int_equal(cw_store_go_back(*state, CW_STORE_CHAT, place), CW_OK);
	assert_int_equal(cw_store_schema(*state, CW_STORE_CHAT, &schema),
	    CW_OK);
	assert_int_equal(schema, cw_schema_current(CW_STORE_CHAT));
	assert_int_equal(number_of("SELECT count(*) FROM note"), 2);
	assert_int_equal(number_of("SELECT count(*) FROM reply"), 1);
	assert_int_equal(number_of("SELECT count(*) FROM page"), 0);
	assert_int_equal(number_of(
			     "SELECT count(*) FROM pragma_table_info('note')"),
	    4);
	assert_int_equal(number_of("SELECT count(*) FROM sqlite_master "
				   "WHERE name LIKE '%later%' OR "
				   "name = 'note_colour'"),
	    0);
	/* The connection that was open all the while goes on. */
	assert_int_equal(note_commit(notes_writer, 3, "again"), CW_OK);
	assert_int_equal(number_of("SELECT count(*) FROM note"), 3);
}

static void
the_schema_is_the_copys_word_for_word(void **state)
{
	assert_int_equal(note_commit(notes_writer, 1, "before"), CW_OK);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	go_on();
	assert_int_equal(cw_store_go_back(*state, CW_STORE_CHAT, place), CW_OK);
	sqlite3_limit(notes_writer->db, SQLITE_LIMIT_ATTACHED, 1);
	run("PRAGMA query_only = OFF");
	{
		char text[300];

		snprintf(text, sizeof(text), "ATTACH '%s/chat.db' AS older",
		    place);
		run(text);
	}
	assert_int_equal(
	    number_of("SELECT count(*) FROM older.sqlite_master o WHERE NOT "
		      "EXISTS (SELECT 1 FROM main.sqlite_master m WHERE "
		      "m.name = o.name AND m.type = o.type AND "
		      "m.tbl_name = o.tbl_name AND m.sql IS o.sql)"),
	    0);
	assert_int_equal(number_of("SELECT (SELECT count(*) FROM "
				   "main.sqlite_master) - (SELECT count(*) "
				   "FROM older.sqlite_master)"),
	    0);
}

static void
a_copy_that_is_no_older_is_refused(void **state)
{
	assert_int_equal(note_commit(notes_writer, 1, "before"), CW_OK);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	assert_int_equal(cw_store_go_back(*state, CW_STORE_CHAT, place),
	    CW_CONFLICT);
	assert_int_equal(number_of("SELECT count(*) FROM note"), 1);
}

static void
what_would_refer_to_nothing_is_not_done(void **state)
{
	assert_int_equal(note_commit(notes_writer, 1, "before"), CW_OK);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	go_on();
	run("PRAGMA foreign_keys = OFF");
	run("INSERT INTO reply VALUES (77, 'to nobody')");
	assert_int_equal(cw_store_go_back(*state, CW_STORE_CHAT, place),
	    CW_CONFLICT);
	assert_int_equal(number_of("PRAGMA user_version"), 99);
	assert_int_equal(number_of("SELECT count(*) FROM later"), 1);
}

#define STORE_TEST(f) \
	cmocka_unit_test_setup_teardown(f, make_place, notes_remove)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_the_older_schema_can_hold_stays),
		STORE_TEST(the_schema_is_the_copys_word_for_word),
		STORE_TEST(a_copy_that_is_no_older_is_refused),
		STORE_TEST(what_would_refer_to_nothing_is_not_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

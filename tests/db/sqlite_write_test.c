/* Transactions: what is kept, what is undone, and who sees it when. */

#include "unit.h"

#include <unistd.h>

#include "base/clock.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/room.h"

static struct cw_store *writer;
static struct cw_store *reader;

static int
make_store(void **state)
{
	if (room_make(state) != 0 || cw_migrate(*state, CW_STORE_CHAT) != CW_OK)
		return -1;
	if (cw_store_open(*state, CW_STORE_CHAT, CW_STORE_WRITE, 50, &writer) !=
	    CW_OK)
		return -1;
	return cw_store_open(*state, CW_STORE_CHAT, CW_STORE_READ, 50,
		   &reader) == CW_OK
	    ? 0
	    : -1;
}

static int
drop_store(void **state)
{
	cw_store_close(writer);
	cw_store_close(reader);
	return room_remove(state);
}

static enum cw_err
add_note(int64_t id)
{
	const struct cw_val args[] = { cw_int(id), cw_int(id), cw_text("x") };

	return cw_exec(writer, CW_SQL_NOTE_ADD, args, CW_LEN(args), NULL);
}

static int64_t
count_notes(struct cw_store *store)
{
	struct cw_rows rows;
	int64_t count;

	assert_int_equal(cw_query_one(store, CW_SQL_NOTE_COUNT, NULL, 0, &rows),
	    CW_OK);
	count = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return count;
}

static void
a_commit_is_seen_by_others_and_not_before(void **state)
{
	(void)state;
	assert_int_equal(cw_begin(writer), CW_OK);
	assert_int_equal(add_note(1), CW_OK);
	assert_int_equal(count_notes(reader), 0);
	assert_int_equal(cw_end(writer, CW_OK), CW_OK);
	assert_int_equal(count_notes(reader), 1);
}

static void
an_error_undoes_everything_and_comes_back(void **state)
{
	(void)state;
	assert_int_equal(cw_begin(writer), CW_OK);
	assert_int_equal(add_note(1), CW_OK);
	assert_int_equal(cw_end(writer, CW_FORBIDDEN), CW_FORBIDDEN);
	assert_false(cw_in_transaction(writer));
	assert_int_equal(count_notes(reader), 0);
	assert_int_equal(cw_begin(writer), CW_OK);
	assert_int_equal(cw_end(writer, CW_OK), CW_OK);
}

static void
a_savepoint_undoes_only_its_own(void **state)
{
	(void)state;
	assert_int_equal(cw_begin(writer), CW_OK);
	assert_int_equal(add_note(1), CW_OK);
	assert_int_equal(cw_savepoint(writer), CW_OK);
	assert_int_equal(add_note(2), CW_OK);
	assert_int_equal(cw_savepoint_end(writer, CW_INVALID), CW_INVALID);
	assert_int_equal(cw_savepoint(writer), CW_OK);
	assert_int_equal(add_note(3), CW_OK);
	assert_int_equal(cw_savepoint_end(writer, CW_OK), CW_OK);
	assert_int_equal(cw_end(writer, CW_OK), CW_OK);
	assert_int_equal(count_notes(reader), 2);
	assert_int_equal(add_note(2), CW_OK);
	assert_int_equal(add_note(3), CW_CONFLICT);
}

static void
a_read_transaction_sees_one_state(void **state)
{
	(void)state;
	if (!cw_store_is_wal_safe())
		skip();
	assert_int_equal(cw_read_begin(reader), CW_OK);
	assert_int_equal(count_notes(reader), 0);
	assert_int_equal(add_note(1), CW_OK);
	assert_int_equal(count_notes(reader), 0);
	cw_read_end(reader);
	assert_int_equal(count_notes(reader), 1);
}

static void
the_version_changes_with_each_commit_of_others(void **state)
{
	int64_t before, same, after;

	(void)state;
	assert_int_equal(cw_store_version(reader, &before), CW_OK);
	assert_int_equal(cw_store_version(reader, &same), CW_OK);
	assert_int_equal(before, same);
	assert_int_equal(add_note(1), CW_OK);
	assert_int_equal(cw_store_version(reader, &after), CW_OK);
	assert_int_not_equal(before, after);
}

static void
a_second_writer_waits_no_longer_than_it_said(void **state)
{
	struct cw_store *second;
	int64_t started_ms, waited_ms;

	assert_int_equal(cw_store_open(*state, CW_STORE_CHAT, CW_STORE_WRITE,
			     50, &second),
	    CW_OK);
	assert_int_equal(cw_begin(writer), CW_OK);
	started_ms = cw_clock_steady_ms();
	assert_int_equal(cw_begin(second), CW_BUSY);
	waited_ms = cw_clock_steady_ms() - started_ms;
	assert_in_range(waited_ms, 50, 1000);
	assert_int_equal(cw_end(writer, CW_OK), CW_OK);
	assert_int_equal(cw_begin(second), CW_OK);
	assert_int_equal(cw_end(second, CW_OK), CW_OK);
	cw_store_close(second);
}

static void
a_commit_that_fails_undoes_everything(void **state)
{
	const struct cw_val nobody[] = { cw_int(77) };

	(void)state;
	assert_int_equal(cw_begin(writer), CW_OK);
	assert_int_equal(add_note(1), CW_OK);
	assert_int_equal(cw_exec(writer, CW_SQL_REPLY_ADD, nobody, 1, NULL),
	    CW_OK);
	assert_int_equal(cw_end(writer, CW_OK), CW_INVALID);
	assert_false(cw_in_transaction(writer));
	assert_int_equal(count_notes(reader), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_commit_is_seen_by_others_and_not_before, make_store,
		    drop_store),
		cmocka_unit_test_setup_teardown(
		    an_error_undoes_everything_and_comes_back, make_store,
		    drop_store),
		cmocka_unit_test_setup_teardown(a_savepoint_undoes_only_its_own,
		    make_store, drop_store),
		cmocka_unit_test_setup_teardown(
		    a_read_transaction_sees_one_state, make_store, drop_store),
		cmocka_unit_test_setup_teardown(
		    the_version_changes_with_each_commit_of_others, make_store,
		    drop_store),
		cmocka_unit_test_setup_teardown(
		    a_second_writer_waits_no_longer_than_it_said, make_store,
		    drop_store),
		cmocka_unit_test_setup_teardown(
		    a_commit_that_fails_undoes_everything, make_store,
		    drop_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

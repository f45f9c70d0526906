/* Transactions: what is kept, what is undone, and who sees it when. */

#include "unit.h"

#include <unistd.h>

#include "base/clock.h"
#include "db/notes.h"

static void
a_commit_is_seen_by_others_and_not_before(void **state)
{
	(void)state;
	assert_int_equal(cw_begin(notes_writer), CW_OK);
	assert_int_equal(note_add(notes_writer, 1, "1"), CW_OK);
	assert_int_equal(notes_count(notes_reader), 0);
	assert_int_equal(cw_end(notes_writer, CW_OK), CW_OK);
	assert_int_equal(notes_count(notes_reader), 1);
}

static void
an_error_undoes_everything_and_comes_back(void **state)
{
	(void)state;
	assert_int_equal(cw_begin(notes_writer), CW_OK);
	assert_int_equal(note_add(notes_writer, 1, "1"), CW_OK);
	assert_int_equal(cw_end(notes_writer, CW_FORBIDDEN), CW_FORBIDDEN);
	assert_false(cw_in_transaction(notes_writer));
	assert_int_equal(notes_count(notes_reader), 0);
	assert_int_equal(cw_begin(notes_writer), CW_OK);
	assert_int_equal(cw_end(notes_writer, CW_OK), CW_OK);
}

static void
a_savepoint_undoes_only_its_own(void **state)
{
	(void)state;
	assert_int_equal(cw_begin(notes_writer), CW_OK);
	assert_int_equal(note_add(notes_writer, 1, "1"), CW_OK);
	assert_int_equal(cw_savepoint(notes_writer), CW_OK);
	assert_int_equal(note_add(notes_writer, 2, "2"), CW_OK);
	assert_int_equal(cw_savepoint_end(notes_writer, CW_INVALID),
	    CW_INVALID);
	assert_int_equal(cw_savepoint(notes_writer), CW_OK);
	assert_int_equal(note_add(notes_writer, 3, "3"), CW_OK);
	assert_int_equal(cw_savepoint_end(notes_writer, CW_OK), CW_OK);
	assert_int_equal(cw_end(notes_writer, CW_OK), CW_OK);
	assert_int_equal(notes_count(notes_reader), 2);
	assert_int_equal(note_add(notes_writer, 2, "2"), CW_OK);
	assert_int_equal(note_add(notes_writer, 3, "3"), CW_CONFLICT);
}

static void
a_read_transaction_sees_one_state(void **state)
{
	(void)state;
	if (!cw_store_is_wal_safe())
		skip();
	assert_int_equal(cw_read_begin(notes_reader), CW_OK);
	assert_int_equal(notes_count(notes_reader), 0);
	assert_int_equal(note_add(notes_writer, 1, "1"), CW_OK);
	assert_int_equal(notes_count(notes_reader), 0);
	cw_read_end(notes_reader);
	assert_int_equal(notes_count(notes_reader), 1);
}

static void
the_version_changes_with_each_commit_of_others(void **state)
{
	int64_t before, same, after;

	(void)state;
	assert_int_equal(cw_store_version(notes_reader, &before), CW_OK);
	assert_int_equal(cw_store_version(notes_reader, &same), CW_OK);
	assert_int_equal(before, same);
	assert_int_equal(note_add(notes_writer, 1, "1"), CW_OK);
	assert_int_equal(cw_store_version(notes_reader, &after), CW_OK);
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
	assert_int_equal(cw_begin(notes_writer), CW_OK);
	started_ms = cw_clock_steady_ms();
	assert_int_equal(cw_begin(second), CW_BUSY);
	waited_ms = cw_clock_steady_ms() - started_ms;
	/* A machine that is busy may take its time. */
	assert_in_range(waited_ms, 50, 20000);
	assert_int_equal(cw_end(notes_writer, CW_OK), CW_OK);
	assert_int_equal(cw_begin(second), CW_OK);
	assert_int_equal(cw_end(second, CW_OK), CW_OK);
	cw_store_close(second);
}

static void
a_commit_that_fails_undoes_everything(void **state)
{
	const struct cw_val nobody[] = { cw_int(77) };

	(void)state;
	assert_int_equal(cw_begin(notes_writer), CW_OK);
	assert_int_equal(note_add(notes_writer, 1, "1"), CW_OK);
	assert_int_equal(cw_exec(notes_writer, CW_SQL_REPLY_ADD, nobody, 1,
			     NULL),
	    CW_OK);
	assert_int_equal(cw_end(notes_writer, CW_OK), CW_INVALID);
	assert_false(cw_in_transaction(notes_writer));
	assert_int_equal(notes_count(notes_reader), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_commit_is_seen_by_others_and_not_before, notes_make,
		    notes_remove),
		cmocka_unit_test_setup_teardown(
		    an_error_undoes_everything_and_comes_back, notes_make,
		    notes_remove),
		cmocka_unit_test_setup_teardown(a_savepoint_undoes_only_its_own,
		    notes_make, notes_remove),
		cmocka_unit_test_setup_teardown(
		    a_read_transaction_sees_one_state, notes_make,
		    notes_remove),
		cmocka_unit_test_setup_teardown(
		    the_version_changes_with_each_commit_of_others, notes_make,
		    notes_remove),
		cmocka_unit_test_setup_teardown(
		    a_second_writer_waits_no_longer_than_it_said, notes_make,
		    notes_remove),
		cmocka_unit_test_setup_teardown(
		    a_commit_that_fails_undoes_everything, notes_make,
		    notes_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

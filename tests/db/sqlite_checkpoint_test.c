/* Emptying the log of writes: all of it, or what nobody reads any more. */

#include "unit.h"

#include <sys/stat.h>

#include "db/notes.h"
#include "db/room.h"

static long
log_bytes(void *const *state)
{
	struct stat about;

	if (stat(room_path(state, "chat.db-wal"), &about) != 0)
		return -1;
	return (long)about.st_size;
}

static void
the_log_is_empty_after_it(void **state)
{
	if (!cw_store_is_wal_safe())
		skip();
	assert_int_equal(note_commit(notes_writer, 1, "1"), CW_OK);
	assert_true(log_bytes(state) > 0);
	assert_int_equal(cw_store_checkpoint(notes_writer), CW_OK);
	assert_int_equal(log_bytes(state), 0);
	assert_int_equal(notes_count(notes_reader), 1);
}

static void
what_somebody_reads_stays(void **state)
{
	if (!cw_store_is_wal_safe())
		skip();
	assert_int_equal(note_commit(notes_writer, 1, "1"), CW_OK);
	assert_int_equal(cw_read_begin(notes_reader), CW_OK);
	assert_int_equal(notes_count(notes_reader), 1);
	assert_int_equal(note_commit(notes_writer, 2, "2"), CW_OK);
	assert_int_equal(cw_store_checkpoint(notes_writer), CW_BUSY);
	assert_int_equal(notes_count(notes_reader), 1);
	cw_read_end(notes_reader);
	assert_int_equal(notes_count(notes_reader), 2);
	assert_int_equal(cw_store_checkpoint(notes_writer), CW_OK);
	assert_int_equal(log_bytes(state), 0);
	assert_int_equal(note_commit(notes_writer, 3, "3"), CW_OK);
	assert_int_equal(notes_count(notes_reader), 3);
}

#define STORE_TEST(f) \
	cmocka_unit_test_setup_teardown(f, notes_make, notes_remove)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_log_is_empty_after_it),
		STORE_TEST(what_somebody_reads_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

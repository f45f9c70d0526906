/* Emptying the log of writes: all of it, or what nobody reads any more. */

#include "unit.h"

#include <sys/stat.h>

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
	if (cw_store_open(*state, CW_STORE_CHAT, CW_STORE_READ, 50, &reader) !=
	    CW_OK)
		return -1;
	return cw_store_open(*state, CW_STORE_CHAT, CW_STORE_WRITE, 50,
		   &writer) == CW_OK
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

static void
add_note(int64_t id)
{
	const struct cw_val args[] = { cw_int(id), cw_int(id), cw_text("x") };

	assert_int_equal(cw_begin(writer), CW_OK);
	assert_int_equal(cw_end(writer,
			     cw_exec(writer, CW_SQL_NOTE_ADD, args,
				 CW_LEN(args), NULL)),
	    CW_OK);
}

static int64_t
count_notes(void)
{
	struct cw_rows rows;
	int64_t count;

	assert_int_equal(cw_query_one(reader, CW_SQL_NOTE_COUNT, NULL, 0,
			     &rows),
	    CW_OK);
	count = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	return count;
}

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
	add_note(1);
	assert_true(log_bytes(state) > 0);
	assert_int_equal(cw_store_checkpoint(writer), CW_OK);
	assert_int_equal(log_bytes(state), 0);
	assert_int_equal(count_notes(), 1);
}

static void
what_somebody_reads_stays(void **state)
{
	if (!cw_store_is_wal_safe())
		skip();
	add_note(1);
	assert_int_equal(cw_read_begin(reader), CW_OK);
	assert_int_equal(count_notes(), 1);
	add_note(2);
	assert_int_equal(cw_store_checkpoint(writer), CW_BUSY);
	assert_int_equal(count_notes(), 1);
	cw_read_end(reader);
	assert_int_equal(count_notes(), 2);
	assert_int_equal(cw_store_checkpoint(writer), CW_OK);
	assert_int_equal(log_bytes(state), 0);
	add_note(3);
	assert_int_equal(count_notes(), 3);
}

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, make_store, drop_store)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(the_log_is_empty_after_it),
		STORE_TEST(what_somebody_reads_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Copies: whole under load, alone, and damage is noticed. */

#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/copy.h"
#include "db/migrate.h"
#include "db/notes.h"
#include "db/room.h"
#include "db/sqlite.h"

#define NOTES 2000
#define PAGE_BYTES 4096

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
add_notes(int64_t first, int64_t count)
{
	char text[200];

	assert_int_equal(cw_begin(notes_writer), CW_OK);
	for (int64_t id = first; id < first + count; id++) {
		snprintf(text, sizeof(text), "%0150lld", (long long)id);
		assert_int_equal(note_add(notes_writer, id, text), CW_OK);
	}
	assert_int_equal(cw_end(notes_writer, CW_OK), CW_OK);
}

static int64_t
count_of(const char *table)
{
	struct cw_tally tally;
	struct cw_arena arena;
	int64_t found = -1;

	cw_arena_init(&arena, 1 << 20);
	assert_int_equal(cw_copy_count(place, CW_STORE_CHAT, &arena, &tally),
	    CW_OK);
	for (size_t i = 0; i < tally.count; i++)
		if (strcmp(tally.tables[i].table, table) == 0)
			found = tally.tables[i].rows;
	cw_arena_clear(&arena);
	return found;
}

static void
a_copy_has_what_was_committed_and_nothing_beside_it(void **state)
{
	struct stat about;
	char path[300];
	int schema = 0;

	add_notes(1, NOTES);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	add_notes(NOTES + 1, 1);
	assert_int_equal(cw_copy_verify(place, CW_STORE_CHAT), CW_OK);
	assert_int_equal(count_of("note"), NOTES);
	assert_int_equal(count_of("page"), 0);
	assert_int_equal(cw_copy_schema(place, CW_STORE_CHAT, &schema), CW_OK);
	assert_int_equal(schema, cw_schema_current(CW_STORE_CHAT));
	snprintf(path, sizeof(path), "%s/chat.db", place);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	snprintf(path, sizeof(path), "%s/chat.db-wal", place);
	assert_int_equal(access(path, F_OK), -1);
}

static void
a_copy_that_is_there_is_not_written_over(void **state)
{
	add_notes(1, 3);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	add_notes(4, 1);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place),
	    CW_CONFLICT);
	assert_int_equal(count_of("note"), 3);
}

static void
a_store_that_is_not_there_gives_no_copy(void **state)
{
	char path[300];

	assert_int_not_equal(cw_store_copy(*state, CW_STORE_POOL, place),
	    CW_OK);
	snprintf(path, sizeof(path), "%s/pool.db", place);
	assert_int_equal(access(path, F_OK), -1);
}

/* Writing goes on in the middle of a transaction of another's. */
static void
a_copy_is_of_one_moment_while_somebody_writes(void **state)
{
	add_notes(1, NOTES);
	assert_int_equal(cw_begin(notes_writer), CW_OK);
	assert_int_equal(note_add(notes_writer, NOTES + 1, "not yet"), CW_OK);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	assert_int_equal(cw_end(notes_writer, CW_OK), CW_OK);
	assert_int_equal(count_of("note"), NOTES);
}

/* Overwrite bytes of the copy; at a page's begin its kind stands. */
static void
damage(off_t at, char byte, size_t count)
{
	char path[300];
	int fd;

	snprintf(path, sizeof(path), "%s/chat.db", place);
	fd = open(path, O_WRONLY);
	assert_int_not_equal(fd, -1);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(pwrite(fd, &byte, 1, at + (off_t)i), 1);
	close(fd);
}

static void
damage_is_noticed_wherever_it_is(void **state)
{
	static const struct {
		off_t at;
		char byte;
		size_t count;
	} cases[] = {
		{ 0, 'x', 16 },			   /* no database any more */
		{ 5 * PAGE_BYTES, 0, PAGE_BYTES }, /* a page of nothing */
		{ 9 * PAGE_BYTES, 0x7f, 8 },	   /* a page of no kind */
		{ PAGE_BYTES + 100, 0x55, 200 },   /* among cells */
	};
	char path[300];

	add_notes(1, NOTES);
	snprintf(path, sizeof(path), "%s/chat.db", place);
	for (size_t i = 0; i < CW_LEN(cases); i++) {
		assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place),
		    CW_OK);
		damage(cases[i].at, cases[i].byte, cases[i].count);
		assert_int_equal(cw_copy_verify(place, CW_STORE_CHAT),
		    CW_STORE);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	assert_int_equal(truncate(path, 20 * PAGE_BYTES), 0);
	assert_int_equal(cw_copy_verify(place, CW_STORE_CHAT), CW_STORE);
}

/* An answer whose note is gone, written behind our back. */
static void
a_reference_to_nothing_is_noticed(void **state)
{
	char path[300];
	sqlite3 *db;

	add_notes(1, 1);
	assert_int_equal(cw_store_copy(*state, CW_STORE_CHAT, place), CW_OK);
	snprintf(path, sizeof(path), "%s/chat.db", place);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
			     "PRAGMA foreign_keys = OFF;"
			     "INSERT INTO reply (note, text) VALUES (7, 'x')",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(cw_copy_verify(place, CW_STORE_CHAT), CW_STORE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_copy_has_what_was_committed_and_nothing_beside_it,
		    make_place, notes_remove),
		cmocka_unit_test_setup_teardown(
		    a_copy_that_is_there_is_not_written_over, make_place,
		    notes_remove),
		cmocka_unit_test_setup_teardown(
		    a_store_that_is_not_there_gives_no_copy, make_place,
		    notes_remove),
		cmocka_unit_test_setup_teardown(
		    a_copy_is_of_one_moment_while_somebody_writes, make_place,
		    notes_remove),
		cmocka_unit_test_setup_teardown(
		    damage_is_noticed_wherever_it_is, make_place, notes_remove),
		cmocka_unit_test_setup_teardown(
		    a_reference_to_nothing_is_noticed, make_place,
		    notes_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

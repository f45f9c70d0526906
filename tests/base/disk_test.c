/* lib/base/disk.c: whole files, and refusals by name. */

#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk.h"
#include "db/room.h"

static void
what_is_written_is_read_and_copied(void **state)
{
	struct cw_arena arena;
	struct stat about;
	char *bytes;
	size_t len;

	cw_arena_init(&arena, 1 << 20);
	assert_int_equal(cw_disk_write(room_path(state, "a"), 0600, "abc", 3),
	    CW_OK);
	char *from = strdup(room_path(state, "a"));
	assert_int_equal(cw_disk_copy(from, room_path(state, "b")), CW_OK);
	assert_int_equal(cw_disk_read(room_path(state, "b"), 3, &arena, &bytes,
			     &len),
	    CW_OK);
	assert_int_equal(len, 3);
	assert_string_equal(bytes, "abc");
	assert_int_equal(stat(room_path(state, "b"), &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	free(from);
	cw_arena_clear(&arena);
}

static void
a_file_that_is_there_is_left_alone(void **state)
{
	struct cw_arena arena;
	char *bytes;
	size_t len;

	cw_arena_init(&arena, 1 << 20);
	assert_int_equal(cw_disk_write(room_path(state, "a"), 0600, "abc", 3),
	    CW_OK);
	char *from = strdup(room_path(state, "a"));
	assert_int_equal(cw_disk_write(from, 0600, "x", 1), CW_CONFLICT);
	assert_int_equal(cw_disk_copy("/etc/hostname", from), CW_CONFLICT);
	assert_int_equal(cw_disk_read(from, 10, &arena, &bytes, &len), CW_OK);
	assert_string_equal(bytes, "abc");
	free(from);
	cw_arena_clear(&arena);
}

static void
what_is_absent_or_too_large_is_told_apart(void **state)
{
	struct cw_arena arena;
	char *bytes = NULL;
	size_t len = 0;

	cw_arena_init(&arena, 1 << 20);
	assert_int_equal(cw_disk_read(room_path(state, "none"), 10, &arena,
			     &bytes, &len),
	    CW_NOTFOUND);
	assert_int_equal(cw_disk_write(room_path(state, "a"), 0600, "abcd", 4),
	    CW_OK);
	assert_int_equal(cw_disk_read(room_path(state, "a"), 3, &arena, &bytes,
			     &len),
	    CW_TOOLARGE);
	assert_null(bytes);
	cw_arena_clear(&arena);
}

static void
refusals_tell_a_full_disk_from_others(void **state)
{
	(void)state;
	errno = ENOSPC;
	assert_int_equal(cw_disk_refused("write", "x"), CW_FULL);
	errno = EROFS;
	assert_int_equal(cw_disk_refused("write", "x"), CW_FULL);
	errno = EACCES;
	assert_int_equal(cw_disk_refused("write", "x"), CW_SYSTEM);
	assert_int_equal(cw_disk_write("/dev/full/x", 0600, "", 0), CW_SYSTEM);
	assert_int_equal(cw_disk_sync("/nowhere"), CW_SYSTEM);
}

static void
a_tree_goes_whole_and_an_absent_one_is_fine(void **state)
{
	char *top = strdup(room_path(state, "top"));
	int64_t room = -1;

	assert_int_equal(mkdir(top, 0700), 0);
	assert_int_equal(mkdir(room_path(state, "top/below"), 0700), 0);
	assert_int_equal(cw_disk_write(room_path(state, "top/below/a"), 0600,
			     "x", 1),
	    CW_OK);
	assert_int_equal(symlink(*state, room_path(state, "top/link")), 0);
	assert_int_equal(cw_disk_remove(top), CW_OK);
	assert_int_equal(access(top, F_OK), -1);
	assert_int_equal(cw_disk_remove(top), CW_OK);
	assert_int_equal(cw_disk_room(*state, &room), CW_OK);
	assert_true(room >= 0);
	free(top);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_written_is_read_and_copied, room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    a_file_that_is_there_is_left_alone, room_make, room_remove),
		cmocka_unit_test_setup_teardown(
		    what_is_absent_or_too_large_is_told_apart, room_make,
		    room_remove),
		cmocka_unit_test(refusals_tell_a_full_disk_from_others),
		cmocka_unit_test_setup_teardown(
		    a_tree_goes_whole_and_an_absent_one_is_fine, room_make,
		    room_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

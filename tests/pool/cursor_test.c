/* lib/pool/cursor.c: cursor files tell that something happened, not what. */

#include "fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <time.h>

#include "pool/cursor.h"

#define SESSION 4711

static const char *
path_of(struct fixture *f, int64_t session_id)
{
	char name[CW_CURSOR_CHARS + 1];
	const char *path;

	cw_cursor_name(f->pool, session_id, name);
	path = cw_arena_printf(&f->arena, "%s/live/%s.json", f->dir, name);
	assert_non_null(path);
	return path;
}

/* The text of a file; "" if it is not there. */
static const char *
text_of(const char *path)
{
	static char text[128];
	ssize_t len = 0;
	int fd = open(path, O_RDONLY);

	if (fd != -1) {
		len = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	assert_true(len >= 0);
	text[len] = '\0';
	return text;
}

static int
files_in(struct fixture *f)
{
	DIR *dir = opendir(cw_arena_printf(&f->arena, "%s/live", f->dir));
	int count = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2;
}

static void
a_name_is_a_sessions_own(void **state)
{
	struct fixture *f = *state;
	char one[CW_CURSOR_CHARS + 1], again[CW_CURSOR_CHARS + 1],
	    other[CW_CURSOR_CHARS + 1];

	cw_cursor_name(f->pool, SESSION, one);
	cw_cursor_name(f->pool, SESSION, again);
	cw_cursor_name(f->pool, SESSION + 1, other);
	assert_int_equal(strlen(one), CW_CURSOR_CHARS);
	assert_int_equal(strspn(one,
			     "abcdefghijklmnopqrstuvwxyz"
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
	    CW_CURSOR_CHARS);
	assert_string_equal(one, again);
	assert_string_not_equal(one, other);
}

static void
a_file_holds_the_position_and_nothing_else(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	assert_int_equal(cw_cursor_make(f->pool, SESSION, 17), CW_OK);
	assert_string_equal(text_of(path_of(f, SESSION)), "{\"last\":17}\n");
	assert_int_equal(stat(path_of(f, SESSION), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(stat(cw_arena_printf(&f->arena, "%s/live", f->dir),
			     &st),
	    0);
	assert_int_equal(st.st_mode & 07777, 0711);
	assert_int_equal(files_in(f), 1);
}

static void
a_file_that_is_there_is_not_made_anew(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cw_cursor_make(f->pool, SESSION, 17), CW_OK);
	cw_cursor_move(f->pool, SESSION, 18);
	assert_int_equal(cw_cursor_make(f->pool, SESSION, 17), CW_OK);
	assert_string_equal(text_of(path_of(f, SESSION)), "{\"last\":18}\n");
	assert_int_equal(files_in(f), 1);
}

/* Some servers know versions by size and whole seconds alone. */
static void
each_move_changes_the_time_by_whole_seconds(void **state)
{
	struct fixture *f = *state;
	struct stat one, two;

	assert_int_equal(cw_cursor_make(f->pool, SESSION, 17), CW_OK);
	assert_int_equal(stat(path_of(f, SESSION), &one), 0);
	cw_cursor_move(f->pool, SESSION, 18);
	assert_int_equal(stat(path_of(f, SESSION), &two), 0);
	assert_int_equal(one.st_size, two.st_size);
	assert_true(one.st_mtime != two.st_mtime);
	assert_true(two.st_mtime < time(NULL));
	assert_int_equal(files_in(f), 1);
}

static void
a_file_that_went_is_not_brought_back(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(cw_cursor_make(f->pool, SESSION, 17), CW_OK);
	cw_cursor_remove(f->pool, SESSION);
	cw_cursor_move(f->pool, SESSION, 18);
	assert_string_equal(text_of(path_of(f, SESSION)), "");
	assert_int_equal(files_in(f), 0);
}

static void
live_dir_says_where(void **state)
{
	struct fixture *f = *state;
	const char *dir = cw_arena_printf(&f->arena, "%s/else", f->dir);
	const char *path;
	char name[CW_CURSOR_CHARS + 1];

	f->conf.live_dir = dir;
	cw_cursor_name(f->pool, SESSION, name);
	path = cw_arena_printf(&f->arena, "%s/%s.json", dir, name);
	assert_int_equal(cw_cursor_make(f->pool, SESSION, 17), CW_OK);
	assert_string_equal(text_of(path), "{\"last\":17}\n");
	f->conf.live_dir = "/dev/null/else";
	assert_int_equal(cw_cursor_make(f->pool, SESSION, 17), CW_SYSTEM);
	f->conf.live_dir = "";
}

static void
signing_out_takes_the_file_away(void **state)
{
	struct fixture *f = *state;
	struct cw_session one, two, other;

	add_account(f, "anna", "a@example.org");
	add_account(f, "bob", "b@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &one), CW_OK);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &two), CW_OK);
	assert_int_equal(sign_in(f, "bob", PASSWORD, &other), CW_OK);
	assert_int_equal(cw_cursor_make(f->pool, one.id, 1), CW_OK);
	assert_int_equal(cw_cursor_make(f->pool, two.id, 1), CW_OK);
	assert_int_equal(cw_cursor_make(f->pool, other.id, 1), CW_OK);
	assert_int_equal(end_session(f, &one), CW_OK);
	assert_string_equal(text_of(path_of(f, one.id)), "");
	assert_string_not_equal(text_of(path_of(f, two.id)), "");
	assert_int_equal(end_all_sessions(f, one.account_id), CW_OK);
	assert_string_equal(text_of(path_of(f, two.id)), "");
	assert_string_not_equal(text_of(path_of(f, other.id)), "");
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_name_is_a_sessions_own),
		TEST(a_file_holds_the_position_and_nothing_else),
		TEST(a_file_that_is_there_is_not_made_anew),
		TEST(each_move_changes_the_time_by_whole_seconds),
		TEST(a_file_that_went_is_not_brought_back),
		TEST(live_dir_says_where),
		TEST(signing_out_takes_the_file_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

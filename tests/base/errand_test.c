/* Errands run one program, and nothing of the process goes along. */

#include "base/errand.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

static struct cw_arena arena;
static struct cw_errands *errands;

static int
make_arena(void **state)
{
	(void)state;
	cw_arena_init(&arena, (size_t)4 * 1024 * 1024);
	return 0;
}

static int
clear_arena(void **state)
{
	(void)state;
	cw_errands_close(errands);
	errands = NULL;
	cw_arena_clear(&arena);
	return 0;
}

static void
open_shell(const char *script)
{
	char *const argv[] = { (char *)(uintptr_t) "/bin/sh",
		(char *)(uintptr_t) "-c", (char *)(uintptr_t)script, NULL };

	assert_int_equal(cw_errands_open(argv, &errands), CW_OK);
}

static enum cw_err
run(const char *input, size_t max_bytes, int64_t limit_ms, char **out)
{
	const struct cw_errand errand = {
		.input = input,
		.len = strlen(input),
		.max_bytes = max_bytes,
		.limit_ms = limit_ms,
	};
	size_t len;

	return cw_errand_run(errands, &errand, &arena, out, &len);
}

static void
the_program_reads_and_answers(void **state)
{
	char *out;

	(void)state;
	open_shell("read line; echo \"$line, you said\"");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(run("tea\n", 100, 30000, &out), CW_OK);
		assert_string_equal(out, "tea, you said\n");
	}
}

static void
an_answer_has_a_largest_size(void **state)
{
	char *out;

	(void)state;
	open_shell("cat");
	assert_int_equal(run("0123456789", 10, 30000, &out), CW_OK);
	assert_int_equal(run("0123456789", 9, 30000, &out), CW_TOOLARGE);
	assert_int_equal(run("", 9, 30000, &out), CW_UNREACHABLE);
}

static void
who_takes_too_long_is_not_waited_for(void **state)
{
	char *out;

	(void)state;
	open_shell("exec sleep 20");
	assert_int_equal(run("", 10, 50, &out), CW_UNREACHABLE);
}

static void
a_program_that_is_not_there_says_nothing(void **state)
{
	char *const argv[] = { (char *)(uintptr_t) "/nowhere/at-all", NULL };
	char *out;

	(void)state;
	assert_int_equal(cw_errands_open(argv, &errands), CW_OK);
	assert_int_equal(run("", 10, 30000, &out), CW_UNREACHABLE);
}

static void
neither_environment_nor_descriptors_go_along(void **state)
{
	char *out;
	int fd = dup(2);

	(void)state;
	assert_int_equal(setenv("CHINWAG_TEST_SECRET", "x", 1), 0);
	open_shell("env | grep SECRET; for fd in 3 4 5 6 7 8 9; do "
		   "[ -e /proc/$$/fd/$fd ] && echo $fd; done; echo end");
	assert_int_equal(run("", 1000, 30000, &out), CW_OK);
	assert_string_equal(out, "end\n");
	close(fd);
	assert_int_equal(unsetenv("CHINWAG_TEST_SECRET"), 0);
}

static void
nobody_is_left_behind(void **state)
{
	char *out;

	(void)state;
	open_shell("echo end");
	assert_int_equal(run("", 1000, 30000, &out), CW_OK);
	cw_errands_close(errands);
	errands = NULL;
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_program_reads_and_answers,
		    make_arena, clear_arena),
		cmocka_unit_test_setup_teardown(an_answer_has_a_largest_size,
		    make_arena, clear_arena),
		cmocka_unit_test_setup_teardown(
		    who_takes_too_long_is_not_waited_for, make_arena,
		    clear_arena),
		cmocka_unit_test_setup_teardown(
		    a_program_that_is_not_there_says_nothing, make_arena,
		    clear_arena),
		cmocka_unit_test_setup_teardown(
		    neither_environment_nor_descriptors_go_along, make_arena,
		    clear_arena),
		cmocka_unit_test_setup_teardown(nobody_is_left_behind,
		    make_arena, clear_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Where the library lies that this program has within. */

#include "../unit.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/library.h"

static void
it_is_found_and_so_is_what_lies_beside_it(void **state)
{
	char directory[PATH_MAX], beside[PATH_MAX], self[PATH_MAX];
	struct stat status;
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	(void)state;
	assert_true(len > 0);
	self[len] = '\0';
	assert_int_equal(cw_library_path("", directory, sizeof(directory)),
	    CW_OK);
	assert_int_equal(stat(directory, &status), 0);
	assert_true(S_ISDIR(status.st_mode));
	assert_int_equal(cw_library_path(strrchr(self, '/') + 1, beside,
			     sizeof(beside)),
	    CW_OK);
	assert_int_equal(access(beside, X_OK), 0);
}

static void
a_path_that_does_not_fit_is_none(void **state)
{
	char little[4] = "???";

	(void)state;
	assert_int_equal(cw_library_path("", little, 1), CW_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_found_and_so_is_what_lies_beside_it),
		cmocka_unit_test(a_path_that_does_not_fit_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

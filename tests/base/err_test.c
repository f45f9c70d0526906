/* Every error has a word of its own. */

#include "base/err.h"
#include "unit.h"

static void
every_error_has_a_word_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < CW_ERR__COUNT; i++) {
		const char *word = cw_err_word((enum cw_err)i);

		assert_string_not_equal(word, "unknown");
		for (int j = 0; j < i; j++)
			assert_string_not_equal(word,
			    cw_err_word((enum cw_err)j));
	}
}

static void
a_number_that_is_no_error_has_a_word_too(void **state)
{
	(void)state;
	assert_string_equal(cw_err_word(CW_ERR__COUNT), "unknown");
	assert_string_equal(cw_err_word((enum cw_err)1000), "unknown");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_error_has_a_word_of_its_own),
		cmocka_unit_test(a_number_that_is_no_error_has_a_word_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tests own the clock. */

#include "base/clock.h"

#include <time.h>

#include "unit.h"

static void
a_time_that_was_set_stands_still(void **state)
{
	(void)state;
	cw_clock_set_now_ms(1234567890123);
	assert_int_equal(cw_clock_now_ms(), 1234567890123);
	assert_int_equal(cw_clock_now_ms(), 1234567890123);
	cw_clock_set_now_ms(0);
	assert_int_equal(cw_clock_now_ms(), 0);
	cw_clock_set_now_ms(-1);
}

static void
the_real_clock_is_the_systems(void **state)
{
	const int64_t before_ms = (int64_t)time(NULL) * 1000;

	(void)state;
	/* time(2) may run behind by a tick. */
	assert_in_range(cw_clock_now_ms(), before_ms,
	    before_ms + 60 * INT64_C(1000));
}

static void
the_steady_clock_does_not_step_back(void **state)
{
	const int64_t first_us = cw_clock_steady_us();

	(void)state;
	cw_clock_set_now_ms(5);
	assert_true(cw_clock_steady_us() >= first_us);
	assert_true(cw_clock_steady_ms() >= first_us / 1000);
	cw_clock_set_now_ms(-1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_time_that_was_set_stands_still),
		cmocka_unit_test(the_real_clock_is_the_systems),
		cmocka_unit_test(the_steady_clock_does_not_step_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Timers come in the order in which they are due. */

#include "../unit.h"

#include "base/clock.h"
#include "gateway/stream_timer.h"

#define MANY 500

static uint32_t
next_number(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void
check_order(struct cw_timers *timers, size_t count)
{
	int64_t before = INT64_MIN;

	for (; count > 0; count--) {
		struct cw_timer *first = cw_timers_first(timers);

		assert_non_null(first);
		assert_true(first->due_ms >= before);
		before = first->due_ms;
		cw_timers_remove(timers, first);
	}
	assert_null(cw_timers_first(timers));
}

static void
the_first_due_comes_first(void **state)
{
	struct cw_timers timers = { 0 };
	struct cw_timer all[MANY] = { 0 };
	uint32_t seed = 1;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(cw_timers_set(&timers, &all[i],
				     next_number(&seed) % 1000),
		    CW_OK);
	check_order(&timers, MANY);
	cw_timers_clear(&timers);
}

static void
a_timer_that_is_moved_or_removed_keeps_the_order(void **state)
{
	struct cw_timers timers = { 0 };
	struct cw_timer all[MANY] = { 0 };
	uint32_t seed = 2;

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(cw_timers_set(&timers, &all[i], (int64_t)i),
		    CW_OK);
	for (size_t i = 0; i < MANY; i += 2)
		assert_int_equal(cw_timers_set(&timers, &all[i],
				     next_number(&seed) % 1000),
		    CW_OK);
	for (size_t i = 0; i < MANY; i += 5)
		cw_timers_remove(&timers, &all[i]);
	check_order(&timers, MANY - MANY / 5);
	cw_timers_clear(&timers);
}

static void
removing_what_does_not_run_is_harmless(void **state)
{
	struct cw_timers timers = { 0 };
	struct cw_timer timer = { 0 };

	(void)state;
	cw_timers_remove(&timers, &timer);
	assert_null(cw_timers_first(&timers));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_due_comes_first),
		cmocka_unit_test(
		    a_timer_that_is_moved_or_removed_keeps_the_order),
		cmocka_unit_test(removing_what_does_not_run_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

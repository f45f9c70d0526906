/* Times as clients write them, and nothing that only looks like one. */

#include "gateway/idp_time.h"

#include <stddef.h>

#include "unit.h"

#include "base/clock.h"

/* 2025-03-05T07:08:09Z */
#define THEN INT64_C(1741158489)

static void
a_clients_time_is_read(void **state)
{
	int64_t time;

	(void)state;
	assert_int_equal(cw_idp_time("Wed Mar 5 07:08:09 UTC 2025", &time),
	    CW_OK);
	assert_int_equal(time, THEN);
	assert_int_equal(cw_idp_time("Tue Dec 31 23:59:59 UTC 2024", &time),
	    CW_OK);
	assert_int_equal(time, INT64_C(1735689599));
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const bad[] = { "", "yesterday",
		"2025-03-05T07:08:09Z", "Wed Mar 5 07:08:09 CET 2025",
		"Wed Mar 5 07:08:09 UTC 2025 ", "Wed Mar 5 07:08:09 UTC",
		"Xyz Mar 5 07:08:09 UTC 2025", "Wed Xyz 5 07:08:09 UTC 2025",
		"Wed Mar 32 07:08:09 UTC 2025", "Wed Mar 5 24:08:09 UTC 2025",
		"Wed Mar 5 07:60:09 UTC 2025", "Wed Mar -5 07:08:09 UTC 2025" };
	int64_t time;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(cw_idp_time(bad[i], &time), CW_INVALID);
}

static void
five_minutes_are_the_limit(void **state)
{
	static const char text[] = "Wed Mar 5 07:08:09 UTC 2025";
	static const struct {
		int64_t off_sec;
		bool is_timely;
	} cases[] = { { 0, true }, { 300, true }, { -300, true },
		{ 301, false }, { -301, false } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cw_clock_set_now_ms((THEN + cases[i].off_sec) * 1000);
		assert_int_equal(cw_idp_is_timely(text), cases[i].is_timely);
	}
	cw_clock_set_now_ms(-1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clients_time_is_read),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(five_minutes_are_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

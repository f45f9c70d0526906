/* Random numbers have no favourites, and nothing is made without them. */

#include "base/random.h"

#include <string.h>

#include "unit.h"

/* What the source gives next, and how often it was asked. */
static uint32_t draws[8];
static size_t draw_count;
static size_t asked;

static enum cw_err
give_draws(void *bytes, size_t len)
{
	assert_int_equal(len, sizeof(draws[0]));
	assert_true(asked < draw_count);
	memcpy(bytes, &draws[asked++], len);
	return CW_OK;
}

static enum cw_err
give_zeros(void *bytes, size_t len)
{
	asked++;
	memset(bytes, 0, len);
	return CW_OK;
}

static enum cw_err
give_ones(void *bytes, size_t len)
{
	memset(bytes, 0xff, len);
	return CW_OK;
}

static enum cw_err
give_nothing(void *bytes, size_t len)
{
	(void)bytes;
	(void)len;
	return CW_SYSTEM;
}

static int
use_the_kernel(void **state)
{
	(void)state;
	asked = 0;
	draw_count = 0;
	cw_random_set_source(NULL);
	return 0;
}

static void
draws_that_would_favour_small_numbers_are_thrown_away(void **state)
{
	const uint32_t below = 1000000;
	/* 2^32 modulo 1000000 is 967296. */
	const uint32_t given[] = { 0, 967295, 967296, 4294967295 };
	uint32_t out;

	(void)state;
	memcpy(draws, given, sizeof(given));
	draw_count = 4;
	cw_random_set_source(give_draws);
	assert_int_equal(cw_random_below(below, &out), CW_OK);
	assert_int_equal(out, 967296);
	assert_int_equal(asked, 3);
	assert_int_equal(cw_random_below(below, &out), CW_OK);
	assert_int_equal(out, 4294967295 % below);
}

static void
each_number_is_reached_and_none_beyond(void **state)
{
	size_t counts[7] = { 0 };
	uint32_t out;

	(void)state;
	for (int i = 0; i < 7000; i++) {
		assert_int_equal(cw_random_below(7, &out), CW_OK);
		assert_true(out < 7);
		counts[out]++;
	}
	/* A thousand each; 300 away from it happens to nobody. */
	for (size_t i = 0; i < 7; i++)
		assert_in_range(counts[i], 700, 1300);
	assert_int_equal(cw_random_below(1, &out), CW_OK);
	assert_int_equal(out, 0);
}

static void
a_source_that_is_stuck_is_given_up(void **state)
{
	uint32_t out = 99;

	(void)state;
	cw_random_set_source(give_zeros);
	assert_int_equal(cw_random_below(1000000, &out), CW_SYSTEM);
	assert_int_equal(out, 99);
}

static void
without_randomness_nothing_is_made(void **state)
{
	char uuid[37] = "untouched";
	uint32_t out = 99;

	(void)state;
	cw_random_set_source(give_nothing);
	assert_int_equal(cw_random_below(10, &out), CW_SYSTEM);
	assert_int_equal(out, 99);
	assert_int_equal(cw_random_uuid(uuid), CW_SYSTEM);
	assert_string_equal(uuid, "untouched");
}

static void
a_uuid_says_its_version_and_variant(void **state)
{
	char uuid[37];

	(void)state;
	cw_random_set_source(give_zeros);
	assert_int_equal(cw_random_uuid(uuid), CW_OK);
	assert_string_equal(uuid, "00000000-0000-4000-8000-000000000000");
	cw_random_set_source(give_ones);
	assert_int_equal(cw_random_uuid(uuid), CW_OK);
	assert_string_equal(uuid, "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

static void
two_uuids_differ(void **state)
{
	char a[37], b[37];

	(void)state;
	assert_int_equal(cw_random_uuid(a), CW_OK);
	assert_int_equal(cw_random_uuid(b), CW_OK);
	assert_string_not_equal(a, b);
}

#define TEST(name) cmocka_unit_test_setup(name, use_the_kernel)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(draws_that_would_favour_small_numbers_are_thrown_away),
		TEST(each_number_is_reached_and_none_beyond),
		TEST(a_source_that_is_stuck_is_given_up),
		TEST(without_randomness_nothing_is_made),
		TEST(a_uuid_says_its_version_and_variant),
		TEST(two_uuids_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* lib/pool/code.c: codes without bias, that live as long as they should. */

#include "fixture.h"

#include "pool/code.h"

#define SAMPLES 200000

static uint64_t seed = 88172645463325252u;

static enum cw_err
repeatable_bytes(void *bytes, size_t len)
{
	unsigned char *out = bytes;

	for (size_t i = 0; i < len; i++) {
		seed ^= seed << 13;
		seed ^= seed >> 7;
		seed ^= seed << 17;
		out[i] = (unsigned char)(seed >> 32);
	}
	return CW_OK;
}

/* The numbers that a modulo would have too many of, and then another. */
static enum cw_err
zeros_then_ones(void *bytes, size_t len)
{
	static int calls;

	memset(bytes, calls++ < 3 ? 0 : 0xFF, len);
	return CW_OK;
}

static void
every_digit_is_equally_likely_in_every_place(void **state)
{
	static int count[CW_CODE_CHARS][10];
	char code[CW_CODE_CHARS + 1];
	double expected = SAMPLES / 10.0, chi;

	(void)state;
	cw_random_set_source(repeatable_bytes);
	for (int i = 0; i < SAMPLES; i++) {
		assert_int_equal(cw_code_make(code), CW_OK);
		assert_int_equal(strspn(code, "0123456789"), CW_CODE_CHARS);
		for (int p = 0; p < CW_CODE_CHARS; p++)
			count[p][code[p] - '0']++;
	}
	cw_random_set_source(NULL);
	for (int p = 0; p < CW_CODE_CHARS; p++) {
		chi = 0;
		for (int d = 0; d < 10; d++)
			chi += (count[p][d] - expected) *
			    (count[p][d] - expected) / expected;
		/* 9 degrees of freedom: beyond 33.7 once in 10,000. */
		assert_true(chi < 33.7);
	}
}

static void
numbers_that_would_bias_are_thrown_away(void **state)
{
	char code[CW_CODE_CHARS + 1];

	(void)state;
	cw_random_set_source(zeros_then_ones);
	assert_int_equal(cw_code_make(code), CW_OK);
	cw_random_set_source(NULL);
	assert_string_equal(code, "967295");
}

struct use {
	struct cw_pool *pool;
	int64_t account_id;
	enum cw_code purpose;
	const char *code;
	const char *bound;
	enum cw_err outcome;
};

static enum cw_err
set_work(struct cw_store *store, void *arg)
{
	const struct use *use = arg;
	const struct cw_code_for what = { use->account_id, use->purpose,
		use->bound };

	return cw_code_set(use->pool, store, &what, use->code);
}

static enum cw_err
use_work(struct cw_store *store, void *arg)
{
	struct use *use = arg;
	const struct cw_code_for what = { use->account_id, use->purpose,
		use->bound };

	use->outcome = cw_code_use(use->pool, store, &what, use->code);
	return CW_OK;
}

static void
set(struct fixture *f, int64_t account_id, enum cw_code purpose,
    const char *code)
{
	struct use use = { f->pool, account_id, purpose, code, NULL, CW_OK };

	assert_int_equal(cw_group_run(f->pool->group, set_work, &use), CW_OK);
}

static enum cw_err
use(struct fixture *f, int64_t account_id, enum cw_code purpose,
    const char *code)
{
	struct use use = { f->pool, account_id, purpose, code, NULL, CW_OK };

	assert_int_equal(cw_group_run(f->pool->group, use_work, &use), CW_OK);
	return use.outcome;
}

static void
a_code_is_good_for_its_account_and_purpose_alone(void **state)
{
	struct fixture *f = *state;

	add_account(f, "anna", "a@example.org");
	add_account(f, "bob", "b@example.org");
	set(f, 1, CW_CODE_CONFIRM, "123456");
	set(f, 2, CW_CODE_CONFIRM, "654321");
	set(f, 1, CW_CODE_RESET, "111111");
	assert_int_equal(use(f, 2, CW_CODE_CONFIRM, "123456"), CW_MISMATCH);
	assert_int_equal(use(f, 1, CW_CODE_RESET, "123456"), CW_MISMATCH);
	assert_int_equal(use(f, 1, CW_CODE_CONFIRM, "1234567"), CW_MISMATCH);
	assert_int_equal(use(f, 1, CW_CODE_CONFIRM, "123456 "), CW_MISMATCH);
	assert_int_equal(use(f, 0, CW_CODE_CONFIRM, "123456"), CW_MISMATCH);
	assert_int_equal(use(f, 1, CW_CODE_CONFIRM, "123456"), CW_OK);
	assert_int_equal(use(f, 1, CW_CODE_CONFIRM, "123456"), CW_MISMATCH);
}

static void
a_code_dies_after_a_day(void **state)
{
	struct fixture *f = *state;

	add_account(f, "anna", "a@example.org");
	set(f, 1, CW_CODE_CONFIRM, "123456");
	cw_clock_set_now_ms(NOW + CW_DAY_MS);
	assert_int_equal(use(f, 1, CW_CODE_CONFIRM, "123456"), CW_MISMATCH);
	cw_clock_set_now_ms(NOW + CW_DAY_MS - 1);
	assert_int_equal(use(f, 1, CW_CODE_CONFIRM, "123456"), CW_OK);
}

static void
a_code_that_is_bound_is_good_with_that_alone(void **state)
{
	struct fixture *f = *state;
	struct use it = { f->pool, 1, CW_CODE_EMAIL, "123456",
		"new@example.org", CW_OK };

	add_account(f, "anna", "a@example.org");
	assert_int_equal(cw_group_run(f->pool->group, set_work, &it), CW_OK);
	it.bound = "other@example.org";
	assert_int_equal(cw_group_run(f->pool->group, use_work, &it), CW_OK);
	assert_int_equal(it.outcome, CW_MISMATCH);
	it.bound = NULL;
	assert_int_equal(cw_group_run(f->pool->group, use_work, &it), CW_OK);
	assert_int_equal(it.outcome, CW_MISMATCH);
	it.bound = "new@example.org";
	assert_int_equal(cw_group_run(f->pool->group, use_work, &it), CW_OK);
	assert_int_equal(it.outcome, CW_OK);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_digit_is_equally_likely_in_every_place),
		cmocka_unit_test(numbers_that_would_bias_are_thrown_away),
		TEST(a_code_is_good_for_its_account_and_purpose_alone),
		TEST(a_code_dies_after_a_day),
		TEST(a_code_that_is_bound_is_good_with_that_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

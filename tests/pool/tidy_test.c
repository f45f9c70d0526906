/* lib/pool/tidy.c: what is over goes, batch by batch, and nothing else. */

#include "fixture.h"

#include "base/text.h"
#include "pool/tidy.h"

#define MANY 450

/* How much of a kind goes, in how many batches. */
static int64_t
tidy(struct fixture *f, const char *name, int *batches)
{
	int64_t removed, total = 0;
	bool has_more = true;
	size_t i = 0;

	while (!cw_text_equal(cw_tidy_name(i), name))
		assert_non_null(cw_tidy_name(i++));
	for (*batches = 0; has_more; ++*batches) {
		assert_int_equal(cw_tidy(f->pool, i, &removed, &has_more),
		    CW_OK);
		total += removed;
	}
	return total;
}

static void
a_fresh_pool_has_nothing_to_throw_away(void **state)
{
	struct fixture *f = *state;
	int batches;

	for (size_t i = 0; cw_tidy_name(i) != NULL; i++) {
		assert_int_equal(tidy(f, cw_tidy_name(i), &batches), 0);
		assert_int_equal(batches, 1);
	}
}

static void
sessions_go_when_they_are_over(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	bool is_alive;
	int batches;

	add_account(f, "anna", "a@example.org");
	for (int i = 0; i < 6; i++)
		assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_int_equal(tidy(f, "sessions", &batches), 0);
	assert_int_equal(cw_session_is_alive(f->pool, session.id, &is_alive),
	    CW_OK);
	assert_true(is_alive);
	cw_clock_set_now_ms(session.expires);
	assert_int_equal(tidy(f, "sessions", &batches), 6);
}

static void
a_sign_up_that_nobody_confirms_goes_with_its_code(void **state)
{
	const struct cw_sign_up in = { .username = "anna",
		.email = "a@example.org",
		.password = PASSWORD,
		.actor = &stranger };
	struct fixture *f = *state;
	const char *name;
	int batches;

	assert_int_equal(cw_account_sign_up(f->pool, &f->arena, &in, &name),
	    CW_OK);
	assert_int_equal(tidy(f, "codes", &batches), 0);
	cw_clock_set_now_ms(NOW + 6 * CW_DAY_MS);
	assert_int_equal(tidy(f, "codes", &batches), 1);
	assert_int_equal(tidy(f, "unconfirmed accounts", &batches), 0);
	cw_clock_set_now_ms(NOW + 7 * CW_DAY_MS);
	assert_int_equal(tidy(f, "unconfirmed accounts", &batches), 1);
}

static enum cw_err
use_many(struct cw_store *store, void *arg)
{
	struct fixture *f = arg;
	enum cw_err err = CW_OK;

	for (int i = 0; err == CW_OK && i < MANY; i++)
		err = cw_quota_use(f->pool, store,
		    cw_arena_printf(&f->arena, "%d", i), 1);
	return err;
}

static void
much_goes_in_batches(void **state)
{
	struct fixture *f = *state;
	int batches;

	assert_int_equal(cw_group_run(f->pool->group, use_many, f), CW_OK);
	assert_int_equal(tidy(f, "quotas", &batches), 0);
	cw_clock_set_now_ms(NOW + CW_HOUR_MS);
	assert_int_equal(tidy(f, "quotas", &batches), MANY);
	assert_true(batches > 2);
}

#define POOL_TEST(f) \
	cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		POOL_TEST(a_fresh_pool_has_nothing_to_throw_away),
		POOL_TEST(sessions_go_when_they_are_over),
		POOL_TEST(a_sign_up_that_nobody_confirms_goes_with_its_code),
		POOL_TEST(much_goes_in_batches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* lib/pool/lockout.c: the curve, and what counts. */

#include "fixture.h"

#include "pool/lockout.h"

static void
the_curve_doubles_up_to_fifteen_minutes(void **state)
{
	static const struct {
		int64_t failures;
		int64_t seconds;
	} rows[] = { { 0, 0 }, { 1, 0 }, { 4, 0 }, { 5, 1 }, { 6, 2 }, { 7, 4 },
		{ 8, 8 }, { 9, 16 }, { 10, 32 }, { 11, 64 }, { 12, 128 },
		{ 13, 256 }, { 14, 512 }, { 15, 900 }, { 16, 900 },
		{ 1000, 900 }, { INT64_MAX, 900 } };

	(void)state;
	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(cw_lockout_ms(rows[i].failures),
		    rows[i].seconds * 1000);
}

struct count {
	const struct cw_lockout *lockout;
	int64_t retry_ms;
};

static enum cw_err
count_work(struct cw_store *store, void *arg)
{
	struct count *count = arg;

	return cw_lockout_count(count->lockout, store, &count->retry_ms);
}

static enum cw_err
attempt(struct fixture *f, const struct cw_lockout *lockout)
{
	struct count count = { .lockout = lockout };

	return cw_group_run(f->pool->group, count_work, &count);
}

static struct cw_lockout
lockout_of(struct fixture *f, int64_t account_id, const char *login)
{
	struct cw_lockout out;

	assert_int_equal(cw_lockout_init(&out, f->pool, &f->arena, account_id,
			     login),
	    CW_OK);
	return out;
}

static void
refused_attempts_do_not_count(void **state)
{
	struct fixture *f = *state;
	struct cw_lockout anna = lockout_of(f, 1, "anna");

	for (int i = 0; i < 5; i++)
		assert_int_equal(attempt(f, &anna), CW_OK);
	for (int i = 0; i < 50; i++)
		assert_int_equal(attempt(f, &anna), CW_LOCKED);
	cw_clock_set_now_ms(NOW + 1000);
	assert_int_equal(attempt(f, &anna), CW_OK);
	cw_clock_set_now_ms(NOW + 1000 + 1999);
	assert_int_equal(attempt(f, &anna), CW_LOCKED);
	cw_clock_set_now_ms(NOW + 1000 + 2000);
	assert_int_equal(attempt(f, &anna), CW_OK);
}

static void
a_quarter_of_an_hour_of_quiet_forgets(void **state)
{
	struct fixture *f = *state;
	struct cw_lockout anna = lockout_of(f, 1, "anna");

	for (int i = 0; i < 5; i++)
		assert_int_equal(attempt(f, &anna), CW_OK);
	cw_clock_set_now_ms(NOW + 15 * CW_MINUTE_MS - 1);
	assert_int_equal(attempt(f, &anna), CW_OK);
	assert_int_equal(attempt(f, &anna), CW_LOCKED);
	cw_clock_set_now_ms(NOW + 30 * CW_MINUTE_MS);
	for (int i = 0; i < 5; i++)
		assert_int_equal(attempt(f, &anna), CW_OK);
	assert_int_equal(attempt(f, &anna), CW_LOCKED);
}

static void
a_clock_that_steps_back_locks_nobody_for_long(void **state)
{
	struct fixture *f = *state;
	struct cw_lockout anna = lockout_of(f, 1, "anna");

	for (int i = 0; i < 5; i++)
		assert_int_equal(attempt(f, &anna), CW_OK);
	cw_clock_set_now_ms(NOW - CW_DAY_MS);
	assert_int_equal(attempt(f, &anna), CW_OK);
	assert_int_equal(attempt(f, &anna), CW_LOCKED);
	cw_clock_set_now_ms(NOW - CW_DAY_MS + 15 * CW_MINUTE_MS);
	assert_int_equal(attempt(f, &anna), CW_OK);
}

static void
each_subject_has_a_lock_of_its_own(void **state)
{
	struct fixture *f = *state;
	struct cw_lockout one = lockout_of(f, 1, "anna");
	struct cw_lockout same = lockout_of(f, 1, "a@example.org");
	struct cw_lockout two = lockout_of(f, 2, "anna");
	struct cw_lockout unknown = lockout_of(f, 0, "anna");

	for (int i = 0; i < 5; i++)
		assert_int_equal(attempt(f, &one), CW_OK);
	assert_int_equal(attempt(f, &same), CW_LOCKED);
	assert_int_equal(attempt(f, &two), CW_OK);
	assert_int_equal(attempt(f, &unknown), CW_OK);
}

static struct cw_lockout
choose(struct fixture *f, const char *login, const struct cw_actor *actor)
{
	const struct cw_lockout_whose whose = {
		.login_fold = login,
		.actor = actor,
	};
	struct cw_store *store;
	struct cw_lockout out;

	assert_int_equal(cw_readers_take(f->pool->readers, &store), CW_OK);
	assert_int_equal(cw_lockout_choose(&out, f->pool, store, &f->arena,
			     &whose),
	    CW_OK);
	cw_readers_give(f->pool->readers, store);
	return out;
}

static enum cw_err
attempt_by(struct fixture *f, const char *login, const struct cw_actor *actor)
{
	struct cw_lockout lockout = choose(f, login, actor);

	return attempt(f, &lockout);
}

static enum cw_err
reset_work(struct cw_store *store, void *arg)
{
	return cw_lockout_reset(arg, store);
}

static enum cw_err
forgive_work(struct cw_store *store, void *arg)
{
	return cw_lockout_forgive(arg, store);
}

static void
a_network_that_fails_often_waits_a_quarter_of_an_hour(void **state)
{
	static const struct cw_actor neighbour = { .address = "192.0.2.200" };
	static const struct cw_actor other = { .address = "192.0.3.77" };
	static const struct cw_actor server = { .address = "192.0.2.77",
		.is_server = true };
	static const struct cw_actor here = { .address = "127.0.0.1" };
	static const char *const names[] = { "a", "b", "c", "d", "e", "f" };
	struct fixture *f = *state;
	struct cw_lockout lockout;

	f->conf.failures_per_network = 6;
	for (size_t i = 0; i < CW_LEN(names); i++)
		assert_int_equal(attempt_by(f, names[i], &stranger), CW_OK);
	assert_int_equal(attempt_by(f, "g", &stranger), CW_LOCKED);
	assert_int_equal(attempt_by(f, "g", &neighbour), CW_LOCKED);
	assert_int_equal(attempt_by(f, "g", &server), CW_OK);
	assert_int_equal(attempt_by(f, "g", &other), CW_OK);
	for (char name[] = "h"; name[0] <= 'z'; name[0]++)
		assert_int_equal(attempt_by(f, name, &here), CW_OK);
	/* What succeeds or goes on is no failure. */
	lockout = choose(f, "a", &stranger);
	assert_int_equal(cw_group_run(f->pool->group, reset_work, &lockout),
	    CW_OK);
	assert_int_equal(attempt_by(f, "g", &stranger), CW_OK);
	assert_int_equal(attempt_by(f, "h", &stranger), CW_LOCKED);
	lockout = choose(f, "b", &stranger);
	assert_int_equal(cw_group_run(f->pool->group, forgive_work, &lockout),
	    CW_OK);
	assert_int_equal(attempt_by(f, "h", &stranger), CW_OK);
	cw_clock_set_now_ms(NOW + 15 * CW_MINUTE_MS - 1);
	assert_int_equal(attempt_by(f, "i", &stranger), CW_LOCKED);
	cw_clock_set_now_ms(NOW + 15 * CW_MINUTE_MS);
	assert_int_equal(attempt_by(f, "i", &stranger), CW_OK);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_curve_doubles_up_to_fifteen_minutes),
		TEST(refused_attempts_do_not_count),
		TEST(a_quarter_of_an_hour_of_quiet_forgets),
		TEST(a_clock_that_steps_back_locks_nobody_for_long),
		TEST(each_subject_has_a_lock_of_its_own),
		TEST(a_network_that_fails_often_waits_a_quarter_of_an_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

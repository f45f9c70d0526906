/* lib/pool/rate.c: so many calls a second and no more, over all processes. */

#include "fixture.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "pool/rate.h"

/* As many as are let in at once, one after the other. */
static int
take_all(const struct fixture *f, enum cw_rate rate, int tries)
{
	int taken = 0;

	for (int i = 0; i < tries; i++)
		taken += cw_rate_take(&f->conf, rate) == CW_OK;
	return taken;
}

/* What a time lets in at most, with one for where it begins. */
static int
share_of(int64_t began_us, int per_second)
{
	const int64_t took_us = cw_clock_steady_us() - began_us;

	return (int)(took_us * per_second / 1000000) + 1;
}

static void
a_seconds_worth_is_let_in_at_once(void **state)
{
	struct fixture *f = *state;
	int64_t began_us = cw_clock_steady_us();
	int taken;

	f->conf.idp_per_second = 120;
	taken = take_all(f, CW_RATE_CREATE, 5000);
	assert_in_range(taken, 50, 50 + share_of(began_us, 50));
	assert_int_equal(cw_rate_take(&f->conf, CW_RATE_LIST), CW_OK);
}

static void
the_proportions_are_those_of_the_sign_ins(void **state)
{
	struct fixture *f = *state;
	int64_t began_us = cw_clock_steady_us();
	int taken;

	f->conf.idp_per_second = 12;
	taken = take_all(f, CW_RATE_CREATE, 5000);
	assert_in_range(taken, 5, 5 + share_of(began_us, 5));
	/* Never none at all. */
	f->conf.idp_per_second = 1;
	assert_int_equal(cw_rate_take(&f->conf, CW_RATE_UPDATE), CW_OK);
}

static void
processes_share_what_there_is(void **state)
{
	struct fixture *f = *state;
	int64_t began_us = cw_clock_steady_us();
	int ends[2], taken = 0, one;
	pid_t children[4];

	f->conf.idp_per_second = 120;
	assert_int_equal(pipe(ends), 0);
	for (size_t i = 0; i < CW_LEN(children); i++) {
		children[i] = fork();
		if (children[i] == 0) {
			one = take_all(f, CW_RATE_CREATE, 5000);
			_exit(write(ends[1], &one, sizeof(one)) !=
			    (ssize_t)sizeof(one));
		}
		assert_true(children[i] > 0);
	}
	for (size_t i = 0; i < CW_LEN(children); i++) {
		assert_int_equal(read(ends[0], &one, sizeof(one)),
		    (int)sizeof(one));
		taken += one;
		assert_int_equal(waitpid(children[i], NULL, 0), children[i]);
	}
	assert_in_range(taken, 50, 50 + share_of(began_us, 50));
	close(ends[0]);
	close(ends[1]);
}

static void
one_users_calls_are_their_own(void **state)
{
	struct fixture *f = *state;
	int64_t began_us = cw_clock_steady_us();
	int taken = 0;

	f->conf.idp_per_second = 120;
	for (int i = 0; i < 2000; i++)
		taken += cw_rate_take_own(&f->conf, CW_RATE_READ, 7) == CW_OK;
	assert_in_range(taken, 10, 10 + share_of(began_us, 10));
	assert_int_equal(cw_rate_take_own(&f->conf, CW_RATE_READ, 8), CW_OK);
	assert_int_equal(cw_rate_take_own(&f->conf, CW_RATE_UPDATE, 7), CW_OK);
}

/* The file outlives the machine's clock, which begins anew with it. */
static void
times_of_before_the_machine_started_count_for_nothing(void **state)
{
	static const unsigned char late[64] = { 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0,
		0, 0, 0, 0, 0, 0x10 };
	struct fixture *f = *state;
	char path[512];
	int fd;

	f->conf.idp_per_second = 120;
	assert_int_equal(cw_rate_take(&f->conf, CW_RATE_SIGN_IN), CW_OK);
	(void)snprintf(path, sizeof(path), "%s/run/rates", f->dir);
	fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, late, sizeof(late), 0), sizeof(late));
	close(fd);
	assert_int_equal(take_all(f, CW_RATE_SIGN_IN, 100), 100);
	assert_int_equal(take_all(f, CW_RATE_CREATE, 40), 40);
}

static void
without_the_file_and_at_nought_all_come_in(void **state)
{
	struct fixture *f = *state;
	char path[512];

	f->conf.idp_per_second = 0;
	assert_int_equal(take_all(f, CW_RATE_CREATE, 1000), 1000);
	(void)snprintf(path, sizeof(path), "%s/run", f->dir);
	(void)mkdir(path, 0700);
	(void)snprintf(path, sizeof(path), "%s/run/rates", f->dir);
	assert_int_equal(mkdir(path, 0700), 0);
	f->conf.idp_per_second = 120;
	assert_int_equal(take_all(f, CW_RATE_LIST, 60), 60);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_seconds_worth_is_let_in_at_once),
		TEST(the_proportions_are_those_of_the_sign_ins),
		TEST(processes_share_what_there_is),
		TEST(one_users_calls_are_their_own),
		TEST(times_of_before_the_machine_started_count_for_nothing),
		TEST(without_the_file_and_at_nought_all_come_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

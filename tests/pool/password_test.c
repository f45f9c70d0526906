/* lib/pool/password.c: hashes of passwords. */

#include "fixture.h"

#include "pool/password.h"

static void
a_hash_fits_its_password_alone(void **state)
{
	struct fixture *f = *state;
	const char *one, *two;
	bool is_right;

	assert_int_equal(cw_password_hash(&f->conf, &f->arena, PASSWORD, &one),
	    CW_OK);
	assert_int_equal(cw_password_hash(&f->conf, &f->arena, PASSWORD, &two),
	    CW_OK);
	assert_string_not_equal(one, two);
	assert_int_equal(strncmp(one, "$argon2id$v=19$m=64,t=1,p=1$", 28), 0);
	assert_int_equal(cw_password_verify(&f->arena, one, PASSWORD,
			     &is_right),
	    CW_OK);
	assert_true(is_right);
	assert_int_equal(cw_password_verify(&f->arena, one, PASSWORD "x",
			     &is_right),
	    CW_OK);
	assert_false(is_right);
}

static void
a_letter_is_the_same_however_it_is_typed(void **state)
{
	struct fixture *f = *state;
	const char *phc;
	bool is_right;

	assert_int_equal(cw_password_hash(&f->conf, &f->arena,
			     "caf\u00E9 caf\u00E9 caf\u00E9", &phc),
	    CW_OK);
	assert_int_equal(cw_password_verify(&f->arena, phc,
			     "cafe\u0301 cafe\u0301 cafe\u0301", &is_right),
	    CW_OK);
	assert_true(is_right);
}

static void
nobodys_hash_costs_the_same_and_is_never_right(void **state)
{
	static const char *const passwords[] = { "", PASSWORD, "x" };
	struct fixture *f = *state;
	const char *phc;
	bool is_right;

	assert_int_equal(cw_password_nobody(&f->conf, &f->arena, &phc), CW_OK);
	assert_int_equal(strncmp(phc, "$argon2id$v=19$m=64,t=1,p=1$", 28), 0);
	assert_false(cw_password_is_cheap(&f->conf, phc));
	for (size_t i = 0; i < CW_LEN(passwords); i++) {
		is_right = true;
		assert_int_equal(cw_password_verify(&f->arena, phc,
				     passwords[i], &is_right),
		    CW_OK);
		assert_false(is_right);
	}
}

static void
only_what_cost_less_is_hashed_anew(void **state)
{
	static const struct {
		const char *phc;
		bool is_cheap;
	} rows[] = {
		{ "$argon2id$v=19$m=19456,t=2,p=1$x$y", false },
		{ "$argon2id$v=19$m=47104,t=2,p=1$x$y", false },
		{ "$argon2id$v=19$m=19456,t=3,p=1$x$y", false },
		{ "$argon2id$v=19$m=19455,t=2,p=1$x$y", true },
		{ "$argon2id$v=19$m=19456,t=1,p=1$x$y", true },
		{ "$argon2id$v=16$m=19456,t=2,p=1$x$y", true },
		{ "$argon2i$v=19$m=19456,t=2,p=1$x$y", true },
		{ "$2b$12$x", true },
		{ "", true },
	};
	struct fixture *f = *state;

	f->conf.argon2_memory_kib = 19456;
	f->conf.argon2_passes = 2;
	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(cw_password_is_cheap(&f->conf, rows[i].phc),
		    rows[i].is_cheap);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_hash_fits_its_password_alone),
		TEST(a_letter_is_the_same_however_it_is_typed),
		TEST(nobodys_hash_costs_the_same_and_is_never_right),
		TEST(only_what_cost_less_is_hashed_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

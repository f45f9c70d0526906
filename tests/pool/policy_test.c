/* lib/pool/policy.c: what may be a password. */

#include "fixture.h"

#include "pool/common.h"
#include "pool/policy.h"

static const struct cw_own_names names = {
	.name_fold = "anna-elisabeth",
	.email_fold = "anna@example.org",
};

static enum cw_err
judge(struct fixture *f, const char *password)
{
	const char *problem = NULL;
	enum cw_err err;

	err = cw_policy_check(&f->conf, &f->arena, password, &names, &problem);
	assert_true((err == CW_INVALID) == (problem != NULL));
	return err;
}

static void
length_and_likeness_are_judged(void **state)
{
	static const struct {
		const char *password;
		enum cw_err err;
	} rows[] = {
		{ "", CW_INVALID },
		{ "elevenchars", CW_INVALID },
		{ "twelve chars", CW_OK },
		{ "\u00E9\u00E8\u00EA\u00E9\u00EB\u00EA", CW_INVALID },
		{ "\u00E9\u00E8\u00EA\u00E9\u00EB\u00EA"
		  "\u00F9\u00E9\u00FB\u00E9\u00FA\u00E9",
		    CW_OK },
		{ "anna-elisabeth", CW_INVALID },
		{ "Anna-ELISABETH", CW_INVALID },
		{ "anna-elisabeth1984", CW_INVALID },
		{ "ANNA@example.org", CW_INVALID },
		{ "anna@example.org!", CW_INVALID },
		{ "anna-elisabethAnna-Elisabeth", CW_INVALID },
		{ "anna-elisabethanna-elisabeth7", CW_INVALID },
		{ "chinwagChinwag", CW_INVALID },
		{ "anna-elisabeth-bertha", CW_OK },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < CW_LEN(rows); i++)
		assert_int_equal(judge(f, rows[i].password), rows[i].err);
}

static void
what_many_choose_is_refused_in_any_case_and_with_a_tail(void **state)
{
	static const char *const common[] = { "password1234", "Password12345",
		"PASSWORD!!!!", "qwertyuiop12", "123456789012", "1234567890123",
		"iloveyou2024!", "superman-1999", "aaaaaaaaaaaa",
		"abababababab", "abcabcabcabcabc", "passwordpassword",
		"PasswordPassword1", "dragondragon12", "abcdefghijkl",
		"zyxwvutsrqpo", "987654321098", "motherfucker",
		"q1w2e3r4t5y6" };
	static const char *const rare[] = { "correct horse battery",
		"abc192837465", "tractor papyrus", "xkqzvbwjtnrm",
		"ABCabdABCabe" };
	struct fixture *f = *state;

	for (size_t i = 0; i < CW_LEN(common); i++)
		assert_int_equal(judge(f, common[i]), CW_INVALID);
	for (size_t i = 0; i < CW_LEN(rare); i++)
		assert_int_equal(judge(f, rare[i]), CW_OK);
}

static void
the_words_are_in_order_and_each_is_found(void **state)
{
	(void)state;
	assert_true(cw_common_words_count > 5000);
	for (size_t i = 0; i < cw_common_words_count; i++) {
		assert_true(cw_policy_is_common(cw_common_words[i]));
		if (i > 0)
			assert_true(strcmp(cw_common_words[i - 1],
					cw_common_words[i]) < 0);
	}
}

static void
a_password_has_at_most_1024_bytes(void **state)
{
	struct fixture *f = *state;
	char text[1026];

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)('a' + i * i % 23 + i % 3);
	text[1025] = '\0';
	assert_int_equal(judge(f, text), CW_INVALID);
	text[1024] = '\0';
	assert_int_equal(judge(f, text), CW_OK);
}

static void
the_operator_may_ask_for_more(void **state)
{
	static const struct {
		const char *needs, *password;
		enum cw_err err;
	} rows[] = {
		{ "upper", "tractor papyrus", CW_INVALID },
		{ "upper", "Tractor papyrus", CW_OK },
		{ "lower", "TRACTOR PAPYRUS", CW_INVALID },
		{ "digit", "tractor papyrus", CW_INVALID },
		{ "digit", "tract0r papyrus", CW_OK },
		{ "symbol", "tractorpapyrus", CW_INVALID },
		{ "symbol", " tractorpapyru ", CW_INVALID },
		{ "symbol", "tractor papyrus", CW_OK },
		{ "symbol", "tractor~papyrus", CW_OK },
		{ "upper lower digit symbol", "Tract0r papyru", CW_OK },
		{ "upper lower digit symbol", "tract0r papyru", CW_INVALID },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < CW_LEN(rows); i++) {
		f->conf.password_needs = rows[i].needs;
		assert_int_equal(judge(f, rows[i].password), rows[i].err);
	}
	f->conf.password_needs = "";
	f->conf.password_min_chars = 20;
	assert_int_equal(judge(f, "tractor papyrus lamp"), CW_OK);
	assert_int_equal(judge(f, "tractor papyrus lam"), CW_INVALID);
}

static void
a_made_password_is_good_by_any_policy(void **state)
{
	struct fixture *f = *state;
	const char *one, *two;

	f->conf.password_needs = "upper lower digit symbol";
	for (int i = 0; i < 200; i++) {
		assert_int_equal(cw_policy_make(&f->arena, &one), CW_OK);
		assert_int_equal(judge(f, one), CW_OK);
		assert_int_equal(strlen(one), 23);
	}
	assert_int_equal(cw_policy_make(&f->arena, &two), CW_OK);
	assert_string_not_equal(one, two);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(length_and_likeness_are_judged),
		TEST(what_many_choose_is_refused_in_any_case_and_with_a_tail),
		cmocka_unit_test(the_words_are_in_order_and_each_is_found),
		TEST(a_password_has_at_most_1024_bytes),
		TEST(the_operator_may_ask_for_more),
		TEST(a_made_password_is_good_by_any_policy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

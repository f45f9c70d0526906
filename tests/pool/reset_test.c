/* lib/pool/reset.c: forgotten passwords. */

#include "app.h"

#include "pool/code.h"
#include "pool/operate.h"
#include "pool/reset.h"

#define NEW_PASSWORD "tractor papyrus lamp"

static enum cw_err
ask(struct fixture *f, const char *login)
{
	return cw_reset_ask(f->pool, &f->arena, &stranger, login);
}

static enum cw_err
set(struct fixture *f, const char *login, const char *code,
    const char *password)
{
	struct cw_reset reset = {
		.login = login,
		.code = code,
		.password = password,
		.actor = &stranger,
	};

	return cw_reset_use(f->pool, &f->arena, &reset);
}

static void
a_code_by_mail_sets_another_password_once(void **state)
{
	struct fixture *f = *state;
	struct cw_session old, seen;
	struct cw_mail mail;
	const char *code;

	add_account(f, "Anna", "anna@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &old), CW_OK);
	assert_int_equal(ask(f, "ANNA@example.org"), CW_OK);
	code = next_code(f);
	assert_non_null(code);
	assert_int_equal(set(f, "anna", code, NEW_PASSWORD), CW_OK);
	assert_int_equal(cw_session_check(f->pool, &f->arena, old.token, &seen),
	    CW_UNAUTHORIZED);
	next_mail(f, &mail);
	assert_string_equal(mail.subject, "Your password was changed");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &seen), CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "anna", NEW_PASSWORD, &seen), CW_OK);
	assert_int_equal(set(f, "anna", code, PASSWORD), CW_MISMATCH);
}

static void
the_fifth_wrong_code_is_the_last(void **state)
{
	struct fixture *f = *state;
	const char *code;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(ask(f, "anna"), CW_OK);
	code = next_code(f);
	for (int i = 0; i < CW_CODE_TRIES; i++)
		assert_int_equal(set(f, "anna",
				     strcmp(code, "000000") ? "000000"
							    : "000001",
				     NEW_PASSWORD),
		    CW_MISMATCH);
	assert_int_equal(set(f, "anna", code, NEW_PASSWORD), CW_MISMATCH);
}

static void
a_code_is_good_for_an_hour_and_one_account(void **state)
{
	struct fixture *f = *state;
	const char *code;

	add_account(f, "anna", "anna@example.org");
	add_account(f, "bob", "bob@example.org");
	assert_int_equal(ask(f, "anna"), CW_OK);
	code = next_code(f);
	assert_int_equal(set(f, "bob", code, NEW_PASSWORD), CW_MISMATCH);
	cw_clock_set_now_ms(NOW + CW_HOUR_MS);
	assert_int_equal(set(f, "anna", code, NEW_PASSWORD), CW_MISMATCH);
	cw_clock_set_now_ms(NOW + CW_HOUR_MS - 1);
	assert_int_equal(set(f, "anna", code, NEW_PASSWORD), CW_OK);
}

static void
a_code_stays_good_when_there_is_no_letter_with_another(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;
	const char *code;

	f->conf.mail_per_hour = 1;
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(ask(f, "anna"), CW_OK);
	code = next_code(f);
	assert_int_equal(ask(f, "anna"), CW_OK);
	assert_int_equal(cw_mail_take(f->pool, &f->arena, &mail), CW_NOTFOUND);
	assert_int_equal(set(f, "anna", code, NEW_PASSWORD), CW_OK);
}

static void
the_code_of_a_sign_up_resets_nothing(void **state)
{
	struct fixture *f = *state;
	const char *code;

	assert_int_equal(sign_up(f, "anna", "anna@example.org"), CW_OK);
	code = next_code(f);
	assert_int_equal(set(f, "anna", code, NEW_PASSWORD), CW_MISMATCH);
	/* Who is not confirmed gets no code to reset with. */
	assert_int_equal(ask(f, "anna"), CW_OK);
	assert_int_equal(set(f, "anna", code, NEW_PASSWORD), CW_MISMATCH);
}

static void
who_was_shut_out_gets_no_code(void **state)
{
	struct cw_operation operation = {
		.login = "anna",
		.actor = &cw_operator,
	};
	struct fixture *f = *state;
	struct cw_mail mail;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(cw_operate_disable(f->pool, &f->arena, &operation),
	    CW_OK);
	assert_int_equal(ask(f, "anna"), CW_OK);
	assert_int_equal(cw_mail_take(f->pool, &f->arena, &mail), CW_NOTFOUND);
}

static void
second_factors_stay(void **state)
{
	const struct cw_sign_in in = {
		.login = "anna",
		.password = NEW_PASSWORD,
		.actor = &stranger,
	};
	struct fixture *f = *state;
	struct cw_signed_in step;
	struct cw_session anna;
	const char *secret;
	int64_t retry_ms;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &anna), CW_OK);
	(void)app_begin(f, &anna, &secret);
	assert_int_equal(ask(f, "anna"), CW_OK);
	assert_int_equal(set(f, "anna", next_code(f), NEW_PASSWORD), CW_OK);
	assert_int_equal(cw_sign_in(f->pool, &f->arena, &in, &step, &retry_ms),
	    CW_OK);
	assert_int_equal(step.step, CW_STEP_TOTP);
}

static void
a_reset_lifts_the_lock(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;

	add_account(f, "anna", "anna@example.org");
	for (int i = 0; i < 5; i++)
		assert_int_equal(sign_in(f, "anna", "wrong horse", &session),
		    CW_CREDENTIALS);
	assert_int_equal(ask(f, "anna"), CW_OK);
	assert_int_equal(set(f, "anna", next_code(f), NEW_PASSWORD), CW_OK);
	assert_int_equal(sign_in(f, "anna", NEW_PASSWORD, &session), CW_OK);
}

static void
asking_without_end_is_refused_by_name_and_by_network(void **state)
{
	struct fixture *f = *state;
	char name[16];

	add_account(f, "anna", "anna@example.org");
	for (int i = 0; i < 5; i++) {
		assert_int_equal(ask(f, "anna"), CW_OK);
		assert_int_equal(ask(f, "nobody"), CW_OK);
	}
	assert_int_equal(ask(f, "ANNA"), CW_TOOMANY);
	assert_int_equal(ask(f, "nobody"), CW_TOOMANY);
	for (int i = 0; i < 10; i++) {
		(void)snprintf(name, sizeof(name), "name%d", i);
		assert_int_equal(ask(f, name), CW_OK);
	}
	assert_int_equal(ask(f, "other"), CW_TOOMANY);
	cw_clock_set_now_ms(NOW + CW_HOUR_MS);
	assert_int_equal(ask(f, "anna"), CW_OK);
}

static void
the_policy_holds_here_too(void **state)
{
	struct fixture *f = *state;
	const char *code;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(ask(f, "anna"), CW_OK);
	code = next_code(f);
	assert_int_equal(set(f, "anna", code, "short"), CW_INVALID);
	assert_int_equal(set(f, "anna", code, "password1234"), CW_INVALID);
	assert_int_equal(set(f, "anna", code, NEW_PASSWORD), CW_OK);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_code_by_mail_sets_another_password_once),
		TEST(the_fifth_wrong_code_is_the_last),
		TEST(a_code_is_good_for_an_hour_and_one_account),
		TEST(a_code_stays_good_when_there_is_no_letter_with_another),
		TEST(the_code_of_a_sign_up_resets_nothing),
		TEST(who_was_shut_out_gets_no_code),
		TEST(second_factors_stay),
		TEST(a_reset_lifts_the_lock),
		TEST(asking_without_end_is_refused_by_name_and_by_network),
		TEST(the_policy_holds_here_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

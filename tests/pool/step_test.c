/* lib/pool/step.c: where a second factor is required, or none is used. */

#include "anna.h"

static void
begin_set_up(struct fixture *f, struct cw_signed_in *step)
{
	f->conf.mfa = "required";
	assert_int_equal(begin(f, PASSWORD, NULL, step), CW_OK);
	assert_int_equal(step->step, CW_STEP_SET_UP);
	assert_null(step->session.token);
	assert_true(step->can_totp);
	assert_true(step->can_mail);
}

static enum cw_err
start_app(struct fixture *f, const char *token, struct cw_totp_new *made,
    struct cw_signed_in *out)
{
	const struct cw_app_start in = {
		.token = token,
		.label = "phone",
		.actor = &stranger,
	};

	return cw_sign_in_start_app(f->pool, &f->arena, &in, made, out);
}

static void
who_must_have_a_factor_sets_an_app_up(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, prove, done = { 0 };
	char code[CW_TOTP_CHARS + 1];
	struct cw_factors factors;
	struct cw_totp_new made;
	struct cw_session anna = person(f);

	begin_set_up(f, &step);
	/* It takes as long as finding an app does. */
	assert_int_equal(step.expires, NOW + 15 * CW_MINUTE_MS);
	assert_int_equal(answer(f, step.token, "123456", &done), CW_INVALID);
	assert_int_equal(start_app(f, step.token, &made, &prove), CW_OK);
	assert_int_equal(prove.step, CW_STEP_PROVE_TOTP);
	assert_int_equal(start_app(f, step.token, &made, &prove),
	    CW_UNAUTHORIZED);
	/* Another picture, please: the first is void. */
	assert_int_equal(start_app(f, prove.token, &made, &prove), CW_OK);
	app_mistake(made.secret, code);
	assert_int_equal(answer(f, prove.token, code, &done), CW_MISMATCH);
	app_show(made.secret, code);
	assert_int_equal(answer(f, prove.token, code, &done), CW_OK);
	assert_int_equal(done.step, CW_STEP_NONE);
	assert_non_null(done.session.token);
	assert_int_equal(done.codes.count, CW_RECOVERY_CODES);
	assert_int_equal(cw_factors_find(f->pool, &f->arena, anna.account_id,
			     &factors),
	    CW_OK);
	assert_true(factors.has_totp);
	assert_string_equal(factors.label, "phone");
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_TOTP);
}

static void
who_must_have_a_factor_may_take_mail(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, done;
	struct cw_totp_new made;
	struct cw_session anna = person(f);
	struct cw_factors factors;
	const char *code;

	begin_set_up(f, &step);
	/* One may change one's mind. */
	assert_int_equal(start_app(f, step.token, &made, &step), CW_OK);
	assert_int_equal(cw_sign_in_by_mail(f->pool, &f->arena, step.token,
			     &stranger, &step),
	    CW_OK);
	assert_int_equal(step.step, CW_STEP_PROVE_MAIL);
	assert_string_equal(step.destination, "a***@e***");
	code = next_code(f);
	assert_int_equal(answer(f, step.token, code, &done), CW_OK);
	assert_int_equal(done.step, CW_STEP_NONE);
	assert_int_equal(cw_factors_find(f->pool, &f->arena, anna.account_id,
			     &factors),
	    CW_OK);
	assert_true(factors.has_mail);
	assert_false(factors.has_totp);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_MAIL);
}

static void
a_set_up_ends_when_there_is_a_factor(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, prove, done;
	struct cw_totp_new made;
	struct cw_session anna = person(f);
	const char *secret;

	begin_set_up(f, &step);
	assert_int_equal(start_app(f, step.token, &made, &prove), CW_OK);
	begin_set_up(f, &step);
	(void)app_begin(f, &anna, &secret);
	assert_int_equal(start_app(f, step.token, &made, &step),
	    CW_UNAUTHORIZED);
	assert_int_equal(cw_sign_in_by_mail(f->pool, &f->arena, step.token,
			     &stranger, &step),
	    CW_UNAUTHORIZED);
	assert_int_equal(answer(f, prove.token, "000000", &done),
	    CW_UNAUTHORIZED);
}

static void
only_who_must_sets_a_factor_up_by_a_step(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step;
	struct cw_totp_new made;
	const char *secret;

	(void)person_with_app(f, &secret);
	f->conf.mfa = "required";
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_TOTP);
	assert_int_equal(start_app(f, step.token, &made, &step), CW_FORBIDDEN);
}

static void
one_factor_stays_where_it_is_required(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	const struct cw_actor actor = actor_of(&anna);
	struct cw_factors_wish wish = { .actor = &actor };

	turn_mail_on(f, &anna);
	f->conf.mfa = "required";
	assert_int_equal(cw_factors_set(f->pool, &f->arena, &wish),
	    CW_FORBIDDEN);
	f->conf.mfa = "optional";
	assert_int_equal(cw_factors_set(f->pool, &f->arena, &wish), CW_OK);
}

static void
where_factors_are_off_none_is_asked_for(void **state)
{
	struct fixture *f = *state;
	struct cw_factors_wish wish = { .mail = true, .totp = true };
	struct cw_signed_in step;
	struct cw_totp_new made;
	struct cw_session anna = person(f);
	const struct cw_actor actor = actor_of(&anna);

	turn_mail_on(f, &anna);
	f->conf.mfa = "off";
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_NONE);
	assert_int_equal(cw_totp_start(f->pool, &f->arena, anna.account_id, "",
			     &made),
	    CW_FORBIDDEN);
	wish.actor = &actor;
	assert_int_equal(cw_factors_set(f->pool, &f->arena, &wish),
	    CW_FORBIDDEN);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_must_have_a_factor_sets_an_app_up),
		TEST(who_must_have_a_factor_may_take_mail),
		TEST(a_set_up_ends_when_there_is_a_factor),
		TEST(only_who_must_sets_a_factor_up_by_a_step),
		TEST(one_factor_stays_where_it_is_required),
		TEST(where_factors_are_off_none_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

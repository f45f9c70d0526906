/* lib/pool/factor.c: second factors and what stands in for them. */

#include "app.h"

static struct cw_factors
factors_of(struct fixture *f, const struct cw_session *session)
{
	struct cw_factors out;

	assert_int_equal(cw_factors_find(f->pool, &f->arena,
			     session->account_id, &out),
	    CW_OK);
	return out;
}

static enum cw_err
wish(struct fixture *f, const struct cw_session *session, bool totp, bool mail)
{
	const struct cw_actor actor = actor_of(session);
	const struct cw_factors_wish it = {
		.actor = &actor,
		.totp = totp,
		.mail = mail,
		.first = mail ? "mail" : NULL,
	};

	return cw_factors_set(f->pool, &f->arena, &it);
}

static struct cw_session
person(struct fixture *f)
{
	struct cw_session session;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	return session;
}

static void
an_app_counts_when_a_code_has_proven_it(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	struct cw_totp_new made;
	const char *secret;

	assert_int_equal(cw_totp_start(f->pool, &f->arena, anna.account_id,
			     "old phone", &made),
	    CW_OK);
	assert_false(factors_of(f, &anna).has_totp);
	(void)app_begin(f, &anna, &secret);
	assert_string_not_equal(secret, made.secret);
	assert_true(factors_of(f, &anna).has_totp);
	assert_string_equal(factors_of(f, &anna).label, "phone");
	assert_int_equal(factors_of(f, &anna).recovery_left, CW_RECOVERY_CODES);
	assert_int_equal(cw_totp_start(f->pool, &f->arena, anna.account_id,
			     "other", &made),
	    CW_CONFLICT);
}

static void
wrong_codes_prove_nothing_and_are_counted(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	const struct cw_actor actor = actor_of(&anna);
	char wrong[CW_TOTP_CHARS + 1] = "000000";
	struct cw_totp_proof proof = { .actor = &actor, .code = wrong };
	struct cw_totp_new made;

	assert_int_equal(cw_totp_prove(f->pool, &f->arena, &proof),
	    CW_MISMATCH);
	assert_int_equal(cw_totp_start(f->pool, &f->arena, anna.account_id, "",
			     &made),
	    CW_OK);
	app_mistake(made.secret, wrong);
	for (int i = 0; i < 4; i++)
		assert_int_equal(cw_totp_prove(f->pool, &f->arena, &proof),
		    CW_MISMATCH);
	assert_int_equal(cw_totp_prove(f->pool, &f->arena, &proof), CW_LOCKED);
	assert_true(proof.retry_ms > 0);
	assert_false(factors_of(f, &anna).has_totp);
}

/* A step that an account's app showed, and whether it counts. */
struct shown {
	int64_t account_id;
	int64_t step;
	int64_t changes;
};

static enum cw_err
keep_step(struct cw_store *store, void *arg)
{
	struct shown *shown = arg;
	const struct cw_val args[] = {
		cw_int(shown->account_id),
		cw_int(shown->step),
	};

	return cw_exec(store, CW_SQL_TOTP_STEP, args, CW_LEN(args),
	    &shown->changes);
}

/* By the store alone: whoever compares codes has looked at the step as well. */
static void
the_store_takes_no_step_twice_nor_one_before_it(void **state)
{
	static const struct {
		int64_t ahead;
		int64_t changes;
	} steps[] = { { 10, 1 }, { 10, 0 }, { 9, 0 }, { 11, 1 }, { 10, 0 } };
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	const char *secret;
	const int64_t now = cw_clock_now_ms() / CW_TOTP_STEP_MS;

	(void)app_begin(f, &anna, &secret);
	for (size_t i = 0; i < CW_LEN(steps); i++) {
		struct shown shown = { .account_id = anna.account_id,
			.step = now + steps[i].ahead };

		assert_int_equal(cw_group_run(f->pool->group, keep_step,
				     &shown),
		    CW_OK);
		assert_int_equal(shown.changes, steps[i].changes);
	}
}

static void
factors_go_when_their_owner_wishes(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	const char *secret;

	assert_int_equal(wish(f, &anna, true, false), CW_CONFLICT);
	assert_int_equal(wish(f, &anna, false, true), CW_OK);
	assert_true(factors_of(f, &anna).has_mail);
	(void)app_begin(f, &anna, &secret);
	assert_int_equal(wish(f, &anna, true, true), CW_OK);
	assert_true(factors_of(f, &anna).has_totp);
	assert_string_equal(factors_of(f, &anna).first, "mail");
	assert_int_equal(wish(f, &anna, false, false), CW_OK);
	assert_false(factors_of(f, &anna).has_totp);
	assert_false(factors_of(f, &anna).has_mail);
	assert_int_equal(factors_of(f, &anna).recovery_left, 0);
}

static void
fresh_recovery_codes_take_the_place_of_others(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	const struct cw_actor actor = actor_of(&anna);
	struct cw_texts codes = { 0 };
	const char *secret;

	(void)app_begin(f, &anna, &secret);
	assert_int_equal(cw_recovery_make(f->pool, &f->arena, &actor, &codes),
	    CW_OK);
	assert_int_equal(codes.count, CW_RECOVERY_CODES);
	assert_int_equal(factors_of(f, &anna).recovery_left, CW_RECOVERY_CODES);
	for (size_t i = 0; i < codes.count; i++) {
		assert_int_equal(strlen(codes.items[i]), CW_RECOVERY_CHARS);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(codes.items[i], codes.items[j]);
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_app_counts_when_a_code_has_proven_it),
		TEST(wrong_codes_prove_nothing_and_are_counted),
		TEST(the_store_takes_no_step_twice_nor_one_before_it),
		TEST(factors_go_when_their_owner_wishes),
		TEST(fresh_recovery_codes_take_the_place_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* lib/pool/signin.c: the steps after the password, and known devices. */

#include "anna.h"

#include "db/sqlite.h"
#include "pool/lockout.h"

#define WRONG "wrong horse battery"

static void
meddle(struct fixture *f, const char *sql)
{
	char path[512];
	sqlite3 *db;

	(void)snprintf(path, sizeof(path), "%s/pool.db", f->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
an_app_is_asked_for_after_the_password(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, done;
	struct cw_session seen;
	char code[CW_TOTP_CHARS + 1];
	const char *secret;

	(void)person_with_app(f, &secret);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_TOTP);
	assert_null(step.session.token);
	assert_string_equal(step.username, "anna");
	assert_true(step.can_totp);
	assert_false(step.can_mail);
	assert_int_equal(step.expires, NOW + CW_MINUTE_MS + 180 * 1000);
	app_show(secret, code);
	assert_int_equal(answer(f, step.token, code, &done), CW_OK);
	assert_int_equal(done.step, CW_STEP_NONE);
	assert_int_equal(cw_session_check(f->pool, &f->arena,
			     done.session.token, &seen),
	    CW_OK);
	/* Neither the step nor the code is good twice. */
	assert_int_equal(answer(f, step.token, code, &done), CW_UNAUTHORIZED);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(answer(f, step.token, code, &done), CW_MISMATCH);
}

static void
a_recovery_code_stands_in_for_the_app_once(void **state)
{
	struct fixture *f = *state;
	struct cw_step_answer in = { .actor = &stranger };
	struct cw_signed_in step, done;
	const char *secret;
	struct cw_texts codes = person_with_app(f, &secret);

	in.recovery = codes.items[3];
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	in.token = step.token;
	assert_int_equal(cw_sign_in_answer(f->pool, &f->arena, &in, &done),
	    CW_OK);
	assert_int_equal(done.step, CW_STEP_NONE);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	in.token = step.token;
	assert_int_equal(cw_sign_in_answer(f->pool, &f->arena, &in, &done),
	    CW_MISMATCH);
}

static void
five_wrong_codes_lock_sign_in_though_the_password_is_known(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, done;
	char code[CW_TOTP_CHARS + 1], wrong[CW_TOTP_CHARS + 1];
	const char *secret;

	(void)person_with_app(f, &secret);
	app_mistake(secret, wrong);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
		assert_int_equal(answer(f, step.token, wrong, &done),
		    CW_MISMATCH);
	}
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_LOCKED);
	cw_clock_set_now_ms(NOW + CW_MINUTE_MS + 1000);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	app_mistake(secret, wrong);
	assert_int_equal(answer(f, step.token, wrong, &done), CW_MISMATCH);
	app_show(secret, code);
	/* The lock is twice as long by now, and holds for what is right. */
	assert_int_equal(answer(f, step.token, code, &done), CW_LOCKED);
	cw_clock_set_now_ms(NOW + CW_MINUTE_MS + 3000);
	app_show(secret, code);
	assert_int_equal(answer(f, step.token, code, &done), CW_OK);
	assert_int_equal(begin(f, WRONG, NULL, &step), CW_CREDENTIALS);
}

static void
a_step_takes_five_answers(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, done;
	char code[CW_TOTP_CHARS + 1], wrong[CW_TOTP_CHARS + 1];
	const char *secret;

	(void)person_with_app(f, &secret);
	app_mistake(secret, wrong);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	for (int i = 0; i < 5; i++) {
		meddle(f, "DELETE FROM lockout");
		assert_int_equal(answer(f, step.token, wrong, &done),
		    CW_MISMATCH);
	}
	meddle(f, "DELETE FROM lockout");
	app_show(secret, code);
	assert_int_equal(answer(f, step.token, code, &done), CW_UNAUTHORIZED);
}

static void
a_step_ends_in_time(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, done;
	char code[CW_TOTP_CHARS + 1];
	const char *secret;

	(void)person_with_app(f, &secret);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	cw_clock_set_now_ms(step.expires);
	app_show(secret, code);
	assert_int_equal(answer(f, step.token, code, &done), CW_UNAUTHORIZED);
}

static void
a_step_is_void_when_the_account_changes(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, done;
	char code[CW_TOTP_CHARS + 1];
	const char *secret;

	(void)person_with_app(f, &secret);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(end_all_sessions(f, 1), CW_OK);
	app_show(secret, code);
	assert_int_equal(answer(f, step.token, code, &done), CW_UNAUTHORIZED);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	meddle(f, "UPDATE account SET disabled = 1");
	assert_int_equal(answer(f, step.token, code, &done), CW_UNAUTHORIZED);
}

static void
a_code_comes_by_mail_and_counts_once(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	struct cw_signed_in step, done;
	const char *code;

	turn_mail_on(f, &anna);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_MAIL);
	assert_string_equal(step.destination, "a***@e***");
	code = next_code(f);
	assert_non_null(code);
	assert_int_equal(answer(f, step.token, code, &done), CW_OK);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(answer(f, step.token, code, &done), CW_MISMATCH);
}

static void
whoever_has_both_may_choose_mail(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	struct cw_signed_in step, mailed, done;
	const char *secret;

	turn_mail_on(f, &anna);
	(void)app_begin(f, &anna, &secret);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_TOTP);
	assert_true(step.can_mail);
	assert_int_equal(cw_sign_in_by_mail(f->pool, &f->arena, step.token,
			     &stranger, &mailed),
	    CW_OK);
	assert_int_equal(mailed.step, CW_STEP_MAIL);
	assert_int_equal(cw_sign_in_by_mail(f->pool, &f->arena, step.token,
			     &stranger, &done),
	    CW_UNAUTHORIZED);
	assert_int_equal(answer(f, mailed.token, next_code(f), &done), CW_OK);
}

static void
mail_is_not_sent_without_end(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f);
	struct cw_signed_in step, next;
	int sent = 1;
	enum cw_err err;

	turn_mail_on(f, &anna);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	err = cw_sign_in_by_mail(f->pool, &f->arena, step.token, &stranger,
	    &next);
	while (err == CW_OK) {
		sent++;
		err = cw_sign_in_by_mail(f->pool, &f->arena, next.token,
		    &stranger, &next);
	}
	assert_int_equal(err, CW_TOOMANY);
	assert_int_equal(sent, 5);
}

static void
who_has_no_mail_factor_gets_no_mail(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step, next;
	const char *secret;

	(void)person_with_app(f, &secret);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(cw_sign_in_by_mail(f->pool, &f->arena, step.token,
			     &stranger, &next),
	    CW_FORBIDDEN);
}

static void
a_temporary_password_must_be_changed(void **state)
{
	static const char chosen[] = "tractor papyrus lamp";
	struct cw_step_answer in = { .actor = &stranger };
	struct fixture *f = *state;
	struct cw_session old = person(f), seen;
	struct cw_signed_in step, done;

	meddle(f, "UPDATE account SET password_state = 1");
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_NEW_PASSWORD);
	in.token = step.token;
	assert_int_equal(cw_sign_in_answer(f->pool, &f->arena, &in, &done),
	    CW_INVALID);
	assert_non_null(in.problem);
	in.password = "password1234";
	assert_int_equal(cw_sign_in_answer(f->pool, &f->arena, &in, &done),
	    CW_INVALID);
	in.password = chosen;
	assert_int_equal(cw_sign_in_answer(f->pool, &f->arena, &in, &done),
	    CW_OK);
	assert_int_equal(done.step, CW_STEP_NONE);
	assert_int_equal(cw_session_check(f->pool, &f->arena,
			     done.session.token, &seen),
	    CW_OK);
	/* What was issued before is void. */
	assert_int_equal(cw_session_check(f->pool, &f->arena, old.token, &seen),
	    CW_UNAUTHORIZED);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_CREDENTIALS);
	assert_int_equal(begin(f, chosen, NULL, &step), CW_OK);
	assert_int_equal(step.step, CW_STEP_NONE);
}

static void
a_temporary_password_dies(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in step;

	(void)person(f);
	meddle(f,
	    "UPDATE account SET password_state = 1,"
	    " password_expires = 1700000001000");
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_OK);
	cw_clock_set_now_ms(NOW + 1000);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_RESET);
	assert_int_equal(begin(f, WRONG, NULL, &step), CW_CREDENTIALS);
}

static void
some_passwords_open_nothing(void **state)
{
	static const struct {
		const char *sql;
		enum cw_err err;
	} rows[] = {
		{ "UPDATE account SET password_state = 2", CW_RESET },
		{ "UPDATE account SET password_state = 0, waiting = 1",
		    CW_WAITING },
		{ "UPDATE account SET waiting = NULL, disabled = 1",
		    CW_CREDENTIALS },
	};
	struct fixture *f = *state;
	struct cw_signed_in step;

	(void)person(f);
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		meddle(f, rows[i].sql);
		assert_int_equal(begin(f, PASSWORD, NULL, &step), rows[i].err);
		assert_int_equal(begin(f, WRONG, NULL, &step), CW_CREDENTIALS);
	}
}

static void
what_others_fail_at_locks_no_known_device(void **state)
{
	struct fixture *f = *state;
	struct cw_signed_in mine, step;
	const char *device;

	(void)person(f);
	assert_int_equal(begin(f, PASSWORD, NULL, &mine), CW_OK);
	assert_non_null(mine.device);
	device = mine.device;
	for (int i = 0; i < 5; i++)
		assert_int_equal(begin(f, WRONG, NULL, &step), CW_CREDENTIALS);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_LOCKED);
	assert_int_equal(begin(f, PASSWORD,
			     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			     &step),
	    CW_LOCKED);
	assert_int_equal(begin(f, PASSWORD, device, &step), CW_OK);
	/* A device has a lock of its own. */
	for (int i = 0; i < 5; i++)
		assert_int_equal(begin(f, WRONG, device, &step),
		    CW_CREDENTIALS);
	assert_int_equal(begin(f, PASSWORD, device, &step), CW_LOCKED);
}

static void
a_device_is_known_for_its_owner_alone(void **state)
{
	const struct cw_sign_in bob = {
		.login = "bob",
		.password = PASSWORD,
		.actor = &stranger,
	};
	struct fixture *f = *state;
	struct cw_signed_in his, step;
	int64_t retry_ms;

	(void)person(f);
	add_account(f, "bob", "bob@example.org");
	assert_int_equal(cw_sign_in(f->pool, &f->arena, &bob, &his, &retry_ms),
	    CW_OK);
	for (int i = 0; i < 5; i++)
		assert_int_equal(begin(f, WRONG, his.device, &step),
		    CW_CREDENTIALS);
	assert_int_equal(begin(f, PASSWORD, NULL, &step), CW_LOCKED);
}

static void
a_device_is_known_for_half_a_year(void **state)
{
	static const struct {
		int64_t later_ms;
		enum cw_err err;
	} rows[] = {
		{ CW_DEVICE_LIFE_MS - 1, CW_OK },
		/* It was used just now. */
		{ CW_DEVICE_LIFE_MS, CW_LOCKED },
	};
	struct fixture *f = *state;
	struct cw_signed_in mine, step;
	int64_t now_ms = NOW;

	(void)person(f);
	assert_int_equal(begin(f, PASSWORD, NULL, &mine), CW_OK);
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		now_ms += rows[i].later_ms;
		cw_clock_set_now_ms(now_ms);
		for (int j = 0; j < 5; j++)
			assert_int_equal(begin(f, WRONG, NULL, &step),
			    CW_CREDENTIALS);
		assert_int_equal(begin(f, PASSWORD, mine.device, &step),
		    rows[i].err);
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_app_is_asked_for_after_the_password),
		TEST(a_recovery_code_stands_in_for_the_app_once),
		TEST(
		    five_wrong_codes_lock_sign_in_though_the_password_is_known),
		TEST(a_step_takes_five_answers),
		TEST(a_step_ends_in_time),
		TEST(a_step_is_void_when_the_account_changes),
		TEST(a_code_comes_by_mail_and_counts_once),
		TEST(whoever_has_both_may_choose_mail),
		TEST(mail_is_not_sent_without_end),
		TEST(who_has_no_mail_factor_gets_no_mail),
		TEST(a_temporary_password_must_be_changed),
		TEST(a_temporary_password_dies),
		TEST(some_passwords_open_nothing),
		TEST(what_others_fail_at_locks_no_known_device),
		TEST(a_device_is_known_for_its_owner_alone),
		TEST(a_device_is_known_for_half_a_year),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* lib/pool/change.c: one's own password and mail address. */

#include "fixture.h"

#include "pool/change.h"

#define NEW_PASSWORD "tractor papyrus lamp"

static struct cw_session
person(struct fixture *f, const char *name, const char *email)
{
	struct cw_session session;

	add_account(f, name, email);
	assert_int_equal(sign_in(f, name, PASSWORD, &session), CW_OK);
	return session;
}

static enum cw_err
change(struct fixture *f, const struct cw_session *session, const char *current,
    const char *password, struct cw_signed_in *out)
{
	const struct cw_actor actor = actor_of(session);
	struct cw_password_change how = {
		.current = current,
		.password = password,
		.actor = &actor,
	};

	return cw_password_change(f->pool, &f->arena, &how, out);
}

static enum cw_err
ask(struct fixture *f, const struct cw_session *session, const char *email)
{
	const struct cw_actor actor = actor_of(session);

	return cw_email_ask(f->pool, &f->arena, &actor, email);
}

static enum cw_err
confirm_email(struct fixture *f, const struct cw_session *session,
    const char *code)
{
	const struct cw_actor actor = actor_of(session);

	return cw_email_confirm(f->pool, &f->arena, &actor, code);
}

static void
another_password_ends_all_sessions_but_the_new_one(void **state)
{
	struct fixture *f = *state;
	struct cw_session here = person(f, "anna", "anna@example.org");
	struct cw_session there, seen;
	struct cw_signed_in done;
	struct cw_mail mail;

	assert_int_equal(sign_in(f, "anna", PASSWORD, &there), CW_OK);
	assert_int_equal(change(f, &here, PASSWORD, NEW_PASSWORD, &done),
	    CW_OK);
	assert_string_not_equal(done.session.token, here.token);
	assert_int_equal(cw_session_check(f->pool, &f->arena, here.token,
			     &seen),
	    CW_UNAUTHORIZED);
	assert_int_equal(cw_session_check(f->pool, &f->arena, there.token,
			     &seen),
	    CW_UNAUTHORIZED);
	assert_int_equal(cw_session_check(f->pool, &f->arena,
			     done.session.token, &seen),
	    CW_OK);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &seen), CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "anna", NEW_PASSWORD, &seen), CW_OK);
	next_mail(f, &mail);
	assert_string_equal(mail.recipient, "anna@example.org");
	assert_string_equal(mail.subject, "Your password was changed");
}

static void
the_current_password_is_needed_under_the_lock_of_sign_ins(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna", "anna@example.org"), seen;
	struct cw_signed_in done;

	for (int i = 0; i < 5; i++)
		assert_int_equal(change(f, &anna, "wrong", NEW_PASSWORD, &done),
		    CW_CREDENTIALS);
	assert_int_equal(change(f, &anna, PASSWORD, NEW_PASSWORD, &done),
	    CW_LOCKED);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &seen), CW_LOCKED);
	assert_int_equal(cw_session_check(f->pool, &f->arena, anna.token,
			     &seen),
	    CW_OK);
}

static void
the_policy_holds_here_too(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna", "anna@example.org"), seen;
	struct cw_signed_in done;

	assert_int_equal(change(f, &anna, PASSWORD, "password1234", &done),
	    CW_INVALID);
	assert_int_equal(change(f, &anna, PASSWORD, "Anna@Example.org", &done),
	    CW_INVALID);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &seen), CW_OK);
}

static void
five_changes_an_hour_are_enough(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna", "anna@example.org");
	struct cw_signed_in done;
	const char *old = PASSWORD, *new = NEW_PASSWORD, *swap;

	for (int i = 0; i < 5; i++) {
		assert_int_equal(change(f, &anna, old, new, &done), CW_OK);
		anna = done.session;
		swap = old;
		old = new;
		new = swap;
	}
	assert_int_equal(change(f, &anna, old, new, &done), CW_TOOMANY);
}

static void
a_new_address_counts_when_its_code_has_come_back(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna", "old@example.org"), seen;
	struct cw_mail mail;
	const char *code;

	assert_int_equal(ask(f, &anna, "New@example.org"), CW_OK);
	assert_int_equal(sign_in(f, "new@example.org", PASSWORD, &seen),
	    CW_CREDENTIALS);
	code = next_code(f);
	assert_non_null(code);
	assert_int_equal(confirm_email(f, &anna, code), CW_OK);
	assert_int_equal(sign_in(f, "new@example.org", PASSWORD, &seen), CW_OK);
	assert_string_equal(seen.email, "New@example.org");
	assert_int_equal(sign_in(f, "old@example.org", PASSWORD, &seen),
	    CW_CREDENTIALS);
	next_mail(f, &mail);
	assert_string_equal(mail.recipient, "old@example.org");
	assert_int_equal(confirm_email(f, &anna, code), CW_MISMATCH);
}

static void
a_code_is_good_for_the_address_it_went_to(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna", "old@example.org");
	struct cw_session eve = person(f, "eve", "eve@example.org");
	const char *first, *second;

	assert_int_equal(confirm_email(f, &anna, "000000"), CW_MISMATCH);
	assert_int_equal(ask(f, &anna, "one@example.org"), CW_OK);
	first = next_code(f);
	assert_int_equal(confirm_email(f, &eve, first), CW_MISMATCH);
	assert_int_equal(ask(f, &anna, "two@example.org"), CW_OK);
	second = next_code(f);
	if (strcmp(first, second) != 0)
		assert_int_equal(confirm_email(f, &anna, first), CW_MISMATCH);
	assert_int_equal(confirm_email(f, &anna, second), CW_OK);
}

static void
the_address_of_another_is_not_to_be_had(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna", "anna@example.org");
	struct cw_session eve = person(f, "eve", "eve@example.org"), seen;
	struct cw_mail mail;
	const char *code;

	/* Its owner is told, and gets no code. */
	assert_int_equal(ask(f, &eve, "anna@example.org"), CW_OK);
	next_mail(f, &mail);
	assert_non_null(strstr(mail.body, "Hello anna,"));
	for (const char *at = mail.body; *at != '\0'; at++)
		assert_true(strspn(at, "0123456789") < 6);
	/* Of two who want one address, the first to confirm has it. */
	assert_int_equal(ask(f, &eve, "new@example.org"), CW_OK);
	code = next_code(f);
	assert_int_equal(ask(f, &anna, "new@example.org"), CW_OK);
	assert_int_equal(confirm_email(f, &anna, next_code(f)), CW_OK);
	assert_int_equal(confirm_email(f, &eve, code), CW_TAKEN);
	assert_int_equal(sign_in(f, "new@example.org", PASSWORD, &seen), CW_OK);
	assert_string_equal(seen.username, "anna");
}

static void
what_is_no_address_is_refused(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna", "anna@example.org");

	assert_int_equal(ask(f, &anna, "example.org"), CW_INVALID);
	assert_int_equal(ask(f, &anna, "a@example.org\r\nBcc: x@y.org"),
	    CW_INVALID);
	for (int i = 0; i < 5; i++)
		assert_int_equal(ask(f, &anna, "b@example.org"), CW_OK);
	assert_int_equal(ask(f, &anna, "b@example.org"), CW_TOOMANY);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(another_password_ends_all_sessions_but_the_new_one),
		TEST(the_current_password_is_needed_under_the_lock_of_sign_ins),
		TEST(the_policy_holds_here_too),
		TEST(five_changes_an_hour_are_enough),
		TEST(a_new_address_counts_when_its_code_has_come_back),
		TEST(a_code_is_good_for_the_address_it_went_to),
		TEST(the_address_of_another_is_not_to_be_had),
		TEST(what_is_no_address_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

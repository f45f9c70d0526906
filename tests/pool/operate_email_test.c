/* lib/pool/operate_email.c: another mail address for somebody. */

#include "fixture.h"

#include "pool/attribute.h"
#include "pool/change.h"
#include "pool/operate.h"
#include "pool/profile.h"
#include "pool/reset.h"

static const struct cw_actor root = { .account_id = 1000, .name = "root" };

static struct cw_account moved;

static enum cw_err
give(struct fixture *f, const char *login, const char *email, bool is_verified)
{
	const struct cw_operate_address to = { email, is_verified };
	struct cw_operation operation = { .login = login, .actor = &root };
	enum cw_err err = cw_operate_email(f->pool, &f->arena, &operation, &to);

	if (err == CW_OK)
		moved = operation.account;
	return err;
}

static void
assert_no_mail(struct fixture *f)
{
	struct cw_mail mail;

	assert_int_equal(cw_mail_take(f->pool, &f->arena, &mail), CW_NOTFOUND);
}

/* The newest events, the last first. */
static const char *
log_of(struct fixture *f, int64_t limit)
{
	const struct cw_audit_page page = { .before = INT64_MAX,
		.limit = limit };
	struct cw_list list = { 0 };
	const char *words = "";

	assert_int_equal(cw_audit_list(f->pool, &f->arena, &page, &list),
	    CW_OK);
	for (size_t i = 0; i < list.count; i++) {
		const struct cw_audit_entry *one = cw_list_at(&list, i);

		words = cw_arena_printf(&f->arena, "%s %s:%s", words,
		    one->event, one->by == NULL ? "" : one->by);
	}
	return words;
}

static void
a_verified_address_counts_at_once_and_the_old_one_is_told(void **state)
{
	struct fixture *f = *state;
	struct cw_session here, seen;
	struct cw_mail mail;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &here), CW_OK);
	assert_int_equal(give(f, "a@example.org", "New@example.org", true),
	    CW_OK);
	assert_string_equal(moved.email, "New@example.org");
	assert_string_equal(log_of(f, 1), " email_change:root");
	next_mail(f, &mail);
	assert_string_equal(mail.recipient, "a@example.org");
	assert_string_equal(mail.subject, "Your mail address was changed");
	assert_non_null(strstr(mail.body, "an administrator"));
	assert_null(strstr(mail.body, "New@example.org"));
	assert_non_null(strstr(mail.html, "an administrator"));
	assert_no_mail(f);
	assert_int_equal(cw_session_check(f->pool, &f->arena, here.token,
			     &seen),
	    CW_OK);
	assert_int_equal(sign_in(f, "new@example.org", PASSWORD, &seen), CW_OK);
	assert_int_equal(sign_in(f, "a@example.org", PASSWORD, &seen),
	    CW_CREDENTIALS);
}

static void
the_old_one_is_told_in_its_readers_language(void **state)
{
	const struct cw_attribute locale = { "locale", "de-AT" };
	struct cw_attribute_change change = {
		.attributes = &locale,
		.count = 1,
		.actor = &cw_operator,
	};
	struct fixture *f = *state;
	struct cw_session here;
	struct cw_mail mail;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &here), CW_OK);
	change.account_id = here.account_id;
	change.username = "anna";
	assert_int_equal(cw_attribute_set(f->pool, &change), CW_OK);
	assert_int_equal(give(f, "anna", "b@example.org", true), CW_OK);
	next_mail(f, &mail);
	assert_string_equal(mail.language, "de");
	assert_non_null(strstr(mail.body, "Verwaltung"));
}

static void
codes_that_went_to_the_old_one_die(void **state)
{
	struct cw_reset reset = {
		.login = "anna",
		.password = "tractor papyrus lamp",
		.actor = &stranger,
	};
	struct fixture *f = *state;
	struct cw_session here;
	struct cw_actor anna;
	const char *code;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &here), CW_OK);
	anna = actor_of(&here);
	assert_int_equal(cw_reset_ask(f->pool, &f->arena, &stranger, "anna"),
	    CW_OK);
	reset.code = next_code(f);
	assert_int_equal(cw_email_ask(f->pool, &f->arena, &anna,
			     "mine@example.org"),
	    CW_OK);
	code = next_code(f);
	assert_int_equal(give(f, "anna", "b@example.org", true), CW_OK);
	assert_int_equal(cw_reset_use(f->pool, &f->arena, &reset), CW_MISMATCH);
	assert_int_equal(cw_email_confirm(f->pool, &f->arena, &anna, code),
	    CW_MISMATCH);
}

static void
one_that_is_not_verified_waits_for_its_code(void **state)
{
	struct fixture *f = *state;
	struct cw_session here;
	struct cw_actor anna;
	struct cw_profile profile;
	struct cw_mail mail;
	const char *code;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &here), CW_OK);
	anna = actor_of(&here);
	assert_int_equal(give(f, "anna", "b@example.org", false), CW_OK);
	assert_string_equal(moved.email, "a@example.org");
	assert_string_equal(log_of(f, 1), " email_ask:root");
	assert_int_equal(cw_profile_find(f->pool, &f->arena, here.account_id,
			     &profile),
	    CW_OK);
	assert_string_equal(profile.email_next, "b@example.org");
	code = next_code(f);
	assert_int_equal(cw_email_confirm(f->pool, &f->arena, &anna, code),
	    CW_OK);
	next_mail(f, &mail);
	assert_string_equal(mail.recipient, "a@example.org");
	assert_int_equal(sign_in(f, "b@example.org", PASSWORD, &here), CW_OK);
}

static void
the_address_they_have_ends_a_change_under_way(void **state)
{
	struct fixture *f = *state;
	struct cw_session here;
	struct cw_actor anna;
	const char *code;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &here), CW_OK);
	anna = actor_of(&here);
	assert_int_equal(give(f, "anna", "b@example.org", false), CW_OK);
	code = next_code(f);
	assert_int_equal(give(f, "anna", "A@example.org", false), CW_OK);
	assert_string_equal(moved.email, "A@example.org");
	assert_int_equal(cw_email_confirm(f->pool, &f->arena, &anna, code),
	    CW_MISMATCH);
	assert_string_equal(log_of(f, 1), " email_change:root");
	assert_int_equal(give(f, "anna", "A@example.org", true), CW_OK);
	assert_string_equal(log_of(f, 3),
	    " email_change:root email_ask:root sign_in:");
	assert_no_mail(f);
}

static void
an_unconfirmed_account_gets_its_code_anew(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;
	const char *old, *new;

	assert_int_equal(sign_up(f, "anna", "wrong@example.org"), CW_OK);
	old = next_code(f);
	assert_int_equal(give(f, "anna", "a@example.org", false), CW_OK);
	assert_false(moved.is_confirmed);
	assert_string_equal(moved.email, "a@example.org");
	new = next_code(f);
	/* Nobody at the old one, which was never theirs, is written to. */
	assert_no_mail(f);
	if (strcmp(old, new) != 0)
		assert_int_equal(confirm(f, "anna", old, &account),
		    CW_MISMATCH);
	assert_int_equal(confirm(f, "anna", new, &account), CW_OK);
	assert_string_equal(account.email, "a@example.org");
}

static void
a_verified_address_confirms_but_does_not_approve(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	struct cw_account account;
	const char *old;

	f->conf.registration = "approval";
	assert_int_equal(sign_up(f, "anna", "wrong@example.org"), CW_OK);
	old = next_code(f);
	assert_int_equal(give(f, "anna", "a@example.org", true), CW_OK);
	assert_true(moved.is_confirmed);
	assert_true(moved.is_waiting);
	assert_no_mail(f);
	assert_string_equal(log_of(f, 2), " confirm:root email_change:root");
	assert_int_equal(confirm(f, "anna", old, &account), CW_MISMATCH);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_WAITING);
}

static void
what_is_anothers_is_refused(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;
	const char *code;

	add_account(f, "anna", "a@example.org");
	add_account(f, "bob", "b@example.org");
	assert_int_equal(sign_up(f, "eve", "e@example.org"), CW_OK);
	code = next_code(f);
	for (int is_verified = 0; is_verified < 2; is_verified++) {
		assert_int_equal(give(f, "anna", "B@example.org", is_verified),
		    CW_TAKEN);
		assert_int_equal(give(f, "eve", "b@example.org", is_verified),
		    CW_TAKEN);
		assert_int_equal(give(f, "anna", "nowhere", is_verified),
		    CW_INVALID);
		assert_int_equal(give(f, "nobody", "x@example.org",
				     is_verified),
		    CW_NOTFOUND);
	}
	assert_no_mail(f);
	/* Who only claims an address has none; whoever is first has it. */
	assert_int_equal(give(f, "anna", "e@example.org", true), CW_OK);
	assert_int_equal(confirm(f, "eve", code, &account), CW_TAKEN);
}

static void
an_address_that_got_too_much_is_told_of(void **state)
{
	struct fixture *f = *state;

	f->conf.mail_per_hour = 1;
	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_up(f, "eve", "e@example.org"), CW_OK);
	assert_int_equal(give(f, "anna", "e@example.org", false), CW_TOOMANY);
	assert_int_equal(give(f, "anna", "e@example.org", true), CW_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_verified_address_counts_at_once_and_the_old_one_is_told,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    the_old_one_is_told_in_its_readers_language, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    codes_that_went_to_the_old_one_die, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    one_that_is_not_verified_waits_for_its_code, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    the_address_they_have_ends_a_change_under_way,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    an_unconfirmed_account_gets_its_code_anew, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    a_verified_address_confirms_but_does_not_approve,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(what_is_anothers_is_refused,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    an_address_that_got_too_much_is_told_of, fixture_setup,
		    fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

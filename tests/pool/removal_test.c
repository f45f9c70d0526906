/* lib/pool/removal.c: accounts that are deleted. */

#include "fixture.h"

#include "pool/profile.h"
#include "pool/removal.h"
#include "pool/usergroup.h"

static struct cw_session
person(struct fixture *f, const char *name)
{
	struct cw_session session;
	char email[64];

	(void)snprintf(email, sizeof(email), "%s@example.org", name);
	add_account(f, name, email);
	assert_int_equal(sign_in(f, name, PASSWORD, &session), CW_OK);
	return session;
}

static enum cw_err
ask(struct fixture *f, const struct cw_session *session)
{
	const struct cw_actor actor = actor_of(session);

	return cw_removal_ask(f->pool, &f->arena, &actor);
}

static size_t
due(struct fixture *f, struct cw_account *first)
{
	struct cw_list out = { 0 };

	assert_int_equal(cw_removal_due(f->pool, &f->arena, &out), CW_OK);
	if (out.count > 0)
		*first = *(struct cw_account *)cw_list_at(&out, 0);
	return out.count;
}

static void
the_time_to_think_better_of_it_is_kept(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna"), seen;
	struct cw_account account;
	struct cw_mail mail;

	assert_int_equal(ask(f, &anna), CW_OK);
	assert_int_equal(cw_session_check(f->pool, &f->arena, anna.token,
			     &seen),
	    CW_UNAUTHORIZED);
	next_mail(f, &mail);
	assert_non_null(strstr(mail.body, "until then: 14."));
	cw_clock_set_now_ms(NOW + 14 * CW_DAY_MS - 1);
	assert_int_equal(due(f, &account), 0);
	cw_clock_set_now_ms(NOW + 14 * CW_DAY_MS);
	assert_int_equal(due(f, &account), 1);
	assert_string_equal(account.name, "anna");
}

static void
signing_in_brings_it_back(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna"), seen;
	struct cw_account account;

	assert_int_equal(ask(f, &anna), CW_OK);
	cw_clock_set_now_ms(NOW + 14 * CW_DAY_MS);
	assert_int_equal(due(f, &account), 1);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &seen), CW_OK);
	assert_int_equal(due(f, &account), 0);
	assert_int_equal(cw_removal_begin_due(f->pool, &account), CW_NOTFOUND);
	assert_int_equal(cw_session_check(f->pool, &f->arena, seen.token,
			     &seen),
	    CW_OK);
}

static void
nobody_gets_a_name_or_an_id_of_the_dead(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna"), bob, seen;
	struct cw_account account;
	struct cw_profile profile;

	assert_int_equal(ask(f, &anna), CW_OK);
	cw_clock_set_now_ms(NOW + 14 * CW_DAY_MS);
	assert_int_equal(due(f, &account), 1);
	assert_int_equal(cw_removal_begin_due(f->pool, &account), CW_OK);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &seen), CW_CREDENTIALS);
	assert_int_equal(cw_removal_finish(f->pool, &f->arena, &cw_operator,
			     &account),
	    CW_OK);
	assert_int_equal(cw_profile_find_name(f->pool, &f->arena, "anna",
			     &profile),
	    CW_NOTFOUND);
	assert_int_equal(sign_up(f, "ANNA", "anna@example.org"), CW_CONFLICT);
	/* The address is free. */
	assert_int_equal(sign_up(f, "anna2", "anna@example.org"), CW_OK);
	bob = person(f, "bob");
	assert_true(bob.account_id > anna.account_id + 1);
	assert_int_equal(due(f, &account), 0);
}

static void
the_last_administrator_stays(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna = person(f, "anna");

	assert_int_equal(cw_usergroup_join(f->pool, &f->arena, &cw_operator,
			     CW_ADMINISTRATORS, "anna"),
	    CW_OK);
	assert_int_equal(ask(f, &anna), CW_CONFLICT);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_time_to_think_better_of_it_is_kept),
		TEST(signing_in_brings_it_back),
		TEST(nobody_gets_a_name_or_an_id_of_the_dead),
		TEST(the_last_administrator_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

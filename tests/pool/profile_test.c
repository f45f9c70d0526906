/* lib/pool/profile.c: an account as those see it who may. */

#include "fixture.h"

#include "pool/attribute.h"
#include "pool/profile.h"
#include "pool/usergroup.h"

static void
a_profile_tells_all_but_secrets(void **state)
{
	const struct cw_attribute attribute = { "name", "Anna Arnold" };
	const struct cw_attribute_change change = {
		.account_id = 1,
		.username = "anna",
		.attributes = &attribute,
		.count = 1,
		.actor = &cw_operator,
	};
	struct fixture *f = *state;
	struct cw_profile profile;

	add_account(f, "Anna", "Anna@example.org");
	assert_int_equal(cw_attribute_set(f->pool, &change), CW_OK);
	assert_int_equal(cw_usergroup_join(f->pool, &f->arena, &cw_operator,
			     CW_ADMINISTRATORS, "anna"),
	    CW_OK);
	assert_int_equal(cw_profile_find_name(f->pool, &f->arena, "ANNA",
			     &profile),
	    CW_OK);
	assert_string_equal(profile.username, "Anna");
	assert_string_equal(profile.email, "Anna@example.org");
	assert_null(profile.email_next);
	assert_string_equal(profile.status, "CONFIRMED");
	assert_true(profile.enabled);
	assert_false(profile.waiting);
	assert_int_equal(strlen(profile.sub), 36);
	assert_int_equal(profile.created, NOW);
	assert_int_equal(profile.deletion, CW_NEVER);
	assert_int_equal(profile.groups.count, 1);
	assert_string_equal(profile.groups.items[0], CW_ADMINISTRATORS);
	assert_int_equal(profile.attributes.count, 1);
}

static void
who_is_not_there_has_none(void **state)
{
	struct fixture *f = *state;
	struct cw_profile profile;

	assert_int_equal(cw_profile_find_name(f->pool, &f->arena, "anna",
			     &profile),
	    CW_NOTFOUND);
	assert_int_equal(cw_profile_find(f->pool, &f->arena, 7, &profile),
	    CW_NOTFOUND);
	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	assert_int_equal(cw_profile_find(f->pool, &f->arena, 1, &profile),
	    CW_OK);
	assert_string_equal(profile.status, "UNCONFIRMED");
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_profile_tells_all_but_secrets),
		TEST(who_is_not_there_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

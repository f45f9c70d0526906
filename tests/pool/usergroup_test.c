/* lib/pool/usergroup.c: groups, and who is in which. */

#include "fixture.h"

#include "pool/usergroup.h"

static const struct cw_actor root = { .account_id = 1000, .name = "root" };

static enum cw_err
add(struct fixture *f, const char *name, int64_t precedence)
{
	const struct cw_usergroup group = {
		.name = name,
		.description = "Some people.",
		.precedence = precedence,
	};

	return cw_usergroup_add(f->pool, &f->arena, &root, &group);
}

static enum cw_err
join(struct fixture *f, const char *group, const char *name)
{
	return cw_usergroup_join(f->pool, &f->arena, &root, group, name);
}

static enum cw_err
leave(struct fixture *f, const char *group, const char *name)
{
	return cw_usergroup_leave(f->pool, &f->arena, &root, group, name);
}

static size_t
count_events(struct fixture *f)
{
	const struct cw_audit_page page = { .before = INT64_MAX, .limit = 99 };
	struct cw_list out = { 0 };

	assert_int_equal(cw_audit_list(f->pool, &f->arena, &page, &out), CW_OK);
	return out.count;
}

static void
the_administrators_are_there_and_stay(void **state)
{
	struct fixture *f = *state;
	struct cw_usergroup group;

	assert_int_equal(cw_usergroup_find(f->pool, &f->arena, "Administrators",
			     &group),
	    CW_OK);
	assert_string_equal(group.name, CW_ADMINISTRATORS);
	assert_int_equal(group.id, CW_ADMINISTRATORS_ID);
	assert_int_equal(cw_usergroup_remove(f->pool, &f->arena, &root,
			     "ADMINISTRATORS"),
	    CW_FORBIDDEN);
}

static void
a_group_is_made_changed_and_removed(void **state)
{
	struct cw_usergroup group = {
		.name = "Staff",
		.description = "Others.",
		.precedence = CW_NO_PRECEDENCE,
	};
	struct fixture *f = *state;

	assert_int_equal(add(f, "staff", 5), CW_OK);
	assert_int_equal(add(f, "STAFF", 5), CW_CONFLICT);
	cw_clock_set_now_ms(NOW + 1);
	assert_int_equal(cw_usergroup_change(f->pool, &f->arena, &root, &group),
	    CW_OK);
	assert_int_equal(cw_usergroup_find(f->pool, &f->arena, "staff", &group),
	    CW_OK);
	assert_string_equal(group.name, "staff");
	assert_string_equal(group.description, "Others.");
	assert_int_equal(group.precedence, CW_NO_PRECEDENCE);
	assert_int_equal(group.created, NOW);
	assert_int_equal(group.changed, NOW + 1);
	assert_int_equal(cw_usergroup_remove(f->pool, &f->arena, &root,
			     "staff"),
	    CW_OK);
	assert_int_equal(cw_usergroup_remove(f->pool, &f->arena, &root,
			     "staff"),
	    CW_NOTFOUND);
	assert_int_equal(cw_usergroup_change(f->pool, &f->arena, &root, &group),
	    CW_NOTFOUND);
	assert_int_equal(cw_usergroup_find(f->pool, &f->arena, "staff", &group),
	    CW_NOTFOUND);
	assert_int_equal(count_events(f), 3);
}

static void
strange_names_of_groups_are_refused(void **state)
{
	static const char *const names[] = { "", "two words", "tab\there",
		"no\u00A0break", "zero\u200Bwidth", "line\n" };
	struct fixture *f = *state;
	char lengthy[CW_USERGROUP_NAME_MAX_CHARS + 2];

	for (size_t i = 0; i < CW_LEN(names); i++)
		assert_int_equal(add(f, names[i], 1), CW_INVALID);
	memset(lengthy, 'x', sizeof(lengthy) - 1);
	lengthy[sizeof(lengthy) - 1] = '\0';
	assert_int_equal(add(f, lengthy, 1), CW_INVALID);
	assert_int_equal(add(f, lengthy + 1, 1), CW_OK);
}

static void
people_come_and_go(void **state)
{
	const struct cw_usergroup_page page = {
		.name = "staff",
		.after = "",
		.limit = 10,
	};
	const struct cw_usergroup_page next = {
		.name = "staff",
		.after = "anna",
		.limit = 10,
	};
	struct fixture *f = *state;
	struct cw_texts names = { 0 }, rest = { 0 };

	add_account(f, "Bob", "bob@example.org");
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(add(f, "staff", 1), CW_OK);
	assert_int_equal(join(f, "Staff", "BOB"), CW_OK);
	assert_int_equal(join(f, "staff", "bob"), CW_OK);
	assert_int_equal(join(f, "staff", "anna"), CW_OK);
	assert_int_equal(join(f, "staff", "nobody"), CW_NOTFOUND);
	assert_int_equal(join(f, "nothing", "anna"), CW_NOTFOUND);
	assert_int_equal(cw_usergroup_members(f->pool, &f->arena, &page,
			     &names),
	    CW_OK);
	assert_int_equal(names.count, 2);
	assert_string_equal(names.items[0], "anna");
	assert_string_equal(names.items[1], "Bob");
	assert_int_equal(cw_usergroup_members(f->pool, &f->arena, &next, &rest),
	    CW_OK);
	assert_int_equal(rest.count, 1);
	assert_int_equal(leave(f, "staff", "anna"), CW_OK);
	assert_int_equal(leave(f, "staff", "anna"), CW_OK);
	/* Two accounts and a group made, two joined, one left. */
	assert_int_equal(count_events(f), 6);
}

static void
the_groups_that_count_most_come_first(void **state)
{
	static const struct {
		const char *name;
		int64_t precedence;
	} rows[] = {
		{ "last", CW_NO_PRECEDENCE },
		{ "second", 7 },
		{ "first", 1 },
		{ "other", 7 },
	};
	static const char *const wanted[] = { "first", "other", "second",
		"last" };
	struct fixture *f = *state;
	struct cw_list groups = { 0 };

	add_account(f, "anna", "anna@example.org");
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		assert_int_equal(add(f, rows[i].name, rows[i].precedence),
		    CW_OK);
		assert_int_equal(join(f, rows[i].name, "anna"), CW_OK);
	}
	assert_int_equal(cw_usergroup_list_of(f->pool, &f->arena, 1, &groups),
	    CW_OK);
	assert_int_equal(groups.count, CW_LEN(wanted));
	for (size_t i = 0; i < CW_LEN(wanted); i++) {
		const struct cw_usergroup *group = cw_list_at(&groups, i);

		assert_string_equal(group->name, wanted[i]);
	}
	groups = (struct cw_list){ 0 };
	assert_int_equal(cw_usergroup_list(f->pool, &f->arena, "FIRST", 2,
			     &groups),
	    CW_OK);
	assert_int_equal(groups.count, 2);
	assert_string_equal(((struct cw_usergroup *)cw_list_at(&groups, 0))
				->name,
	    "last");
}

static void
there_is_always_an_administrator(void **state)
{
	struct fixture *f = *state;

	add_account(f, "anna", "anna@example.org");
	add_account(f, "bob", "bob@example.org");
	assert_int_equal(join(f, CW_ADMINISTRATORS, "anna"), CW_OK);
	assert_int_equal(leave(f, CW_ADMINISTRATORS, "anna"), CW_CONFLICT);
	assert_int_equal(join(f, CW_ADMINISTRATORS, "bob"), CW_OK);
	assert_int_equal(leave(f, CW_ADMINISTRATORS, "anna"), CW_OK);
	assert_int_equal(leave(f, CW_ADMINISTRATORS, "bob"), CW_CONFLICT);
	/* Who is none leaves without harm, and the operator may do it all. */
	assert_int_equal(leave(f, CW_ADMINISTRATORS, "anna"), CW_OK);
	assert_int_equal(cw_usergroup_leave(f->pool, &f->arena, &cw_operator,
			     CW_ADMINISTRATORS, "bob"),
	    CW_OK);
}

static void
an_account_is_in_a_hundred_groups_at_most(void **state)
{
	struct fixture *f = *state;
	char name[16];

	add_account(f, "anna", "anna@example.org");
	for (int i = 0; i <= CW_USERGROUPS_PER_ACCOUNT; i++) {
		(void)snprintf(name, sizeof(name), "group%d", i);
		assert_int_equal(add(f, name, i), CW_OK);
		assert_int_equal(join(f, name, "anna"),
		    i < CW_USERGROUPS_PER_ACCOUNT ? CW_OK : CW_TOOMANY);
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_administrators_are_there_and_stay),
		TEST(a_group_is_made_changed_and_removed),
		TEST(strange_names_of_groups_are_refused),
		TEST(people_come_and_go),
		TEST(the_groups_that_count_most_come_first),
		TEST(there_is_always_an_administrator),
		TEST(an_account_is_in_a_hundred_groups_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

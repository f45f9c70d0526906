/* lib/pool/invitation.c: who may come by an invitation, and how often. */

#include "fixture.h"

#include "pool/invitation.h"
#include "pool/usergroup.h"

static const struct cw_actor root = { .account_id = 1000, .name = "root" };

static enum cw_err
invite(struct fixture *f, const struct cw_invitation *in,
    struct cw_invitation *out)
{
	return cw_invitation_add(f->pool, &f->arena, &root, in, out);
}

static struct cw_invitation
usual(int64_t uses)
{
	return (struct cw_invitation){
		.note = "friends",
		.uses_max = uses,
		.expires = NOW + CW_DAY_MS,
	};
}

struct coming {
	const char *token;
	const char *email_fold;
	struct cw_invited invited;
};

static enum cw_err
come_work(struct cw_store *store, void *arg)
{
	struct coming *coming = arg;

	return cw_invitation_use(store, coming->token, coming->email_fold,
	    &coming->invited);
}

static enum cw_err
come(struct fixture *f, const char *token, const char *email_fold)
{
	struct coming coming = { .token = token, .email_fold = email_fold };

	return cw_group_run(f->pool->group, come_work, &coming);
}

static void
as_many_come_as_were_invited(void **state)
{
	struct cw_invitation in = usual(2), out;
	struct fixture *f = *state;
	struct cw_list list = { 0 };
	const struct cw_invitation *found;

	assert_int_equal(invite(f, &in, &out), CW_OK);
	assert_int_equal(strlen(out.token), 43);
	assert_non_null(strstr(out.link, "https://chat.example.org/#/"));
	assert_non_null(strstr(out.link, out.token));
	assert_int_equal(come(f, out.token, "a@example.org"), CW_OK);
	assert_int_equal(come(f, out.token, "b@example.com"), CW_OK);
	assert_int_equal(come(f, out.token, "c@example.org"), CW_MISMATCH);
	assert_int_equal(cw_invitation_list(f->pool, &f->arena, INT64_MAX, 10,
			     &list),
	    CW_OK);
	assert_int_equal(list.count, 1);
	found = cw_list_at(&list, 0);
	assert_int_equal(found->uses, 2);
	assert_int_equal(found->uses_max, 2);
	assert_string_equal(found->created_by, "root");
	assert_null(found->token);
	assert_false(found->revoked);
}

static void
an_invitation_ends_in_time_or_when_withdrawn(void **state)
{
	struct cw_invitation in = usual(9), one, two;
	struct fixture *f = *state;

	assert_int_equal(invite(f, &in, &one), CW_OK);
	assert_int_equal(invite(f, &in, &two), CW_OK);
	assert_int_equal(cw_invitation_revoke(f->pool, &f->arena, &root,
			     one.id),
	    CW_OK);
	assert_int_equal(cw_invitation_revoke(f->pool, &f->arena, &root,
			     one.id),
	    CW_NOTFOUND);
	assert_int_equal(come(f, one.token, "a@example.org"), CW_MISMATCH);
	cw_clock_set_now_ms(NOW + CW_DAY_MS - 1);
	assert_int_equal(come(f, two.token, "a@example.org"), CW_OK);
	cw_clock_set_now_ms(NOW + CW_DAY_MS);
	assert_int_equal(come(f, two.token, "a@example.org"), CW_MISMATCH);
}

static void
a_domain_keeps_others_out(void **state)
{
	struct cw_invitation in = usual(9), out;
	struct fixture *f = *state;

	in.mail_domain = "Example.ORG";
	assert_int_equal(invite(f, &in, &out), CW_OK);
	assert_string_equal(out.mail_domain, "example.org");
	assert_int_equal(come(f, out.token, "a@example.com"), CW_MISMATCH);
	assert_int_equal(come(f, out.token, "a@sub.example.org"), CW_MISMATCH);
	assert_int_equal(come(f, out.token, "a@notexample.org"), CW_MISMATCH);
	assert_int_equal(come(f, out.token, "a@example.org"), CW_OK);
}

static void
strange_tokens_open_nothing(void **state)
{
	static const char *const tokens[] = { "", "x",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
	struct fixture *f = *state;

	for (size_t i = 0; i < CW_LEN(tokens); i++)
		assert_int_equal(come(f, tokens[i], "a@example.org"),
		    CW_MISMATCH);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	struct fixture *f = *state;
	struct cw_invitation in, out;

	in = usual(0);
	assert_int_equal(invite(f, &in, &out), CW_INVALID);
	in = usual(CW_INVITATION_USES_MAX + 1);
	assert_int_equal(invite(f, &in, &out), CW_INVALID);
	in = usual(1);
	in.expires = NOW;
	assert_int_equal(invite(f, &in, &out), CW_INVALID);
	in.expires = NOW + (CW_INVITATION_DAYS_MAX + 1) * CW_DAY_MS;
	assert_int_equal(invite(f, &in, &out), CW_INVALID);
	in = usual(1);
	in.mail_domain = "example org";
	assert_int_equal(invite(f, &in, &out), CW_INVALID);
	in = usual(1);
	in.group = "nothing";
	assert_int_equal(invite(f, &in, &out), CW_NOTFOUND);
	in.group = "Administrators";
	assert_int_equal(invite(f, &in, &out), CW_FORBIDDEN);
}

static void
a_group_is_named_in_any_case(void **state)
{
	const struct cw_usergroup staff = {
		.name = "Staff",
		.description = "",
		.precedence = 1,
	};
	struct cw_invitation in = usual(1), out;
	struct fixture *f = *state;

	assert_int_equal(cw_usergroup_add(f->pool, &f->arena, &root, &staff),
	    CW_OK);
	in.group = "STAFF";
	assert_int_equal(invite(f, &in, &out), CW_OK);
	assert_string_equal(out.group, "Staff");
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(as_many_come_as_were_invited),
		TEST(an_invitation_ends_in_time_or_when_withdrawn),
		TEST(a_domain_keeps_others_out),
		TEST(strange_tokens_open_nothing),
		TEST(what_makes_no_sense_is_refused),
		TEST(a_group_is_named_in_any_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

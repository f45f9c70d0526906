/* lib/pool/lend.c: a session without a password, which leaves a trace. */

#include "fixture.h"

#include "pool/audit.h"
#include "pool/lend.h"

static void
an_operator_may_borrow_a_session_and_it_is_written_down(void **state)
{
	const struct cw_audit_page page = { .before = INT64_MAX, .limit = 1 };
	struct fixture *f = *state;
	struct cw_session session, seen;
	struct cw_list log = { 0 };
	const struct cw_audit_entry *entry;

	add_account(f, "Anna", "a@example.org");
	assert_int_equal(cw_session_lend(f->pool, &f->arena, "ANNA", &session),
	    CW_OK);
	assert_int_equal(cw_session_check(f->pool, &f->arena, session.token,
			     &seen),
	    CW_OK);
	assert_string_equal(seen.username, "Anna");
	assert_int_equal(cw_audit_list(f->pool, &f->arena, &page, &log), CW_OK);
	entry = cw_list_at(&log, 0);
	assert_string_equal(entry->event, "sign_in");
	assert_string_equal(entry->username, "Anna");
	assert_string_equal(entry->detail, "lent");
}

static void
nobody_borrows_what_is_nobodys(void **state)
{
	static const char *const names[] = { "bob", "", "a b\n" };
	struct fixture *f = *state;
	struct cw_session session;

	for (size_t i = 0; i < CW_LEN(names); i++)
		assert_int_equal(cw_session_lend(f->pool, &f->arena, names[i],
				     &session),
		    CW_NOTFOUND);
}

#define POOL_TEST(f) \
	cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		POOL_TEST(
		    an_operator_may_borrow_a_session_and_it_is_written_down),
		POOL_TEST(nobody_borrows_what_is_nobodys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* lib/pool/mail_queue.c: what operators see of the queue, and may do to it. */

#include "fixture.h"

#include "pool/mail_queue.h"

static void
give_up(struct fixture *f)
{
	struct cw_mail mail;

	assert_int_equal(cw_mail_take(f->pool, &f->arena, &mail), CW_OK);
	assert_int_equal(cw_mail_done(f->pool, &mail, CW_MAIL_FAILED), CW_OK);
}

static size_t
listed(struct fixture *f, int64_t after, int64_t limit)
{
	struct cw_list rows = { 0 };

	assert_int_equal(cw_mail_list(f->pool, &f->arena, after, limit, &rows),
	    CW_OK);
	return rows.count;
}

static void
what_was_given_up_comes_again_as_it_was(void **state)
{
	struct fixture *f = *state;
	struct cw_mail_tally tally;
	struct cw_mail mail;

	assert_int_equal(sign_up(f, "anna", "anna@example.org"), CW_OK);
	give_up(f);
	assert_int_equal(cw_mail_tally(f->pool, &tally), CW_OK);
	assert_int_equal(tally.waiting, 0);
	assert_int_equal(tally.given_up, 1);
	assert_int_equal(cw_mail_again(f->pool, 1), CW_OK);
	assert_int_equal(cw_mail_again(f->pool, 1), CW_NOTFOUND);
	assert_int_equal(cw_mail_tally(f->pool, &tally), CW_OK);
	assert_int_equal(tally.waiting, 1);
	assert_int_equal(tally.oldest, NOW);
	next_mail(f, &mail);
	assert_string_equal(mail.recipient, "anna@example.org");
	assert_non_null(strstr(mail.body, "anna"));
	assert_int_equal(cw_mail_again(f->pool, 1), CW_NOTFOUND);
}

static void
pages_go_on_after_an_id_and_leave_out_what_was_sent(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;

	assert_int_equal(sign_up(f, "anna", "anna@example.org"), CW_OK);
	assert_int_equal(sign_up(f, "bob", "bob@example.org"), CW_OK);
	assert_int_equal(sign_up(f, "carl", "carl@example.org"), CW_OK);
	assert_int_equal(listed(f, 0, 10), 3);
	assert_int_equal(listed(f, 0, 2), 2);
	assert_int_equal(listed(f, 2, 2), 1);
	next_mail(f, &mail);
	give_up(f);
	assert_int_equal(listed(f, 0, 10), 2);
}

static void
what_is_dropped_is_gone(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(sign_up(f, "anna", "anna@example.org"), CW_OK);
	assert_int_equal(cw_mail_drop(f->pool, 1), CW_OK);
	assert_int_equal(cw_mail_drop(f->pool, 1), CW_NOTFOUND);
	assert_int_equal(listed(f, 0, 10), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_was_given_up_comes_again_as_it_was, fixture_setup,
		    fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    pages_go_on_after_an_id_and_leave_out_what_was_sent,
		    fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(what_is_dropped_is_gone,
		    fixture_setup, fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

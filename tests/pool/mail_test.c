/* lib/pool/mail.c: a queue that loses nothing and repeats little. */

#include "fixture.h"

#include "base/clock.h"

struct adding {
	struct fixture *f;
	const char *recipient;
	enum cw_err end;
};

static enum cw_err
add_work(struct cw_store *store, void *arg)
{
	const struct cw_letter letter = {
		.kind = CW_LETTER_WELCOME,
		.locale = "de-AT",
		.username = "anna",
		.secret = "tractor <papyrus> {lamp}",
		.days = 7,
	};
	const struct adding *adding = arg;
	enum cw_err err;

	err = cw_mail_add(adding->f->pool, store, &adding->f->arena,
	    adding->recipient, &letter);
	return err == CW_OK ? adding->end : err;
}

static enum cw_err
add(struct fixture *f, const char *recipient)
{
	struct adding adding = { f, recipient, CW_OK };

	return cw_group_run(f->pool->group, add_work, &adding);
}

static enum cw_err
take(struct fixture *f, struct cw_mail *mail)
{
	return cw_mail_take(f->pool, &f->arena, mail);
}

static void
mail_comes_out_as_it_went_in_and_in_order(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;

	assert_int_equal(add(f, "Anna@example.org"), CW_OK);
	cw_clock_set_now_ms(NOW + 1);
	assert_int_equal(add(f, "bob@example.org"), CW_OK);
	assert_int_equal(take(f, &mail), CW_OK);
	assert_string_equal(mail.recipient, "Anna@example.org");
	assert_null(mail.subject);
	assert_int_equal(mail.letter.kind, CW_LETTER_WELCOME);
	assert_string_equal(mail.letter.locale, "de-AT");
	assert_string_equal(mail.letter.username, "anna");
	assert_string_equal(mail.letter.secret, "tractor <papyrus> {lamp}");
	assert_int_equal(mail.letter.days, 7);
	assert_int_equal(mail.tries, 1);
	assert_int_equal(mail.created, NOW);
	assert_int_equal(take(f, &mail), CW_OK);
	assert_string_equal(mail.recipient, "bob@example.org");
	assert_int_equal(take(f, &mail), CW_NOTFOUND);
}

static void
mail_of_a_failed_transaction_is_not_queued(void **state)
{
	struct fixture *f = *state;
	struct adding adding = { f, "anna@example.org", CW_CONFLICT };
	struct cw_mail mail;

	assert_int_equal(cw_group_run(f->pool->group, add_work, &adding),
	    CW_CONFLICT);
	assert_int_equal(take(f, &mail), CW_NOTFOUND);
}

static void
only_to_a_mail_address(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "anna@example.org\r\nBcc: x@example.org"),
	    CW_INVALID);
	assert_int_equal(add(f, "anna@example.org,x@example.org"), CW_INVALID);
	assert_int_equal(add(f, "--help"), CW_INVALID);
}

static void
a_sender_that_dies_loses_nothing(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;
	int64_t due;

	assert_int_equal(add(f, "anna@example.org"), CW_OK);
	assert_int_equal(cw_mail_next_due(f->pool, &due), CW_OK);
	assert_int_equal(due, NOW);
	assert_int_equal(take(f, &mail), CW_OK);
	assert_int_equal(cw_mail_next_due(f->pool, &due), CW_OK);
	assert_int_equal(due, NOW + 5 * CW_MINUTE_MS);
	cw_clock_set_now_ms(due - 1);
	assert_int_equal(take(f, &mail), CW_NOTFOUND);
	cw_clock_set_now_ms(due);
	assert_int_equal(take(f, &mail), CW_OK);
	assert_int_equal(mail.tries, 2);
	assert_int_equal(cw_mail_done(f->pool, &mail, CW_MAIL_SENT), CW_OK);
	assert_int_equal(cw_mail_next_due(f->pool, &due), CW_OK);
	assert_true(due == INT64_MAX);
}

static void
who_comes_back_late_disturbs_nobody(void **state)
{
	struct fixture *f = *state;
	struct cw_mail first, second;
	int64_t due;

	assert_int_equal(add(f, "anna@example.org"), CW_OK);
	assert_int_equal(take(f, &first), CW_OK);
	cw_clock_set_now_ms(NOW + 5 * CW_MINUTE_MS);
	assert_int_equal(take(f, &second), CW_OK);
	assert_int_equal(cw_mail_done(f->pool, &first, CW_MAIL_RETRY), CW_OK);
	assert_int_equal(cw_mail_next_due(f->pool, &due), CW_OK);
	assert_int_equal(due, NOW + 10 * CW_MINUTE_MS);
	assert_int_equal(cw_mail_done(f->pool, &first, CW_MAIL_SENT), CW_OK);
	assert_int_equal(cw_mail_done(f->pool, &second, CW_MAIL_RETRY), CW_OK);
	assert_int_equal(cw_mail_next_due(f->pool, &due), CW_OK);
	assert_true(due == INT64_MAX);
}

static void
retries_wait_longer_and_end_after_a_day(void **state)
{
	static const int64_t minutes[] = { 1, 2, 4, 8, 16, 32, 60, 60 };
	struct fixture *f = *state;
	struct cw_mail mail;
	int64_t now = NOW, due = 0;
	size_t tries = 0;

	assert_int_equal(add(f, "anna@example.org"), CW_OK);
	while (take(f, &mail) == CW_OK) {
		assert_int_equal(cw_mail_done(f->pool, &mail, CW_MAIL_RETRY),
		    CW_OK);
		assert_int_equal(cw_mail_next_due(f->pool, &due), CW_OK);
		if (due == INT64_MAX)
			break;
		if (tries < CW_LEN(minutes))
			assert_int_equal(due - now,
			    minutes[tries] * CW_MINUTE_MS);
		tries++;
		now = due;
		cw_clock_set_now_ms(now);
	}
	assert_true(due == INT64_MAX);
	assert_in_range(now - NOW, 22 * CW_HOUR_MS, 24 * CW_HOUR_MS);
}

static void
a_refused_mail_is_given_up(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;
	int64_t due;

	assert_int_equal(add(f, "anna@example.org"), CW_OK);
	assert_int_equal(take(f, &mail), CW_OK);
	assert_int_equal(cw_mail_done(f->pool, &mail, CW_MAIL_FAILED), CW_OK);
	assert_int_equal(cw_mail_next_due(f->pool, &due), CW_OK);
	assert_true(due == INT64_MAX);
}

static void
a_pretended_mail_is_never_sent(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;

	assert_int_equal(cw_account_resend(f->pool, &f->arena, "nobody"),
	    CW_OK);
	assert_int_equal(take(f, &mail), CW_NOTFOUND);
}

/* What a release without templates has sealed: subject, NUL, text. */
static enum cw_err
former_work(struct cw_store *store, void *arg)
{
	static const char text[] = "A subject\0Some words.\n";
	struct fixture *f = arg;
	unsigned char *sealed;
	size_t len;

	assert_int_equal(cw_crypto_seal(f->pool->keys.bytes[CW_KEY_MAIL], text,
			     sizeof(text) - 1, &f->arena, &sealed, &len),
	    CW_OK);
	const struct cw_val args[] = {
		cw_text("anna@example.org"),
		cw_text("anna@example.org"),
		cw_bytes(sealed, len),
		cw_int(NOW),
		cw_int(0),
	};
	return cw_exec(store, CW_SQL_MAIL_ADD, args, CW_LEN(args), NULL);
}

static void
mail_of_a_former_release_is_sent_as_it_was_written(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;

	assert_int_equal(cw_group_run(f->pool->group, former_work, f), CW_OK);
	next_mail(f, &mail);
	assert_string_equal(mail.subject, "A subject");
	assert_string_equal(mail.body, "Some words.\n");
	assert_null(mail.html);
}

static void
mail_under_another_key_is_given_up_and_the_next_goes_out(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;

	assert_int_equal(add(f, "anna@example.org"), CW_OK);
	f->pool->keys.bytes[CW_KEY_MAIL][0] ^= 1;
	assert_int_equal(add(f, "bob@example.org"), CW_OK);
	assert_int_equal(take(f, &mail), CW_OK);
	assert_string_equal(mail.recipient, "bob@example.org");
	assert_int_equal(take(f, &mail), CW_NOTFOUND);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(mail_comes_out_as_it_went_in_and_in_order),
		TEST(mail_of_a_failed_transaction_is_not_queued),
		TEST(only_to_a_mail_address),
		TEST(a_sender_that_dies_loses_nothing),
		TEST(who_comes_back_late_disturbs_nobody),
		TEST(retries_wait_longer_and_end_after_a_day),
		TEST(a_refused_mail_is_given_up),
		TEST(a_pretended_mail_is_never_sent),
		TEST(mail_of_a_former_release_is_sent_as_it_was_written),
		TEST(mail_under_another_key_is_given_up_and_the_next_goes_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

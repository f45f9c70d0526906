/* lib/pool/account.c: signing up, confirming, another code. */

#include "fixture.h"

#include <pthread.h>
#include <sys/wait.h>

#include "pool/code.h"

static void
a_person_signs_up_and_confirms_once(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;
	const char *code;

	assert_int_equal(sign_up(f, "Anna", "Anna@Example.org"), CW_OK);
	code = next_code(f);
	assert_non_null(code);
	assert_int_equal(confirm(f, "aNNa", code, &account), CW_OK);
	assert_string_equal(account.name, "Anna");
	assert_string_equal(account.email, "Anna@Example.org");
	assert_true(account.is_confirmed);
	assert_int_equal(account.confirmed, NOW);
	assert_int_equal(confirm(f, "anna", code, &account), CW_MISMATCH);
}

static void
a_sign_up_says_what_is_wrong_with_it(void **state)
{
	static const struct {
		const char *username, *email, *password, *at;
	} rows[] = {
		{ "a", "a@example.org", PASSWORD, "/username" },
		{ "anna b", "a@example.org", PASSWORD, "/username" },
		{ "anna", "example.org", PASSWORD, "/email" },
		{ "anna", "a@example.org", "short", "/password" },
		{ "anna-anna-anna", "a@example.org", "ANNA-anna-anna",
		    "/password" },
		{ "anna", "anna@example.org", "Anna@Example.ORG", "/password" },
	};
	struct fixture *f = *state;
	struct cw_sign_up_problem problem;
	const char *name;

	for (size_t i = 0; i < CW_LEN(rows); i++) {
		const struct cw_sign_up in = {
			.username = rows[i].username,
			.email = rows[i].email,
			.password = rows[i].password,
			.actor = &stranger,
		};

		problem.at = "";
		assert_int_equal(cw_account_check(&f->conf, &f->arena, &in,
				     &problem),
		    CW_INVALID);
		assert_string_equal(problem.at, rows[i].at);
		assert_int_equal(cw_account_sign_up(f->pool, &f->arena, &in,
				     &name),
		    CW_INVALID);
	}
}

static void
a_name_that_differs_in_case_is_taken(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(sign_up(f, "Stra\u00DFe", "a@example.org"), CW_OK);
	assert_int_equal(sign_up(f, "STRASSE", "b@example.org"), CW_CONFLICT);
}

static void
an_unconfirmed_name_is_free_when_its_code_is_old(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;
	const char *old, *code;

	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	old = next_code(f);
	cw_clock_set_now_ms(NOW + CW_CODE_LIFE_MS - 1);
	assert_int_equal(sign_up(f, "anna", "b@example.org"), CW_CONFLICT);
	cw_clock_set_now_ms(NOW + CW_CODE_LIFE_MS);
	assert_int_equal(sign_up(f, "anna", "b@example.org"), CW_OK);
	code = next_code(f);
	if (strcmp(old, code) != 0)
		assert_int_equal(confirm(f, "anna", old, &account),
		    CW_MISMATCH);
	assert_int_equal(confirm(f, "anna", code, &account), CW_OK);
	assert_string_equal(account.email, "b@example.org");
	cw_clock_set_now_ms(NOW + 9 * CW_DAY_MS);
	assert_int_equal(sign_up(f, "anna", "c@example.org"), CW_CONFLICT);
}

static void
the_owner_of_an_address_is_told_and_nobody_gets_a_code(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(sign_up(f, "mallory", "ANNA@example.org"), CW_OK);
	next_mail(f, &mail);
	assert_string_equal(mail.recipient, "ANNA@example.org");
	assert_non_null(strstr(mail.body, "Hello anna,"));
	for (const char *at = mail.body; *at != '\0'; at++)
		assert_true(strspn(at, "0123456789") < 6);
	assert_int_equal(cw_account_resend(f->pool, &f->arena, "mallory"),
	    CW_OK);
	next_mail(f, &mail);
	assert_non_null(strstr(mail.body, "Hello anna,"));
}

static void
of_two_who_claim_an_address_the_first_to_confirm_has_it(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;
	const char *one, *two;

	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	one = next_code(f);
	assert_int_equal(sign_up(f, "bob", "a@example.org"), CW_OK);
	two = next_code(f);
	assert_int_equal(confirm(f, "bob", two, &account), CW_OK);
	assert_int_equal(confirm(f, "anna", one, &account), CW_TAKEN);
}

static void
an_unknown_name_confirms_like_a_wrong_code(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;

	assert_int_equal(confirm(f, "nobody", "123456", &account), CW_MISMATCH);
}

static void
the_sixth_try_is_refused_even_if_right(void **state)
{
	static const char *const wrong[] = { "", "1", "12345x", "0000001",
		"12345678901234567890" };
	struct fixture *f = *state;
	struct cw_account account;
	const char *code;

	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	code = next_code(f);
	for (size_t i = 0; i < CW_LEN(wrong); i++)
		assert_int_equal(confirm(f, "anna", wrong[i], &account),
		    CW_MISMATCH);
	assert_int_equal(confirm(f, "anna", code, &account), CW_MISMATCH);
	assert_int_equal(cw_account_resend(f->pool, &f->arena, "anna"), CW_OK);
	assert_int_equal(confirm(f, "anna", next_code(f), &account), CW_OK);
}

static void
the_fifth_try_may_be_right(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;
	const char *code;

	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	code = next_code(f);
	for (int i = 0; i < 4; i++)
		assert_int_equal(confirm(f, "anna", "wrong", &account),
		    CW_MISMATCH);
	assert_int_equal(confirm(f, "anna", code, &account), CW_OK);
}

static void
another_code_makes_the_old_one_void(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;
	const char *old, *code;

	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	old = next_code(f);
	do {
		assert_int_equal(cw_account_resend(f->pool, &f->arena, "Anna"),
		    CW_OK);
		code = next_code(f);
	} while (strcmp(old, code) == 0);
	assert_int_equal(confirm(f, "anna", old, &account), CW_MISMATCH);
	assert_int_equal(confirm(f, "anna", code, &account), CW_OK);
	assert_int_equal(cw_account_resend(f->pool, &f->arena, "anna"), CW_OK);
	assert_int_equal(cw_mail_take(f->pool, &f->arena,
			     &(struct cw_mail){ 0 }),
	    CW_NOTFOUND);
}

/* How often in a row another code can be asked for. */
static int
count_resends(struct fixture *f, const char *name)
{
	int count = 0;
	enum cw_err err;

	err = cw_account_resend(f->pool, &f->arena, name);
	while (err == CW_OK && count < 100) {
		count++;
		err = cw_account_resend(f->pool, &f->arena, name);
	}
	assert_int_equal(err, CW_TOOMANY);
	return count;
}

static void
known_and_unknown_names_may_ask_equally_often(void **state)
{
	struct fixture *f = *state;

	add_account(f, "carl", "c@example.org");
	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	assert_int_equal(count_resends(f, "anna"), 4);
	assert_int_equal(count_resends(f, "carl"), 4);
	assert_int_equal(count_resends(f, "nobody"), 4);
	assert_int_equal(count_resends(f, "no-one"), 4);
	cw_clock_set_now_ms(NOW + CW_HOUR_MS);
	assert_int_equal(count_resends(f, "anna"), 4);
	assert_int_equal(count_resends(f, "NOBODY"), 4);
}

static void
an_address_is_sent_no_more_than_its_share(void **state)
{
	struct fixture *f = *state;
	struct cw_mail mail;
	char name[16];
	int sent = 0;

	for (int i = 0; i < 8; i++) {
		(void)snprintf(name, sizeof(name), "anna%d", i);
		assert_int_equal(sign_up(f, name, "a@example.org"), CW_OK);
	}
	while (cw_mail_take(f->pool, &f->arena, &mail) == CW_OK)
		sent++;
	assert_int_equal(sent, 5);
}

static void
everybody_waits_when_too_much_mail_went_out(void **state)
{
	struct fixture *f = *state;

	f->conf.mail_per_hour_total = 2;
	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	assert_int_equal(sign_up(f, "bob", "b@example.org"), CW_OK);
	assert_int_equal(sign_up(f, "carl", "c@example.org"), CW_TOOMANY);
	assert_int_equal(cw_account_resend(f->pool, &f->arena, "anna"),
	    CW_TOOMANY);
	assert_int_equal(cw_account_resend(f->pool, &f->arena, "nobody"),
	    CW_TOOMANY);
	cw_clock_set_now_ms(NOW + CW_HOUR_MS);
	assert_int_equal(sign_up(f, "carl", "c@example.org"), CW_OK);
}

struct confirmer {
	struct fixture *f;
	const char *code;
	enum cw_err err;
};

static void *
confirm_alone(void *arg)
{
	struct confirmer *c = arg;
	const struct cw_confirmation in = { "anna", c->code, &stranger };
	struct cw_account account;
	struct cw_arena arena;

	cw_arena_init(&arena, 1 << 20);
	c->err = cw_account_confirm(c->f->pool, &arena, &in, &account);
	cw_arena_clear(&arena);
	return NULL;
}

static void
of_many_who_confirm_at_once_one_succeeds(void **state)
{
	struct fixture *f = *state;
	struct confirmer all[4];
	pthread_t threads[4];
	int good = 0;

	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	all[0].code = next_code(f);
	for (size_t i = 0; i < CW_LEN(all); i++) {
		all[i] = (struct confirmer){ .f = f, .code = all[0].code };
		assert_int_equal(pthread_create(&threads[i], NULL,
				     confirm_alone, &all[i]),
		    0);
	}
	for (size_t i = 0; i < CW_LEN(all); i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		good += all[i].err == CW_OK;
		assert_true(all[i].err == CW_OK || all[i].err == CW_MISMATCH);
	}
	assert_int_equal(good, 1);
}

/* A process with a pool of its own; exits with what came of confirming. */
static pid_t
confirm_in_process(struct fixture *f, const char *code, const int start[2])
{
	const struct cw_confirmation in = { "anna", code, &stranger };
	struct cw_account account;
	struct cw_pool *pool;
	pid_t pid = fork();
	char go;
	enum cw_err err;

	if (pid != 0)
		return pid;
	close(start[1]);
	err = cw_pool_open(&f->conf, &pool);
	/* The end of the pipe is the starting shot. */
	if (err != CW_OK || read(start[0], &go, 1) != 0)
		_exit(CW_ERR__COUNT);
	_exit((int)cw_account_confirm(pool, &f->arena, &in, &account));
}

static void
of_processes_that_confirm_at_once_one_succeeds(void **state)
{
	struct fixture *f = *state;
	pid_t children[4];
	const char *code;
	int start[2], status, good = 0;

	assert_int_equal(sign_up(f, "anna", "a@example.org"), CW_OK);
	code = next_code(f);
	/* A connection must not be taken along into a child. */
	cw_pool_close(f->pool);
	assert_int_equal(pipe(start), 0);
	for (size_t i = 0; i < CW_LEN(children); i++) {
		children[i] = confirm_in_process(f, code, start);
		assert_true(children[i] > 0);
	}
	close(start[1]);
	for (size_t i = 0; i < CW_LEN(children); i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_true(WIFEXITED(status));
		good += WEXITSTATUS(status) == CW_OK;
		assert_true(WEXITSTATUS(status) == CW_OK ||
		    WEXITSTATUS(status) == CW_MISMATCH);
	}
	close(start[0]);
	assert_int_equal(cw_pool_open(&f->conf, &f->pool), CW_OK);
	assert_int_equal(good, 1);
}

static void
the_operator_adds_no_one_twice(void **state)
{
	struct fixture *f = *state;
	struct cw_account account;
	const struct cw_sign_up same_name = { .username = "ANNA",
		.email = "b@example.org",
		.password = PASSWORD,
		.actor = &cw_operator };
	const struct cw_sign_up same_email = { .username = "bob",
		.email = "A@example.org",
		.password = PASSWORD,
		.actor = &cw_operator };

	add_account(f, "anna", "a@example.org");
	assert_int_equal(cw_account_add(f->pool, &f->arena, &same_name,
			     &account),
	    CW_CONFLICT);
	assert_int_equal(cw_account_add(f->pool, &f->arena, &same_email,
			     &account),
	    CW_CONFLICT);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_person_signs_up_and_confirms_once),
		TEST(a_sign_up_says_what_is_wrong_with_it),
		TEST(a_name_that_differs_in_case_is_taken),
		TEST(an_unconfirmed_name_is_free_when_its_code_is_old),
		TEST(the_owner_of_an_address_is_told_and_nobody_gets_a_code),
		TEST(of_two_who_claim_an_address_the_first_to_confirm_has_it),
		TEST(an_unknown_name_confirms_like_a_wrong_code),
		TEST(the_sixth_try_is_refused_even_if_right),
		TEST(the_fifth_try_may_be_right),
		TEST(another_code_makes_the_old_one_void),
		TEST(known_and_unknown_names_may_ask_equally_often),
		TEST(an_address_is_sent_no_more_than_its_share),
		TEST(everybody_waits_when_too_much_mail_went_out),
		TEST(of_many_who_confirm_at_once_one_succeeds),
		TEST(of_processes_that_confirm_at_once_one_succeeds),
		TEST(the_operator_adds_no_one_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

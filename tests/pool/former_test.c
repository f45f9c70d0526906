/* lib/pool/former.c: passwords that are not to be chosen again. */

#include "fixture.h"

#include "pool/appoint.h"
#include "pool/change.h"
#include "pool/operate.h"
#include "pool/reset.h"

static const char *const passwords[] = {
	PASSWORD,
	"tractor papyrus lamp",
	"kettle orbit mustard",
	"ribbon walnut harbor",
	"pepper glacier violin",
};

/* Change it, an hour after whatever was before. */
static enum cw_err
change(struct fixture *f, const char *old, const char *password)
{
	struct cw_session session;
	struct cw_signed_in done;
	struct cw_password_change how = {
		.current = old,
		.password = password,
	};
	enum cw_err err;

	cw_clock_set_now_ms(cw_clock_now_ms() + CW_HOUR_MS);
	assert_int_equal(sign_in(f, "anna", old, &session), CW_OK);
	const struct cw_actor actor = actor_of(&session);

	how.actor = &actor;
	err = cw_password_change(f->pool, &f->arena, &how, &done);
	if (err == CW_INVALID)
		assert_non_null(strstr(how.problem, "before"));
	return err;
}

/* How many hashes are kept beside the present one's. */
static enum cw_err
count_work(struct cw_store *store, void *arg)
{
	const struct cw_val args[] = { cw_int(1), cw_int(100) };
	int64_t *count = arg;
	struct cw_rows rows;
	enum cw_err err;

	*count = 0;
	err = cw_query(store, CW_SQL_FORMER_LIST, args, CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		(*count)++;
	cw_rows_end(&rows);
	return err;
}

static int64_t
kept(struct fixture *f)
{
	int64_t count;

	assert_int_equal(cw_group_run(f->pool->group, count_work, &count),
	    CW_OK);
	return count;
}

static void
the_last_ones_are_refused_and_those_before_are_not(void **state)
{
	struct fixture *f = *state;

	f->conf.password_history = 3;
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(change(f, PASSWORD, PASSWORD), CW_INVALID);
	assert_int_equal(change(f, PASSWORD, passwords[1]), CW_OK);
	assert_int_equal(change(f, passwords[1], passwords[2]), CW_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(change(f, passwords[2], passwords[i]),
		    CW_INVALID);
	assert_int_equal(change(f, passwords[2], passwords[3]), CW_OK);
	assert_int_equal(kept(f), 2);
	/* The first is by now the fourth last. */
	assert_int_equal(change(f, passwords[3], passwords[1]), CW_INVALID);
	assert_int_equal(change(f, passwords[3], PASSWORD), CW_OK);
	assert_int_equal(kept(f), 2);
}

static void
without_the_setting_none_is_refused_nor_kept(void **state)
{
	struct fixture *f = *state;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(change(f, PASSWORD, PASSWORD), CW_OK);
	assert_int_equal(change(f, PASSWORD, passwords[1]), CW_OK);
	assert_int_equal(change(f, passwords[1], PASSWORD), CW_OK);
	assert_int_equal(kept(f), 0);
	/* The present one alone: there is none to keep. */
	f->conf.password_history = 1;
	assert_int_equal(change(f, PASSWORD, PASSWORD), CW_INVALID);
	assert_int_equal(change(f, PASSWORD, passwords[1]), CW_OK);
	assert_int_equal(kept(f), 0);
	f->conf.password_history = 24;
	assert_int_equal(change(f, passwords[1], passwords[2]), CW_OK);
	assert_int_equal(kept(f), 1);
	/* When it is turned off they go with the next. */
	f->conf.password_history = 0;
	assert_int_equal(change(f, passwords[2], passwords[1]), CW_OK);
	assert_int_equal(kept(f), 0);
}

static void
a_code_is_good_still_after_a_password_that_was_had(void **state)
{
	struct fixture *f = *state;
	struct cw_reset reset = { .login = "anna", .actor = &stranger };
	struct cw_session session;

	f->conf.password_history = 2;
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(cw_reset_ask(f->pool, &f->arena, &stranger, "anna"),
	    CW_OK);
	reset.code = next_code(f);
	reset.password = PASSWORD;
	assert_int_equal(cw_reset_use(f->pool, &f->arena, &reset), CW_INVALID);
	assert_non_null(strstr(reset.problem, "before"));
	/* Who has no code is told of the code alone. */
	const char *right = reset.code;

	reset.code = strcmp(right, "000000") == 0 ? "000001" : "000000";
	assert_int_equal(cw_reset_use(f->pool, &f->arena, &reset), CW_MISMATCH);
	reset.login = "nobody";
	assert_int_equal(cw_reset_use(f->pool, &f->arena, &reset), CW_MISMATCH);
	reset.login = "anna";
	reset.code = right;
	reset.password = passwords[1];
	assert_int_equal(cw_reset_use(f->pool, &f->arena, &reset), CW_OK);
	assert_int_equal(sign_in(f, "anna", passwords[1], &session), CW_OK);
	assert_int_equal(kept(f), 1);
}

static enum cw_err
appoint(struct fixture *f, const char *password, bool is_permanent)
{
	struct cw_operation operation = {
		.login = "anna",
		.actor = &cw_operator,
	};
	struct cw_appointment how = {
		.password = password,
		.is_permanent = is_permanent,
	};

	return cw_appoint_password(f->pool, &f->arena, &operation, &how);
}

static enum cw_err
choose_next(struct fixture *f, const char *temporary, const char *password)
{
	const struct cw_sign_in in = {
		.login = "anna",
		.password = temporary,
		.actor = &stranger,
	};
	struct cw_step_answer answer = {
		.password = password,
		.actor = &stranger,
	};
	struct cw_signed_in done = { 0 };
	int64_t retry_ms;

	assert_int_equal(cw_sign_in(f->pool, &f->arena, &in, &done, &retry_ms),
	    CW_OK);
	assert_int_equal(done.step, CW_STEP_NEW_PASSWORD);
	answer.token = done.token;
	return cw_sign_in_answer(f->pool, &f->arena, &answer, &done);
}

static void
it_counts_for_those_that_an_administrator_gives(void **state)
{
	struct fixture *f = *state;

	f->conf.password_history = 3;
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(appoint(f, PASSWORD, true), CW_INVALID);
	assert_int_equal(appoint(f, passwords[1], true), CW_OK);
	/* One for now may be any, and is one that was had afterwards. */
	assert_int_equal(appoint(f, PASSWORD, false), CW_OK);
	assert_int_equal(choose_next(f, PASSWORD, PASSWORD), CW_INVALID);
	assert_int_equal(choose_next(f, PASSWORD, passwords[1]), CW_INVALID);
	assert_int_equal(choose_next(f, PASSWORD, passwords[2]), CW_OK);
}

static void
they_go_with_the_account(void **state)
{
	struct fixture *f = *state;
	struct cw_operation operation = {
		.login = "anna",
		.actor = &cw_operator,
	};

	f->conf.password_history = 3;
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(change(f, PASSWORD, passwords[1]), CW_OK);
	assert_int_equal(kept(f), 1);
	assert_int_equal(cw_operate_delete(f->pool, &f->arena, &operation),
	    CW_OK);
	assert_int_equal(kept(f), 0);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_last_ones_are_refused_and_those_before_are_not),
		TEST(without_the_setting_none_is_refused_nor_kept),
		TEST(a_code_is_good_still_after_a_password_that_was_had),
		TEST(it_counts_for_those_that_an_administrator_gives),
		TEST(they_go_with_the_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

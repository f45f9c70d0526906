/*
 * Known and unknown names: the same statements in the same order, as many
 * hashes, and as much of what SRP computes.
 */

#include "trace.h"

#include <pthread.h>
#include <sched.h>

#include "pool/client.h"
#include "pool/origin.h"
#include "pool/reset.h"
#include "pool/slot.h"
#include "pool/verifier.h"

static enum cw_err
guess(struct fixture *f, const char *name)
{
	struct cw_session session;

	return sign_in(f, name, "wrong horse battery", &session);
}

static enum cw_err
confirm_wrongly(struct fixture *f, const char *name)
{
	struct cw_account account;

	return confirm(f, name, "nocode", &account);
}

static enum cw_err
resend(struct fixture *f, const char *name)
{
	return cw_account_resend(f->pool, &f->arena, name);
}

static enum cw_err
forget(struct fixture *f, const char *name)
{
	return cw_reset_ask(f->pool, &f->arena, &stranger, name);
}

static enum cw_err
reset_wrongly(struct fixture *f, const char *name)
{
	struct cw_reset reset = {
		.login = name,
		.code = "nocode",
		.password = "tractor papyrus lamp",
		.actor = &stranger,
	};

	return cw_reset_use(f->pool, &f->arena, &reset);
}

/* With the password that the one has at present. */
static enum cw_err
reset_to_the_same(struct fixture *f, const char *name)
{
	struct cw_reset reset = {
		.login = name,
		.code = "nocode",
		.password = PASSWORD,
		.actor = &stranger,
	};

	return cw_reset_use(f->pool, &f->arena, &reset);
}

/* What the protocol of user pools asks before it sends a code. */
static enum cw_err
look_up(struct fixture *f, const char *name)
{
	struct cw_holder holder;
	enum cw_err err = cw_holder_by_login(f->pool, &f->arena, name, &holder);

	return err == CW_NOTFOUND ? CW_OK : err;
}

static enum cw_err
sign_up_with(struct fixture *f, const char *email)
{
	static int number;
	char name[16];

	(void)snprintf(name, sizeof(name), "new%d", number++);
	return sign_up(f, name, email);
}

/* --- by SRP ------------------------------------------------------------- */

static struct cw_client srp_client;

static void
add_srp_client(struct fixture *f)
{
	const struct cw_client in = {
		.name = "test",
		.flows = CW_FLOW_PASSWORD | CW_FLOW_SRP,
		.access_ttl_sec = 600,
		.id_ttl_sec = 600,
		.refresh_ttl_sec = 7200,
	};

	assert_int_equal(cw_client_add(f->pool, &f->arena, &in, &srp_client),
	    CW_OK);
}

static enum cw_err
ask_srp(struct fixture *f, const char *name)
{
	struct cw_srp_question question;

	return cw_verifier_ask(f->pool, &f->arena, &srp_client, name, "7",
	    &question);
}

static enum cw_err
answer_srp(struct fixture *f, const char *name)
{
	struct cw_signed_in done = { 0 };
	struct cw_srp_question question;
	struct cw_srp_answer answer = {
		.client = &srp_client,
		.actor = &stranger,
		.timestamp = "Tue Nov 14 22:13:20 UTC 2023",
		.signature = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
	};
	int64_t retry_ms;
	enum cw_err err;

	err = cw_verifier_ask(f->pool, &f->arena, &srp_client, name, "7",
	    &question);
	assert_int_equal(err, CW_OK);
	answer.name = question.name;
	answer.block = question.block;
	return cw_verifier_check(f->pool, &f->arena, &answer, &done, &retry_ms);
}

static enum cw_err
guess_of_a_client(struct fixture *f, const char *name)
{
	const struct cw_sign_in in = {
		.login = name,
		.password = "wrong horse battery",
		.actor = &stranger,
		.client = &srp_client,
	};
	struct cw_signed_in done = { 0 };
	int64_t retry_ms;

	return cw_sign_in(f->pool, &f->arena, &in, &done, &retry_ms);
}

static bool
has_step(const struct trace *trace, int step)
{
	for (size_t i = 0; i < trace->count; i++)
		if (trace->steps[i].what == step)
			return true;
	return false;
}

static void
nobody_learns_by_srp_who_is_known(void **state)
{
	static const struct {
		action *act;
		const char *known;
		const char *unknown;
		int step;
	} rows[] = {
		{ ask_srp, "anna", "nobody", SRP_CHALLENGE },
		{ ask_srp, "anna@example.org", "nobody@example.org",
		    SRP_CHALLENGE },
		{ ask_srp, "bob", "nobody2", SRP_CHALLENGE },
		{ answer_srp, "anna", "nobody", SRP_KEY },
		/* No verifier is kept of the one, since it is older. */
		{ answer_srp, "early", "nobody2", SRP_KEY },
		{ guess_of_a_client, "anna", "nobody", VERIFY },
	};
	struct fixture *f = *state;
	struct trace known, unknown;

	add_account(f, "early", "early@example.org");
	add_srp_client(f);
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(sign_up(f, "bob", "bob@example.org"), CW_OK);
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		known = watch(f, rows[i].act, rows[i].known);
		unknown = watch(f, rows[i].act, rows[i].unknown);
		assert_same(&known, &unknown);
		assert_true(has_step(&known, rows[i].step));
	}
}

/* --- too long ------------------------------------------------------------- */

static enum cw_err
guess_at_length(struct fixture *f, const char *name)
{
	char password[1026];
	struct cw_session session;

	memset(password, 'x', sizeof(password) - 1);
	password[sizeof(password) - 1] = '\0';
	return sign_in(f, name, password, &session);
}

static void
what_is_too_long_is_not_hashed(void **state)
{
	struct fixture *f = *state;
	struct trace trace;

	add_account(f, "anna", "anna@example.org");
	trace = watch(f, guess_at_length, "anna");
	assert_int_equal(trace.err, CW_CREDENTIALS);
	assert_false(has_step(&trace, VERIFY));
	trace = watch(f, guess_at_length, "nobody");
	assert_int_equal(trace.err, CW_CREDENTIALS);
	assert_false(has_step(&trace, VERIFY));
}

/* --- by password and by code ---------------------------------------------- */

static void
nobody_learns_who_is_known(void **state)
{
	static const struct {
		action *act;
		const char *known;
		const char *unknown;
	} rows[] = {
		{ guess, "anna", "nobody" },
		{ guess, "anna@example.org", "nobody@example.org" },
		{ guess, "bob", "nobody2" },
		{ confirm_wrongly, "anna", "nobody" },
		{ confirm_wrongly, "bob", "nobody" },
		{ resend, "anna", "nobody" },
		{ resend, "bob", "nobody" },
		{ sign_up_with, "anna@example.org", "nobody@example.org" },
		{ forget, "anna", "nobody" },
		{ forget, "bob", "nobody2" },
		{ forget, "anna@example.org", "nobody@example.org" },
		{ reset_wrongly, "anna", "nobody" },
		{ reset_wrongly, "bob@example.org", "nobody@example.org" },
		{ look_up, "anna", "nobody" },
		{ look_up, "bob", "nobody" },
		{ look_up, "anna@example.org", "nobody@example.org" },
	};
	struct fixture *f = *state;
	struct trace known, unknown;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(sign_up(f, "bob", "bob@example.org"), CW_OK);
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		known = watch(f, rows[i].act, rows[i].known);
		unknown = watch(f, rows[i].act, rows[i].unknown);
		assert_same(&known, &unknown);
	}
}

/* Who gets no letter, as enough went out, takes as long as nobody does. */
static void
nobody_learns_who_was_sent_enough(void **state)
{
	static const struct {
		action *act;
		const char *known;
		const char *unknown;
	} rows[] = {
		{ forget, "anna", "nobody" },
		{ forget, "anna@example.org", "nobody@example.org" },
		{ resend, "bob", "nobody2" },
	};
	struct fixture *f = *state;
	struct trace known, unknown;
	struct cw_mail mail;

	f->conf.mail_per_hour = 1;
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(forget(f, "ANNA"), CW_OK);
	assert_int_equal(sign_up(f, "bob", "bob@example.org"), CW_OK);
	next_mail(f, &mail);
	next_mail(f, &mail);
	for (size_t i = 0; i < CW_LEN(rows); i++) {
		known = watch(f, rows[i].act, rows[i].known);
		unknown = watch(f, rows[i].act, rows[i].unknown);
		assert_int_equal(known.err, CW_OK);
		assert_same_writes(&known, &unknown);
		assert_int_equal(cw_mail_take(f->pool, &f->arena, &mail),
		    CW_NOTFOUND);
	}
}

static size_t
count_step(const struct trace *trace, int step)
{
	size_t found = 0;

	for (size_t i = 0; i < trace->count; i++)
		found += trace->steps[i].what == step;
	return found;
}

static void
nobody_learns_which_passwords_somebody_had(void **state)
{
	static const struct {
		action *act;
		const char *name;
	} rows[] = {
		{ reset_to_the_same, "anna" },
		{ reset_wrongly, "anna" },
		{ reset_to_the_same, "bob@example.org" },
		{ reset_to_the_same, "nobody" },
		{ reset_wrongly, "nobody@example.org" },
	};
	struct fixture *f = *state;
	struct trace first, other;

	f->conf.password_history = 5;
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(sign_up(f, "bob", "bob@example.org"), CW_OK);
	first = watch(f, rows[0].act, rows[0].name);
	assert_int_equal(first.err, CW_MISMATCH);
	assert_int_equal(count_step(&first, VERIFY), 5);
	for (size_t i = 1; i < CW_LEN(rows); i++) {
		other = watch(f, rows[i].act, rows[i].name);
		/* Statements find names and addresses apart. */
		assert_int_equal(other.err, first.err);
		assert_int_equal(other.count, first.count);
		assert_int_equal(count_step(&other, VERIFY), 5);
		assert_int_equal(count_step(&other, HASH), 1);
	}
}

static void
a_locked_name_is_not_evaluated_known_or_not(void **state)
{
	struct fixture *f = *state;
	struct trace known, unknown;

	add_account(f, "anna", "anna@example.org");
	for (int i = 0; i < 5; i++) {
		assert_int_equal(guess(f, "anna"), CW_CREDENTIALS);
		assert_int_equal(guess(f, "nobody"), CW_CREDENTIALS);
	}
	known = watch(f, guess, "anna");
	unknown = watch(f, guess, "nobody");
	assert_int_equal(known.err, CW_LOCKED);
	assert_same(&known, &unknown);
	for (size_t i = 0; i < known.count; i++)
		assert_int_not_equal(known.steps[i].what, VERIFY);
}

static void
a_session_check_is_one_statement(void **state)
{
	struct fixture *f = *state;
	struct cw_session session, seen;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	count = 0;
	assert_int_equal(cw_session_check(f->pool, &f->arena, session.token,
			     &seen),
	    CW_OK);
	assert_int_equal(count, 1);
}

struct guesser {
	struct fixture *f;
	enum cw_err err;
};

static void *
guess_alone(void *arg)
{
	const struct cw_sign_in in = {
		.login = "anna",
		.password = "wrong horse battery",
		.actor = &stranger,
	};
	struct guesser *g = arg;
	struct cw_signed_in done;
	struct cw_arena arena;
	int64_t retry_ms;

	cw_arena_init(&arena, 1 << 20);
	g->err = cw_sign_in(g->f->pool, &arena, &in, &done, &retry_ms);
	cw_arena_clear(&arena);
	return NULL;
}

#define CROWD 16

/* All have found no lock before the first of them gets a slot. */
static void
a_crowd_that_saw_no_lock_gets_five_guesses_all_the_same(void **state)
{
	struct fixture *f = *state;
	struct guesser all[CROWD];
	pthread_t threads[CROWD];
	struct cw_slot slot;
	int evaluated = 0;

	add_account(f, "anna", "anna@example.org");
	f->conf.argon2_slots = 1;
	assert_int_equal(cw_slot_take(&f->conf, &f->arena, &slot), CW_OK);
	is_crowd = true;
	atomic_store(&looks, 0);
	for (size_t i = 0; i < CROWD; i++) {
		all[i] = (struct guesser){ .f = f };
		assert_int_equal(pthread_create(&threads[i], NULL, guess_alone,
				     &all[i]),
		    0);
	}
	while (atomic_load(&looks) < CROWD)
		(void)sched_yield();
	cw_slot_give(&slot);
	for (size_t i = 0; i < CROWD; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		evaluated += all[i].err == CW_CREDENTIALS;
	}
	is_crowd = false;
	assert_int_equal(evaluated, 5);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nobody_learns_who_is_known),
		TEST(nobody_learns_who_was_sent_enough),
		TEST(nobody_learns_by_srp_who_is_known),
		TEST(what_is_too_long_is_not_hashed),
		TEST(nobody_learns_which_passwords_somebody_had),
		TEST(a_locked_name_is_not_evaluated_known_or_not),
		TEST(a_session_check_is_one_statement),
		TEST(a_crowd_that_saw_no_lock_gets_five_guesses_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

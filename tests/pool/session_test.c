/* lib/pool/session.c: signing in, the session check, signing out. */

#include "fixture.h"

#include "pool/password.h"

#define WRONG "wrong horse battery"

static void
a_session_starts_is_checked_and_ends(void **state)
{
	struct fixture *f = *state;
	struct cw_session session, seen;
	bool is_alive;

	add_account(f, "Anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_int_equal(strlen(session.token), CW_TOKEN_CHARS);
	assert_string_equal(session.username, "Anna");
	assert_int_equal(session.expires, NOW + 30 * CW_DAY_MS);
	assert_int_equal(cw_session_check(f->pool, &f->arena, session.token,
			     &seen),
	    CW_OK);
	assert_int_equal(seen.id, session.id);
	assert_int_equal(seen.account_id, session.account_id);
	assert_string_equal(seen.username, "Anna");
	assert_string_equal(seen.email, "a@example.org");
	assert_int_equal(seen.expires, session.expires);
	assert_int_equal(seen.confirmed, NOW);
	assert_int_equal(cw_session_is_alive(f->pool, session.id, &is_alive),
	    CW_OK);
	assert_true(is_alive);
	assert_int_equal(end_session(f, &session), CW_OK);
	assert_int_equal(cw_session_check(f->pool, &f->arena, session.token,
			     &seen),
	    CW_UNAUTHORIZED);
	assert_int_equal(cw_session_is_alive(f->pool, session.id, &is_alive),
	    CW_OK);
	assert_false(is_alive);
}

static void
each_sign_in_has_a_token_and_an_id_of_its_own(void **state)
{
	struct fixture *f = *state;
	struct cw_session one, two;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &one), CW_OK);
	assert_int_equal(end_session(f, &one), CW_OK);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &two), CW_OK);
	assert_string_not_equal(one.token, two.token);
	assert_true(one.id != two.id);
	assert_in_range(two.id, 1, (INT64_C(1) << 53) - 1);
}

static void
all_sessions_end_and_only_mine(void **state)
{
	struct fixture *f = *state;
	struct cw_session anna[3], bob, seen;

	add_account(f, "anna", "a@example.org");
	add_account(f, "bob", "b@example.org");
	for (size_t i = 0; i < CW_LEN(anna); i++)
		assert_int_equal(sign_in(f, "anna", PASSWORD, &anna[i]), CW_OK);
	assert_int_equal(sign_in(f, "bob", PASSWORD, &bob), CW_OK);
	assert_int_equal(end_all_sessions(f, anna[0].account_id), CW_OK);
	for (size_t i = 0; i < CW_LEN(anna); i++)
		assert_int_equal(cw_session_check(f->pool, &f->arena,
				     anna[i].token, &seen),
		    CW_UNAUTHORIZED);
	assert_int_equal(cw_session_check(f->pool, &f->arena, bob.token, &seen),
	    CW_OK);
}

static enum cw_err
raise_epoch(struct cw_store *store, void *arg)
{
	const struct cw_session *session = arg;
	const struct cw_val id[] = { cw_int(session->account_id) };

	return cw_exec(store, CW_SQL_ACCOUNT_RAISE_EPOCH, id, 1, NULL);
}

/* Also if the process ended before it could sweep them. */
static void
sessions_of_another_epoch_are_void(void **state)
{
	struct fixture *f = *state;
	struct cw_session session, seen;
	bool is_alive;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_int_equal(cw_group_run(f->pool->group, raise_epoch, &session),
	    CW_OK);
	assert_int_equal(cw_session_check(f->pool, &f->arena, session.token,
			     &seen),
	    CW_UNAUTHORIZED);
	assert_int_equal(cw_session_is_alive(f->pool, session.id, &is_alive),
	    CW_OK);
	assert_false(is_alive);
}

static void
a_session_lives_as_long_as_it_says(void **state)
{
	struct fixture *f = *state;
	struct cw_session session, seen;
	bool is_alive;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	cw_clock_set_now_ms(session.expires - 1);
	assert_int_equal(cw_session_check(f->pool, &f->arena, session.token,
			     &seen),
	    CW_OK);
	cw_clock_set_now_ms(session.expires);
	assert_int_equal(cw_session_check(f->pool, &f->arena, session.token,
			     &seen),
	    CW_UNAUTHORIZED);
	assert_int_equal(cw_session_is_alive(f->pool, session.id, &is_alive),
	    CW_OK);
	assert_false(is_alive);
}

static void
passing_writes_forget_sessions_that_are_over(void **state)
{
	struct fixture *f = *state;
	struct cw_session old[5], new, seen;
	int living = 0;

	add_account(f, "anna", "a@example.org");
	for (size_t i = 0; i < CW_LEN(old); i++)
		assert_int_equal(sign_in(f, "anna", PASSWORD, &old[i]), CW_OK);
	cw_clock_set_now_ms(old[0].expires);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &new), CW_OK);
	/* Were they there, the clock set back would let them live. */
	cw_clock_set_now_ms(NOW);
	for (size_t i = 0; i < CW_LEN(old); i++)
		living += cw_session_check(f->pool, &f->arena, old[i].token,
			      &seen) == CW_OK;
	assert_int_equal(living, 1);
	assert_int_equal(cw_session_check(f->pool, &f->arena, new.token, &seen),
	    CW_OK);
}

static void
only_a_whole_token_is_one(void **state)
{
	static const char *const tokens[] = { "", "x",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "' OR 1=1; --" };
	struct fixture *f = *state;
	struct cw_session seen;

	for (size_t i = 0; i < CW_LEN(tokens); i++)
		assert_int_equal(cw_session_check(f->pool, &f->arena, tokens[i],
				     &seen),
		    CW_UNAUTHORIZED);
}

static void
name_and_address_sign_in_alike(void **state)
{
	static const char *const logins[] = { "Anna", "ANNA", "a@example.org",
		"A@EXAMPLE.ORG" };
	struct fixture *f = *state;
	struct cw_session session;

	add_account(f, "Anna", "a@example.org");
	for (size_t i = 0; i < CW_LEN(logins); i++) {
		assert_int_equal(sign_in(f, logins[i], PASSWORD, &session),
		    CW_OK);
		assert_string_equal(session.username, "Anna");
	}
}

static void
wrong_words_are_refused_alike(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	char *huge = cw_arena_alloc(&f->arena, 1026);

	memset(huge, 'x', 1025);
	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", WRONG, &session), CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "anna", "", &session), CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "anna", huge, &session), CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "nobody", PASSWORD, &session),
	    CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "n@example.org", PASSWORD, &session),
	    CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "", PASSWORD, &session), CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "' OR 1=1; --", "", &session),
	    CW_CREDENTIALS);
}

static void
the_password_alone_tells_that_an_account_is_unconfirmed(void **state)
{
	struct fixture *f = *state;
	struct cw_session session = { 0 };

	assert_int_equal(sign_up(f, "Anna", "a@example.org"), CW_OK);
	assert_int_equal(sign_in(f, "anna", WRONG, &session), CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session),
	    CW_UNCONFIRMED);
	assert_string_equal(session.username, "Anna");
	assert_null(session.token);
	assert_int_equal(sign_in(f, "a@example.org", PASSWORD, &session),
	    CW_UNCONFIRMED);
}

static void
a_confirmed_owner_comes_before_who_claims_the_address(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;

	assert_int_equal(sign_up(f, "early", "a@example.org"), CW_OK);
	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_up(f, "late", "a@example.org"), CW_OK);
	assert_int_equal(sign_in(f, "a@example.org", PASSWORD, &session),
	    CW_OK);
	assert_string_equal(session.username, "anna");
}

static void
five_failures_are_free_then_the_lock_doubles(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	int64_t now = NOW, retry_ms;

	add_account(f, "anna", "a@example.org");
	for (int i = 0; i < 5; i++)
		assert_int_equal(sign_in(f, i % 2 ? "anna" : "A@example.org",
				     WRONG, &session),
		    CW_CREDENTIALS);
	for (int64_t ms = 1000; ms < 512 * 1000; ms *= 2) {
		retry_ms = 0;
		assert_int_equal(sign_in_retry(f, "ANNA", PASSWORD, &session,
				     &retry_ms),
		    CW_LOCKED);
		assert_int_equal(retry_ms, ms);
		cw_clock_set_now_ms(now + ms - 1);
		assert_int_equal(sign_in(f, "a@example.org", PASSWORD,
				     &session),
		    CW_LOCKED);
		now += ms;
		cw_clock_set_now_ms(now);
		assert_int_equal(sign_in(f, "anna", WRONG, &session),
		    CW_CREDENTIALS);
	}
	cw_clock_set_now_ms(now + 512 * 1000);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_int_equal(sign_in(f, "anna", WRONG, &session), CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
}

static void
an_unknown_name_locks_the_same_way(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;

	for (int i = 0; i < 5; i++)
		assert_int_equal(sign_in(f, i % 2 ? "Nobody" : "nobody", WRONG,
				     &session),
		    CW_CREDENTIALS);
	assert_int_equal(sign_in(f, "NOBODY", WRONG, &session), CW_LOCKED);
	assert_int_equal(sign_in(f, "no-one", WRONG, &session), CW_CREDENTIALS);
}

static void
a_guesser_without_rest_gets_few_guesses(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	int evaluated = 0;

	add_account(f, "anna", "a@example.org");
	for (int64_t ms = 0; ms < 15 * CW_MINUTE_MS; ms += 500) {
		cw_clock_set_now_ms(NOW + ms);
		evaluated +=
		    sign_in(f, "anna", WRONG, &session) == CW_CREDENTIALS;
	}
	assert_int_equal(evaluated, 14);
}

static void
without_a_slot_an_attempt_does_not_count(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	int64_t retry_ms = 0;

	add_account(f, "anna", "a@example.org");
	f->conf.argon2_slots = 0;
	f->conf.argon2_wait_ms = 0;
	for (int i = 0; i < 20; i++)
		assert_int_equal(sign_in_retry(f, "anna", WRONG, &session,
				     &retry_ms),
		    CW_BUSY);
	assert_true(retry_ms > 0);
	f->conf.argon2_slots = 1;
	for (int i = 0; i < 5; i++)
		assert_int_equal(sign_in(f, "anna", WRONG, &session),
		    CW_CREDENTIALS);
}

static const char *
stored_hash(struct fixture *f)
{
	struct cw_account_row row;
	struct cw_store *store;

	assert_int_equal(cw_readers_take(f->pool->readers, &store), CW_OK);
	assert_int_equal(cw_account_find(store, &f->arena,
			     CW_SQL_ACCOUNT_BY_NAME, "anna", &row),
	    CW_OK);
	cw_readers_give(f->pool->readers, store);
	return row.password;
}

static void
a_sign_in_hashes_anew_when_the_cost_has_risen(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	const char *first;

	add_account(f, "anna", "a@example.org");
	first = stored_hash(f);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_string_equal(stored_hash(f), first);
	f->conf.argon2_memory_kib = 128;
	assert_int_equal(sign_in(f, "anna", WRONG, &session), CW_CREDENTIALS);
	assert_string_equal(stored_hash(f), first);
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_non_null(strstr(stored_hash(f), "$m=128,t=1,"));
	first = stored_hash(f);
	f->conf.argon2_memory_kib = 64;
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_string_equal(stored_hash(f), first);
}

static void
the_version_tells_of_every_end(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	int64_t before, between, after;

	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_int_equal(cw_session_version(f->pool, &before), CW_OK);
	assert_int_equal(cw_session_version(f->pool, &between), CW_OK);
	assert_int_equal(before, between);
	assert_int_equal(end_session(f, &session), CW_OK);
	assert_int_equal(cw_session_version(f->pool, &after), CW_OK);
	assert_true(before != after);
}

/* Does a file below the directory hold the text? */
static bool
store_holds(struct fixture *f, const char *name, const char *text)
{
	static char bytes[4 << 20];
	char path[512];
	size_t len;
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	file = fopen(path, "r");
	if (file == NULL)
		return false;
	len = fread(bytes, 1, sizeof(bytes), file);
	(void)fclose(file);
	return memmem(bytes, len, text, strlen(text)) != NULL;
}

static void
no_secret_lies_in_the_store(void **state)
{
	static const char *const files[] = { "pool.db", "pool.db-wal" };
	struct fixture *f = *state;
	struct cw_session session;
	const char *code;

	assert_int_equal(sign_up(f, "bob", "b@example.org"), CW_OK);
	code = next_code(f);
	add_account(f, "anna", "a@example.org");
	assert_int_equal(sign_in(f, "anna", PASSWORD, &session), CW_OK);
	assert_true(store_holds(f, files[0], "anna") ||
	    store_holds(f, files[1], "anna"));
	for (size_t i = 0; i < CW_LEN(files); i++) {
		assert_false(store_holds(f, files[i], PASSWORD));
		assert_false(store_holds(f, files[i], session.token));
		assert_false(store_holds(f, files[i], code));
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_session_starts_is_checked_and_ends),
		TEST(each_sign_in_has_a_token_and_an_id_of_its_own),
		TEST(all_sessions_end_and_only_mine),
		TEST(sessions_of_another_epoch_are_void),
		TEST(a_session_lives_as_long_as_it_says),
		TEST(passing_writes_forget_sessions_that_are_over),
		TEST(only_a_whole_token_is_one),
		TEST(name_and_address_sign_in_alike),
		TEST(wrong_words_are_refused_alike),
		TEST(the_password_alone_tells_that_an_account_is_unconfirmed),
		TEST(a_confirmed_owner_comes_before_who_claims_the_address),
		TEST(five_failures_are_free_then_the_lock_doubles),
		TEST(an_unknown_name_locks_the_same_way),
		TEST(a_guesser_without_rest_gets_few_guesses),
		TEST(without_a_slot_an_attempt_does_not_count),
		TEST(a_sign_in_hashes_anew_when_the_cost_has_risen),
		TEST(the_version_tells_of_every_end),
		TEST(no_secret_lies_in_the_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

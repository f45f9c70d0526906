/* Sessions of clients: beginning, going on by a refresh token, ending. */

#include "fixture.h"

#include "pool/client.h"
#include "pool/origin.h"
#include "pool/signin.h"
#include "pool/usergroup.h"
#include "pool/verifier.h"

static const struct cw_actor actor = { .address = "192.0.2.7" };

static struct cw_client
make_client(struct fixture *f, int64_t flows)
{
	const struct cw_client in = {
		.name = "test",
		.flows = flows,
		.access_ttl_sec = CW_TOKEN_TTL,
		.id_ttl_sec = CW_TOKEN_TTL,
		.refresh_ttl_sec = CW_REFRESH_TTL,
	};
	struct cw_client out;

	assert_int_equal(cw_client_add(f->pool, &f->arena, &in, &out), CW_OK);
	return out;
}

static enum cw_err
enter(struct fixture *f, const struct cw_client *client, const char *login,
    const char *password, struct cw_origin *out)
{
	const struct cw_sign_in in = {
		.client = client,
		.actor = &actor,
		.login = login,
		.password = password,
	};
	struct cw_signed_in signed_in = { 0 };
	int64_t retry_ms;
	enum cw_err err;

	err = cw_sign_in(f->pool, &f->arena, &in, &signed_in, &retry_ms);
	if (err == CW_OK)
		*out = *signed_in.origin;
	return err;
}

static enum cw_err
check(struct fixture *f, const struct cw_client *client,
    const struct cw_origin *origin)
{
	struct cw_session session;

	return cw_session_by_origin(f->pool, &f->arena, origin->uuid,
	    client->id, &session);
}

static enum cw_err
by_refresh(struct fixture *f, const struct cw_client *client, const char *token,
    struct cw_origin *out)
{
	const struct cw_refresh in = { client, token, &actor };

	return cw_origin_by_refresh(f->pool, &f->arena, &in, out);
}

static enum cw_err
end_by(struct fixture *f, const struct cw_client *client, const char *token)
{
	const struct cw_refresh in = { client, token, &actor };

	return cw_origin_revoke(f->pool, &f->arena, &in);
}

static void
the_pools_id_is_one_that_clients_take(void **state)
{
	struct fixture *f = *state;
	char id[CW_POOL_ID_CHARS + 1], again[CW_POOL_ID_CHARS + 1];

	cw_pool_id(f->pool, id);
	cw_pool_id(f->pool, again);
	assert_string_equal(id, again);
	assert_memory_equal(id, "xx-local-1_", 11);
	assert_int_equal(strlen(cw_pool_id_name(id)), 9);
}

static void
a_client_comes_back_with_its_secret(void **state)
{
	struct fixture *f = *state;
	const struct cw_client in = {
		.name = "with a secret",
		.secret = "",
		.flows = CW_FLOW_PASSWORD,
		.access_ttl_sec = 600,
		.id_ttl_sec = 700,
		.refresh_ttl_sec = 7200,
	};
	struct cw_client made, found;

	assert_int_equal(cw_client_add(f->pool, &f->arena, &in, &made), CW_OK);
	assert_int_equal(strlen(made.id), CW_CLIENT_ID_CHARS);
	assert_int_equal(strlen(made.secret), CW_CLIENT_SECRET_CHARS);
	assert_int_equal(cw_client_find(f->pool, &f->arena, made.id, &found),
	    CW_OK);
	assert_string_equal(found.secret, made.secret);
	assert_int_equal(found.id_ttl_sec, 700);
	assert_int_equal(cw_client_remove(f->pool, made.id), CW_OK);
	assert_int_equal(cw_client_find(f->pool, &f->arena, made.id, &found),
	    CW_NOTFOUND);
	assert_int_equal(cw_client_remove(f->pool, made.id), CW_NOTFOUND);
}

static void
who_signs_in_goes_on_by_the_refresh_token(void **state)
{
	struct fixture *f = *state;
	struct cw_client client = make_client(f, CW_FLOW_PASSWORD);
	struct cw_client other = make_client(f, CW_FLOW_PASSWORD);
	struct cw_origin origin, again;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(enter(f, &client, "anna", "wrong password", &origin),
	    CW_CREDENTIALS);
	assert_int_equal(enter(f, &client, "nobody", PASSWORD, &origin),
	    CW_CREDENTIALS);
	assert_int_equal(enter(f, &client, "Anna", PASSWORD, &origin), CW_OK);
	assert_int_equal(check(f, &client, &origin), CW_OK);
	/* Not with another client's name. */
	assert_int_equal(check(f, &other, &origin), CW_UNAUTHORIZED);
	assert_int_equal(by_refresh(f, &client, origin.refresh, &again), CW_OK);
	assert_string_equal(again.uuid, origin.uuid);
	assert_int_equal(again.began, origin.began);
	assert_null(again.refresh);
	assert_int_equal(by_refresh(f, &other, origin.refresh, &again),
	    CW_INVALID);
}

static void
a_refresh_token_is_no_sessions_token(void **state)
{
	struct fixture *f = *state;
	struct cw_client client = make_client(f, CW_FLOW_PASSWORD);
	struct cw_session session;
	struct cw_origin origin;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(enter(f, &client, "anna", PASSWORD, &origin), CW_OK);
	assert_int_equal(cw_session_check(f->pool, &f->arena, origin.refresh,
			     &session),
	    CW_UNAUTHORIZED);
	assert_int_equal(cw_session_check(f->pool, &f->arena,
			     cw_arena_copy(&f->arena, origin.refresh, 43),
			     &session),
	    CW_UNAUTHORIZED);
}

static void
what_is_made_up_revoked_or_old_is_told_apart(void **state)
{
	struct fixture *f = *state;
	struct cw_client client = make_client(f, CW_FLOW_PASSWORD);
	struct cw_origin origin, again;
	char *forged;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(enter(f, &client, "anna", PASSWORD, &origin), CW_OK);
	forged = cw_arena_strdup(&f->arena, origin.refresh);
	forged[3] = forged[3] == 'A' ? 'B' : 'A';
	assert_int_equal(by_refresh(f, &client, forged, &again), CW_INVALID);
	cw_clock_set_now_ms(NOW + CW_REFRESH_TTL * 1000);
	assert_int_equal(by_refresh(f, &client, origin.refresh, &again),
	    CW_MISMATCH);
	cw_clock_set_now_ms(NOW);
	assert_int_equal(end_by(f, &client, forged), CW_INVALID);
	assert_int_equal(end_by(f, &client, origin.refresh), CW_OK);
	assert_int_equal(end_by(f, &client, origin.refresh), CW_OK);
	assert_int_equal(by_refresh(f, &client, origin.refresh, &again),
	    CW_UNAUTHORIZED);
	assert_int_equal(check(f, &client, &origin), CW_UNAUTHORIZED);
}

static void
signing_out_everywhere_ends_clients_too(void **state)
{
	struct fixture *f = *state;
	struct cw_client client = make_client(f, CW_FLOW_PASSWORD);
	struct cw_origin origin, again;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(enter(f, &client, "anna", PASSWORD, &origin), CW_OK);
	assert_int_equal(end_all_sessions(f, origin.account_id), CW_OK);
	assert_int_equal(check(f, &client, &origin), CW_UNAUTHORIZED);
	assert_int_equal(by_refresh(f, &client, origin.refresh, &again),
	    CW_UNAUTHORIZED);
}

static void
the_unconfirmed_get_nothing(void **state)
{
	struct fixture *f = *state;
	struct cw_client client = make_client(f, CW_FLOW_PASSWORD);
	struct cw_origin origin;

	assert_int_equal(sign_up(f, "anna", "anna@example.org"), CW_OK);
	assert_int_equal(enter(f, &client, "anna", PASSWORD, &origin),
	    CW_UNCONFIRMED);
	assert_int_equal(enter(f, &client, "anna", "wrong password", &origin),
	    CW_CREDENTIALS);
}

static void
unknown_names_are_asked_the_same_each_time(void **state)
{
	struct fixture *f = *state;
	struct cw_client client = make_client(f, CW_FLOW_SRP);
	struct cw_srp_question first, second, known;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(cw_verifier_ask(f->pool, &f->arena, &client, "nobody",
			     "7", &first),
	    CW_OK);
	assert_int_equal(cw_verifier_ask(f->pool, &f->arena, &client, "Nobody",
			     "7", &second),
	    CW_OK);
	assert_string_equal(first.salt, second.salt);
	assert_string_equal(first.name, second.name);
	assert_string_not_equal(first.b, second.b);
	assert_string_not_equal(first.block, second.block);
	assert_int_equal(cw_verifier_ask(f->pool, &f->arena, &client, "ANNA",
			     "7", &known),
	    CW_OK);
	assert_string_equal(known.name, "anna");
	assert_int_equal(strlen(known.b), strlen(first.b));
	assert_int_equal(strlen(known.salt), strlen(first.salt));
	assert_int_equal(cw_verifier_ask(f->pool, &f->arena, &client, "ANNA",
			     "0", &known),
	    CW_INVALID);
}

static void
an_answer_counts_once_and_as_a_failure(void **state)
{
	struct fixture *f = *state;
	struct cw_client client = make_client(f, CW_FLOW_SRP);
	struct cw_signed_in signed_in = { 0 };
	struct cw_srp_question question;
	struct cw_origin origin;
	int64_t retry_ms;

	add_account(f, "anna", "anna@example.org");
	for (int i = 0; i < 6; i++) {
		struct cw_srp_answer answer = {
			.client = &client,
			.actor = &actor,
			.name = "anna",
			.timestamp = "Wed Mar 5 07:08:09 UTC 2025",
			.signature =
			    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		};

		assert_int_equal(cw_verifier_ask(f->pool, &f->arena, &client,
				     "anna", "7", &question),
		    CW_OK);
		answer.block = question.block;
		assert_int_equal(cw_verifier_check(f->pool, &f->arena, &answer,
				     &signed_in, &retry_ms),
		    i < 5 ? CW_CREDENTIALS : CW_LOCKED);
		/* Replayed, it is not even counted. */
		if (i < 4)
			assert_int_equal(cw_verifier_check(f->pool, &f->arena,
					     &answer, &signed_in, &retry_ms),
			    CW_CREDENTIALS);
	}
	/* The lock is one for all ways of signing in. */
	assert_int_equal(enter(f, &client, "anna", PASSWORD, &origin),
	    CW_LOCKED);
}

static void
key_pairs_are_of_use_to_administrators_alone(void **state)
{
	struct fixture *f = *state;
	struct cw_access_key key, found;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(cw_access_key_add(f->pool, &f->arena, "nobody", &key),
	    CW_NOTFOUND);
	assert_int_equal(cw_access_key_add(f->pool, &f->arena, "Anna", &key),
	    CW_OK);
	assert_int_equal(strlen(key.id), CW_ACCESS_KEY_CHARS);
	assert_int_equal(cw_access_key_find(f->pool, &f->arena, key.id, &found),
	    CW_NOTFOUND);
	assert_int_equal(cw_usergroup_join(f->pool, &f->arena, &cw_operator,
			     CW_ADMINISTRATORS, "anna"),
	    CW_OK);
	assert_int_equal(cw_access_key_find(f->pool, &f->arena, key.id, &found),
	    CW_OK);
	assert_string_equal(found.secret, key.secret);
	assert_string_equal(found.username, "anna");
	assert_int_equal(cw_access_key_remove(f->pool, key.id), CW_OK);
	assert_int_equal(cw_access_key_find(f->pool, &f->arena, key.id, &found),
	    CW_NOTFOUND);
}

/* --- tokens that are good once -------------------------------------------- */

static void
begin_rotating(struct fixture *f, int64_t grace_sec, struct cw_client *client,
    struct cw_origin *out)
{
	*client = make_client(f, CW_FLOW_PASSWORD);
	client->rotates = true;
	client->grace_sec = grace_sec;
	assert_int_equal(cw_client_change(f->pool, client), CW_OK);
	assert_int_equal(cw_client_find(f->pool, &f->arena, client->id, client),
	    CW_OK);
	assert_true(client->rotates);
	assert_int_equal(client->grace_sec, grace_sec);
	add_account(f, "anna", "anna@example.org");
	assert_int_equal(enter(f, client, "anna", PASSWORD, out), CW_OK);
}

static void
a_refresh_token_that_rotates_is_good_once(void **state)
{
	struct fixture *f = *state;
	struct cw_origin first, next, again;
	struct cw_client client;

	begin_rotating(f, 0, &client, &first);
	assert_int_equal(by_refresh(f, &client, first.refresh, &next), CW_OK);
	assert_string_not_equal(next.refresh, first.refresh);
	assert_string_equal(next.uuid, first.uuid);
	assert_int_equal(next.expires, first.expires);
	assert_true(first.is_new);
	assert_false(next.is_new);
	cw_clock_set_now_ms(NOW + CW_MINUTE_MS);
	assert_int_equal(by_refresh(f, &client, next.refresh, &again), CW_OK);
	assert_int_equal(check(f, &client, &first), CW_OK);
	/* A thief has one of them, whoever comes now. */
	assert_int_equal(by_refresh(f, &client, next.refresh, &next),
	    CW_REUSED);
	assert_int_equal(check(f, &client, &first), CW_UNAUTHORIZED);
	assert_int_equal(by_refresh(f, &client, again.refresh, &again),
	    CW_UNAUTHORIZED);
}

static void
who_lost_the_answer_comes_again_soon(void **state)
{
	struct fixture *f = *state;
	struct cw_origin first, lost, next, end;
	struct cw_client client;

	begin_rotating(f, 10, &client, &first);
	assert_int_equal(by_refresh(f, &client, first.refresh, &lost), CW_OK);
	cw_clock_set_now_ms(NOW + 9 * CW_SECOND_MS);
	assert_int_equal(by_refresh(f, &client, first.refresh, &next), CW_OK);
	/* Both are good: of two pages each may have got one. */
	assert_int_equal(by_refresh(f, &client, lost.refresh, &end), CW_OK);
	assert_int_equal(by_refresh(f, &client, next.refresh, &end), CW_OK);
	/* The time counts from the first answer. */
	cw_clock_set_now_ms(NOW + 10 * CW_SECOND_MS);
	assert_int_equal(by_refresh(f, &client, first.refresh, &next),
	    CW_REUSED);
}

static void
any_token_of_a_session_revokes_it(void **state)
{
	struct fixture *f = *state;
	struct cw_origin first, next;
	struct cw_client client;

	begin_rotating(f, 0, &client, &first);
	assert_int_equal(by_refresh(f, &client, first.refresh, &next), CW_OK);
	assert_int_equal(end_by(f, &client, first.refresh), CW_OK);
	assert_int_equal(check(f, &client, &first), CW_UNAUTHORIZED);
}

static void
what_rotated_once_is_void_when_they_rotate_no_more(void **state)
{
	struct fixture *f = *state;
	struct cw_origin first, next, same;
	struct cw_client client;

	begin_rotating(f, 0, &client, &first);
	assert_int_equal(by_refresh(f, &client, first.refresh, &next), CW_OK);
	client.rotates = false;
	assert_int_equal(by_refresh(f, &client, first.refresh, &same),
	    CW_UNAUTHORIZED);
	assert_int_equal(by_refresh(f, &client, next.refresh, &same), CW_OK);
	assert_null(same.refresh);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_pools_id_is_one_that_clients_take),
		TEST(a_client_comes_back_with_its_secret),
		TEST(who_signs_in_goes_on_by_the_refresh_token),
		TEST(a_refresh_token_is_no_sessions_token),
		TEST(what_is_made_up_revoked_or_old_is_told_apart),
		TEST(signing_out_everywhere_ends_clients_too),
		TEST(the_unconfirmed_get_nothing),
		TEST(unknown_names_are_asked_the_same_each_time),
		TEST(an_answer_counts_once_and_as_a_failure),
		TEST(key_pairs_are_of_use_to_administrators_alone),
		TEST(a_refresh_token_that_rotates_is_good_once),
		TEST(who_lost_the_answer_comes_again_soon),
		TEST(any_token_of_a_session_revokes_it),
		TEST(what_rotated_once_is_void_when_they_rotate_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

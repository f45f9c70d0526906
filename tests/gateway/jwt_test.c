/* Tokens say what they must, and are read back only as they were made. */

#include "gateway/jwt.h"

#include "pool/fixture.h"

#include "base/text.h"
#include "pool/identity.h"
#include "pool/signin.h"

static const struct cw_actor actor = { .address = "192.0.2.7" };

/* Somebody who has signed in, and their tokens. */
struct scene {
	struct cw_client client;
	struct cw_origin origin;
	struct cw_jwt_pair tokens;
};

static void
set_scene(struct fixture *f, struct scene *scene)
{
	const struct cw_client in = {
		.name = "test",
		.flows = CW_FLOW_PASSWORD,
		.access_ttl_sec = 600,
		.id_ttl_sec = 1200,
		.refresh_ttl_sec = CW_REFRESH_TTL,
	};
	const struct cw_sign_in sign_in = {
		.login = "anna",
		.password = PASSWORD,
		.actor = &actor,
		.client = &scene->client,
	};
	struct cw_signed_in signed_in = { 0 };
	struct cw_holder holder;
	const struct cw_jwt_of of = { &scene->client, &scene->origin, &holder };
	int64_t retry_ms;

	add_account(f, "anna", "anna@example.org");
	assert_int_equal(cw_client_add(f->pool, &f->arena, &in, &scene->client),
	    CW_OK);
	assert_int_equal(cw_sign_in(f->pool, &f->arena, &sign_in, &signed_in,
			     &retry_ms),
	    CW_OK);
	scene->origin = *signed_in.origin;
	assert_int_equal(cw_holder_find(f->pool, &f->arena,
			     scene->origin.account_id, &holder),
	    CW_OK);
	assert_int_equal(cw_jwt_make(f->pool, &f->conf, &f->arena, &of,
			     &scene->tokens),
	    CW_OK);
}

static enum cw_err
read_token(struct fixture *f, const char *token, struct cw_claims *claims)
{
	return cw_jwt_read(f->pool, &f->conf, &f->arena, token, claims);
}

static void
what_was_made_is_read(void **state)
{
	struct fixture *f = *state;
	struct cw_claims claims;
	struct scene scene;

	set_scene(f, &scene);
	assert_int_equal(read_token(f, scene.tokens.access, &claims), CW_OK);
	assert_int_equal(claims.use, CW_SIGNS_ACCESS);
	assert_string_equal(claims.client_id, scene.client.id);
	assert_string_equal(claims.origin, scene.origin.uuid);
	assert_string_equal(claims.scope, CW_JWT_SCOPE);
	assert_int_equal(claims.expires, NOW / 1000 + 600);
	assert_int_equal(read_token(f, scene.tokens.id, &claims), CW_OK);
	assert_int_equal(claims.use, CW_SIGNS_ID);
	assert_null(claims.scope);
	assert_int_equal(claims.expires, NOW / 1000 + 1200);
}

/* What stands between the dots. */
static const char *
payload_of(struct fixture *f, const char *token)
{
	const char *first = strchr(token, '.') + 1;
	const char *part = cw_arena_copy(&f->arena, first, strcspn(first, "."));
	unsigned char *bytes;
	size_t len;

	assert_int_equal(cw_crypto_decode(&f->arena, CW_BASE64URL, part, &bytes,
			     &len),
	    CW_OK);
	return (const char *)bytes;
}

static void
an_id_token_tells_whom_others_know_the_holder_as(void **state)
{
	const struct cw_identity identity = {
		.provider = "corp",
		.issuer = "https://id.example.org",
		.subject = "sub \"1\"",
		.email = "",
	};
	struct fixture *f = *state;
	struct cw_holder holder;
	struct cw_jwt_pair tokens;
	struct scene scene;

	set_scene(f, &scene);
	assert_null(strstr(payload_of(f, scene.tokens.id), "identities"));
	const struct cw_actor anna = { .account_id = scene.origin.account_id,
		.name = "anna" };
	const struct cw_jwt_of of = { &scene.client, &scene.origin, &holder };

	assert_int_equal(cw_identity_link(f->pool, &f->arena, &anna, &identity),
	    CW_OK);
	assert_int_equal(cw_holder_find(f->pool, &f->arena, anna.account_id,
			     &holder),
	    CW_OK);
	assert_int_equal(cw_jwt_make(f->pool, &f->conf, &f->arena, &of,
			     &tokens),
	    CW_OK);
	assert_non_null(strstr(payload_of(f, tokens.id),
	    "\"identities\":[{\"userId\":\"sub \\\"1\\\"\","
	    "\"providerName\":\"corp\",\"providerType\":\"OIDC\","
	    "\"issuer\":\"https://id.example.org\",\"primary\":\"true\","
	    "\"dateCreated\":\"1700000000000\"}]"));
	assert_null(strstr(payload_of(f, tokens.access), "identities"));
}

static void
each_byte_counts(void **state)
{
	struct fixture *f = *state;
	struct cw_claims claims;
	struct scene scene;
	char *token;
	size_t len;

	set_scene(f, &scene);
	token = cw_arena_strdup(&f->arena, scene.tokens.access);
	len = strlen(token);
	for (size_t i = 0; i < len; i += 7) {
		char was = token[i];

		token[i] = was == 'A' ? 'B' : 'A';
		assert_int_equal(read_token(f, token, &claims), CW_INVALID);
		token[i] = was;
	}
	assert_int_equal(read_token(f, token, &claims), CW_OK);
}

static void
a_token_ends(void **state)
{
	struct fixture *f = *state;
	struct cw_claims claims;
	struct scene scene;

	set_scene(f, &scene);
	cw_clock_set_now_ms(NOW + 599 * 1000);
	assert_int_equal(read_token(f, scene.tokens.access, &claims), CW_OK);
	cw_clock_set_now_ms(NOW + 600 * 1000);
	assert_int_equal(read_token(f, scene.tokens.access, &claims),
	    CW_MISMATCH);
}

static void
another_base_is_another_issuer(void **state)
{
	struct fixture *f = *state;
	struct cw_claims claims;
	struct scene scene;

	set_scene(f, &scene);
	f->conf.base_url = "https://other.example.org";
	assert_int_equal(read_token(f, scene.tokens.access, &claims),
	    CW_INVALID);
}

static void
a_session_is_no_longer_than_its_token(void **state)
{
	struct fixture *f = *state;
	struct cw_session session;
	struct scene scene;

	set_scene(f, &scene);
	assert_int_equal(cw_jwt_session(f->pool, &f->conf, &f->arena,
			     scene.tokens.access, &session),
	    CW_OK);
	assert_int_equal(session.expires, NOW + 600 * 1000);
	assert_string_equal(session.username, "anna");
	assert_int_equal(cw_session_end_all(f->pool, &actor, session.account_id,
			     session.username),
	    CW_OK);
	assert_int_equal(cw_jwt_session(f->pool, &f->conf, &f->arena,
			     scene.tokens.access, &session),
	    CW_UNAUTHORIZED);
}

static void
words_with_dots_look_like_tokens(void **state)
{
	(void)state;
	assert_true(cw_jwt_looks_like("a.b.c"));
	assert_false(cw_jwt_looks_like("a.b"));
	assert_false(
	    cw_jwt_looks_like("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_was_made_is_read),
		TEST(an_id_token_tells_whom_others_know_the_holder_as),
		TEST(each_byte_counts),
		TEST(a_token_ends),
		TEST(another_base_is_another_issuer),
		TEST(a_session_is_no_longer_than_its_token),
		cmocka_unit_test(words_with_dots_look_like_tokens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* From where a request may come; sessions and memberships are answer_test's. */

#include <string.h>

#include "gateway/access.h"
#include "gateway/cors.h"
#include "gateway/door.h"

static const struct cw_endpoint post_it = {
	.name = "it-post",
	.method = CW_POST,
	.path = "/it",
	.access = CW_ANYONE,
};

static const struct cw_endpoint get_it = {
	.name = "it-get",
	.method = CW_GET,
	.path = "/it",
	.access = CW_ANYONE,
};

static const struct cw_endpoint delete_it = {
	.name = "it-delete",
	.method = CW_DELETE,
	.path = "/it",
	.access = CW_ANYONE,
};

#define OWN "HTTP_ORIGIN=https://chat.example.org"
#define EVIL "HTTP_ORIGIN=https://evil.example"
#define ALLOWED "HTTP_ORIGIN=https://a.example"
#define NOWHERE "HTTP_ORIGIN=null"
#define COOKIE "HTTP_COOKIE=a=b; __Host-chinwag=x"
#define BEARER "HTTP_AUTHORIZATION=Bearer x"
#define RAW "HTTP_AUTHORIZATION=x"
#define BASIC "HTTP_AUTHORIZATION=Basic eDp5"
#define SAME "HTTP_SEC_FETCH_SITE=same-origin"
#define NONE "HTTP_SEC_FETCH_SITE=none"
#define SITE "HTTP_SEC_FETCH_SITE=same-site"
#define CROSS "HTTP_SEC_FETCH_SITE=cross-site"
#define ODD "HTTP_SEC_FETCH_SITE=Same-Origin"

static enum cw_err
judge(struct door *door, const struct cw_endpoint *endpoint,
    const char *const *vars, const char *type)
{
	door_ask(door, "POST", "/api/it");
	for (; *vars != NULL; vars++)
		door_set(door, *vars);
	if (type != NULL)
		door_body(door, type, "{}", 2);
	assert_int_equal(door_read(door), CW_OK);
	return cw_access_origin(&door->conf, endpoint, &door->request);
}

static void
other_sites_may_not_post(void **state)
{
	static const struct {
		const char *vars[4];
		enum cw_err err;
	} table[] = {
		/* Neither a cookie nor a browser. */
		{ { NULL }, CW_OK },
		/* A cookie needs one of the two headers. */
		{ { COOKIE }, CW_CROSSSITE },
		{ { COOKIE, SAME }, CW_OK },
		{ { COOKIE, NONE }, CW_OK },
		{ { COOKIE, SITE }, CW_CROSSSITE },
		{ { COOKIE, CROSS }, CW_CROSSSITE },
		{ { COOKIE, ODD }, CW_CROSSSITE },
		{ { COOKIE, OWN }, CW_OK },
		{ { COOKIE, EVIL }, CW_CROSSSITE },
		{ { COOKIE, NOWHERE }, CW_CROSSSITE },
		{ { COOKIE, ALLOWED }, CW_CROSSSITE },
		{ { COOKIE, SAME, EVIL }, CW_OK },
		{ { COOKIE, SITE, OWN }, CW_CROSSSITE },
		{ { COOKIE, CROSS, OWN }, CW_CROSSSITE },
		/* Signing in has no cookie yet, and must not be forced. */
		{ { SAME }, CW_OK },
		{ { NONE }, CW_OK },
		{ { SITE }, CW_CROSSSITE },
		{ { CROSS }, CW_CROSSSITE },
		{ { OWN }, CW_OK },
		{ { EVIL }, CW_CROSSSITE },
		{ { NOWHERE }, CW_CROSSSITE },
		{ { CROSS, ALLOWED }, CW_OK },
		{ { CROSS, EVIL }, CW_CROSSSITE },
		/* A token is not sent by a browser on its own. */
		{ { BEARER, CROSS, EVIL }, CW_OK },
		{ { RAW, CROSS, EVIL }, CW_OK },
		{ { BEARER, COOKIE, CROSS }, CW_OK },
		/* What a browser may send on its own is no token. */
		{ { BASIC, COOKIE, CROSS }, CW_CROSSSITE },
		{ { BASIC, CROSS }, CW_CROSSSITE },
		{ { "HTTP_AUTHORIZATION=", COOKIE, CROSS }, CW_CROSSSITE },
	};

	for (size_t i = 0; i < CW_LEN(table); i++) {
		if (judge(*state, &post_it, table[i].vars,
			"application/json") != table[i].err)
			fail_msg("row %zu", i);
		if (judge(*state, &delete_it, table[i].vars, NULL) !=
		    table[i].err)
			fail_msg("row %zu, delete", i);
	}
}

static void
a_get_may_come_from_anywhere(void **state)
{
	static const char *const vars[] = { COOKIE, CROSS, EVIL, NULL };

	assert_int_equal(judge(*state, &get_it, vars, NULL), CW_OK);
}

static void
with_a_cookie_only_json_is_taken(void **state)
{
	static const char *const cookie[] = { COOKIE, SAME, NULL };
	static const char *const bearer[] = { BEARER, NULL };
	static const char *const types[] = { "text/plain",
		"application/x-www-form-urlencoded", "multipart/form-data",
		"" };

	for (size_t i = 0; i < CW_LEN(types); i++) {
		assert_int_equal(judge(*state, &post_it, cookie, types[i]),
		    CW_UNSUPPORTED);
		assert_int_equal(judge(*state, &post_it, bearer, types[i]),
		    CW_OK);
	}
}

static void
origins_are_compared_whole(void **state)
{
	static const struct {
		const char *origin;
		bool is_allowed, is_own;
	} table[] = {
		{ NULL, false, false },
		{ "", false, false },
		{ "null", false, false },
		{ "https://a.example", true, false },
		{ "https://b.example:8443", true, false },
		{ "https://b.example", false, false },
		{ "https://a.exampl", false, false },
		{ "https://a.example.evil", false, false },
		{ "https://a.example https://b.example:8443", false, false },
		{ "http://a.example", false, false },
		{ "https://A.example", false, false },
		{ "https://chat.example.org", false, true },
		{ "https://chat.example.org:443", false, false },
		{ "https://chat.example.org.evil", false, false },
		{ "https://chat.example.or", false, false },
		{ "http://chat.example.org", false, false },
	};
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		assert_int_equal(cw_cors_is_allowed(&door->conf,
				     table[i].origin),
		    table[i].is_allowed);
		assert_int_equal(cw_cors_is_own(&door->conf, table[i].origin),
		    table[i].is_own);
	}
	door->conf.base_url = "http://10.0.0.1:8080/some/where";
	assert_true(cw_cors_is_own(&door->conf, "http://10.0.0.1:8080"));
	assert_false(cw_cors_is_own(&door->conf, "http://10.0.0.1:80"));
	door->conf.cors_origins = "";
	assert_false(cw_cors_is_allowed(&door->conf, "https://a.example"));
}

static void
the_cookie_is_bound_to_the_host_where_it_can_be(void **state)
{
	struct door *door = *state;

	assert_string_equal(cw_access_cookie_name(&door->conf),
	    "__Host-chinwag");
	door->conf.base_url = "http://127.0.0.1:8080";
	assert_string_equal(cw_access_cookie_name(&door->conf), "chinwag");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(other_sites_may_not_post),
		DOOR_TEST(a_get_may_come_from_anywhere),
		DOOR_TEST(with_a_cookie_only_json_is_taken),
		DOOR_TEST(origins_are_compared_whole),
		DOOR_TEST(the_cookie_is_bound_to_the_host_where_it_can_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

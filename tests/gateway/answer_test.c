/* From a request to its answer, with stores, sessions and memberships. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "gateway/house.h"
#include "gateway/idempotency.h"

static int
read_page(struct house *house, const char *who, const char *uuid)
{
	char uri[128];

	(void)snprintf(uri, sizeof(uri), "/api/conversations/%s/messages",
	    uuid);
	door_ask(house->door, "GET", uri);
	if (who != NULL)
		door_set(house->door, who);
	return house_answer(house);
}

static void
assert_code(const struct house *house, const char *code)
{
	char piece[64];

	(void)snprintf(piece, sizeof(piece), "\"code\":\"%s\"", code);
	if (strstr(house_body(house), piece) == NULL)
		fail_msg("no %s in %s", code, house_body(house));
}

/* --- who may ------------------------------------------------------------- */

static void
a_member_may_post_and_read(void **state)
{
	struct house *house = *state;

	assert_int_equal(house_say(house, house->anna, "hello", NULL), 201);
	assert_non_null(
	    strstr(house->answer.bytes, "\r\nLocation: /api/somewhere\r\n"));
	assert_non_null(strstr(house_body(house), "\"message\":\"hello\""));
	house_open(house, &house_page);
	assert_int_equal(read_page(house, house->bob, house->uuid), 200);
	assert_non_null(strstr(house_body(house), "\"message\":\"hello\""));
}

static void
a_stranger_may_not_tell_what_exists(void **state)
{
	struct house *house = *state;
	size_t len;

	assert_int_equal(house_say(house, house->carla, "hello", NULL), 404);
	assert_int_equal(house_count(house), 0);
	house_open(house, &house_page);
	assert_int_equal(read_page(house, house->carla, house->uuid), 404);
	len = house->answer.len;
	assert_int_equal(read_page(house, house->carla,
			     "00000000-0000-4000-8000-000000000000"),
	    404);
	assert_int_equal(house->answer.len, len);
}

static void
nobody_may_do_nothing(void **state)
{
	static const char *const table[] = {
		NULL, "HTTP_AUTHORIZATION=", "HTTP_AUTHORIZATION=x",
		"HTTP_AUTHORIZATION=Bearer ", "HTTP_AUTHORIZATION=Basic eDp5",
		"HTTP_COOKIE=a=b", "HTTP_COOKIE=chinwag=x",
		"HTTP_AUTHORIZATION=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	};
	struct house *house = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		assert_int_equal(house_say(house, table[i], "hello", NULL),
		    401);
		assert_code(house, "unauthorized");
	}
	/* Judged before the request is looked at. */
	assert_int_equal(house_say(house, NULL, "", NULL), 401);
	assert_int_equal(house_count(house), 0);
}

static void
an_access_that_was_forgotten_admits_nobody(void **state)
{
	struct cw_endpoint endpoint = house_page;
	struct house *house = *state;

	endpoint.access = CW_NOBODY;
	house_open(house, &endpoint);
	assert_int_equal(read_page(house, house->anna, house->uuid), 403);
}

static void
a_token_counts_in_every_form(void **state)
{
	struct house *house = *state;
	const char *token = strchr(house->anna, '=') + 1;
	char var[128];

	house_open(house, &house_page);
	(void)snprintf(var, sizeof(var), "HTTP_AUTHORIZATION=Bearer %s", token);
	assert_int_equal(read_page(house, var, house->uuid), 200);
	(void)snprintf(var, sizeof(var), "HTTP_AUTHORIZATION=bearer %s", token);
	assert_int_equal(read_page(house, var, house->uuid), 200);
	assert_int_equal(read_page(house, house->anna_cookie, house->uuid),
	    200);
	(void)snprintf(var, sizeof(var), "HTTP_COOKIE=__Host-chinwag=%s, a=b",
	    token);
	assert_int_equal(read_page(house, var, house->uuid), 200);
}

static void
a_cookie_with_two_values_is_nobodys(void **state)
{
	struct house *house = *state;
	char var[256];

	(void)snprintf(var, sizeof(var), "%s; __Host-chinwag=%s",
	    house->anna_cookie, strchr(house->bob, '=') + 1);
	house_open(house, &house_page);
	assert_int_equal(read_page(house, var, house->uuid), 401);
}

static void
another_site_may_not_use_the_cookie(void **state)
{
	struct house *house = *state;

	assert_int_equal(house_say(house, house->anna_cookie, "hello", NULL),
	    403);
	assert_code(house, "cross_site");
	assert_int_equal(house_count(house), 0);
}

/* --- what is answered ---------------------------------------------------- */

static void
other_methods_and_paths_are_answered(void **state)
{
	struct house *house = *state;

	door_ask(house->door, "DELETE", "/api/conversations");
	assert_int_equal(house_answer(house), 405);
	assert_non_null(
	    strstr(house->answer.bytes, "\r\nAllow: GET, POST, OPTIONS\r\n"));
	door_ask(house->door, "OPTIONS", "/api/conversations");
	assert_int_equal(house_answer(house), 204);
	door_ask(house->door, "GET", "/api/nothing");
	assert_int_equal(house_answer(house), 404);
	house_open(house, NULL);
	door_ask(house->door, "PUT", "/api/session");
	assert_int_equal(house_answer(house), 405);
	/* Some program has it, but the server did not bring it there. */
	door_ask(house->door, "GET", "/api/session");
	assert_int_equal(house_answer(house), 404);
	door_ask(house->door, "OPTIONS", "/api/session");
	assert_int_equal(house_answer(house), 204);
}

static void
what_was_refused_is_not_stored(void **state)
{
	struct house *house = *state;

	assert_int_equal(house_say(house, house->anna, " ", NULL), 400);
	assert_int_equal(house_say(house, house->anna, "\\u0000", NULL), 400);
	assert_int_equal(house_say(house, house->anna, "a\",\"b\":\"c", NULL),
	    400);
	assert_int_equal(house_count(house), 0);
}

static void
what_failed_late_is_not_stored(void **state)
{
	struct house *house = *state;

	assert_int_equal(house_say(house, house->anna, "fail late", "k"), 409);
	assert_int_equal(house_count(house), 0);
	assert_int_equal(house_say(house, house->anna, "break", "k"), 503);
	assert_int_equal(house_count(house), 0);
	assert_false(house->answer.must_exit);
	/* Nor is the answer. */
	assert_int_equal(house_say(house, house->anna, "hello", "k"), 201);
	assert_int_equal(house_count(house), 1);
}

static void
a_broken_store_ends_the_process(void **state)
{
	struct house *house = *state;

	assert_int_equal(house_say(house, house->anna, "store", NULL), 503);
	assert_code(house, "unavailable");
	assert_true(house->answer.must_exit);
}

static void
a_handler_tells_problems_and_clears_the_cookie(void **state)
{
	struct house *house = *state;

	house_open(house, &house_pools);
	door_ask(house->door, "DELETE",
	    "/api/conversations/ffffffff-0000-4000-8000-000000000000");
	door_set(house->door, house->anna);
	assert_int_equal(house_answer(house), 400);
	assert_non_null(strstr(house_body(house),
	    "\"errors\":[{\"at\":\"/0\",\"message\":\"Nobody is called "));
	door_ask(house->door, "DELETE",
	    "/api/conversations/00000000-0000-4000-8000-000000000000");
	door_set(house->door, house->anna);
	assert_int_equal(house_answer(house), 204);
	assert_non_null(
	    strstr(house->answer.bytes, "\r\nSet-Cookie: __Host-chinwag=; "));
}

/* --- keys ---------------------------------------------------------------- */

static const char *
keep(struct house *house)
{
	const char *copy = cw_arena_strdup(&house->arena, house_body(house));

	assert_non_null(copy);
	return copy;
}

static void
a_request_that_comes_again_gets_its_first_answer(void **state)
{
	struct house *house = *state;
	const char *first;

	assert_int_equal(house_say(house, house->anna, "hello", "k1"), 201);
	first = keep(house);
	assert_int_equal(house_say(house, house->anna, "hello", "k1"), 201);
	assert_string_equal(house_body(house), first);
	assert_non_null(
	    strstr(house->answer.bytes, "\r\nLocation: /api/somewhere\r\n"));
	assert_int_equal(house_count(house), 1);
	assert_int_equal(house_say(house, house->anna, "hello", "k2"), 201);
	assert_int_equal(house_say(house, house->bob, "hello", "k1"), 201);
	assert_int_equal(house_say(house, house->anna, "hello", NULL), 201);
	assert_int_equal(house_count(house), 4);
}

static void
a_key_with_another_body_is_refused(void **state)
{
	struct house *house = *state;

	assert_int_equal(house_say(house, house->anna, "hello", "k"), 201);
	assert_int_equal(house_say(house, house->anna, "hello!", "k"), 422);
	assert_code(house, "key_reused");
	assert_int_equal(house_count(house), 1);
}

static void
a_key_that_is_none_is_refused(void **state)
{
	static const char too_long[] = "123456789012345678901234567890123456789"
				       "01234567890123456789012345";
	static const char *const table[] = { "", "a b", "a\tb", "\xc3\xa9",
		too_long };
	struct house *house = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		assert_int_equal(house_say(house, house->anna, "hello",
				     table[i]),
		    400);
		assert_non_null(
		    strstr(house_body(house), "\"at\":\"Idempotency-Key\""));
	}
	assert_int_equal(house_say(house, house->anna, "hello",
			     "1234567890123456789012345678901234567890123456789"
			     "012345678901234"),
	    201);
}

/* Its people sign in at the time that it is in the test. */
static int
make_in_standing_time(void **state)
{
	cw_clock_set_now_ms(cw_clock_now_ms());
	return house_make(state);
}

static void
a_key_is_good_for_a_day(void **state)
{
	const int64_t now = cw_clock_now_ms();
	struct house *house = *state;

	assert_int_equal(house_say(house, house->anna, "hello", "k"), 201);
	/* The session lives shorter than the key. */
	cw_clock_set_now_ms(now + 3599 * 1000);
	assert_int_equal(house_say(house, house->anna, "hello", "k"), 201);
	assert_int_equal(house_count(house), 1);
	cw_clock_set_now_ms(-1);
}

static void
a_member_who_left_gets_no_kept_answer(void **state)
{
	struct house *house = *state;
	struct cw_chat chat = { .arena = &house->arena,
		.user_id = 2,
		.user_name = "bob",
		.now_ms = 2000 };
	struct cw_member member;

	assert_int_equal(house_say(house, house->bob, "hello", "k"), 201);
	assert_int_equal(cw_store_open(house->conf.data_dir, CW_STORE_CHAT,
			     CW_STORE_WRITE, 1000, &chat.store),
	    CW_OK);
	assert_int_equal(cw_begin(chat.store), CW_OK);
	assert_int_equal(cw_member_find(&chat, house->uuid, &member), CW_OK);
	assert_int_equal(cw_end(chat.store, cw_member_depart(&chat, &member)),
	    CW_OK);
	cw_store_close(chat.store);
	assert_int_equal(house_say(house, house->bob, "hello", "k"), 404);
}

/* --- without memory ------------------------------------------------------ */

/* Is it a whole answer: a head, and a body as long as it says? */
static void
assert_whole(const struct house *house)
{
	const char *length =
	    strstr(house->answer.bytes, "\r\nContent-Length: ");

	assert_int_equal(strlen(house->answer.bytes), house->answer.len);
	assert_int_equal(strncmp(house->answer.bytes, "Status: ", 8), 0);
	assert_non_null(length);
	assert_int_equal(strtol(length + 18, NULL, 10),
	    strlen(house_body(house)));
}

/* Fail the n-th allocation of a post with a key; 201 or 503, and the truth. */
static bool
post_without_memory(struct house *house, unsigned long n, int for_ever)
{
	char key[32];
	int before = house_count(house);
	int status;

	(void)snprintf(key, sizeof(key), "%lu-%d", n, for_ever);
	house->fail_at = n;
	house->fail_for_ever = for_ever;
	status = house_say(house, house->anna, "hello", key);
	assert_whole(house);
	assert_false(house->answer.must_exit);
	if (status != 201)
		assert_int_equal(status, 503);
	if (status == 201)
		assert_int_equal(house_count(house), before + 1);
	/* Asked again, it has been done once. */
	assert_int_equal(house_say(house, house->anna, "hello", key), 201);
	assert_int_equal(house_count(house), before + 1);
	return status == 201;
}

static void
without_memory_a_post_is_whole_or_not_done(void **state)
{
	struct house *house = *state;

	cw_log_set_level(CW_LOG_ERROR);
	for (int for_ever = 0; for_ever < 2; for_ever++) {
		unsigned long n = 1;

		while (!post_without_memory(house, n, for_ever))
			n++;
		assert_in_range(n, 10, 200);
	}
	cw_log_set_level(CW_LOG_INFO);
}

static void
without_memory_a_page_is_whole_or_503(void **state)
{
	struct house *house = *state;
	int status;

	for (int i = 0; i < 20; i++)
		assert_int_equal(house_say(house, house->anna, "hello", NULL),
		    201);
	house_open(house, &house_page);
	cw_log_set_level(CW_LOG_ERROR);
	for (int for_ever = 0; for_ever < 2; for_ever++) {
		unsigned long n = 0;

		do {
			house->fail_at = ++n;
			house->fail_for_ever = for_ever;
			status = read_page(house, house->bob, house->uuid);
			assert_whole(house);
			if (status != 200)
				assert_int_equal(status, 503);
		} while (status != 200);
		assert_in_range(n, 10, 500);
	}
	cw_log_set_level(CW_LOG_INFO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_member_may_post_and_read),
		HOUSE_TEST(a_stranger_may_not_tell_what_exists),
		HOUSE_TEST(nobody_may_do_nothing),
		HOUSE_TEST(an_access_that_was_forgotten_admits_nobody),
		HOUSE_TEST(a_token_counts_in_every_form),
		HOUSE_TEST(a_cookie_with_two_values_is_nobodys),
		HOUSE_TEST(another_site_may_not_use_the_cookie),
		HOUSE_TEST(other_methods_and_paths_are_answered),
		HOUSE_TEST(what_was_refused_is_not_stored),
		HOUSE_TEST(what_failed_late_is_not_stored),
		HOUSE_TEST(a_broken_store_ends_the_process),
		HOUSE_TEST(a_handler_tells_problems_and_clears_the_cookie),
		HOUSE_TEST(a_request_that_comes_again_gets_its_first_answer),
		HOUSE_TEST(a_key_with_another_body_is_refused),
		HOUSE_TEST(a_key_that_is_none_is_refused),
		cmocka_unit_test_setup_teardown(a_key_is_good_for_a_day,
		    make_in_standing_time, house_remove),
		HOUSE_TEST(a_member_who_left_gets_no_kept_answer),
		HOUSE_TEST(without_memory_a_post_is_whole_or_not_done),
		HOUSE_TEST(without_memory_a_page_is_whole_or_503),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

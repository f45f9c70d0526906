/* Taking requests in, whatever servers and clients send. */

#include <string.h>

#include "gateway/door.h"

static void
a_request_is_taken_in(void **state)
{
	struct door *door = *state;
	const struct cw_request *request = &door->request;

	door_ask(door, "POST", "/api/a/b?c=d");
	door_json(door, "{}");
	door_set(door, "HTTP_COOKIE=a=b");
	door_set(door, "HTTP_AUTHORIZATION=x");
	door_set(door, "HTTP_ORIGIN=https://a.example");
	door_set(door, "HTTP_SEC_FETCH_SITE=none");
	door_set(door, "HTTP_IDEMPOTENCY_KEY=k");
	door_set(door, "HTTP_LAST_EVENT_ID=7");
	door_set(door, "REMOTE_ADDR=192.0.2.1");
	assert_int_equal(door_read(door), CW_OK);
	assert_string_equal(request->method, "POST");
	assert_int_equal(request->path_len, 4);
	assert_memory_equal(request->path, "/a/b", 4);
	assert_string_equal(request->query, "c=d");
	assert_string_equal(request->body, "{}");
	assert_string_equal(request->cookie, "a=b");
	assert_string_equal(request->authorization, "x");
	assert_string_equal(request->origin, "https://a.example");
	assert_string_equal(request->fetch_site, "none");
	assert_string_equal(request->idempotency_key, "k");
	assert_string_equal(request->last_event_id, "7");
	assert_string_equal(request->remote_addr, "192.0.2.1");
	assert_int_equal(strlen(request->id), CW_REQUEST_ID_CHARS);
}

static void
what_is_not_there_is_nothing(void **state)
{
	struct door *door = *state;

	door_ask(door, "GET", "/api/health");
	assert_int_equal(door_read(door), CW_OK);
	assert_null(door->request.cookie);
	assert_null(door->request.authorization);
	assert_string_equal(door->request.query, "");
	assert_string_equal(door->request.body, "");
	assert_int_equal(door->request.body_len, 0);
}

static void
unknown_variables_do_not_exist(void **state)
{
	struct door *door = *state;

	door_ask(door, "GET", "/api/health");
	door_set(door, "HTTP_PROXY=http://evil.example");
	door_set(door, "HTTP_PROXY=http://evil.example");
	door_set(door, "PATH_INFO=/x");
	door_set(door, "QUERY_STRING=a=b");
	door_set(door, "HTTP_COOKIE2=a=b");
	door_set(door, "NONSENSE");
	assert_int_equal(door_read(door), CW_OK);
	assert_null(door->request.cookie);
	assert_string_equal(door->request.query, "");
}

static void
a_variable_that_comes_twice_is_refused(void **state)
{
	static const char *const table[] = { "REQUEST_METHOD=GET",
		"REQUEST_URI=/api/health", "CONTENT_LENGTH=0",
		"CONTENT_TYPE=a/b", "HTTP_AUTHORIZATION=x", "HTTP_ORIGIN=x",
		"HTTP_SEC_FETCH_SITE=same-origin", "HTTP_ACCEPT=x",
		"HTTP_IDEMPOTENCY_KEY=k", "HTTP_LAST_EVENT_ID=1",
		"REMOTE_ADDR=::1" };
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "GET", "/api/health");
		if (i >= 2)
			door_set(door, table[i]);
		assert_int_equal(door_read(door), CW_OK);
		door_set(door, table[i]);
		assert_int_equal(door_read(door), CW_INVALID);
		assert_int_equal(door->request.problems.count, 1);
	}
}

static void
a_server_may_say_when_it_notices_who_left(void **state)
{
	static const struct {
		const char *var;
		int64_t sec;
	} table[] = {
		{ "NONSENSE", 0 },
		{ "CHINWAG_LEAVE_SEC=5", 5 },
		{ "CHINWAG_LEAVE_SEC=", 0 },
		{ "CHINWAG_LEAVE_SEC=-5", 0 },
		{ "CHINWAG_LEAVE_SEC=soon", 0 },
		{ "HTTP_CHINWAG_LEAVE_SEC=5", 0 },
	};
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "GET", "/api/health");
		door_set(door, table[i].var);
		assert_int_equal(door_read(door), CW_OK);
		assert_int_equal(door->request.leave_sec, table[i].sec);
	}
}

static void
cookie_lines_are_put_together(void **state)
{
	struct door *door = *state;

	door_ask(door, "GET", "/api/health");
	door_set(door, "HTTP_COOKIE=a=b");
	door_set(door, "HTTP_COOKIE=c=d");
	assert_int_equal(door_read(door), CW_OK);
	assert_string_equal(door->request.cookie, "a=b; c=d");
}

static void
a_header_that_is_too_long_is_refused(void **state)
{
	static char var[CW_HEADER_MAX_BYTES + 64] = "HTTP_COOKIE=";
	struct door *door = *state;

	memset(var + 12, 'a', CW_HEADER_MAX_BYTES);
	door_ask(door, "GET", "/api/health");
	door_set(door, var);
	assert_int_equal(door_read(door), CW_OK);
	var[12 + CW_HEADER_MAX_BYTES] = 'a';
	assert_int_equal(door_read(door), CW_INVALID);
	assert_non_null(door_problem(door, "Cookie"));
}

static void
an_address_that_is_none_is_refused(void **state)
{
	static const char *const table[] = { "/api/a b", "/api/a\tb",
		"/api/\x7f", "/api/a#b", "/api/a?b c", "/api/\x01" };
	static char large[CW_URI_MAX_BYTES + 2];
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "GET", table[i]);
		assert_int_equal(door_read(door), CW_INVALID);
	}
	memset(large, 'a', sizeof(large) - 1);
	memcpy(large, "/api/", 5);
	door_ask(door, "GET", large);
	assert_int_equal(door_read(door), CW_INVALID);
	large[CW_URI_MAX_BYTES] = '\0';
	door_ask(door, "GET", large);
	assert_int_equal(door_read(door), CW_OK);
}

static void
outside_of_the_prefix_there_is_no_path(void **state)
{
	static const char *const table[] = { "/", "/ap", "/health", "",
		"http://x/api/health", "*", "/API/health" };
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "GET", table[i]);
		assert_int_equal(door_read(door), CW_OK);
		assert_null(door->request.path);
	}
	door_ask(door, "GET", "/apihealth");
	assert_int_equal(door_read(door), CW_OK);
	assert_false(cw_path_matches("/health", door->request.path,
	    door->request.path_len));
}

/* --- bodies -------------------------------------------------------------- */

static void
a_length_must_be_a_number(void **state)
{
	static const char *const table[] = { "CONTENT_LENGTH=-1",
		"CONTENT_LENGTH=+1", "CONTENT_LENGTH= 1", "CONTENT_LENGTH=1 ",
		"CONTENT_LENGTH=0x1", "CONTENT_LENGTH=1,1",
		"CONTENT_LENGTH=one", "CONTENT_LENGTH=1e1" };
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "POST", "/api/x");
		door_set(door, table[i]);
		door->body = "a";
		door->body_left = 1;
		assert_int_equal(door_read(door), CW_INVALID);
		assert_non_null(door_problem(door, "Content-Length"));
	}
}

static void
a_body_that_is_too_large_is_not_read(void **state)
{
	static const char *const table[] = { "CONTENT_LENGTH=65537",
		"CONTENT_LENGTH=18446744073709551616",
		"CONTENT_LENGTH=99999999999999999999999999" };
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "POST", "/api/x");
		door_set(door, table[i]);
		door->body = "abc";
		door->body_left = 3;
		assert_int_equal(door_read(door), CW_TOOLARGE);
		assert_int_equal(door->body_left, 3);
		assert_true(door->request.is_body_unread);
	}
}

static void
the_largest_body_is_read(void **state)
{
	static char body[65536];
	struct door *door = *state;

	memset(body, 'x', sizeof(body));
	door_ask(door, "POST", "/api/x");
	door_body(door, "text/plain", body, sizeof(body));
	assert_int_equal(door_read(door), CW_OK);
	assert_int_equal(door->request.body_len, sizeof(body));
}

static void
a_body_shorter_than_declared_is_refused(void **state)
{
	struct door *door = *state;

	door_ask(door, "POST", "/api/x");
	door_json(door, "{\"a\":1}");
	door->body_left -= 1;
	assert_int_equal(door_read(door), CW_INVALID);
	assert_int_equal(door->request.body_len, 0);
}

static void
a_body_longer_than_declared_is_refused(void **state)
{
	struct door *door = *state;

	door_ask(door, "POST", "/api/x");
	door_body(door, "application/json", "{}x", 2);
	door->body_left = 3;
	assert_int_equal(door_read(door), CW_INVALID);
}

static void
without_a_length_a_body_goes_to_its_end(void **state)
{
	static char body[65537];
	struct door *door = *state;

	memset(body, 'x', sizeof(body));
	door_ask(door, "POST", "/api/x");
	door->body = body;
	door->body_left = 5000;
	assert_int_equal(door_read(door), CW_OK);
	assert_int_equal(door->request.body_len, 5000);
	door_ask(door, "POST", "/api/x");
	door_set(door, "CONTENT_LENGTH=");
	door->body = body;
	door->body_left = sizeof(body) - 1;
	assert_int_equal(door_read(door), CW_OK);
	door_ask(door, "POST", "/api/x");
	door->body = body;
	door->body_left = sizeof(body);
	assert_int_equal(door_read(door), CW_TOOLARGE);
}

static ssize_t
read_nothing(void *arg, char *bytes, size_t len)
{
	(void)arg;
	(void)bytes;
	(void)len;
	return -1;
}

static void
a_body_that_cannot_be_read_is_refused(void **state)
{
	struct door *door = *state;

	door_ask(door, "POST", "/api/x");
	door->source.read = read_nothing;
	assert_int_equal(door_read(door), CW_INVALID);
	door_json(door, "{}");
	assert_int_equal(door_read(door), CW_INVALID);
}

static void
the_media_type_is_what_stands_before_parameters(void **state)
{
	static const struct {
		const char *type;
		bool is_json;
	} table[] = {
		{ "application/json", true },
		{ "Application/JSON", true },
		{ "application/json; charset=utf-8", true },
		{ "application/json;charset=UTF-8", true },
		{ "application/json; charset=\"utf-8\"", true },
		{ "application/json ; charset=utf-8", true },
		{ "application/json; charset=iso-8859-1", false },
		{ "application/json; charset=utf-16", false },
		{ "application/jsonx", false },
		{ "application/problem+json", false },
		{ "text/plain", false },
		{ "", false },
		{ ";", false },
		{ "text/html, application/json", false },
	};
	struct door *door = *state;

	for (size_t i = 0; i < CW_LEN(table); i++) {
		door_ask(door, "POST", "/api/x");
		door_body(door, table[i].type, "{}", 2);
		assert_int_equal(door_read(door), CW_OK);
		if (cw_request_is_type(&door->request, "application/json") !=
		    table[i].is_json)
			fail_msg("%s", table[i].type);
	}
}

static void
problems_have_a_bound(void **state)
{
	struct door *door = *state;

	door_ask(door, "GET", "/api/x");
	assert_int_equal(door_read(door), CW_OK);
	for (int i = 0; i < 100; i++)
		assert_int_equal(cw_request_problem(&door->request, "/x",
				     "This is wrong: %d", i),
		    CW_INVALID);
	assert_int_equal(door->request.problems.count, CW_PROBLEMS_MAX);
	assert_string_equal(door_problem(door, "/x"), "This is wrong: 0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(a_request_is_taken_in),
		DOOR_TEST(what_is_not_there_is_nothing),
		DOOR_TEST(unknown_variables_do_not_exist),
		DOOR_TEST(a_variable_that_comes_twice_is_refused),
		DOOR_TEST(a_server_may_say_when_it_notices_who_left),
		DOOR_TEST(cookie_lines_are_put_together),
		DOOR_TEST(a_header_that_is_too_long_is_refused),
		DOOR_TEST(an_address_that_is_none_is_refused),
		DOOR_TEST(outside_of_the_prefix_there_is_no_path),
		DOOR_TEST(a_length_must_be_a_number),
		DOOR_TEST(a_body_that_is_too_large_is_not_read),
		DOOR_TEST(the_largest_body_is_read),
		DOOR_TEST(a_body_shorter_than_declared_is_refused),
		DOOR_TEST(a_body_longer_than_declared_is_refused),
		DOOR_TEST(without_a_length_a_body_goes_to_its_end),
		DOOR_TEST(a_body_that_cannot_be_read_is_refused),
		DOOR_TEST(the_media_type_is_what_stands_before_parameters),
		DOOR_TEST(problems_have_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

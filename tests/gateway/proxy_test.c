/* Proxy events as CGI requests, and CGI answers as proxy results. */

#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/proxy.h"

static struct cw_arena arena;

static int
begin(void **state)
{
	(void)state;
	cw_arena_init(&arena, 4 << 20);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	cw_arena_clear(&arena);
	return 0;
}

static void
take(const char *event, struct cw_proxy_request *out)
{
	const char *problem = "";
	enum cw_err err = cw_proxy_read(&arena, event, "/api", out, &problem);

	if (err != CW_OK)
		print_error("%s\n", problem);
	assert_int_equal(err, CW_OK);
}

/* NULL: the request has no such variable. */
static const char *
variable(const struct cw_proxy_request *request, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < request->vars.count; i++)
		if (strncmp(request->vars.items[i], name, len) == 0 &&
		    request->vars.items[i][len] == '=')
			return request->vars.items[i] + len + 1;
	return NULL;
}

static void
an_event_becomes_a_request(void **state)
{
	struct cw_proxy_request request;

	(void)state;
	take("{\"resource\":\"/conversations/{id}\",\"httpMethod\":\"POST\","
	     "\"path\":\"/conversations/1\",\"stageVariables\":null,"
	     "\"headers\":{\"Content-Type\":\"application/json\","
	     "\"X-Two\":\"b\",\"Content-Length\":\"99\",\"Proxy\":\"evil\"},"
	     "\"multiValueHeaders\":{\"Content-Type\":[\"application/json\"],"
	     "\"x-two\":[\"a\",\"b\"],\"Cookie\":[\"a=1\",\"b=2\"],"
	     "\"Proxy\":[\"evil\"],\"Content-Length\":[\"99\"]},"
	     "\"requestContext\":{\"identity\":{\"sourceIp\":\"192.0.2.1\"},"
	     "\"protocol\":\"HTTP/1.1\",\"requestTimeEpoch\":1700000000000},"
	     "\"body\":\"[\\\"h\\u00e9\\\"]\",\"isBase64Encoded\":false}",
	    &request);
	assert_string_equal(variable(&request, "REQUEST_METHOD"), "POST");
	assert_string_equal(variable(&request, "REQUEST_URI"),
	    "/api/conversations/1");
	assert_null(variable(&request, "QUERY_STRING"));
	assert_string_equal(variable(&request, "CONTENT_TYPE"),
	    "application/json");
	assert_string_equal(variable(&request, "CONTENT_LENGTH"), "7");
	assert_string_equal(variable(&request, "HTTP_X_TWO"), "a, b");
	assert_string_equal(variable(&request, "HTTP_COOKIE"), "a=1; b=2");
	assert_null(variable(&request, "HTTP_PROXY"));
	assert_null(variable(&request, "HTTP_CONTENT_LENGTH"));
	assert_string_equal(variable(&request, "REMOTE_ADDR"), "192.0.2.1");
	assert_int_equal(request.body_len, 7);
	assert_string_equal(request.body, "[\"h\xc3\xa9\"]");
}

static void
single_values_do_where_there_are_no_others(void **state)
{
	struct cw_proxy_request request;

	(void)state;
	take("{\"httpMethod\":\"GET\",\"path\":\"/api/users\","
	     "\"queryStringParameters\":{\"q\":\"a b&c/\\u00e9\"},"
	     "\"headers\":{\"Accept\":\"text/html\",\"bad name\":\"x\"},"
	     "\"body\":null}",
	    &request);
	assert_string_equal(variable(&request, "REQUEST_URI"),
	    "/api/users?q=a%20b%26c%2F%C3%A9");
	assert_string_equal(variable(&request, "QUERY_STRING"),
	    "q=a%20b%26c%2F%C3%A9");
	assert_string_equal(variable(&request, "HTTP_ACCEPT"), "text/html");
	assert_int_equal(request.vars.count, 4);
	assert_int_equal(request.body_len, 0);
}

static void
paths_stay_encoded_and_queries_may_repeat(void **state)
{
	struct cw_proxy_request request;

	(void)state;
	take("{\"httpMethod\":\"GET\",\"path\":\"/a%2Fb c?\","
	     "\"multiValueQueryStringParameters\":"
	     "{\"a\":[\"1\",\"2\"],\"b\":[\"\"]}}",
	    &request);
	assert_string_equal(variable(&request, "REQUEST_URI"),
	    "/api/a%2Fb%20c%3F?a=1&a=2&b=");
}

static void
a_body_may_be_base64(void **state)
{
	struct cw_proxy_request request;

	(void)state;
	take("{\"httpMethod\":\"PUT\",\"path\":\"/\",\"body\":\"AP8K\","
	     "\"isBase64Encoded\":true}",
	    &request);
	assert_int_equal(request.body_len, 3);
	assert_memory_equal(request.body, "\0\377\n", 3);
	assert_string_equal(variable(&request, "CONTENT_LENGTH"), "3");
}

static void
what_is_no_event_is_refused_with_a_reason(void **state)
{
	static const char *const events[] = {
		"",
		"[]",
		"{",
		"{\"httpMethod\":\"GET\",\"httpMethod\":\"GET\"}",
		"{\"path\":\"/\"}",
		"{\"httpMethod\":\"GET\"}",
		"{\"httpMethod\":1,\"path\":\"/\"}",
		"{\"httpMethod\":\"GET\",\"path\":\"x\"}",
		"{\"httpMethod\":\"GET\",\"path\":\"/\",\"headers\":[]}",
		"{\"httpMethod\":\"GET\",\"path\":\"/\",\"body\":{}}",
		("{\"httpMethod\":\"GET\",\"path\":\"/\","
		 "\"body\":\"?\",\"isBase64Encoded\":true}"),
	};
	struct cw_proxy_request request;
	const char *problem;

	(void)state;
	for (size_t i = 0; i < CW_LEN(events); i++) {
		problem = NULL;
		assert_int_equal(cw_proxy_read(&arena, events[i], "/api",
				     &request, &problem),
		    CW_INVALID);
		assert_non_null(problem);
	}
}

static void
check_result(const char *answer, size_t len, const char *wanted)
{
	struct cw_buf buf;

	cw_buf_init(&buf, &arena, 65536);
	assert_int_equal(cw_proxy_write(&buf, answer, len), CW_OK);
	assert_string_equal(buf.data, wanted);
}

static void
an_answer_becomes_a_result(void **state)
{
	static const char answer[] = "Status: 201 Created\r\n"
				     "Content-Type: application/json\r\n"
				     "Set-Cookie: a=1\r\n"
				     "set-cookie: b=2\r\n\r\n"
				     "{\"a\":\"b\"}\n";
	static const char plain[] = "Content-Type: text/plain\n\nhi";
	static const char binary[] = "Status: 200\r\n\r\n\377";

	(void)state;
	check_result(answer, sizeof(answer) - 1,
	    "{\"statusCode\":201,\"headers\":{"
	    "\"Content-Type\":\"application/json\",\"Set-Cookie\":\"a=1\"},"
	    "\"multiValueHeaders\":{\"Content-Type\":[\"application/json\"],"
	    "\"Set-Cookie\":[\"a=1\",\"b=2\"]},"
	    "\"body\":\"{\\\"a\\\":\\\"b\\\"}\\n\",\"isBase64Encoded\":false}");
	check_result(plain, sizeof(plain) - 1,
	    "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/plain\"},"
	    "\"multiValueHeaders\":{\"Content-Type\":[\"text/plain\"]},"
	    "\"body\":\"hi\",\"isBase64Encoded\":false}");
	check_result(binary, sizeof(binary) - 1,
	    "{\"statusCode\":200,\"headers\":{},\"multiValueHeaders\":{},"
	    "\"body\":\"/w==\",\"isBase64Encoded\":true}");
}

static void
what_is_no_answer_is_refused(void **state)
{
	static const char *const answers[] = { "", "no answer", "\r\n",
		"Status: x\r\n\r\n", "Status: 2\r\n\r\n", "Segfault\n" };
	struct cw_buf buf;

	(void)state;
	for (size_t i = 0; i < CW_LEN(answers); i++) {
		cw_buf_init(&buf, &arena, 65536);
		assert_int_equal(cw_proxy_write(&buf, answers[i],
				     strlen(answers[i])),
		    CW_INVALID);
	}
}

#define ARENA_TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ARENA_TEST(an_event_becomes_a_request),
		ARENA_TEST(single_values_do_where_there_are_no_others),
		ARENA_TEST(paths_stay_encoded_and_queries_may_repeat),
		ARENA_TEST(a_body_may_be_base64),
		ARENA_TEST(what_is_no_event_is_refused_with_a_reason),
		ARENA_TEST(an_answer_becomes_a_result),
		ARENA_TEST(what_is_no_answer_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

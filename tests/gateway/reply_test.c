/* Answers: status, headers and bodies. */

#include <string.h>

#include "base/clock.h"
#include "gateway/door.h"
#include "gateway/reply.h"
#include "gateway/unrouted.h"

#define NOW INT64_C(1700000000000)

static const struct cw_endpoint endpoint = {
	.name = "conversations-get",
	.method = CW_GET,
	.path = "/conversations",
	.status = 200,
	.status_alternative = 202,
};

/* A whole answer; the request is door's. */
static const char *
write_answer(struct door *door, const struct cw_reply *reply, enum cw_err err,
    const char *body)
{
	const struct cw_reply_to to = {
		.conf = &door->conf,
		.request = &door->request,
		.endpoint = &endpoint,
	};
	struct cw_buf out;

	cw_buf_init(&out, &door->arena, 65536);
	assert_int_equal(cw_reply_write(&out, &to, reply, err, body,
			     strlen(body)),
	    CW_OK);
	return out.data;
}

static void
assert_has(const char *answer, const char *piece)
{
	if (strstr(answer, piece) == NULL)
		fail_msg("no %s in %s", piece, answer);
}

static void
assert_lacks(const char *answer, const char *piece)
{
	if (strstr(answer, piece) != NULL)
		fail_msg("%s in %s", piece, answer);
}

static void
ask(struct door *door)
{
	door_ask(door, "GET", "/api/conversations");
	assert_int_equal(door_read(door), CW_OK);
}

static void
every_answer_carries_the_same_headers(void **state)
{
	static const enum cw_err errs[] = { CW_OK, CW_INVALID, CW_UNAUTHORIZED,
		CW_NOTFOUND, CW_STORE, CW_TOOLARGE };
	struct door *door = *state;
	const struct cw_reply reply = { .status = 0 };

	ask(door);
	for (size_t i = 0; i < CW_LEN(errs); i++) {
		const char *answer = write_answer(door, &reply, errs[i], "{}");

		assert_has(answer, "\r\nCache-Control: no-store\r\n");
		assert_has(answer, "\r\nX-Content-Type-Options: nosniff\r\n");
		assert_has(answer,
		    "\r\nContent-Security-Policy: default-src "
		    "'none'; frame-ancestors 'none'\r\n");
		assert_has(answer, "\r\nReferrer-Policy: no-referrer\r\n");
		assert_has(answer,
		    "\r\nVary: Cookie, Authorization, Origin\r\n");
		assert_has(answer, "\r\nX-Request-Id: ");
		assert_has(answer, "\r\nContent-Type: application/json\r\n");
		assert_has(answer, "\r\nContent-Length: 2\r\n");
		assert_has(answer, "\r\n\r\n{}");
		assert_lacks(answer, "Access-Control-");
	}
}

static void
an_empty_answer_has_no_length(void **state)
{
	struct door *door = *state;
	const struct cw_reply reply = { .status = 204 };
	const char *answer;

	ask(door);
	answer = write_answer(door, &reply, CW_OK, "");
	assert_int_equal(strncmp(answer, "Status: 204 No Content\r\n", 24), 0);
	assert_lacks(answer, "Content-Length");
	assert_lacks(answer, "Content-Type:");
	assert_int_equal(strcmp(answer + strlen(answer) - 4, "\r\n\r\n"), 0);
}

static void
each_error_has_its_status_code_and_sentence(void **state)
{
	(void)state;
	for (enum cw_err err = CW_INVALID; err < CW_ERR__COUNT; err++) {
		const struct cw_err_reply *row = cw_err_reply(err);
		size_t len;

		assert_in_range(row->status, 400, 503);
		assert_non_null(row->code);
		assert_non_null(row->message);
		len = strlen(row->message);
		assert_int_equal(row->message[len - 1], '.');
	}
	assert_int_equal(cw_err_reply(CW_NOTFOUND)->status, 404);
	assert_string_equal(cw_err_reply(CW_LOCKED)->code, "locked");
	assert_string_equal(cw_err_reply(CW_FULL)->code, "storage_full");
}

static void
an_error_says_what_is_wrong_where(void **state)
{
	struct door *door = *state;
	struct cw_buf buf;

	ask(door);
	memcpy(door->request.id, "0123", 5);
	cw_buf_init(&buf, &door->arena, 4096);
	assert_int_equal(cw_reply_error_body(&buf, &door->request, CW_INVALID),
	    CW_OK);
	assert_string_equal(buf.data,
	    "{\"message\":\"The request is malformed.\","
	    "\"code\":\"bad_request\",\"request\":\"0123\"}");
	assert_int_equal(cw_request_problem(&door->request, "/a\"b",
			     "Not <that>."),
	    CW_INVALID);
	cw_buf_init(&buf, &door->arena, 4096);
	assert_int_equal(cw_reply_error_body(&buf, &door->request, CW_INVALID),
	    CW_OK);
	assert_string_equal(buf.data,
	    "{\"message\":\"The request is not as it should be.\","
	    "\"code\":\"invalid\",\"request\":\"0123\",\"errors\":["
	    "{\"at\":\"/a\\\"b\",\"message\":\"Not \\u003cthat>.\"}]}");
}

static void
waiting_is_told_in_whole_seconds(void **state)
{
	static const struct {
		int64_t retry_ms;
		const char *header;
	} table[] = {
		{ 0, "\r\nRetry-After: 1\r\n" },
		{ 1, "\r\nRetry-After: 1\r\n" },
		{ 1000, "\r\nRetry-After: 1\r\n" },
		{ 1001, "\r\nRetry-After: 2\r\n" },
		{ 900000, "\r\nRetry-After: 900\r\n" },
		{ -5, "\r\nRetry-After: 1\r\n" },
	};
	static const enum cw_err errs[] = { CW_LOCKED, CW_TOOMANY, CW_BUSY };
	struct door *door = *state;

	ask(door);
	for (size_t i = 0; i < CW_LEN(table); i++) {
		const struct cw_reply reply = { .retry_ms = table[i].retry_ms };

		for (size_t j = 0; j < CW_LEN(errs); j++)
			assert_has(write_answer(door, &reply, errs[j], "{}"),
			    table[i].header);
		assert_lacks(write_answer(door, &reply, CW_STORE, "{}"),
		    "Retry-After");
	}
}

static void
a_challenge_goes_only_to_who_sent_a_token(void **state)
{
	struct door *door = *state;
	const struct cw_reply reply = { .status = 0 };

	ask(door);
	assert_lacks(write_answer(door, &reply, CW_UNAUTHORIZED, "{}"),
	    "WWW-Authenticate");
	door->request.authorization = "x";
	assert_has(write_answer(door, &reply, CW_UNAUTHORIZED, "{}"),
	    "\r\nWWW-Authenticate: Bearer\r\n");
}

static void
a_session_cookie_is_set_and_cleared(void **state)
{
	struct door *door = *state;
	struct cw_reply reply = {
		.session_token = "token",
		.session_expires = NOW + 90 * 1000,
	};

	cw_clock_set_now_ms(NOW);
	ask(door);
	assert_has(write_answer(door, &reply, CW_OK, "{}"),
	    "\r\nSet-Cookie: __Host-chinwag=token; Path=/; Max-Age=90; "
	    "HttpOnly; SameSite=Lax; Secure\r\n");
	door->conf.base_url = "http://127.0.0.1:8080";
	assert_has(write_answer(door, &reply, CW_OK, "{}"),
	    "\r\nSet-Cookie: chinwag=token; Path=/; Max-Age=90; "
	    "HttpOnly; SameSite=Lax\r\n");
	reply.session_token = "";
	assert_has(write_answer(door, &reply, CW_OK, "{}"),
	    "\r\nSet-Cookie: chinwag=; Path=/; Max-Age=0; ");
	assert_lacks(write_answer(door, &reply, CW_STORE, "{}"), "Set-Cookie");
	cw_clock_set_now_ms(-1);
}

static void
a_location_is_below_the_prefix(void **state)
{
	struct door *door = *state;
	struct cw_reply reply = { .location = "/users/anna" };

	ask(door);
	assert_has(write_answer(door, &reply, CW_OK, "{}"),
	    "\r\nLocation: /api/users/anna\r\n");
	assert_lacks(write_answer(door, &reply, CW_CONFLICT, "{}"), "Location");
	reply.location = "/users/Zo\xc3\xab";
	assert_has(write_answer(door, &reply, CW_OK, "{}"),
	    "\r\nLocation: /api/users/Zo%C3%AB\r\n");
}

static void
no_header_can_be_split(void **state)
{
	struct door *door = *state;
	struct cw_reply reply = { .location = "/a\r\nSet-Cookie: x=y" };

	ask(door);
	assert_lacks(write_answer(door, &reply, CW_OK, "{}"), "Set-Cookie");
	reply.location = "/a\nb";
	assert_lacks(write_answer(door, &reply, CW_OK, "{}"), "Location");
	reply.location = NULL;
	reply.session_token = "x\r\nX-Evil: 1";
	assert_lacks(write_answer(door, &reply, CW_OK, "{}"), "X-Evil");
}

static void
an_allowed_origin_may_see_every_answer(void **state)
{
	static const enum cw_err errs[] = { CW_OK, CW_INVALID, CW_STORE };
	struct door *door = *state;
	const struct cw_reply reply = { .status = 204 };

	ask(door);
	door->request.origin = "https://b.example:8443";
	for (size_t i = 0; i < CW_LEN(errs); i++) {
		const char *answer = write_answer(door, &reply, errs[i], "");

		assert_has(answer,
		    "\r\nAccess-Control-Allow-Origin: "
		    "https://b.example:8443\r\n");
		assert_has(answer,
		    "\r\nAccess-Control-Expose-Headers: "
		    "location, x-request-id, retry-after, etag\r\n");
		assert_lacks(answer, "Access-Control-Allow-Credentials");
	}
	door->request.origin = "https://evil.example";
	assert_lacks(write_answer(door, &reply, CW_OK, ""), "Access-Control");
}

static void
options_tell_what_may_be_sent(void **state)
{
	struct door *door = *state;
	const struct cw_reply reply = { .status = 204, .is_options = true };
	const char *answer;

	ask(door);
	answer = write_answer(door, &reply, CW_OK, "");
	assert_has(answer, "\r\nAllow: GET, POST, OPTIONS\r\n");
	assert_lacks(answer, "Access-Control");
	door->request.origin = "https://a.example";
	door->request.requested_method = "POST";
	answer = write_answer(door, &reply, CW_OK, "");
	assert_has(answer,
	    "\r\nAccess-Control-Allow-Methods: GET, POST, OPTIONS\r\n");
	assert_has(answer,
	    "\r\nAccess-Control-Allow-Headers: authorization, "
	    "content-type, x-api-key, idempotency-key, "
	    "last-event-id, if-none-match, x-amz-date, "
	    "x-amz-security-token\r\n");
	assert_has(answer, "\r\nAccess-Control-Max-Age: ");
	door->request.origin = "https://evil.example";
	assert_lacks(write_answer(door, &reply, CW_OK, ""), "Access-Control");
}

static void
the_status_is_the_handlers_or_the_endpoints(void **state)
{
	struct door *door = *state;
	struct cw_reply reply = { .status = 0 };

	ask(door);
	assert_int_equal(cw_reply_status(&endpoint, &door->request, &reply,
			     CW_OK),
	    200);
	reply.is_alternative = true;
	assert_int_equal(cw_reply_status(&endpoint, &door->request, &reply,
			     CW_OK),
	    202);
	reply.status = 201;
	assert_int_equal(cw_reply_status(&endpoint, &door->request, &reply,
			     CW_OK),
	    201);
	assert_int_equal(cw_reply_status(&endpoint, &door->request, &reply,
			     CW_REUSED),
	    422);
}

/* --- unrouted ------------------------------------------------------------ */

static enum cw_err
judge_unrouted(struct door *door, const char *method, const char *uri)
{
	door_ask(door, method, uri);
	assert_int_equal(door_read(door), CW_OK);
	return cw_unrouted_judge(&door->request, NULL);
}

static void
what_no_endpoint_has_is_told_apart(void **state)
{
	struct door *door = *state;
	char allow[CW_ALLOW_BYTES];

	assert_int_equal(judge_unrouted(door, "GET", "/api/nothing"),
	    CW_NOTFOUND);
	assert_int_equal(judge_unrouted(door, "OPTIONS", "/api/nothing"),
	    CW_NOTFOUND);
	assert_int_equal(judge_unrouted(door, "GET", "/"), CW_NOTFOUND);
	assert_int_equal(judge_unrouted(door, "GET", "/api/session/"),
	    CW_NOTFOUND);
	assert_int_equal(judge_unrouted(door, "PUT", "/api/session"),
	    CW_METHOD);
	cw_unrouted_allow(&door->request, NULL, allow);
	assert_string_equal(allow, "GET, POST, DELETE, OPTIONS");
	assert_int_equal(judge_unrouted(door, "HEAD", "/api/health"),
	    CW_METHOD);
	assert_int_equal(judge_unrouted(door, "get", "/api/health"), CW_METHOD);
	assert_int_equal(judge_unrouted(door, "OPTIONS",
			     "/api/conversations/x/read?y"),
	    CW_OK);
	cw_unrouted_allow(&door->request, NULL, allow);
	assert_string_equal(allow, "PUT, OPTIONS");
}

static void
an_endpoint_knows_what_is_for_it(void **state)
{
	struct door *door = *state;

	ask(door);
	assert_true(cw_endpoint_is_for(&endpoint, &door->request));
	door_ask(door, "POST", "/api/conversations");
	assert_int_equal(door_read(door), CW_OK);
	assert_false(cw_endpoint_is_for(&endpoint, &door->request));
	door_ask(door, "GET", "/conversations");
	assert_int_equal(door_read(door), CW_OK);
	assert_false(cw_endpoint_is_for(&endpoint, &door->request));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR_TEST(every_answer_carries_the_same_headers),
		DOOR_TEST(an_empty_answer_has_no_length),
		DOOR_TEST(each_error_has_its_status_code_and_sentence),
		DOOR_TEST(an_error_says_what_is_wrong_where),
		DOOR_TEST(waiting_is_told_in_whole_seconds),
		DOOR_TEST(a_challenge_goes_only_to_who_sent_a_token),
		DOOR_TEST(a_session_cookie_is_set_and_cleared),
		DOOR_TEST(a_location_is_below_the_prefix),
		DOOR_TEST(no_header_can_be_split),
		DOOR_TEST(an_allowed_origin_may_see_every_answer),
		DOOR_TEST(options_tell_what_may_be_sent),
		DOOR_TEST(the_status_is_the_handlers_or_the_endpoints),
		DOOR_TEST(what_no_endpoint_has_is_told_apart),
		DOOR_TEST(an_endpoint_knows_what_is_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The doctor's look at the way from the web server to the programs: requests
 * that servers are known to spoil, and what arrives of them.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/text.h"
#include "echo.h"
#include "gateway/probe.h"
#include "gateway/routes.h"
#include "gateway/unrouted.h"

#define JSON_TYPE "Content-Type: application/json"

/* A stream that is passed on as it comes lasts nearly as long as it does. */
#define STREAM_MIN_MS (CW_PROBE_STREAM_MS / 2)
#define STREAM_LIMIT_MS 20000

#define CHUNKED_BYTES 5000
#define ROUTES_TOLD_MAX 6

/* --- is there anything? --------------------------------------------------- */

/* What came instead of a program's word. */
static void
judge_absence(struct doctor *doctor, const struct web_answer *answer)
{
	int status = answer->status;

	if (status == 0)
		note_found(doctor, UNREACHABLE, "%s: %s", doctor->web.origin,
		    answer->error == NULL ? "no answer" : answer->error);
	else if (web_header(&doctor->web, answer, "X-Request-Id") != NULL)
		note_found(doctor, OTHER_DATA, "status %d", status);
	else if (status >= 500 || status == 403)
		note_found(doctor, API_FAILS, "%s%s/health: status %d",
		    doctor->web.origin, doctor->op->conf->api_prefix, status);
	else
		note_found(doctor, API_ABSENT, "%s%s/health: status %d",
		    doctor->web.origin, doctor->op->conf->api_prefix, status);
}

/* Who is the server, and where are the site's files? */
static void
learn_server(struct doctor *doctor, const struct web_answer *answer,
    const struct echo *echo)
{
	const char *header = web_header(&doctor->web, answer, "Server");

	if (echo != NULL) {
		doctor->server_text =
		    echo_variable(doctor, echo, "SERVER_SOFTWARE", 0);
		if (doctor->root == NULL)
			doctor->root =
			    echo_variable(doctor, echo, "DOCUMENT_ROOT", 0);
	}
	if (doctor->server_text == NULL || doctor->server_text[0] == '\0')
		doctor->server_text = header;
	if (doctor->server == SERVER_ANY)
		doctor->server = server_of(doctor->server_text);
}

static void
judge_user(struct doctor *doctor, const struct echo *echo)
{
	const char *dir = doctor->op->conf->data_dir;
	struct stat about;

	note_check(doctor);
	if (stat(dir, &about) == 0 && echo->user >= 0 &&
	    echo->user != (int64_t)about.st_uid)
		note_found(doctor, PROGRAM_USER,
		    "they run as user %" PRId64 ", %s belongs to %u",
		    echo->user, dir, (unsigned)about.st_uid);
}

/* The certificate's turn comes later; until then go on without it. */
static bool
ask_first(struct doctor *doctor, struct web_answer *answer, struct echo *echo)
{
	const struct web_request health = { .path = "/health" };
	bool has_echo = ask_echo(doctor, &health, answer, echo);

	if (!answer->is_untrusted)
		return has_echo;
	note_found(doctor, TLS_UNTRUSTED, "%s", answer->error);
	doctor->web.is_insecure = true;
	return ask_echo(doctor, &health, answer, echo);
}

static bool
reach(struct doctor *doctor)
{
	struct web_answer answer = { 0 };
	struct echo echo = { 0 };
	bool has_echo = ask_first(doctor, &answer, &echo);

	note_check(doctor);
	learn_server(doctor, &answer, has_echo ? &echo : NULL);
	if (!has_echo) {
		judge_absence(doctor, &answer);
		return false;
	}
	judge_user(doctor, &echo);
	note_check(doctor);
	if (echo.is_below_prefix)
		return true;
	note_found(doctor, API_PREFIX, "asked for %s/health, got %s",
	    doctor->op->conf->api_prefix, echo.uri == NULL ? "?" : echo.uri);
	return false;
}

/* --- routes --------------------------------------------------------------- */

/* "/users/{name}/code" with something in the place of each parameter. */
static const char *
fill_in(struct cw_arena *arena, const char *template)
{
	static const char id[] = "00000000-0000-4000-8000-000000000000";
	struct cw_buf buf;

	cw_buf_init(&buf, arena, 1000);
	while (*template != '\0') {
		if (*template != '{') {
			cw_buf_putc(&buf, *template ++);
			continue;
		}
		cw_buf_puts(&buf,
		    cw_text_starts(template, "{id}") ? id : "doctor");
		template += strcspn(template, "}") + 1;
	}
	return buf.failed ? NULL : buf.data;
}

struct routes_told {
	int wrong;
};

static void
tell_route(struct doctor *doctor, struct routes_told *told, const char *method,
    const char *path, const struct web_answer *answer, const struct echo *echo)
{
	if (++told->wrong > ROUTES_TOLD_MAX)
		return;
	if (echo != NULL)
		note_found(doctor, ROUTE, "%s %s%s came to %s", method,
		    doctor->op->conf->api_prefix, path, echo->program);
	else
		note_found(doctor, ROUTE, "%s %s%s: %s%d", method,
		    doctor->op->conf->api_prefix, path, "status ",
		    answer->status);
}

static void
look_at_route(struct doctor *doctor, struct routes_told *told,
    const char *method, const char *path)
{
	bool has_body = method[0] == 'P';
	const struct web_request request = {
		.method = method,
		.path = path,
		.headers = { has_body ? JSON_TYPE : NULL },
		.body = has_body ? "{}" : NULL,
		.body_len = has_body ? 2 : 0,
	};
	struct web_answer answer;
	struct echo echo;

	note_check(doctor);
	if (!ask_echo(doctor, &request, &answer, &echo))
		tell_route(doctor, told, method, path, &answer, NULL);
	else if (!echo.is_ours)
		tell_route(doctor, told, method, path, &answer, &echo);
}

/* What has no program comes to the one that says so. */
static void
look_at_unrouted(struct doctor *doctor, struct routes_told *told,
    const char *method, const char *path)
{
	const struct web_request request = { .method = method, .path = path };
	struct web_answer answer;
	struct echo echo;

	note_check(doctor);
	if (!ask_echo(doctor, &request, &answer, &echo))
		tell_route(doctor, told, method, path, &answer, NULL);
}

static void
look_at_routes(struct doctor *doctor)
{
	struct routes_told told = { 0 };
	const char *path;

	for (size_t i = 0; i < cw_routes_count; i++) {
		path = fill_in(doctor->op->arena, cw_routes[i].path);
		for (int m = 0; path != NULL && m < CW_METHOD__COUNT; m++)
			if ((cw_routes[i].methods & 1u << m) != 0)
				look_at_route(doctor, &told,
				    cw_method_name((enum cw_method)m), path);
	}
	look_at_unrouted(doctor, &told, "GET", "/doctor/was/here");
	look_at_unrouted(doctor, &told, "OPTIONS", "/session");
	if (told.wrong > ROUTES_TOLD_MAX)
		note_found(doctor, ROUTE, "and %d more",
		    told.wrong - ROUTES_TOLD_MAX);
}

/* --- headers -------------------------------------------------------------- */

static void
look_at_authorization(struct doctor *doctor)
{
	const struct web_request request = {
		.path = "/session",
		.headers = { "Authorization: Bearer doctor" },
	};
	struct web_answer answer;
	struct echo echo;
	const char *value;

	note_check(doctor);
	if (!ask_echo(doctor, &request, &answer, &echo))
		return;
	value = echo_variable(doctor, &echo, "HTTP_AUTHORIZATION", 0);
	if (value == NULL || !cw_text_equal(value, "Bearer doctor"))
		note_found(doctor, AUTHORIZATION, "GET %s/session got %s",
		    doctor->op->conf->api_prefix,
		    value == NULL ? "none" : value);
}

static void
look_at_httpoxy(struct doctor *doctor)
{
	const struct web_request request = {
		.path = "/session",
		.headers = { "Proxy: http://doctor.invalid" },
	};
	struct web_answer answer;
	struct echo echo;
	const char *value;

	note_check(doctor);
	if (!ask_echo(doctor, &request, &answer, &echo))
		return;
	value = echo_variable(doctor, &echo, "HTTP_PROXY", 0);
	if (value != NULL && value[0] != '\0')
		note_found(doctor, HTTPOXY, "HTTP_PROXY=%s", value);
}

/* What an underscore could stand for, as clients and as programs know it. */
static const struct {
	const char *header;
	const char *variable;
} disguises[] = {
	{ "X_Forwarded_For: doctor", "HTTP_X_FORWARDED_FOR" },
	{ "X_Forwarded_Proto: doctor", "HTTP_X_FORWARDED_PROTO" },
	{ "X_Forwarded_Host: doctor", "HTTP_X_FORWARDED_HOST" },
	{ "X_Real_IP: doctor", "HTTP_X_REAL_IP" },
	{ "Idempotency_Key: doctor", "HTTP_IDEMPOTENCY_KEY" },
	{ "Sec_Fetch_Site: doctor", "HTTP_SEC_FETCH_SITE" },
	{ "Last_Event_ID: doctor", "HTTP_LAST_EVENT_ID" },
};

_Static_assert(CW_LEN(disguises) < WEB_HEADERS_MAX, "and a ticket");

static void
look_at_underscores(struct doctor *doctor)
{
	struct web_request request = { .path = "/session" };
	struct web_answer answer;
	struct echo echo;
	const char *value;

	for (size_t i = 0; i < CW_LEN(disguises); i++)
		request.headers[i] = disguises[i].header;
	note_check(doctor);
	if (!ask_echo(doctor, &request, &answer, &echo))
		return;
	for (size_t i = 0; i < CW_LEN(disguises); i++)
		for (int n = 0; n < 2; n++) {
			value = echo_variable(doctor, &echo,
			    disguises[i].variable, n);
			if (value != NULL && cw_text_equal(value, "doctor"))
				note_found(doctor, UNDERSCORES,
				    "\"%s\" became %s", disguises[i].header,
				    disguises[i].variable);
		}
}

static void
look_at_cookies(struct doctor *doctor)
{
	const struct web_request request = {
		.path = "/session",
		.headers = { "Cookie: doctor1=a", "Cookie: doctor2=b" },
	};
	struct web_answer answer;
	struct echo echo;

	note_check(doctor);
	if (!ask_echo(doctor, &request, &answer, &echo))
		return;
	if (strstr(echo.text, "doctor1=a") == NULL ||
	    strstr(echo.text, "doctor2=b") == NULL)
		note_found(doctor, COOKIES, "HTTP_COOKIE=%s",
		    echo_variable(doctor, &echo, "HTTP_COOKIE", 0));
}

/* --- addresses and bodies ------------------------------------------------- */

static void
look_at_slash(struct doctor *doctor)
{
	const struct web_request request = {
		.method = "POST",
		.path = "/users/doctor%2Fslash/code",
		.headers = { JSON_TYPE },
		.body = "{}",
		.body_len = 2,
	};
	struct web_answer answer;
	struct echo echo;

	note_check(doctor);
	if (!ask_echo(doctor, &request, &answer, &echo))
		note_found(doctor, ENCODED_SLASH, "%s%s: status %d",
		    doctor->op->conf->api_prefix, request.path, answer.status);
	else if (echo.uri == NULL ||
	    strcasestr(echo.uri, "doctor%2Fslash") == NULL)
		note_found(doctor, ENCODED_SLASH, "%s%s came as %s to %s",
		    doctor->op->conf->api_prefix, request.path,
		    echo.uri == NULL ? "?" : echo.uri, echo.program);
}

/* Does it want to be told the length (RFC 9110 section 15.5.12)?  It may. */
static bool
is_length_asked_for(enum finding finding, const struct web_answer *answer)
{
	return finding == CHUNKED && answer->status == 411;
}

/* A body of so many bytes must arrive whole; what does not is this finding. */
static void
look_at_body(struct doctor *doctor, enum finding finding, size_t len)
{
	char *body = cw_arena_alloc(doctor->op->arena, len + 1);
	const struct web_request request = {
		.method = "POST",
		.path = "/session",
		.headers = { JSON_TYPE },
		.body = body,
		.body_len = len,
		.is_chunked = finding == CHUNKED,
	};
	struct web_answer answer;
	struct echo echo;

	if (body == NULL)
		return;
	memset(body, ' ', len);
	note_check(doctor);
	if (!ask_echo(doctor, &request, &answer, &echo)) {
		if (!is_length_asked_for(finding, &answer))
			note_found(doctor, finding, "%zu bytes: status %d", len,
			    answer.status);
	} else if (echo.body_bytes != (int64_t)len) {
		note_found(doctor, finding,
		    "of %zu bytes %" PRId64 " arrived (%s)", len,
		    echo.body_bytes, echo.result);
	}
}

/* --- answers -------------------------------------------------------------- */

/*
 * Asked as browsers ask.  False: it was held back.  503: streams are off, which
 * the site knows.
 */
static bool
is_stream_passed_on(struct doctor *doctor, struct web_answer *answer)
{
	const struct web_request request = {
		.path = "/events",
		.headers = { "Accept: text/event-stream",
		    "Accept-Encoding: gzip, br" },
		.limit_ms = STREAM_LIMIT_MS,
	};
	struct echo echo;

	if (ask_echo(doctor, &request, answer, &echo) || answer->status == 503)
		return true;
	return answer->status == 200 && answer->first_ms >= 0 &&
	    answer->last_ms - answer->first_ms >= STREAM_MIN_MS;
}

/* Once may be bad luck on a busy machine. */
static void
look_at_stream(struct doctor *doctor)
{
	struct web_answer answer;

	note_check(doctor);
	if (!is_stream_passed_on(doctor, &answer) &&
	    !is_stream_passed_on(doctor, &answer))
		note_found(doctor, STREAM_BUFFERED,
		    "status %d, first byte after %" PRId64
		    " ms, last after %" PRId64 " ms",
		    answer.status, answer.first_ms, answer.last_ms);
}

/* What programs send with everything. */
static const char *const always[] = { "Cache-Control", "X-Content-Type-Options",
	"Content-Security-Policy", "Referrer-Policy" };

static void
look_at_answers(struct doctor *doctor)
{
	const struct web_request request = {
		.path = cw_arena_printf(doctor->op->arena, "%s/health",
		    doctor->op->conf->api_prefix),
		.is_twice = true,
	};
	struct web_answer answer;

	note_check(doctor);
	if (request.path == NULL ||
	    web_ask(&doctor->web, &request, &answer) != CW_OK)
		return;
	for (size_t i = 0; i < CW_LEN(always); i++)
		if (web_header(&doctor->web, &answer, always[i]) == NULL)
			note_found(doctor, HEADERS_API, "GET %s has no %s",
			    request.path, always[i]);
	note_check(doctor);
	if (answer.status != 0 && answer.connections > 0)
		note_found(doctor, KEEP_ALIVE,
		    "a second request opened another connection");
}

void
look_at_api(struct doctor *doctor)
{
	const struct web_request nothing = { .path = "/" };
	struct web_answer answer;

	if (!are_stores_usable(doctor))
		return;
	if (web_ask(&doctor->web, &nothing, &answer) != CW_OK) {
		note_found(doctor, NO_FETCH, "%s", doctor->web.origin);
		return;
	}
	doctor->has_web = true;
	if (reach(doctor)) {
		look_at_routes(doctor);
		look_at_authorization(doctor);
		look_at_slash(doctor);
		look_at_httpoxy(doctor);
		look_at_underscores(doctor);
		look_at_cookies(doctor);
		look_at_body(doctor, CHUNKED, CHUNKED_BYTES);
		look_at_body(doctor, BODY_LIMIT,
		    (size_t)doctor->op->conf->body_max_bytes);
		look_at_stream(doctor);
		look_at_answers(doctor);
	}
	cw_probe_tidy(doctor->op->conf->data_dir);
}

/* Answers: status, headers, and the body of an error. */

#include "gateway/reply.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "gateway/access.h"
#include "gateway/cors.h"
#include "gateway/unrouted.h"
#include "pool/handover.h"
#include "pool/lockout.h"

static const struct cw_err_reply replies[CW_ERR__COUNT] = {
	[CW_INVALID] = { 400, "invalid",
	    "The request is not as it should be." },
	[CW_UNAUTHORIZED] = { 401, "unauthorized", "Please sign in." },
	[CW_CREDENTIALS] = { 401, "wrong_credentials",
	    "The name or the password is wrong." },
	[CW_UNCONFIRMED] = { 403, "not_confirmed",
	    "Please confirm your mail address first, with the code that "
	    "was sent to it." },
	[CW_WAITING] = { 403, "not_approved",
	    "An administrator has to approve of your account first." },
	[CW_RESET] = { 403, "reset_required",
	    "Please choose another password first: ask for a code by mail." },
	[CW_FORBIDDEN] = { 403, "forbidden", "You may not do that." },
	[CW_CROSSSITE] = { 403, "cross_site",
	    "This request came from another site." },
	[CW_NOTFOUND] = { 404, "not_found",
	    "There is nothing here, or nothing that you may see." },
	[CW_METHOD] = { 405, "method_not_allowed",
	    "This address does not take that method." },
	[CW_CONFLICT] = { 409, "conflict",
	    "That is there already, or was changed meanwhile." },
	[CW_TAKEN] = { 409, "name_taken",
	    "This name is taken. Please choose another." },
	[CW_MISMATCH] = { 400, "code_mismatch",
	    "The code is wrong, was used, or is too old." },
	[CW_TOOLARGE] = { 413, "too_large", "The request is too large." },
	[CW_LATE] = { 408, "too_late",
	    "The request took too long to come. Please try again." },
	[CW_UNSUPPORTED] = { 415, "unsupported_type",
	    "The body must be sent as application/json, in UTF-8." },
	[CW_REUSED] = { 422, "key_reused",
	    "This Idempotency-Key came before, with another request." },
	[CW_LOCKED] = { 429, "locked",
	    "There were too many failures. Please wait a little." },
	[CW_TOOMANY] = { 429, "too_many",
	    "That was too often. Please wait a little." },
	[CW_BUSY] = { 503, "busy",
	    "Too much is going on. Please try again in a moment." },
	[CW_UNREACHABLE] = { 503, "provider_unavailable",
	    "The other service does not answer as it should. Please try again "
	    "later, or sign in another way." },
	[CW_UNPROVEN] = { 400, "not_proven",
	    "That did not prove who you are, or took too long. Please begin "
	    "again." },
	[CW_NOMEM] = { 503, "unavailable",
	    "This does not work at the moment. Please try again." },
	[CW_FULL] = { 503, "storage_full",
	    "There is no room left to store anything." },
	[CW_STORE] = { 503, "unavailable",
	    "This does not work at the moment. Please try again." },
	[CW_SYSTEM] = { 503, "unavailable",
	    "This does not work at the moment. Please try again." },
};

/* CW_INVALID where nothing more can be said. */
static const struct cw_err_reply bad_request = { 400, "bad_request",
	"The request is malformed." };

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 413, "Content Too Large" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 503, "Service Unavailable" },
};

const struct cw_err_reply *
cw_err_reply(enum cw_err err)
{
	return &replies[err];
}

static const char *
reason(int status)
{
	for (size_t i = 0; i < CW_LEN(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Answer";
}

/* --- a handler's wishes -------------------------------------------------- */

void
cw_reply_alternative(struct cw_ctx *cx)
{
	cx->reply->is_alternative = true;
}

void
cw_reply_location(struct cw_ctx *cx, const char *location)
{
	cx->reply->location = location;
}

enum cw_err
cw_reply_problem(struct cw_ctx *cx, const char *at, const char *fmt, ...)
{
	char message[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	return cw_request_problem(cx->request, at, "%s", message);
}

/* --- bodies of errors ---------------------------------------------------- */

static const struct cw_err_reply *
choose_reply(const struct cw_request *request, enum cw_err err)
{
	if (err == CW_INVALID && request->problems.count == 0)
		return &bad_request;
	return &replies[err];
}

enum cw_err
cw_reply_error_body(struct cw_buf *buf, const struct cw_request *request,
    enum cw_err err)
{
	const struct cw_err_reply *row = choose_reply(request, err);
	const struct cw_problem_body body = {
		.message = row->message,
		.code = row->code,
		.request = request->id,
		.errors = request->problems,
	};

	return cw_reply_body(buf, &cw_problem_model, &body);
}

/* --- headers ------------------------------------------------------------- */

/* The one place that writes a header whose value is not a constant. */
static void
put_header(struct cw_buf *out, const char *name, const char *value)
{
	if (cw_utf8_has_control(value, strlen(value), "")) {
		cw_log(CW_LOG_ERROR,
		    "header %s left out: it has control characters", name);
		return;
	}
	cw_buf_puts(out, name);
	cw_buf_put(out, ": ", 2);
	cw_buf_puts(out, value);
	cw_buf_put(out, "\r\n", 2);
}

/* A cookie that pages' scripts do not see; "" and 0 clear it. */
static void
put_cookie(struct cw_buf *out, const char *name, const char *token,
    int64_t seconds)
{
	bool is_secure = cw_text_starts(name, "__Host-");
	char value[CW_HANDOVER_MAX_BYTES + 256];

	snprintf(value, sizeof(value),
	    "%s=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s", name,
	    token, (long long)(seconds < 0 ? 0 : seconds),
	    is_secure ? "; Secure" : "");
	put_header(out, "Set-Cookie", value);
}

static void
put_cookies(struct cw_buf *out, const struct cw_conf *conf,
    const struct cw_reply *reply)
{
	int64_t seconds = 0;

	if (reply->session_token != NULL && reply->session_token[0] != '\0')
		seconds = (reply->session_expires - cw_clock_now_ms()) / 1000;
	if (reply->session_token != NULL)
		put_cookie(out, cw_access_cookie_name(conf),
		    reply->session_token, seconds);
	if (reply->device_token != NULL)
		put_cookie(out, cw_access_device_name(conf),
		    reply->device_token, CW_DEVICE_LIFE_MS / 1000);
	if (reply->handover != NULL)
		put_cookie(out, cw_access_handover_name(conf), reply->handover,
		    reply->handover[0] == '\0' ? 0
					       : CW_HANDOVER_LIFE_MS / 1000);
}

static void
put_retry_after(struct cw_buf *out, int64_t retry_ms)
{
	int64_t seconds = (retry_ms + 999) / 1000;

	cw_buf_puts(out, "Retry-After: ");
	cw_buf_putint(out, seconds < 1 ? 1 : seconds);
	cw_buf_put(out, "\r\n", 2);
}

/*
 * A location below the API prefix, as the path that clients see: what is not
 * ASCII is percent-encoded (RFC 3986 section 2.1).
 */
static void
put_location(struct cw_buf *out, const struct cw_conf *conf,
    const char *location)
{
	char bytes[1024];
	struct cw_buf value;

	cw_buf_init_fixed(&value, bytes, sizeof(bytes));
	cw_buf_puts(&value, conf->api_prefix);
	for (const char *at = location; *at != '\0'; at++) {
		unsigned char byte = (unsigned char)*at;

		if (byte < 0x80)
			cw_buf_putc(&value, *at);
		else
			cw_buf_printf(&value, "%%%02X", byte);
	}
	if (!value.failed)
		put_header(out, "Location", value.data);
}

static void
put_error_headers(struct cw_buf *out, const struct cw_reply_to *to,
    const struct cw_reply *reply, enum cw_err err)
{
	char allow[CW_ALLOW_BYTES];

	switch (err) {
	case CW_METHOD:
		cw_unrouted_allow(to->request, to->endpoint, allow);
		put_header(out, "Allow", allow);
		break;
	case CW_LOCKED:
	case CW_TOOMANY:
	case CW_BUSY:
		put_retry_after(out, reply->retry_ms);
		break;
	case CW_UNAUTHORIZED:
		/* Not for browsers, which would ask for a password. */
		if (to->request->authorization != NULL)
			cw_buf_puts(out, "WWW-Authenticate: Bearer\r\n");
		break;
	default:
		break;
	}
}

/* The answer to OPTIONS, which a browser may ask before another request. */
static void
put_options(struct cw_buf *out, const struct cw_reply_to *to)
{
	char allow[CW_ALLOW_BYTES];

	cw_unrouted_allow(to->request, to->endpoint, allow);
	put_header(out, "Allow", allow);
	if (to->request->requested_method == NULL ||
	    !cw_cors_is_allowed(to->conf, to->request->origin))
		return;
	put_header(out, "Access-Control-Allow-Methods", allow);
	cw_buf_puts(out,
	    "Access-Control-Allow-Headers: " CW_CORS_REQUEST_HEADERS "\r\n"
	    "Access-Control-Max-Age: " CW_CORS_MAX_AGE_SEC "\r\n");
}

static void
put_success_headers(struct cw_buf *out, const struct cw_reply_to *to,
    const struct cw_reply *reply)
{
	if (reply->is_options)
		put_options(out, to);
	if (reply->location != NULL)
		put_location(out, to->conf, reply->location);
	put_cookies(out, to->conf, reply);
}

static void
put_status(struct cw_buf *out, int status)
{
	cw_buf_puts(out, "Status: ");
	cw_buf_putint(out, status);
	cw_buf_putc(out, ' ');
	cw_buf_puts(out, reason(status));
	cw_buf_put(out, "\r\n", 2);
}

/*
 * What has a tag may be kept by the browser that asked, which then asks
 * whether it is still good; nobody else may keep anything.
 */
static void
put_cache_control(struct cw_buf *out, const char *etag)
{
	if (etag == NULL) {
		cw_buf_puts(out, "Cache-Control: no-store\r\n");
		return;
	}
	cw_buf_puts(out, "Cache-Control: private, no-cache\r\n");
	put_header(out, "ETag", etag);
}

static void
put_head(struct cw_buf *out, const struct cw_conf *conf,
    const struct cw_request *request, int status)
{
	static const char always[] =
	    "X-Content-Type-Options: nosniff\r\n"
	    "Content-Security-Policy: default-src 'none'; "
	    "frame-ancestors 'none'\r\n"
	    "Referrer-Policy: no-referrer\r\n"
	    "Vary: Cookie, Authorization, Origin\r\n";

	put_status(out, status);
	cw_buf_put(out, always, sizeof(always) - 1);
	if (request->id[0] != '\0')
		put_header(out, "X-Request-Id", request->id);
	if (cw_cors_is_allowed(conf, request->origin)) {
		put_header(out, "Access-Control-Allow-Origin", request->origin);
		cw_buf_puts(out,
		    "Access-Control-Expose-Headers: " CW_CORS_REPLY_HEADERS
		    "\r\n");
	}
}

void
cw_reply_head(struct cw_buf *out, const struct cw_conf *conf,
    const struct cw_request *request, int status)
{
	put_head(out, conf, request, status);
	put_cache_control(out, NULL);
}

int
cw_reply_status(const struct cw_endpoint *endpoint,
    const struct cw_request *request, const struct cw_reply *reply,
    enum cw_err err)
{
	if (err != CW_OK)
		return choose_reply(request, err)->status;
	if (reply->status != 0)
		return reply->status;
	if (reply->is_alternative && endpoint->status_alternative != 0)
		return endpoint->status_alternative;
	return endpoint->status;
}

static void
put_length(struct cw_buf *out, size_t len)
{
	if (len > 0)
		cw_buf_puts(out, "Content-Type: application/json\r\n");
	cw_buf_puts(out, "Content-Length: ");
	cw_buf_putint(out, (int64_t)len);
	cw_buf_put(out, "\r\n", 2);
}

enum cw_err
cw_reply_write(struct cw_buf *out, const struct cw_reply_to *to,
    const struct cw_reply *reply, enum cw_err err, const char *body,
    size_t body_len)
{
	int status = cw_reply_status(to->endpoint, to->request, reply, err);
	/* These have neither a body nor a length (RFC 9110 section 8.6). */
	bool has_body = status != 204 && status != 304;

	put_head(out, to->conf, to->request, status);
	put_cache_control(out, err == CW_OK ? reply->etag : NULL);
	if (err != CW_OK)
		put_error_headers(out, to, reply, err);
	else
		put_success_headers(out, to, reply);
	if (has_body)
		put_length(out, body_len);
	cw_buf_put(out, "\r\n", 2);
	if (has_body)
		cw_buf_put(out, body, body_len);
	return cw_buf_end(out);
}

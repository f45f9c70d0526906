/* Serving the protocol of user pools: from a request to an answer. */

#include "gateway/idp.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "gateway/body.h"
#include "gateway/cors.h"
#include "gateway/idp_admin.h"
#include "gateway/serve.h"
#include "gateway/sigv4.h"

#define TARGET_PREFIX "AWSCognitoIdentityProviderService."
#define MEDIA_TYPE "application/x-amz-json-1.1"

/* What a page of another origin may send and see. */
#define CORS_REQUEST_HEADERS                                     \
	"authorization, cache-control, content-type, "           \
	"amz-sdk-invocation-id, amz-sdk-request, x-amz-target, " \
	"x-amz-user-agent, x-amz-date, x-amz-content-sha256, "   \
	"x-amz-security-token"
#define CORS_REPLY_HEADERS \
	"x-amzn-requestid, x-amzn-errortype, x-amzn-errormessage, date"

/* All operations, by subject. */
static const struct cw_idp_operations *const subjects[] = {
	&cw_idp_account_operations,
	&cw_idp_admin_operations,
	&cw_idp_attribute_operations,
	&cw_idp_auth_operations,
	&cw_idp_describe_operations,
	&cw_idp_factor_operations,
	&cw_idp_group_operations,
	&cw_idp_list_operations,
	&cw_idp_pools_operations,
	&cw_idp_reset_operations,
	&cw_idp_token_operations,
	&cw_idp_user_operations,
	&cw_idp_users_operations,
};

/* --- out ------------------------------------------------------------------ */

static void
put_header(struct cw_buf *out, const char *name, const char *value)
{
	cw_buf_puts(out, name);
	cw_buf_puts(out, ": ");
	cw_buf_puts(out, value);
	cw_buf_puts(out, "\r\n");
}

static const char *
reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} reasons[] = {
		{ 200, "200 OK" },
		{ 204, "204 No Content" },
		{ 400, "400 Bad Request" },
		{ 404, "404 Not Found" },
		{ 405, "405 Method Not Allowed" },
		{ 413, "413 Content Too Large" },
		{ 429, "429 Too Many Requests" },
	};

	for (size_t i = 0; i < CW_LEN(reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "500 Internal Server Error";
}

static void
put_head(const struct cw_idp_call *call, struct cw_buf *out, int status)
{
	const char *origin = call->request.origin;

	put_header(out, "Status", reason(status));
	put_header(out, "Cache-Control", "no-store");
	put_header(out, "X-Content-Type-Options", "nosniff");
	put_header(out, "Referrer-Policy", "no-referrer");
	put_header(out, "Vary", "Origin");
	put_header(out, "X-Amzn-RequestId", call->id);
	if (!cw_cors_is_allowed(call->conf, origin) &&
	    !cw_cors_is_own(call->conf, origin))
		return;
	put_header(out, "Access-Control-Allow-Origin", origin);
	put_header(out, "Access-Control-Expose-Headers", CORS_REPLY_HEADERS);
}

static void
put_body(struct cw_buf *out, const char *body, size_t len)
{
	put_header(out, "Content-Type", MEDIA_TYPE);
	cw_buf_puts(out, "Content-Length: ");
	cw_buf_putint(out, (int64_t)len);
	cw_buf_puts(out, "\r\n\r\n");
	cw_buf_put(out, body, len);
}

/* The message of a fault; NULL: null. */
static const char *
message(const struct cw_idp_call *call, const struct cw_idp_refusal *refusal,
    char *bytes, size_t size)
{
	const char *hole;
	struct cw_buf buf;

	if (refusal->message == NULL)
		return NULL;
	hole = strstr(refusal->message, "%s");
	if (hole == NULL)
		return refusal->message;
	cw_buf_init_fixed(&buf, bytes, size);
	cw_buf_put(&buf, refusal->message, (size_t)(hole - refusal->message));
	cw_buf_puts(&buf, call->about == NULL ? "" : call->about);
	cw_buf_puts(&buf, hole + 2);
	return buf.failed ? refusal->type : buf.data;
}

/* A header takes ASCII; what is none is in the body. */
static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static void
put_fault(const struct cw_idp_call *call, struct cw_buf *out,
    enum cw_idp_fault fault)
{
	const struct cw_idp_refusal *refusal = cw_idp_refusal(fault);
	char bytes[1024], body_bytes[4096];
	const char *text = message(call, refusal, bytes, sizeof(bytes));
	struct cw_buf body;

	cw_buf_init_fixed(&body, body_bytes, sizeof(body_bytes));
	cw_buf_printf(&body,
	    "{\"__type\":\"%sException\",\"message\":", refusal->type);
	if (text == NULL)
		cw_buf_puts(&body, "null");
	else
		cw_buf_put_json(&body, text, strlen(text));
	cw_buf_putc(&body, '}');
	put_head(call, out, refusal->status);
	cw_buf_printf(out, "X-Amzn-ErrorType: %sException:\r\n", refusal->type);
	if (text != NULL && is_plain(text))
		put_header(out, "X-Amzn-ErrorMessage", text);
	put_body(out, body.data, body.len);
}

/* --- in ------------------------------------------------------------------- */

static const struct cw_idp_operation *
find_operation(const char *target)
{
	if (target == NULL || !cw_text_starts(target, TARGET_PREFIX))
		return NULL;
	target += sizeof(TARGET_PREFIX) - 1;
	for (size_t i = 0; i < CW_LEN(subjects); i++)
		for (size_t j = 0; j < subjects[i]->count; j++)
			if (cw_text_equal(subjects[i]->list[j].name, target))
				return &subjects[i]->list[j];
	return NULL;
}

/* The first thing that is wrong with the body, in the protocol's words. */
static enum cw_idp_fault
tell_problem(struct cw_idp_call *call)
{
	const struct cw_list *problems = &call->request.problems;
	const struct cw_problem *problem;
	const char *about;

	if (problems->count == 0)
		return cw_idp_fault_of(call, CW_SYSTEM);
	problem = cw_list_at(problems, 0);
	if (problem->at[0] != '/')
		return cw_idp_tell(call, CW_IDP_NOT_JSON, problem->message);
	if (cw_text_equal(problem->message, "This is needed."))
		return cw_idp_tell(call, CW_IDP_MISSING, problem->at + 1);
	about = cw_arena_printf(call->arena,
	    "%zu validation error%s detected: Value at '%s' failed to satisfy "
	    "constraint: %s",
	    problems->count, problems->count == 1 ? "" : "s", problem->at + 1,
	    problem->message);
	if (about == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	return cw_idp_tell(call, CW_IDP_PARAMETER, about);
}

static enum cw_idp_fault
parse(struct cw_idp_call *call, void **req, void **resp)
{
	const struct cw_model *request = call->operation->request;
	const struct cw_model *response = call->operation->response;
	enum cw_err err;

	*req = cw_arena_alloc(call->arena, request->size);
	*resp =
	    cw_arena_alloc(call->arena, response == NULL ? 1 : response->size);
	if (*req == NULL || *resp == NULL)
		return cw_idp_fault_of(call, CW_NOMEM);
	if (response != NULL)
		cw_model_preset(response, *resp);
	if (!cw_request_is_type(&call->request, MEDIA_TYPE) &&
	    !cw_request_is_type(&call->request, "application/json"))
		return cw_idp_tell(call, CW_IDP_NOT_JSON,
		    "The body must be " MEDIA_TYPE ".");
	err = cw_body_take_model(&call->request, request, *req);
	if (err == CW_INVALID)
		return tell_problem(call);
	return cw_idp_fault_of(call, err);
}

/* The operation, and its answer's body. */
static enum cw_idp_fault
run(struct cw_idp_call *call, struct cw_buf *body)
{
	enum cw_idp_fault fault;
	void *req, *resp;

	call->operation =
	    find_operation(cw_sigv4_header(call->source, "x-amz-target"));
	if (call->operation == NULL)
		return CW_IDP_UNKNOWN_OPERATION;
	fault = cw_idp_fault_of(call,
	    cw_rate_take(call->conf, call->operation->rate));
	if (fault == CW_IDP_OK && call->operation->is_signed)
		fault = cw_sigv4_check(call);
	if (fault == CW_IDP_OK)
		fault = parse(call, &req, &resp);
	if (fault == CW_IDP_OK)
		fault = call->operation->handle(call, req, resp);
	if (fault != CW_IDP_OK)
		return fault;
	if (call->operation->response == NULL) {
		cw_buf_puts(body, "{}");
		return cw_idp_fault_of(call, cw_buf_end(body));
	}
	return cw_idp_fault_of(call,
	    cw_reply_body(body, call->operation->response, resp));
}

/* --- one request ---------------------------------------------------------- */

static bool
is_for_us(const struct cw_request *request)
{
	size_t len = strcspn(request->uri, "?");

	return (len == 4 && strncmp(request->uri, "/idp", len) == 0) ||
	    (len == 5 && strncmp(request->uri, "/idp/", len) == 0);
}

static void
answer_options(const struct cw_idp_call *call, struct cw_buf *out)
{
	put_head(call, out, 204);
	put_header(out, "Allow", "POST, OPTIONS");
	if (cw_cors_is_allowed(call->conf, call->request.origin) ||
	    cw_cors_is_own(call->conf, call->request.origin)) {
		put_header(out, "Access-Control-Allow-Methods", "POST");
		put_header(out, "Access-Control-Allow-Headers",
		    CORS_REQUEST_HEADERS);
		put_header(out, "Access-Control-Max-Age", CW_CORS_MAX_AGE_SEC);
	}
	cw_buf_puts(out, "\r\n");
}

/* What has no body of the protocol's. */
static void
answer_plain(const struct cw_idp_call *call, struct cw_buf *out, int status)
{
	put_head(call, out, status);
	if (status == 405)
		put_header(out, "Allow", "POST, OPTIONS");
	cw_buf_puts(out, "Content-Length: 0\r\n\r\n");
}

static int
answer_call(struct cw_idp_call *call, struct cw_buf *out, enum cw_err read_err)
{
	struct cw_buf body;
	enum cw_idp_fault fault;

	cw_buf_init(&body, call->arena, CW_REPLY_MAX_BYTES);
	if (read_err == CW_TOOLARGE)
		fault = cw_idp_tell(call, CW_IDP_NOT_JSON,
		    "The request is too large.");
	else if (read_err == CW_LATE)
		fault = cw_idp_tell(call, CW_IDP_NOT_JSON,
		    "The request took too long to come.");
	else if (read_err == CW_INVALID)
		fault = cw_idp_tell(call, CW_IDP_NOT_JSON,
		    "The request is malformed.");
	else if (read_err == CW_OK && call->service->failure == CW_OK)
		fault = run(call, &body);
	else
		fault = cw_idp_fault_of(call,
		    read_err == CW_OK ? call->service->failure : read_err);
	if (fault != CW_IDP_OK) {
		put_fault(call, out, fault);
		return cw_idp_refusal(fault)->status;
	}
	put_head(call, out, 200);
	put_body(out, body.data, body.len);
	return 200;
}

static int
answer(struct cw_idp_call *call, struct cw_buf *out, enum cw_err read_err)
{
	if (!is_for_us(&call->request)) {
		answer_plain(call, out, 404);
		return 404;
	}
	if (strcmp(call->request.method, "OPTIONS") == 0) {
		answer_options(call, out);
		return 204;
	}
	if (strcmp(call->request.method, "POST") != 0) {
		answer_plain(call, out, 405);
		return 405;
	}
	return answer_call(call, out, read_err);
}

static void
log_call(const struct cw_idp_call *call, int status)
{
	const struct cw_log_field fields[] = {
		CW_LOG_TEXT("operation",
		    call->operation == NULL ? "-" : call->operation->name),
		CW_LOG_NUMBER("status", status),
		CW_LOG_TEXT("result", cw_err_word(call->cause)),
		CW_LOG_NUMBER("us", cw_clock_steady_us() - call->began_us),
		CW_LOG_NUMBER("user", call->session.account_id),
	};

	cw_log_fields(status >= 500 ? CW_LOG_WARNING : CW_LOG_INFO, "request",
	    fields, CW_LEN(fields));
}

static enum cw_err
begin_call(struct cw_idp_call *call, struct cw_service *service,
    struct cw_arena *arena, const struct cw_source *source)
{
	enum cw_err err;

	*call = (struct cw_idp_call){
		.service = service,
		.arena = arena,
		.pool = service->pool,
		.conf = service->conf,
		.source = source,
		.began_us = cw_clock_steady_us(),
	};
	err = cw_request_read(&call->request, arena, service->conf, source);
	cw_log_set_request(call->request.id);
	call->actor.address = call->request.remote_addr;
	call->cx = (struct cw_ctx){
		.chat = { .arena = arena, .now_ms = cw_clock_now_ms() },
		.pool = service->pool,
		.conf = service->conf,
		.request = &call->request,
		.service = service,
	};
	if (cw_random_uuid(call->id) != CW_OK)
		return CW_SYSTEM;
	return err;
}

static void
serve_one(struct cw_service *service, struct cw_arena *arena,
    const struct cw_source *source, struct cw_peer *peer)
{
	static const char broken[] = "Status: 500 Internal Server Error\r\n"
				     "Content-Length: 0\r\n\r\n";
	struct cw_idp_call call;
	struct cw_buf out;
	enum cw_err err = begin_call(&call, service, arena, source);
	int status;

	cw_buf_init(&out, arena, CW_REPLY_MAX_BYTES);
	status = answer(&call, &out, err);
	log_call(&call, status);
	cw_log_set_request(NULL);
	peer->must_exit = call.cause == CW_STORE || service->failure != CW_OK;
	if (out.failed)
		cw_peer_write(peer, broken, sizeof(broken) - 1);
	else
		cw_peer_write(peer, out.data, out.len);
}

/* What the process needs is what such an endpoint needs. */
static const struct cw_endpoint endpoint = {
	.name = "idp-post",
	.method = CW_POST,
	.path = "/idp",
	.access = CW_ANYONE,
	.work = CW_POOLS,
};

static const struct cw_program program = {
	.name = "idp-post",
	.endpoint = &endpoint,
	.is_outside = true,
	.serve_one = serve_one,
};

int
cw_serve_idp(int argc, char **argv)
{
	return cw_serve_program(&program, argc, argv);
}

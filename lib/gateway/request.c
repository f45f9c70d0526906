/* Taking a request in: the variables that we know, the path, the body. */

#include "gateway/request.h"

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"

/* What may stand in front of a chunked body's unknown length. */
#define FIRST_READ_BYTES 4096

/* The variables that are read; all others do not exist for us. */
enum variable {
	REQUEST_METHOD,
	REQUEST_URI,
	CONTENT_LENGTH,
	CONTENT_TYPE,
	REMOTE_ADDR,
	FORWARDED_FOR,
	COOKIE,
	AUTHORIZATION,
	ORIGIN,
	FETCH_SITE,
	ACCEPT,
	IDEMPOTENCY_KEY,
	LAST_EVENT_ID,
	IF_NONE_MATCH,
	REQUESTED_METHOD,
	USER_AGENT,
	LEAVE_SEC,
	VARIABLE__COUNT
};

static const struct {
	const char *name; /* with its '=' */
	const char *told; /* how a client knows it */
} variables[VARIABLE__COUNT] = {
	[REQUEST_METHOD] = { "REQUEST_METHOD=", "method" },
	[REQUEST_URI] = { "REQUEST_URI=", "address" },
	[CONTENT_LENGTH] = { "CONTENT_LENGTH=", "Content-Length" },
	[CONTENT_TYPE] = { "CONTENT_TYPE=", "Content-Type" },
	[REMOTE_ADDR] = { "REMOTE_ADDR=", "address" },
	[FORWARDED_FOR] = { "HTTP_X_FORWARDED_FOR=", "X-Forwarded-For" },
	[COOKIE] = { "HTTP_COOKIE=", "Cookie" },
	[AUTHORIZATION] = { "HTTP_AUTHORIZATION=", "Authorization" },
	[ORIGIN] = { "HTTP_ORIGIN=", "Origin" },
	[FETCH_SITE] = { "HTTP_SEC_FETCH_SITE=", "Sec-Fetch-Site" },
	[ACCEPT] = { "HTTP_ACCEPT=", "Accept" },
	[IDEMPOTENCY_KEY] = { "HTTP_IDEMPOTENCY_KEY=", "Idempotency-Key" },
	[LAST_EVENT_ID] = { "HTTP_LAST_EVENT_ID=", "Last-Event-ID" },
	[IF_NONE_MATCH] = { "HTTP_IF_NONE_MATCH=", "If-None-Match" },
	[REQUESTED_METHOD] = { "HTTP_ACCESS_CONTROL_REQUEST_METHOD=",
	    "Access-Control-Request-Method" },
	[USER_AGENT] = { "HTTP_USER_AGENT=", "User-Agent" },
	[LEAVE_SEC] = { "CHINWAG_LEAVE_SEC=", "leaving" },
};

/* --- problems ------------------------------------------------------------ */

static enum cw_err
add_problem(struct cw_request *request, const char *at, const char *fmt,
    va_list args)
{
	char message[256];
	struct cw_problem *problem;

	if (request->problems.count >= CW_PROBLEMS_MAX)
		return CW_INVALID;
	vsnprintf(message, sizeof(message), fmt, args);
	problem =
	    cw_list_push(&request->problems, request->arena, sizeof(*problem));
	if (problem == NULL)
		return CW_NOMEM;
	problem->at = cw_arena_strdup(request->arena, at);
	problem->message = cw_arena_strdup(request->arena, message);
	if (problem->at == NULL || problem->message == NULL) {
		request->problems.count--;
		return CW_NOMEM;
	}
	return CW_INVALID;
}

enum cw_err
cw_request_problem(struct cw_request *request, const char *at, const char *fmt,
    ...)
{
	va_list args;
	enum cw_err err;

	va_start(args, fmt);
	err = add_problem(request, at, fmt, args);
	va_end(args);
	return err;
}

/* --- variables ----------------------------------------------------------- */

/* Which of ours is "NAME=value"?  VARIABLE__COUNT: none. */
static size_t
find_variable(const char *var)
{
	for (size_t i = 0; i < VARIABLE__COUNT; i++) {
		const char *name = variables[i].name;

		/* The first letter tells most of the others apart. */
		if (var[0] == name[0] && strncmp(var, name, strlen(name)) == 0)
			return i;
	}
	return VARIABLE__COUNT;
}

/*
 * A variable has come again.  Lists are put together, as servers that hand
 * over each header line by itself leave that to us; nothing else may repeat.
 */
static enum cw_err
take_again(struct cw_request *request, size_t which, const char **value,
    const char *again)
{
	static const char *const between[VARIABLE__COUNT] = {
		[COOKIE] = "; ",
		[FORWARDED_FOR] = ", ",
		[IF_NONE_MATCH] = ", ",
	};

	if (between[which] == NULL)
		return cw_request_problem(request, variables[which].told,
		    "This was sent twice.");
	*value = cw_arena_printf(request->arena, "%s%s%s", *value,
	    between[which], again);
	return *value == NULL ? CW_NOMEM : CW_OK;
}

static enum cw_err
read_variables(struct cw_request *request, char *const *vars,
    const char *values[VARIABLE__COUNT])
{
	enum cw_err result = CW_OK;

	for (; *vars != NULL; vars++) {
		size_t which = find_variable(*vars);
		const char *value;
		enum cw_err err = CW_OK;

		if (which == VARIABLE__COUNT)
			continue;
		value = *vars + strlen(variables[which].name);
		if (values[which] == NULL)
			values[which] = value;
		else
			err = take_again(request, which, &values[which], value);
		if (strlen(value) > CW_HEADER_MAX_BYTES)
			err = cw_request_problem(request, variables[which].told,
			    "This is too long.");
		if (err != CW_OK)
			result = err;
	}
	return result;
}

static void
keep_variables(struct cw_request *request, const char *const *values)
{
	request->method =
	    values[REQUEST_METHOD] == NULL ? "" : values[REQUEST_METHOD];
	request->uri = values[REQUEST_URI] == NULL ? "" : values[REQUEST_URI];
	request->content_type =
	    values[CONTENT_TYPE] == NULL ? "" : values[CONTENT_TYPE];
	request->remote_addr = values[REMOTE_ADDR];
	request->cookie = values[COOKIE];
	request->authorization = values[AUTHORIZATION];
	request->origin = values[ORIGIN];
	request->fetch_site = values[FETCH_SITE];
	request->accept = values[ACCEPT];
	request->idempotency_key = values[IDEMPOTENCY_KEY];
	request->last_event_id = values[LAST_EVENT_ID];
	request->if_none_match = values[IF_NONE_MATCH];
	request->requested_method = values[REQUESTED_METHOD];
	request->user_agent = values[USER_AGENT];
	if (values[LEAVE_SEC] == NULL ||
	    cw_text_to_int(values[LEAVE_SEC], &request->leave_sec) != CW_OK ||
	    request->leave_sec < 0)
		request->leave_sec = 0;
}

/* --- the path ------------------------------------------------------------ */

/* The URI into path and query; outside of the API prefix there is no path. */
static enum cw_err
split_uri(struct cw_request *request, const char *prefix)
{
	const char *uri = request->uri;
	const char *question = strchr(uri, '?');
	size_t len = question == NULL ? strlen(uri) : (size_t)(question - uri);
	size_t prefix_len = strlen(prefix);

	if (strlen(uri) > CW_URI_MAX_BYTES)
		return CW_INVALID;
	for (const char *c = uri; *c != '\0'; c++)
		if (*c > '\0' && (*c <= ' ' || *c == 0x7f || *c == '#'))
			return CW_INVALID;
	if (question != NULL)
		request->query = question + 1;
	if (len < prefix_len || memcmp(uri, prefix, prefix_len) != 0)
		return CW_OK;
	request->path = uri + prefix_len;
	request->path_len = len - prefix_len;
	return CW_OK;
}

/* --- the body ------------------------------------------------------------ */

/* A Content-Length of decimal digits alone; CW_TOOLARGE if above max. */
static enum cw_err
parse_length(const char *text, size_t max, size_t *out)
{
	size_t value = 0;

	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return CW_INVALID;
		if (value <= max)
			value = value * 10 + (size_t)(*text - '0');
	}
	*out = value;
	return value > max ? CW_TOOLARGE : CW_OK;
}

/* Exactly len bytes. */
static enum cw_err
read_exactly(struct cw_request *request, const struct cw_source *source,
    size_t len)
{
	char *body = cw_arena_alloc(request->arena, len + 1);
	size_t have = 0;

	if (body == NULL)
		return CW_NOMEM;
	while (have < len) {
		ssize_t count =
		    source->read(source->arg, body + have, len - have);

		if (count == CW_READ_LATE)
			return CW_LATE;
		if (count <= 0)
			return cw_request_problem(request, "",
			    "The body is shorter than its Content-Length.");
		have += (size_t)count;
	}
	request->body = body;
	request->body_len = len;
	return CW_OK;
}

/* As many bytes as there are, at most max. */
static enum cw_err
read_to_end(struct cw_request *request, const struct cw_source *source,
    size_t max)
{
	char piece[FIRST_READ_BYTES];
	struct cw_buf buf;
	ssize_t count;

	cw_buf_init(&buf, request->arena, max);
	for (;;) {
		count = source->read(source->arg, piece, sizeof(piece));
		if (count <= 0)
			break;
		if (buf.len + (size_t)count > max) {
			request->is_body_unread = true;
			return CW_TOOLARGE;
		}
		cw_buf_put(&buf, piece, (size_t)count);
	}
	if (count == CW_READ_LATE)
		return CW_LATE;
	if (count < 0)
		return cw_request_problem(request, "",
		    "The body could not be read.");
	if (buf.failed)
		return CW_NOMEM;
	request->body = buf.data;
	request->body_len = buf.len;
	return CW_OK;
}

static bool
may_have_body(const char *method)
{
	return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
	    strcmp(method, "PATCH") == 0;
}

/*
 * Servers disagree on how a body comes: with its length, which may be empty
 * or 0, or, if the client sent it in chunks, without one and up to its end.
 */
static enum cw_err
read_body(struct cw_request *request, const struct cw_source *source,
    const char *length, size_t max)
{
	size_t len;
	enum cw_err err;

	if (length == NULL || *length == '\0') {
		if (!may_have_body(request->method))
			return CW_OK;
		return read_to_end(request, source, max);
	}
	err = parse_length(length, max, &len);
	if (err != CW_OK) {
		request->is_body_unread = true;
		return err == CW_INVALID
		    ? cw_request_problem(request, "Content-Length",
			  "This must be a number of bytes.")
		    : err;
	}
	return read_exactly(request, source, len);
}

/* After all of the body there must be nothing but its end. */
static enum cw_err
expect_end(struct cw_request *request, const struct cw_source *source)
{
	char extra;
	ssize_t count;

	if (!source->has_end)
		return CW_OK;
	count = source->read(source->arg, &extra, 1);
	if (count == 0)
		return CW_OK;
	if (count == CW_READ_LATE)
		return CW_LATE;
	request->is_body_unread = true;
	return cw_request_problem(request, "",
	    "The body is longer than its Content-Length.");
}

static enum cw_err
make_id(struct cw_request *request)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char bytes[CW_REQUEST_ID_CHARS / 2];
	enum cw_err err = cw_random_bytes(bytes, sizeof(bytes));

	if (err != CW_OK)
		return err;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		request->id[2 * i] = hex[bytes[i] >> 4];
		request->id[2 * i + 1] = hex[bytes[i] & 15];
	}
	return CW_OK;
}

enum cw_err
cw_request_read(struct cw_request *request, struct cw_arena *arena,
    const struct cw_conf *conf, const struct cw_source *source)
{
	const char *values[VARIABLE__COUNT] = { NULL };
	enum cw_err id_err, variables_err, uri_err, body_err;

	*request =
	    (struct cw_request){ .arena = arena, .query = "", .body = "" };
	id_err = make_id(request);
	variables_err = read_variables(request, source->vars, values);
	keep_variables(request, values);
	request->remote_addr = cw_forwarded_for(conf, arena,
	    values[REMOTE_ADDR], values[FORWARDED_FOR]);
	uri_err = split_uri(request, conf->api_prefix);
	/* The body is taken even if it is for nothing: the server sends it. */
	body_err = read_body(request, source, values[CONTENT_LENGTH],
	    (size_t)conf->body_max_bytes);
	if (body_err == CW_OK)
		body_err = expect_end(request, source);
	if (id_err != CW_OK)
		return id_err;
	if (variables_err != CW_OK)
		return variables_err;
	if (uri_err != CW_OK)
		return uri_err;
	return body_err;
}

void
cw_request_peek(struct cw_request *request, const struct cw_conf *conf,
    const struct cw_source *source)
{
	const char *values[VARIABLE__COUNT] = { NULL };

	*request = (struct cw_request){ .query = "", .body = "" };
	for (char *const *vars = source->vars; *vars != NULL; vars++) {
		size_t which = find_variable(*vars);

		if (which == REQUEST_METHOD || which == REQUEST_URI)
			values[which] = strchr(*vars, '=') + 1;
	}
	keep_variables(request, values);
	if (split_uri(request, conf->api_prefix) != CW_OK)
		request->path = NULL;
}

bool
cw_request_is_type(const struct cw_request *request, const char *type)
{
	const char *have = request->content_type;
	size_t len = strcspn(have, "; \t");
	char lower[64];

	if (len >= sizeof(lower))
		return false;
	memcpy(lower, have, len);
	lower[len] = '\0';
	if (!cw_text_equal_nocase(lower, type))
		return false;
	/* What is not UTF-8 could not be read anyway; say so in time. */
	have = strchr(have + len, '=');
	if (have == NULL)
		return true;
	have++;
	have += *have == '"';
	len = strcspn(have, "\"; \t");
	if (len >= sizeof(lower))
		return false;
	memcpy(lower, have, len);
	lower[len] = '\0';
	return cw_text_equal_nocase(lower, "utf-8");
}

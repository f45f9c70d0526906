/* Proxy events as CGI requests, and CGI answers as proxy results. */

#include "gateway/proxy.h"

#include <json-c/json.h>
#include <string.h>

#include "base/crypto.h"
#include "base/utf8.h"
#include "gateway/scan.h"

#define DEPTH_MAX 16
#define TEXT_MAX_BYTES 65536

/* An event that is being read. */
struct reading {
	struct cw_arena *arena;
	struct json_object *event;
	struct cw_proxy_request *out;
	const char *problem;
};

/* --- members -------------------------------------------------------------- */

/* NULL: absent, or JSON's null. */
static struct json_object *
member(struct json_object *json, const char *name)
{
	struct json_object *found = NULL;

	if (!json_object_is_type(json, json_type_object))
		return NULL;
	(void)json_object_object_get_ex(json, name, &found);
	return found;
}

/* NULL: absent, or no text. */
static const char *
text_of(struct json_object *json, const char *name)
{
	struct json_object *found = member(json, name);

	if (!json_object_is_type(found, json_type_string))
		return NULL;
	return json_object_get_string(found);
}

static enum cw_err
add_variable(struct reading *in, const char *name, const char *value)
{
	const char *text;

	if (value == NULL)
		return CW_OK;
	text = cw_arena_printf(in->arena, "%s=%s", name, value);
	if (text == NULL)
		return CW_NOMEM;
	return cw_texts_push(&in->out->vars, in->arena, text);
}

static enum cw_err
refuse(struct reading *in, const char *problem)
{
	in->problem = problem;
	return CW_INVALID;
}

/* --- path and query ------------------------------------------------------- */

static const char unreserved[] = "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789-._~";

/* What may stand in a path as it is; what is encoded already stays so. */
static const char path_too[] = "%/!$&'()*+,;=:@";

static void
put_encoded(struct cw_buf *buf, const char *text, const char *too)
{
	for (; *text != '\0'; text++)
		if (strchr(unreserved, *text) != NULL ||
		    strchr(too, *text) != NULL)
			cw_buf_putc(buf, *text);
		else
			cw_buf_printf(buf, "%%%02X", (unsigned char)*text);
}

static void
put_pair(struct cw_buf *buf, const char *name, struct json_object *value)
{
	cw_buf_putc(buf, buf->len == 0 ? '?' : '&');
	put_encoded(buf, name, "");
	cw_buf_putc(buf, '=');
	put_encoded(buf, json_object_get_string(value), "");
}

static void
put_query(struct cw_buf *buf, struct json_object *event)
{
	struct json_object *many =
	    member(event, "multiValueQueryStringParameters");
	struct json_object *one = member(event, "queryStringParameters");

	if (json_object_is_type(many, json_type_object)) {
		json_object_object_foreach(many, name, values)
		{
			size_t count =
			    json_object_is_type(values, json_type_array)
			    ? json_object_array_length(values)
			    : 0;

			for (size_t i = 0; i < count; i++)
				put_pair(buf, name,
				    json_object_array_get_idx(values, i));
		}
	} else if (json_object_is_type(one, json_type_object)) {
		json_object_object_foreach(one, name, value)
		{
			put_pair(buf, name, value);
		}
	}
}

static bool
has_prefix(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	return cw_text_starts(path, prefix) &&
	    (path[len] == '/' || path[len] == '\0');
}

static enum cw_err
read_path(struct reading *in, const char *prefix)
{
	const char *path = text_of(in->event, "path");
	struct cw_buf uri, query;
	enum cw_err err;

	if (path == NULL || path[0] != '/')
		return refuse(in,
		    "\"path\" must be a text that begins with "
		    "a slash");
	cw_buf_init(&uri, in->arena, TEXT_MAX_BYTES);
	cw_buf_init(&query, in->arena, TEXT_MAX_BYTES);
	if (!has_prefix(path, prefix))
		cw_buf_puts(&uri, prefix);
	put_encoded(&uri, path, path_too);
	put_query(&query, in->event);
	if (query.len > 0)
		cw_buf_puts(&uri, query.data);
	if (cw_buf_end(&uri) != CW_OK || cw_buf_end(&query) != CW_OK)
		return CW_NOMEM;
	err = add_variable(in, "REQUEST_URI", uri.data);
	if (err != CW_OK || query.len == 0)
		return err;
	return add_variable(in, "QUERY_STRING", query.data + 1);
}

/* --- headers -------------------------------------------------------------- */

/* "HTTP_X_NAME", or as RFC 3875 has it; NULL: there is none for this one. */
static const char *
variable_of(struct cw_arena *arena, const char *header)
{
	char *name;

	if (cw_text_equal_nocase(header, "Content-Type"))
		return "CONTENT_TYPE";
	if (cw_text_equal_nocase(header, "Content-Length") ||
	    cw_text_equal_nocase(header, "Proxy") || header[0] == '\0')
		return NULL;
	name = cw_arena_printf(arena, "HTTP_%s", header);
	for (char *c = name; c != NULL && *c != '\0'; c++) {
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
		else if (*c == '-')
			*c = '_';
		else if (strchr(unreserved, *c) == NULL && *c != '_')
			return NULL;
	}
	return name;
}

/* Many lines of a header are one; those of cookies have a sign of their own. */
static enum cw_err
join(struct reading *in, const char *variable, struct json_object *values,
    const char **out)
{
	const char *sign = cw_text_equal(variable, "HTTP_COOKIE") ? "; " : ", ";
	struct cw_buf buf;

	if (!json_object_is_type(values, json_type_array)) {
		*out = json_object_get_string(values);
		return CW_OK;
	}
	cw_buf_init(&buf, in->arena, TEXT_MAX_BYTES);
	for (size_t i = 0; i < json_object_array_length(values); i++) {
		if (i > 0)
			cw_buf_puts(&buf, sign);
		cw_buf_puts(&buf,
		    json_object_get_string(
			json_object_array_get_idx(values, i)));
	}
	*out = buf.data == NULL ? "" : buf.data;
	return cw_buf_end(&buf);
}

static enum cw_err
add_header(struct reading *in, const char *header, struct json_object *values)
{
	const char *variable = variable_of(in->arena, header);
	const char *value = NULL;
	enum cw_err err;

	if (variable == NULL || values == NULL)
		return CW_OK;
	err = join(in, variable, values, &value);
	if (err != CW_OK)
		return err;
	return add_variable(in, variable, value);
}

static enum cw_err
read_headers(struct reading *in)
{
	struct json_object *headers = member(in->event, "multiValueHeaders");
	enum cw_err err;

	if (headers == NULL)
		headers = member(in->event, "headers");
	if (headers == NULL)
		return CW_OK;
	if (!json_object_is_type(headers, json_type_object))
		return refuse(in, "\"headers\" must be an object");
	json_object_object_foreach(headers, name, values)
	{
		err = add_header(in, name, values);
		if (err != CW_OK)
			return err;
	}
	return CW_OK;
}

/* --- the rest ------------------------------------------------------------- */

static enum cw_err
read_body(struct reading *in)
{
	struct json_object *body = member(in->event, "body");
	unsigned char *bytes;
	const char *text;
	enum cw_err err;

	in->out->body = "";
	in->out->body_len = 0;
	if (body == NULL)
		return CW_OK;
	if (!json_object_is_type(body, json_type_string))
		return refuse(in, "\"body\" must be a text or null");
	text = json_object_get_string(body);
	if (!json_object_get_boolean(member(in->event, "isBase64Encoded"))) {
		in->out->body_len = (size_t)json_object_get_string_len(body);
		in->out->body =
		    cw_arena_copy(in->arena, text, in->out->body_len);
		err = in->out->body == NULL ? CW_NOMEM : CW_OK;
	} else {
		err = cw_crypto_decode(in->arena, CW_BASE64, text, &bytes,
		    &in->out->body_len);
		if (err == CW_INVALID)
			return refuse(in, "\"body\" is not Base64");
		in->out->body = err == CW_OK ? (const char *)bytes : "";
	}
	if (err != CW_OK)
		return err;
	return add_variable(in, "CONTENT_LENGTH",
	    cw_arena_printf(in->arena, "%zu", in->out->body_len));
}

/* Where the request came from, and how. */
static enum cw_err
read_context(struct reading *in)
{
	struct json_object *context = member(in->event, "requestContext");
	const struct {
		const char *variable;
		const char *value;
	} facts[] = {
		{ "REMOTE_ADDR",
		    text_of(member(context, "identity"), "sourceIp") },
		{ "SERVER_PROTOCOL", text_of(context, "protocol") },
		{ "SERVER_NAME", text_of(context, "domainName") },
	};
	enum cw_err err = CW_OK;

	for (size_t i = 0; err == CW_OK && i < CW_LEN(facts); i++)
		err = add_variable(in, facts[i].variable, facts[i].value);
	return err;
}

static enum cw_err
read_event(struct reading *in, const char *prefix)
{
	const char *method = text_of(in->event, "httpMethod");
	enum cw_err err;

	if (method == NULL || method[0] == '\0')
		return refuse(in, "\"httpMethod\" must be a text");
	err = add_variable(in, "REQUEST_METHOD", method);
	if (err == CW_OK)
		err = read_path(in, prefix);
	if (err == CW_OK)
		err = read_headers(in);
	if (err == CW_OK)
		err = read_body(in);
	if (err == CW_OK)
		err = read_context(in);
	return err;
}

enum cw_err
cw_proxy_read(struct cw_arena *arena, const char *event, const char *prefix,
    struct cw_proxy_request *out, const char **problem)
{
	struct reading in = { .arena = arena, .out = out };
	struct cw_scan_problem scan;
	enum cw_err err =
	    cw_json_scan(arena, event, strlen(event), DEPTH_MAX, &scan);

	*out = (struct cw_proxy_request){ .body_len = 0 };
	if (err == CW_INVALID)
		*problem = scan.message;
	if (err != CW_OK)
		return err;
	in.event = json_tokener_parse(event);
	if (in.event == NULL)
		return CW_NOMEM;
	err = read_event(&in, prefix);
	json_object_put(in.event);
	if (err == CW_INVALID)
		*problem = in.problem;
	return err;
}

/* --- answers -------------------------------------------------------------- */

struct header {
	const char *name;
	size_t name_len;
	const char *value;
	size_t value_len;
};

/* The line at *at; false: the blank one, or what is none.  Moves *at on. */
static bool
next_header(const char **at, const char *end, struct header *out)
{
	const char *line = *at;
	const char *eol = memchr(line, '\n', (size_t)(end - line));
	const char *colon, *last;

	if (eol == NULL)
		return false;
	*at = eol + 1;
	last = eol > line && eol[-1] == '\r' ? eol - 1 : eol;
	colon = memchr(line, ':', (size_t)(last - line));
	if (colon == NULL)
		return false;
	out->name = line;
	out->name_len = (size_t)(colon - line);
	for (colon++; colon < last && *colon == ' '; colon++)
		continue;
	out->value = colon;
	out->value_len = (size_t)(last - colon);
	return true;
}

static bool
is_called(const struct header *header, const char *name, size_t len)
{
	return header->name_len == len &&
	    strncasecmp(header->name, name, len) == 0;
}

static void
put_text(struct cw_buf *out, const char *text, size_t len)
{
	if (cw_utf8_is_valid(text, len))
		cw_buf_put_json(out, text, len);
	else
		cw_buf_puts(out, "\"?\"");
}

/* The other values of a header that has come before are told with the first. */
static bool
is_repeated(const char *answer, const char *end, const struct header *header)
{
	struct header other;

	while (next_header(&answer, end, &other) && other.name != header->name)
		if (is_called(&other, header->name, header->name_len))
			return true;
	return false;
}

static void
put_values(struct cw_buf *out, const char *at, const char *end,
    const struct header *first)
{
	struct header other;
	bool is_first = true;

	cw_buf_putc(out, '[');
	while (next_header(&at, end, &other)) {
		if (!is_called(&other, first->name, first->name_len))
			continue;
		if (!is_first)
			cw_buf_putc(out, ',');
		is_first = false;
		put_text(out, other.value, other.value_len);
	}
	cw_buf_putc(out, ']');
}

/* As an object: each name once, with its first value or with all. */
static void
put_headers(struct cw_buf *out, const char *answer, const char *end,
    bool has_all)
{
	const char *at = answer;
	struct header header;
	bool is_first = true;

	cw_buf_putc(out, '{');
	while (next_header(&at, end, &header)) {
		if (is_called(&header, "Status", 6) ||
		    is_repeated(answer, end, &header))
			continue;
		if (!is_first)
			cw_buf_putc(out, ',');
		is_first = false;
		put_text(out, header.name, header.name_len);
		cw_buf_putc(out, ':');
		if (has_all)
			put_values(out, answer, end, &header);
		else
			put_text(out, header.value, header.value_len);
	}
	cw_buf_putc(out, '}');
}

/* The status, and where the body is; 0: this is no CGI answer. */
static int
find_status(const char *answer, const char *end, const char **body)
{
	const char *at = answer;
	struct header header;
	int status = 200, count = 0;

	while (next_header(&at, end, &header)) {
		count++;
		if (!is_called(&header, "Status", 6))
			continue;
		status = 0;
		for (size_t i = 0; i < 3 && i < header.value_len; i++)
			status = status * 10 + header.value[i] - '0';
	}
	*body = at;
	if (count == 0 || status < 100 || status > 599)
		return 0;
	return status;
}

static enum cw_err
put_body(struct cw_buf *out, const char *body, size_t len)
{
	const char *text;

	cw_buf_puts(out, ",\"body\":");
	if (cw_utf8_is_valid(body, len)) {
		cw_buf_put_json(out, body, len);
		cw_buf_puts(out, ",\"isBase64Encoded\":false}");
		return cw_buf_end(out);
	}
	text = cw_crypto_encode(out->arena, CW_BASE64, body, len);
	if (text == NULL)
		return CW_NOMEM;
	cw_buf_printf(out, "\"%s\",\"isBase64Encoded\":true}", text);
	return cw_buf_end(out);
}

enum cw_err
cw_proxy_write(struct cw_buf *out, const char *answer, size_t len)
{
	const char *end = answer + len, *body;
	int status = find_status(answer, end, &body);

	if (status == 0)
		return CW_INVALID;
	cw_buf_printf(out, "{\"statusCode\":%d,\"headers\":", status);
	put_headers(out, answer, end, false);
	cw_buf_puts(out, ",\"multiValueHeaders\":");
	put_headers(out, answer, end, true);
	return put_body(out, body, (size_t)(end - body));
}

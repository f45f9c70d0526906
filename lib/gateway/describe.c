/* A program's description of its operation; the shape stands in describe.h. */

#include "gateway/describe.h"

#include <stdio.h>
#include <string.h>

#include "gateway/idempotency.h"
#include "gateway/reply.h"
#include "gateway/request.h"
#include "gateway/unrouted.h"

#define DESCRIPTION_MAX_BYTES (256 * 1024)
#define MODELS_MAX 16

static const char *const access_words[] = {
	[CW_NOBODY] = "nobody",
	[CW_ANYONE] = "anyone",
	[CW_USER] = "user",
	[CW_MEMBER] = "member",
	[CW_ADMIN] = "admin",
};

static const char *const work_words[] = {
	[CW_READS] = "reads",
	[CW_WRITES] = "writes",
	[CW_POOLS] = "pools",
};

static void
put_string(struct cw_buf *buf, const char *text)
{
	if (text == NULL)
		cw_buf_puts(buf, "null");
	else
		cw_buf_put_json(buf, text, strlen(text));
}

static void
put_member(struct cw_buf *buf, const char *name, const char *text)
{
	cw_buf_printf(buf, ",\n\"%s\":", name);
	put_string(buf, text);
}

static void
put_flag(struct cw_buf *buf, const char *name, bool value)
{
	cw_buf_printf(buf, ",\n\"%s\":%s", name, value ? "true" : "false");
}

/* --- parameters ---------------------------------------------------------- */

static void
put_parameter(struct cw_buf *buf, const struct cw_field *field,
    enum cw_place place)
{
	static const char *const places[] = {
		[CW_IN_PATH] = "path",
		[CW_IN_QUERY] = "query",
		[CW_IN_HEADER] = "header",
	};
	bool is_required =
	    place == CW_IN_PATH || (field->flags & CW_REQUIRED) != 0;

	cw_buf_puts(buf, "\n{\"name\":");
	put_string(buf, place == CW_IN_HEADER ? field->header : field->name);
	cw_buf_printf(buf,
	    ",\"in\":\"%s\",\"required\":%s,\"description\":", places[place],
	    is_required ? "true" : "false");
	put_string(buf, field->doc);
	cw_buf_puts(buf, ",\"schema\":");
	cw_schema_field(buf, field);
	cw_buf_putc(buf, '}');
}

static void
put_parameters(struct cw_buf *buf, const struct cw_endpoint *endpoint)
{
	const char *before = "";
	bool has_key = false;

	cw_buf_puts(buf, ",\n\"parameters\":[");
	if (endpoint->request != NULL)
		for (const struct cw_field *field = endpoint->request->fields;
		     field->kind != CW_KIND_END; field++) {
			enum cw_place place = cw_field_place(endpoint, field);

			if (place == CW_IN_BODY)
				continue;
			if (place == CW_IN_HEADER &&
			    strcmp(field->header,
				cw_idempotency_field.header) == 0)
				has_key = true;
			cw_buf_puts(buf, before);
			before = ",";
			put_parameter(buf, field, place);
		}
	if (endpoint->is_idempotent_by_key && !has_key) {
		cw_buf_puts(buf, before);
		put_parameter(buf, &cw_idempotency_field, CW_IN_HEADER);
	}
	cw_buf_putc(buf, ']');
}

/* --- bodies -------------------------------------------------------------- */

static void
put_body(struct cw_buf *buf, const struct cw_endpoint *endpoint)
{
	const struct cw_field *root;

	cw_buf_puts(buf, ",\n\"body\":");
	if (!cw_endpoint_has_body(endpoint)) {
		cw_buf_puts(buf, "null");
		return;
	}
	root = cw_model_root(endpoint->request);
	cw_buf_puts(buf, "{\"required\":true,\"types\":[\"application/json\"");
	if (root != NULL && (root->flags & CW_RAW) != 0)
		cw_buf_puts(buf, ",\"text/plain\"");
	cw_buf_puts(buf, "],\"schema\":");
	cw_schema_root(buf, endpoint->request);
	cw_buf_putc(buf, '}');
}

static void
put_response(struct cw_buf *buf, const struct cw_endpoint *endpoint, int status,
    const struct cw_model *model, const struct cw_model *other)
{
	cw_buf_printf(buf, "\n{\"status\":%d,\"types\":[", status);
	if (model != NULL)
		cw_buf_puts(buf, "\"application/json\"");
	if (endpoint->has_stream)
		cw_buf_puts(buf, ",\"text/event-stream\"");
	cw_buf_puts(buf, "],\"schema\":");
	if (model == NULL) {
		cw_buf_puts(buf, "null");
	} else if (other == NULL) {
		cw_schema_root(buf, model);
	} else {
		cw_buf_puts(buf, "{\"anyOf\":[");
		cw_schema_root(buf, model);
		cw_buf_putc(buf, ',');
		cw_schema_root(buf, other);
		cw_buf_puts(buf, "]}");
	}
	cw_buf_printf(buf, ",\"location\":%s}",
	    status == 201 ? "true" : "false");
}

static void
put_responses(struct cw_buf *buf, const struct cw_endpoint *endpoint)
{
	const struct cw_model *model = endpoint->response;
	const struct cw_model *other = endpoint->response_alternative;

	cw_buf_puts(buf, ",\n\"responses\":[");
	if (endpoint->status_alternative == 0) {
		put_response(buf, endpoint, endpoint->status, model, other);
	} else {
		put_response(buf, endpoint, endpoint->status, model, NULL);
		cw_buf_putc(buf, ',');
		put_response(buf, endpoint, endpoint->status_alternative,
		    other == NULL ? model : other, NULL);
	}
	cw_buf_putc(buf, ']');
}

/* --- errors -------------------------------------------------------------- */

/* What an operation can answer because of what it is. */
static unsigned
implied_errors(const struct cw_endpoint *endpoint)
{
	unsigned errors = CW_ERRORS3(CW_INVALID, CW_BUSY, CW_NOMEM);

	if (endpoint->access != CW_ANYONE)
		errors |= CW_ERRORS1(CW_UNAUTHORIZED);
	if (endpoint->access == CW_ADMIN)
		errors |= CW_ERRORS1(CW_FORBIDDEN);
	if (endpoint->access == CW_MEMBER)
		errors |= CW_ERRORS1(CW_NOTFOUND);
	if (endpoint->method != CW_GET)
		errors |= CW_ERRORS1(CW_CROSSSITE);
	if (endpoint->method != CW_GET && endpoint->method != CW_DELETE)
		errors |= CW_ERRORS3(CW_TOOLARGE, CW_LATE, CW_UNSUPPORTED);
	if (endpoint->work != CW_READS)
		errors |= CW_ERRORS1(CW_FULL);
	if (endpoint->is_idempotent_by_key)
		errors |= CW_ERRORS1(CW_REUSED);
	return errors;
}

static void
put_error(struct cw_buf *buf, enum cw_err err)
{
	const struct cw_err_reply *row = cw_err_reply(err);
	bool has_retry =
	    err == CW_LOCKED || err == CW_TOOMANY || err == CW_BUSY;

	cw_buf_printf(buf,
	    "\n{\"status\":%d,\"code\":\"%s\",\"message\":", row->status,
	    row->code);
	put_string(buf, row->message);
	cw_buf_printf(buf, ",\"retry\":%s}", has_retry ? "true" : "false");
}

static void
put_errors(struct cw_buf *buf, const struct cw_endpoint *endpoint)
{
	unsigned errors = endpoint->errors | implied_errors(endpoint);
	const char *before = "";

	cw_buf_puts(buf, ",\n\"errors\":[");
	for (int status = 400; status < 600; status++)
		for (enum cw_err err = CW_INVALID; err < CW_ERR__COUNT; err++) {
			if ((errors & 1u << err) == 0 ||
			    cw_err_reply(err)->status != status)
				continue;
			cw_buf_puts(buf, before);
			before = ",";
			put_error(buf, err);
		}
	cw_buf_putc(buf, ']');
}

/* --- schemas ------------------------------------------------------------- */

/* The models that an endpoint uses, each once. */
struct models {
	const struct cw_model *items[MODELS_MAX];
	size_t count;
};

static void
collect(struct models *models, const struct cw_model *model)
{
	if (model == NULL)
		return;
	for (size_t i = 0; i < models->count; i++)
		if (models->items[i] == model)
			return;
	if (models->count == MODELS_MAX)
		return;
	models->items[models->count++] = model;
	for (const struct cw_field *field = model->fields;
	     field->kind != CW_KIND_END; field++)
		collect(models, field->model);
}

static void
put_schemas(struct cw_buf *buf, const struct cw_endpoint *endpoint)
{
	struct models models = { .count = 0 };
	const char *before = "";

	if (cw_endpoint_has_body(endpoint))
		collect(&models, endpoint->request);
	collect(&models, endpoint->response);
	collect(&models, endpoint->response_alternative);
	collect(&models, &cw_problem_model);
	cw_buf_puts(buf, ",\n\"schemas\":{");
	for (size_t i = 0; i < models.count; i++) {
		const struct cw_model *model = models.items[i];

		if (cw_model_root(model) != NULL)
			continue;
		cw_buf_printf(buf, "%s\n\"%s\":", before, model->name);
		before = ",";
		cw_schema_model(buf, model,
		    model == endpoint->request ? endpoint : NULL);
	}
	cw_buf_putc(buf, '}');
}

/* --- all of it ----------------------------------------------------------- */

void
cw_describe(struct cw_buf *buf, const struct cw_endpoint *endpoint)
{
	cw_buf_puts(buf, "{\n\"name\":");
	put_string(buf, endpoint->name);
	put_member(buf, "method", cw_method_name(endpoint->method));
	put_member(buf, "path", endpoint->path);
	put_member(buf, "summary", endpoint->summary);
	put_member(buf, "doc", endpoint->doc);
	put_member(buf, "access", access_words[endpoint->access]);
	put_member(buf, "work", work_words[endpoint->work]);
	put_flag(buf, "idempotent", endpoint->is_idempotent_by_key);
	put_flag(buf, "stream", endpoint->has_stream);
	put_flag(buf, "etag", endpoint->version != NULL);
	put_flag(buf, "asks", endpoint->providers == CW_PROVIDERS_ASKED);
	put_parameters(buf, endpoint);
	put_body(buf, endpoint);
	put_responses(buf, endpoint);
	put_errors(buf, endpoint);
	put_schemas(buf, endpoint);
	cw_buf_puts(buf, "\n}\n");
}

int
cw_print_description(const struct cw_endpoint *endpoint)
{
	struct cw_arena arena;
	struct cw_buf buf;
	bool is_printed;

	cw_arena_init(&arena, 2 * DESCRIPTION_MAX_BYTES);
	cw_buf_init(&buf, &arena, DESCRIPTION_MAX_BYTES);
	cw_describe(&buf, endpoint);
	is_printed = cw_buf_end(&buf) == CW_OK &&
	    fwrite(buf.data, 1, buf.len, stdout) == buf.len &&
	    fflush(stdout) == 0;
	cw_arena_clear(&arena);
	return is_printed ? 0 : 1;
}

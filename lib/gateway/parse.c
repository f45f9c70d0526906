/* Path, query and headers into the model's struct; body.c has the rest. */

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "gateway/body.h"
#include "gateway/query.h"
#include "gateway/request.h"

enum cw_place
cw_field_place(const struct cw_endpoint *endpoint, const struct cw_field *field)
{
	if (field->header != NULL)
		return CW_IN_HEADER;
	if (cw_path_has(endpoint->path, field->name))
		return CW_IN_PATH;
	if (endpoint->method == CW_GET || endpoint->method == CW_DELETE)
		return CW_IN_QUERY;
	return CW_IN_BODY;
}

enum cw_err
cw_err_worse(enum cw_err a, enum cw_err b)
{
	if (a == CW_OK || (a == CW_INVALID && b != CW_OK))
		return b;
	return a;
}

bool
cw_endpoint_has_body(const struct cw_endpoint *endpoint)
{
	if (endpoint->request == NULL)
		return false;
	for (const struct cw_field *field = endpoint->request->fields;
	     field->kind != CW_KIND_END; field++)
		if (cw_field_place(endpoint, field) == CW_IN_BODY)
			return true;
	return false;
}

/* --- one value ----------------------------------------------------------- */

static const char *const form_sentences[CW_FORMAT__COUNT] = {
	[CW_FORMAT_NONE] = "This must not hold the NUL character.",
	[CW_FORMAT_LINE] = "This must not hold control characters.",
	[CW_FORMAT_UUID] = "This must be an id like "
			   "0a1b2c3d-0000-4000-8000-000000000000.",
	[CW_FORMAT_CODE] = "This must be 6 digits.",
	[CW_FORMAT_KEY] = "This must be printable ASCII without blanks.",
	[CW_FORMAT_EMAIL] = "This must not hold control characters.",
	[CW_FORMAT_WORDS] = "This must hold words, and no control "
			    "characters but tabs and line breaks.",
	[CW_FORMAT_SECRET] = "This must not hold the NUL character.",
};

static enum cw_err
tell_text_flaw(struct cw_request *request, const struct cw_field *field,
    const char *at, enum cw_flaw flaw)
{
	long long least = field->min;
	long long most = field->max;

	/* Of an id or a code, the form says more than the length. */
	if (field->format == CW_FORMAT_UUID || field->format == CW_FORMAT_CODE)
		flaw = CW_FLAW_FORM;
	if (flaw == CW_FLAW_SHORT && least == 1)
		return cw_request_problem(request, at,
		    "This must not be empty.");
	if (flaw == CW_FLAW_SHORT)
		return cw_request_problem(request, at,
		    "This needs at least %lld characters.", least);
	if (flaw == CW_FLAW_LONG)
		return cw_request_problem(request, at,
		    "This may have at most %lld characters.", most);
	return cw_request_problem(request, at, "%s",
	    form_sentences[field->format]);
}

enum cw_err
cw_request_take_text(struct cw_request *request, const struct cw_field *field,
    const char *at, const char *text, size_t len, void *out)
{
	enum cw_flaw flaw = cw_field_judge_text(field, text, len);
	char *copy;

	if (flaw != CW_FLAW_NONE)
		return tell_text_flaw(request, field, at, flaw);
	copy = cw_arena_copy(request->arena, text, len);
	if (copy == NULL)
		return CW_NOMEM;
	*(const char **)((char *)out + field->offset) = copy;
	return CW_OK;
}

enum cw_err
cw_request_take_number(struct cw_request *request, const struct cw_field *field,
    const char *at, int64_t number, void *out)
{
	if (cw_field_judge_number(field, number) != CW_FLAW_NONE)
		return cw_request_problem(request, at,
		    "This must be a whole number from %lld to %lld.",
		    (long long)field->min, (long long)field->max);
	*(int64_t *)((char *)out + field->offset) = number;
	return CW_OK;
}

static enum cw_err
take_flag(struct cw_request *request, const struct cw_field *field,
    const char *at, const char *text, void *out)
{
	bool is_true = cw_text_equal(text, "1") || cw_text_equal(text, "true");

	if (!is_true && !cw_text_equal(text, "0") &&
	    !cw_text_equal(text, "false"))
		return cw_request_problem(request, at, "This must be 1 or 0.");
	*(bool *)((char *)out + field->offset) = is_true;
	return CW_OK;
}

/* A value that came as text: from the path, the query or a header. */
static enum cw_err
take_value(struct cw_request *request, const struct cw_field *field,
    const char *at, const char *text, void *out)
{
	int64_t number;

	switch (field->kind) {
	case CW_KIND_TEXT:
		return cw_request_take_text(request, field, at, text,
		    strlen(text), out);
	case CW_KIND_NUMBER:
		if (cw_text_to_int(text, &number) != CW_OK)
			return cw_request_problem(request, at,
			    "This must be a whole number from %lld to %lld.",
			    (long long)field->min, (long long)field->max);
		return cw_request_take_number(request, field, at, number, out);
	case CW_KIND_FLAG:
		return take_flag(request, field, at, text, out);
	default:
		assert(false && "a list or an object outside of the body");
		return CW_SYSTEM;
	}
}

/* --- the three places ---------------------------------------------------- */

static enum cw_err
take_segment(struct cw_request *request, const struct cw_endpoint *endpoint,
    const struct cw_field *field, void *out)
{
	char at[64];
	const char *segment, *text;
	size_t len;
	enum cw_err err;

	snprintf(at, sizeof(at), "{%s}", field->name);
	if (!cw_path_segment(endpoint->path, request->path, request->path_len,
		field->name, &segment, &len))
		return CW_SYSTEM;
	err = cw_percent_decode(request->arena, segment, len, CW_PLUS_IS_PLUS,
	    &text);
	if (err == CW_INVALID)
		return cw_request_problem(request, at,
		    "This is not percent-encoded UTF-8.");
	if (err != CW_OK)
		return err;
	return take_value(request, field, at, text, out);
}

static enum cw_err
take_header(struct cw_request *request, const struct cw_field *field, void *out)
{
	const struct {
		const char *name;
		const char *value;
	} headers[] = {
		{ "Idempotency-Key", request->idempotency_key },
		{ "Last-Event-ID", request->last_event_id },
		{ "Accept", request->accept },
	};

	for (size_t i = 0; i < CW_LEN(headers); i++) {
		const char *value = headers[i].value;

		if (!cw_text_equal_nocase(headers[i].name, field->header))
			continue;
		if (value == NULL && (field->flags & CW_REQUIRED) == 0)
			return CW_OK;
		if (value == NULL)
			return cw_request_problem(request, field->header,
			    "This header is needed.");
		if (!cw_utf8_is_valid(value, strlen(value)))
			return cw_request_problem(request, field->header,
			    "This is not valid UTF-8.");
		return take_value(request, field, field->header, value, out);
	}
	assert(false && "a header that request.c does not read");
	return CW_SYSTEM;
}

/* A parameter of the query, if the model has a field for it. */
static enum cw_err
take_parameter(struct cw_request *request, const struct cw_endpoint *endpoint,
    const struct cw_parameter *parameter, void *out)
{
	char at[64];

	snprintf(at, sizeof(at), "?%.*s",
	    (int)cw_utf8_prefix(parameter->name, strlen(parameter->name), 15),
	    parameter->name);
	if (endpoint->request != NULL)
		for (const struct cw_field *field = endpoint->request->fields;
		     field->kind != CW_KIND_END; field++)
			if (cw_text_equal(field->name, parameter->name) &&
			    cw_field_place(endpoint, field) == CW_IN_QUERY)
				return take_value(request, field, at,
				    parameter->value, out);
	return cw_request_problem(request, at,
	    "There is no such parameter here.");
}

static bool
is_given(const struct cw_parameter *parameters, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (cw_text_equal(parameters[i].name, name))
			return true;
	return false;
}

static enum cw_err
tell_missing(struct cw_request *request, const char *name)
{
	char at[64];

	snprintf(at, sizeof(at), "?%s", name);
	return cw_request_problem(request, at, "This parameter is needed.");
}

static enum cw_err
take_query(struct cw_request *request, const struct cw_endpoint *endpoint,
    void *out)
{
	struct cw_parameter parameters[CW_QUERY_MAX_PARAMETERS];
	size_t count;
	enum cw_err err, result = CW_OK;

	err =
	    cw_query_parse(request->arena, request->query, parameters, &count);
	if (err == CW_INVALID)
		return cw_request_problem(request, "?",
		    "The query is not percent-encoded UTF-8, "
		    "or names a parameter twice.");
	if (err != CW_OK)
		return err;
	for (size_t i = 0; i < count; i++)
		result = cw_err_worse(result,
		    take_parameter(request, endpoint, &parameters[i], out));
	if (endpoint->request == NULL)
		return result;
	for (const struct cw_field *field = endpoint->request->fields;
	     field->kind != CW_KIND_END; field++)
		if ((field->flags & CW_REQUIRED) != 0 &&
		    cw_field_place(endpoint, field) == CW_IN_QUERY &&
		    !is_given(parameters, count, field->name)) {
			err = tell_missing(request, field->name);
			result = cw_err_worse(result, err);
		}
	return result;
}

void
cw_model_preset(const struct cw_model *model, void *out)
{
	for (const struct cw_field *field = model->fields;
	     field->kind != CW_KIND_END; field++)
		if (field->kind == CW_KIND_NUMBER)
			*(int64_t *)((char *)out + field->offset) =
			    field->standard;
}

static enum cw_err
take_path_and_headers(struct cw_request *request,
    const struct cw_endpoint *endpoint, void *out)
{
	enum cw_err result = CW_OK;

	for (const struct cw_field *field = endpoint->request->fields;
	     field->kind != CW_KIND_END; field++) {
		enum cw_place place = cw_field_place(endpoint, field);

		if (place == CW_IN_PATH)
			result = cw_err_worse(result,
			    take_segment(request, endpoint, field, out));
		if (place == CW_IN_HEADER)
			result = cw_err_worse(result,
			    take_header(request, field, out));
	}
	return result;
}

enum cw_err
cw_request_parse(struct cw_request *request, const struct cw_endpoint *endpoint,
    void *out)
{
	enum cw_err result = CW_OK;

	if (endpoint->request != NULL) {
		cw_model_preset(endpoint->request, out);
		result = take_path_and_headers(request, endpoint, out);
	}
	if (result == CW_OK || result == CW_INVALID)
		result =
		    cw_err_worse(result, take_query(request, endpoint, out));
	if (result == CW_OK || result == CW_INVALID)
		result =
		    cw_err_worse(result, cw_body_take(request, endpoint, out));
	return result;
}

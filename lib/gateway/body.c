/*
 * JSON bodies: scanned strictly, parsed by json-c, and walked along the model.
 */

#include "gateway/body.h"

#include <assert.h>
#include <json-c/json.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "gateway/scan.h"

/* Of a member that nobody knows, the client is shown this much of its name. */
#define STRANGER_MAX_CHARS 40

/* Where in the body we are; on the stack, written out only for problems. */
struct spot {
	const struct spot *up; /* NULL at the root */
	const char *name;      /* of a member, or NULL */
	size_t index;	       /* of a list's item */
};

static enum cw_err take_members(struct cw_request *request,
    const struct cw_endpoint *endpoint, const struct cw_model *model,
    const struct spot *spot, struct json_object *json, void *out);

/* --- problems ------------------------------------------------------------ */

static void
put_pointer(struct cw_buf *buf, const struct spot *spot)
{
	if (spot->up == NULL)
		return;
	put_pointer(buf, spot->up);
	cw_buf_putc(buf, '/');
	if (spot->name == NULL) {
		cw_buf_putint(buf, (int64_t)spot->index);
		return;
	}
	for (const char *c = spot->name; *c != '\0'; c++) {
		if (*c == '~')
			cw_buf_puts(buf, "~0");
		else if (*c == '/')
			cw_buf_puts(buf, "~1");
		else
			cw_buf_putc(buf, *c);
	}
}

/* The place as a JSON Pointer (RFC 6901), or NULL. */
static const char *
pointer(struct cw_request *request, const struct spot *spot)
{
	struct cw_buf buf;

	cw_buf_init(&buf, request->arena, 1024);
	put_pointer(&buf, spot);
	return buf.failed ? NULL : buf.data;
}

static enum cw_err
tell(struct cw_request *request, const struct spot *spot, const char *sentence)
{
	const char *at = pointer(request, spot);

	if (at == NULL)
		return CW_NOMEM;
	return cw_request_problem(request, at, "%s", sentence);
}

/* --- values -------------------------------------------------------------- */

static enum cw_err
take_text(struct cw_request *request, const struct cw_field *field,
    const struct spot *spot, struct json_object *json, void *out)
{
	const char *at;

	if (!json_object_is_type(json, json_type_string))
		return tell(request, spot, "This must be text.");
	at = pointer(request, spot);
	if (at == NULL)
		return CW_NOMEM;
	return cw_request_take_text(request, field, at,
	    json_object_get_string(json),
	    (size_t)json_object_get_string_len(json), out);
}

/* 7, and also 7.0 and 7e0, which are the same number. */
static bool
is_whole(struct json_object *json, int64_t *number)
{
	double value;

	if (json_object_is_type(json, json_type_int)) {
		*number = json_object_get_int64(json);
		return true;
	}
	if (!json_object_is_type(json, json_type_double))
		return false;
	value = json_object_get_double(json);
	if (value != floor(value) || fabs(value) > (double)CW_ID_MAX)
		return false;
	*number = (int64_t)value;
	return true;
}

static enum cw_err
take_number(struct cw_request *request, const struct cw_field *field,
    const struct spot *spot, struct json_object *json, void *out)
{
	int64_t number;
	const char *at;

	if (!is_whole(json, &number))
		return tell(request, spot, "This must be a whole number.");
	at = pointer(request, spot);
	if (at == NULL)
		return CW_NOMEM;
	return cw_request_take_number(request, field, at, number, out);
}

static enum cw_err
take_flag(struct cw_request *request, const struct cw_field *field,
    const struct spot *spot, struct json_object *json, void *out)
{
	if (!json_object_is_type(json, json_type_boolean))
		return tell(request, spot, "This must be true or false.");
	*(bool *)((char *)out + field->offset) = json_object_get_boolean(json);
	return CW_OK;
}

/* A list, and of a size that the field takes? */
static enum cw_err
judge_list(struct cw_request *request, const struct cw_field *field,
    const struct spot *spot, struct json_object *json)
{
	size_t count;
	const char *at;

	if (!json_object_is_type(json, json_type_array))
		return tell(request, spot, "This must be a list.");
	count = json_object_array_length(json);
	if (count >= (size_t)field->min && count <= (size_t)field->max)
		return CW_OK;
	at = pointer(request, spot);
	if (at == NULL)
		return CW_NOMEM;
	return cw_request_problem(request, at,
	    "This must be a list of %lld to %lld.", (long long)field->min,
	    (long long)field->max);
}

static enum cw_err
take_texts(struct cw_request *request, const struct cw_field *field,
    const struct spot *spot, struct json_object *json, void *out)
{
	const struct cw_field item_field = {
		.kind = CW_KIND_TEXT,
		.format = CW_FORMAT_LINE,
		.min = 1,
		.max = field->standard,
	};
	struct cw_texts *texts =
	    (struct cw_texts *)(void *)((char *)out + field->offset);
	enum cw_err err = judge_list(request, field, spot, json);
	enum cw_err result = err;

	if (err != CW_OK)
		return err;
	for (size_t i = 0; i < json_object_array_length(json); i++) {
		const struct spot here = { .up = spot, .index = i };
		const char *text = NULL;

		err = take_text(request, &item_field, &here,
		    json_object_array_get_idx(json, i), &text);
		if (err == CW_OK)
			err = cw_texts_push(texts, request->arena, text);
		result = cw_err_worse(result, err);
		if (result != CW_OK && result != CW_INVALID)
			break;
	}
	return result;
}

static enum cw_err
take_object(struct cw_request *request, const struct cw_endpoint *endpoint,
    const struct cw_field *field, const struct spot *spot,
    struct json_object *json, void *out)
{
	void *inner;

	if (!json_object_is_type(json, json_type_object))
		return tell(request, spot, "This must be an object.");
	inner = cw_arena_alloc(request->arena, field->model->size);
	if (inner == NULL)
		return CW_NOMEM;
	*(void **)((char *)out + field->offset) = inner;
	return take_members(request, endpoint, field->model, spot, json, inner);
}

static enum cw_err
take_objects(struct cw_request *request, const struct cw_endpoint *endpoint,
    const struct cw_field *field, const struct spot *spot,
    struct json_object *json, void *out)
{
	struct cw_list *list =
	    (struct cw_list *)(void *)((char *)out + field->offset);
	enum cw_err result = judge_list(request, field, spot, json);

	if (result != CW_OK)
		return result;
	for (size_t i = 0; i < json_object_array_length(json); i++) {
		const struct spot here = { .up = spot, .index = i };
		struct json_object *item = json_object_array_get_idx(json, i);
		void *inner =
		    cw_list_push(list, request->arena, field->model->size);

		if (inner == NULL)
			return CW_NOMEM;
		result = cw_err_worse(result,
		    json_object_is_type(item, json_type_object)
			? take_members(request, endpoint, field->model, &here,
			      item, inner)
			: tell(request, &here, "This must be an object."));
		if (result != CW_OK && result != CW_INVALID)
			break;
	}
	return result;
}

static enum cw_err
take_pair(struct cw_request *request, const struct cw_field *field,
    const struct spot *spot, struct json_object *json, struct cw_list *list)
{
	const struct cw_field text = {
		.kind = CW_KIND_TEXT,
		.max = field->standard,
	};
	struct cw_pair *pair;

	if (list->count >= (size_t)field->max)
		return tell(request, spot, "There are too many members.");
	pair = cw_list_push(list, request->arena, sizeof(*pair));
	if (pair == NULL)
		return CW_NOMEM;
	pair->name = cw_arena_strdup(request->arena, spot->name);
	if (pair->name == NULL)
		return CW_NOMEM;
	return take_text(request, &text, spot, json, &pair->value);
}

/* An object of texts; null is as good as absent. */
static enum cw_err
take_pairs(struct cw_request *request, const struct cw_field *field,
    const struct spot *spot, struct json_object *json, void *out)
{
	struct cw_list *list =
	    (struct cw_list *)(void *)((char *)out + field->offset);
	struct json_object_iterator at, end;
	enum cw_err result = CW_OK;

	if (!json_object_is_type(json, json_type_object))
		return tell(request, spot, "This must be an object.");
	at = json_object_iter_begin(json);
	end = json_object_iter_end(json);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const struct spot here = {
			.up = spot,
			.name = json_object_iter_peek_name(&at),
		};
		struct json_object *value = json_object_iter_peek_value(&at);

		if (value != NULL)
			result = cw_err_worse(result,
			    take_pair(request, field, &here, value, list));
		if (result != CW_OK)
			break;
	}
	return result;
}

static enum cw_err
take_value(struct cw_request *request, const struct cw_endpoint *endpoint,
    const struct cw_field *field, const struct spot *spot,
    struct json_object *json, void *out)
{
	switch (field->kind) {
	case CW_KIND_TEXT:
		return take_text(request, field, spot, json, out);
	case CW_KIND_NUMBER:
		return take_number(request, field, spot, json, out);
	case CW_KIND_FLAG:
		return take_flag(request, field, spot, json, out);
	case CW_KIND_TEXTS:
		return take_texts(request, field, spot, json, out);
	case CW_KIND_OBJECT:
		return take_object(request, endpoint, field, spot, json, out);
	case CW_KIND_OBJECTS:
		return take_objects(request, endpoint, field, spot, json, out);
	case CW_KIND_PAIRS:
		return take_pairs(request, field, spot, json, out);
	default:
		assert(false && "a kind that only replies have");
		return CW_SYSTEM;
	}
}

/* --- objects ------------------------------------------------------------- */

/* The model's field for a member of the body, or NULL. */
static const struct cw_field *
find_field(const struct cw_endpoint *endpoint, const struct cw_model *model,
    const struct spot *spot, const char *name)
{
	for (const struct cw_field *field = model->fields;
	     field->kind != CW_KIND_END; field++)
		if (strcmp(field->name, name) == 0 &&
		    (spot->up != NULL ||
			cw_field_place(endpoint, field) == CW_IN_BODY))
			return field;
	return NULL;
}

static enum cw_err
tell_stranger(struct cw_request *request, const struct spot *spot,
    const char *name)
{
	size_t len = cw_utf8_prefix(name, strlen(name), STRANGER_MAX_CHARS);
	const struct spot here = {
		.up = spot,
		.name = cw_arena_copy(request->arena, name, len),
	};

	if (here.name == NULL)
		return CW_NOMEM;
	return tell(request, &here, "There is no such member here.");
}

/* Is a member there?  Null is not, where the model is open. */
static bool
is_there(const struct cw_model *model, struct json_object *json,
    const char *name)
{
	struct json_object *value = NULL;

	return json_object_object_get_ex(json, name, &value) &&
	    (value != NULL || !model->is_open);
}

static enum cw_err
tell_missing(struct cw_request *request, const struct cw_endpoint *endpoint,
    const struct cw_model *model, const struct spot *spot,
    struct json_object *json)
{
	enum cw_err result = CW_OK;

	for (const struct cw_field *field = model->fields;
	     field->kind != CW_KIND_END; field++) {
		const struct spot here = { .up = spot, .name = field->name };

		if ((field->flags & CW_REQUIRED) == 0 ||
		    (spot->up == NULL &&
			cw_field_place(endpoint, field) != CW_IN_BODY) ||
		    is_there(model, json, field->name))
			continue;
		result = cw_err_worse(result,
		    tell(request, &here, "This is needed."));
	}
	return result;
}

static enum cw_err
take_members(struct cw_request *request, const struct cw_endpoint *endpoint,
    const struct cw_model *model, const struct spot *spot,
    struct json_object *json, void *out)
{
	struct json_object_iterator at = json_object_iter_begin(json);
	struct json_object_iterator end = json_object_iter_end(json);
	enum cw_err result = CW_OK;

	if (spot->up != NULL)
		cw_model_preset(model, out);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const char *name = json_object_iter_peek_name(&at);
		const struct spot here = { .up = spot, .name = name };
		const struct cw_field *field =
		    find_field(endpoint, model, spot, name);

		if (model->is_open &&
		    (field == NULL || !is_there(model, json, name)))
			continue;
		result = cw_err_worse(result,
		    field == NULL ? tell_stranger(request, spot, name)
				  : take_value(request, endpoint, field, &here,
					json_object_iter_peek_value(&at), out));
		if (result != CW_OK && result != CW_INVALID)
			return result;
	}
	return cw_err_worse(result,
	    tell_missing(request, endpoint, model, spot, json));
}

/* --- the whole body ------------------------------------------------------ */

/* Scan, and if that finds nothing, parse.  *json must be put back. */
static enum cw_err
parse_json(struct cw_request *request, struct json_object **json,
    struct cw_scan_problem *problem)
{
	struct json_tokener *tokener;
	enum cw_err err = cw_json_scan(request->arena, request->body,
	    request->body_len, CW_JSON_MAX_DEPTH, problem);

	if (err != CW_OK)
		return err;
	/* json-c counts the values inside the innermost as a level. */
	tokener = json_tokener_new_ex(CW_JSON_MAX_DEPTH + 2);
	if (tokener == NULL)
		return CW_NOMEM;
	json_tokener_set_flags(tokener,
	    JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	/* The NUL behind the body ends a number that nothing follows. */
	*json = json_tokener_parse_ex(tokener, request->body,
	    (int)request->body_len + 1);
	if (json_tokener_get_error(tokener) != json_tokener_success)
		err = CW_NOMEM;
	json_tokener_free(tokener);
	return err;
}

static enum cw_err
tell_scan_problem(struct cw_request *request,
    const struct cw_scan_problem *problem)
{
	if (request->body_len == 0)
		return cw_request_problem(request, "",
		    "A JSON body is needed.");
	return cw_request_problem(request, "",
	    "This is not JSON: at byte %zu: %s", problem->offset + 1,
	    problem->message);
}

/* A text field that takes the bytes themselves, if they are no JSON string. */
static enum cw_err
take_raw(struct cw_request *request, const struct cw_field *field, void *out)
{
	struct json_object *json = NULL;
	struct cw_scan_problem problem;
	const struct spot root = { .up = NULL };
	enum cw_err err = parse_json(request, &json, &problem);

	if (err != CW_OK && err != CW_INVALID)
		return err;
	if (err == CW_OK && json_object_is_type(json, json_type_string))
		err = take_text(request, field, &root, json, out);
	else if (!cw_utf8_is_valid(request->body, request->body_len))
		err = cw_request_problem(request, "",
		    "The text must be valid UTF-8.");
	else
		err = cw_request_take_text(request, field, "", request->body,
		    request->body_len, out);
	json_object_put(json);
	return err;
}

/* What a request without a body of its own may still send: {}. */
static const struct cw_field no_fields[] = { CW_END };
static const struct cw_model nothing = { .fields = no_fields };

static enum cw_err
take_json(struct cw_request *request, const struct cw_endpoint *endpoint,
    const struct cw_field *root_field, void *out)
{
	const struct cw_model *model =
	    endpoint->request == NULL ? &nothing : endpoint->request;
	struct json_object *json = NULL;
	struct cw_scan_problem problem;
	const struct spot root = { .up = NULL };
	enum cw_err err = parse_json(request, &json, &problem);

	if (err == CW_INVALID)
		return tell_scan_problem(request, &problem);
	if (err != CW_OK)
		return err;
	if (root_field != NULL)
		err =
		    take_value(request, endpoint, root_field, &root, json, out);
	else if (json_object_is_type(json, json_type_object))
		err = take_members(request, endpoint, model, &root, json, out);
	else
		err = tell(request, &root, "This must be an object.");
	json_object_put(json);
	return err;
}

enum cw_err
cw_body_take_model(struct cw_request *request, const struct cw_model *model,
    void *out)
{
	const struct cw_endpoint endpoint = {
		.method = CW_POST,
		.path = "",
		.request = model,
	};

	cw_model_preset(model, out);
	if (request->body_len == 0) {
		request->body = "{}";
		request->body_len = 2;
	}
	return take_json(request, &endpoint, NULL, out);
}

enum cw_err
cw_body_take(struct cw_request *request, const struct cw_endpoint *endpoint,
    void *out)
{
	const struct cw_field *root_field =
	    endpoint->request == NULL ? NULL : cw_model_root(endpoint->request);
	bool is_raw = root_field != NULL && (root_field->flags & CW_RAW) != 0;

	if (endpoint->method == CW_GET || endpoint->method == CW_DELETE) {
		if (request->body_len == 0)
			return CW_OK;
		return cw_request_problem(request, "",
		    "This request takes no body.");
	}
	if (request->body_len == 0 && !cw_endpoint_has_body(endpoint))
		return CW_OK;
	if (request->body_len == 0)
		return cw_request_problem(request, "", "A body is needed.");
	if (!cw_request_is_type(request, "application/json") &&
	    !(is_raw && cw_request_is_type(request, "text/plain")))
		return CW_UNSUPPORTED;
	if (is_raw)
		return take_raw(request, root_field, out);
	return take_json(request, endpoint, root_field, out);
}

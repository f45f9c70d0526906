/* Values as JSON by their models, each checked on the way out. */

#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "gateway/reply.h"

#define NAME_MAX_BYTES 60 /* of a member; they are ours */

static enum cw_err
put_object(struct cw_buf *buf, const struct cw_model *model, const void *value);

/* A reply that breaks its own model is a bug here, and nothing is sent. */
static enum cw_err
broken(const struct cw_field *field, const char *what)
{
	cw_log(CW_LOG_ERROR, "reply breaks its model: %s %s", field->name,
	    what);
	return CW_SYSTEM;
}

static enum cw_err
put_text(struct cw_buf *buf, const struct cw_field *field, const char *text)
{
	size_t len = strlen(text);

	if (cw_field_judge_text(field, text, len) != CW_FLAW_NONE)
		return broken(field, "is no such text");
	cw_buf_put_json(buf, text, len);
	return CW_OK;
}

static enum cw_err
put_number(struct cw_buf *buf, const struct cw_field *field, int64_t number)
{
	if (cw_field_judge_number(field, number) != CW_FLAW_NONE)
		return broken(field, "is out of range");
	cw_buf_putint(buf, number);
	return CW_OK;
}

static enum cw_err
put_texts(struct cw_buf *buf, const struct cw_field *field,
    const struct cw_texts *texts)
{
	const struct cw_field item = {
		.name = field->name,
		.max = field->standard,
	};
	enum cw_err err = CW_OK;

	if (texts->count < (size_t)field->min ||
	    texts->count > (size_t)field->max)
		return broken(field, "has too few or too many items");
	cw_buf_putc(buf, '[');
	for (size_t i = 0; i < texts->count && err == CW_OK; i++) {
		if (i > 0)
			cw_buf_putc(buf, ',');
		err = put_text(buf, &item, texts->items[i]);
	}
	cw_buf_putc(buf, ']');
	return err;
}

static enum cw_err
put_pairs(struct cw_buf *buf, const struct cw_field *field,
    const struct cw_list *list)
{
	const struct cw_field item = {
		.name = field->name,
		.max = field->standard,
	};
	enum cw_err err = CW_OK;

	if (list->count > (size_t)field->max)
		return broken(field, "has too many members");
	cw_buf_putc(buf, '{');
	for (size_t i = 0; i < list->count && err == CW_OK; i++) {
		const struct cw_pair *pair = cw_list_at(list, i);

		if (i > 0)
			cw_buf_putc(buf, ',');
		err = put_text(buf, &item, pair->name);
		cw_buf_putc(buf, ':');
		if (err == CW_OK)
			err = put_text(buf, &item, pair->value);
	}
	cw_buf_putc(buf, '}');
	return err;
}

static enum cw_err
put_objects(struct cw_buf *buf, const struct cw_field *field,
    const struct cw_list *list)
{
	const char *items = list->items;
	enum cw_err err = CW_OK;

	if (list->count > (size_t)field->max)
		return broken(field, "has too many items");
	cw_buf_putc(buf, '[');
	for (size_t i = 0; i < list->count && err == CW_OK; i++) {
		if (i > 0)
			cw_buf_putc(buf, ',');
		err = put_object(buf, field->model, items + i * list->size);
	}
	cw_buf_putc(buf, ']');
	return err;
}

/* Is there no value where the struct could have one? */
static bool
is_absent(const struct cw_field *field, const void *at)
{
	bool is_optional = (field->flags & CW_REQUIRED) == 0;

	switch (field->kind) {
	case CW_KIND_NUMBER:
		return *(const int64_t *)at == CW_ABSENT;
	case CW_KIND_TEXTS:
		return is_optional && ((const struct cw_texts *)at)->count == 0;
	case CW_KIND_OBJECTS:
	case CW_KIND_PAIRS:
		return is_optional && ((const struct cw_list *)at)->count == 0;
	case CW_KIND_FLAG:
		return false;
	default:
		return *(const void *const *)at == NULL;
	}
}

static enum cw_err
put_value(struct cw_buf *buf, const struct cw_field *field, const void *at)
{
	switch (field->kind) {
	case CW_KIND_TEXT:
		return put_text(buf, field, *(const char *const *)at);
	case CW_KIND_NUMBER:
		return put_number(buf, field, *(const int64_t *)at);
	case CW_KIND_FLAG:
		cw_buf_puts(buf, *(const bool *)at ? "true" : "false");
		return CW_OK;
	case CW_KIND_TEXTS:
		return put_texts(buf, field, at);
	case CW_KIND_TEXTS_AT:
		return put_texts(buf, field,
		    *(const struct cw_texts *const *)at);
	case CW_KIND_OBJECT:
		return put_object(buf, field->model, *(const void *const *)at);
	case CW_KIND_OBJECTS:
		return put_objects(buf, field, at);
	case CW_KIND_PAIRS:
		return put_pairs(buf, field, at);
	case CW_KIND_END:
		break;
	}
	return CW_SYSTEM;
}

/* A brace or comma, and a member's name; in one go, for there are many. */
static void
put_name(struct cw_buf *buf, char before, const char *name)
{
	char bytes[NAME_MAX_BYTES + 4] = { before, '"' };
	size_t len = strlen(name);

	assert(len <= NAME_MAX_BYTES);
	memcpy(bytes + 2, name, len);
	memcpy(bytes + 2 + len, "\":", 2);
	cw_buf_put(buf, bytes, len + 4);
}

static enum cw_err
put_object(struct cw_buf *buf, const struct cw_model *model, const void *value)
{
	char before = '{';

	for (const struct cw_field *field = model->fields;
	     field->kind != CW_KIND_END; field++) {
		const void *at = cw_field_at(field, value);
		enum cw_err err;

		if (is_absent(field, at)) {
			if ((field->flags & CW_REQUIRED) != 0)
				return broken(field, "is missing");
			continue;
		}
		put_name(buf, before, field->name);
		before = ',';
		err = put_value(buf, field, at);
		if (err != CW_OK)
			return err;
	}
	if (before == '{')
		cw_buf_putc(buf, '{');
	cw_buf_putc(buf, '}');
	return CW_OK;
}

enum cw_err
cw_reply_body(struct cw_buf *buf, const struct cw_model *model,
    const void *value)
{
	const struct cw_field *root = cw_model_root(model);
	enum cw_err err;

	if (root == NULL)
		err = put_object(buf, model, value);
	else if (is_absent(root, cw_field_at(root, value)) &&
	    root->kind != CW_KIND_TEXTS && root->kind != CW_KIND_OBJECTS)
		err = broken(root, "is missing");
	else
		err = put_value(buf, root, cw_field_at(root, value));
	return err == CW_OK ? cw_buf_end(buf) : err;
}

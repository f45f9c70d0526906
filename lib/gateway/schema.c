/* Models as JSON Schemas. */

#include <string.h>

#include "gateway/describe.h"
#include "gateway/request.h"

/* What a format says in a schema. */
static const struct {
	const char *format;  /* a word that JSON Schema knows, or NULL */
	const char *pattern; /* a regular expression, or NULL */
} formats[CW_FORMAT__COUNT] = {
	[CW_FORMAT_NONE] = { NULL, "^[^\\u0000]*$" },
	[CW_FORMAT_LINE] = { NULL, "^[^\\u0000-\\u001f\\u007f-\\u009f]*$" },
	[CW_FORMAT_UUID] = { "uuid",
	    "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$" },
	[CW_FORMAT_CODE] = { NULL, "^[0-9]{6}$" },
	[CW_FORMAT_KEY] = { NULL, "^[!-~]*$" },
	[CW_FORMAT_EMAIL] = { "email", NULL },
	[CW_FORMAT_WORDS] = { NULL, "\\S" },
	[CW_FORMAT_SECRET] = { "password", NULL },
};

static void
put_string(struct cw_buf *buf, const char *text)
{
	cw_buf_put_json(buf, text, strlen(text));
}

static void
put_text_schema(struct cw_buf *buf, enum cw_format format, int64_t min,
    int64_t max)
{
	cw_buf_printf(buf,
	    "\"type\":\"string\",\"minLength\":%lld,"
	    "\"maxLength\":%lld",
	    (long long)min, (long long)max);
	if (formats[format].format != NULL) {
		cw_buf_puts(buf, ",\"format\":");
		put_string(buf, formats[format].format);
	}
	if (formats[format].pattern != NULL) {
		cw_buf_puts(buf, ",\"pattern\":");
		put_string(buf, formats[format].pattern);
	}
}

static void
put_number_schema(struct cw_buf *buf, const struct cw_field *field)
{
	cw_buf_printf(buf,
	    "\"type\":\"integer\",\"minimum\":%lld,\"maximum\":%lld",
	    (long long)field->min, (long long)field->max);
	if (field->standard != CW_ABSENT)
		cw_buf_printf(buf, ",\"default\":%lld",
		    (long long)field->standard);
}

static void
put_list_schema(struct cw_buf *buf, const struct cw_field *field)
{
	cw_buf_printf(buf,
	    "\"type\":\"array\",\"minItems\":%lld,"
	    "\"maxItems\":%lld,\"items\":",
	    (long long)field->min, (long long)field->max);
	if (field->kind == CW_KIND_OBJECTS) {
		cw_schema_root(buf, field->model);
		return;
	}
	cw_buf_putc(buf, '{');
	put_text_schema(buf, CW_FORMAT_LINE, 1, field->standard);
	cw_buf_putc(buf, '}');
}

void
cw_schema_field(struct cw_buf *buf, const struct cw_field *field)
{
	cw_buf_puts(buf, "{\"description\":");
	put_string(buf, field->doc);
	cw_buf_putc(buf, ',');
	switch (field->kind) {
	case CW_KIND_TEXT:
		put_text_schema(buf, field->format, field->min, field->max);
		break;
	case CW_KIND_NUMBER:
		put_number_schema(buf, field);
		break;
	case CW_KIND_FLAG:
		cw_buf_puts(buf, "\"type\":\"boolean\"");
		break;
	case CW_KIND_TEXTS:
	case CW_KIND_TEXTS_AT:
	case CW_KIND_OBJECTS:
		put_list_schema(buf, field);
		break;
	case CW_KIND_OBJECT:
		/* Beside other words a reference stands in a list of one. */
		cw_buf_puts(buf, "\"allOf\":[");
		cw_schema_root(buf, field->model);
		cw_buf_putc(buf, ']');
		break;
	case CW_KIND_PAIRS:
		cw_buf_puts(buf,
		    "\"type\":\"object\","
		    "\"additionalProperties\":{");
		put_text_schema(buf, CW_FORMAT_NONE, 0, field->standard);
		cw_buf_putc(buf, '}');
		break;
	case CW_KIND_END:
		break;
	}
	cw_buf_putc(buf, '}');
}

static bool
is_member(const struct cw_field *field, const struct cw_endpoint *endpoint)
{
	return endpoint == NULL ||
	    cw_field_place(endpoint, field) == CW_IN_BODY;
}

static void
put_required(struct cw_buf *buf, const struct cw_model *model,
    const struct cw_endpoint *endpoint)
{
	const char *before = ",\"required\":[";

	for (const struct cw_field *field = model->fields;
	     field->kind != CW_KIND_END; field++) {
		if ((field->flags & CW_REQUIRED) == 0 ||
		    !is_member(field, endpoint))
			continue;
		cw_buf_puts(buf, before);
		before = ",";
		put_string(buf, field->name);
	}
	if (before[1] == '\0')
		cw_buf_putc(buf, ']');
}

void
cw_schema_model(struct cw_buf *buf, const struct cw_model *model,
    const struct cw_endpoint *endpoint)
{
	const char *before = "";

	cw_buf_puts(buf,
	    "{\"type\":\"object\",\"additionalProperties\":false,"
	    "\"properties\":{");
	for (const struct cw_field *field = model->fields;
	     field->kind != CW_KIND_END; field++) {
		if (!is_member(field, endpoint))
			continue;
		cw_buf_puts(buf, before);
		before = ",";
		put_string(buf, field->name);
		cw_buf_putc(buf, ':');
		cw_schema_field(buf, field);
	}
	cw_buf_putc(buf, '}');
	put_required(buf, model, endpoint);
	cw_buf_putc(buf, '}');
}

void
cw_schema_root(struct cw_buf *buf, const struct cw_model *model)
{
	const struct cw_field *root = cw_model_root(model);

	if (root != NULL) {
		cw_schema_field(buf, root);
		return;
	}
	cw_buf_puts(buf, "{\"$ref\":\"#/components/schemas/");
	cw_buf_puts(buf, model->name);
	cw_buf_puts(buf, "\"}");
}

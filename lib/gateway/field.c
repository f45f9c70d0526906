/* Fields: where they stand, and what is wrong with a value. */

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "gateway/model.h"

/* Which control characters a format takes; NULL: it does not ask. */
static const char *const allowed_controls[CW_FORMAT__COUNT] = {
	[CW_FORMAT_LINE] = "",
	[CW_FORMAT_EMAIL] = "",
	[CW_FORMAT_WORDS] = "\t\n\r",
};

static bool
is_uuid(const char *text, size_t len)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	if (len != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; i < len; i++) {
		bool is_digit = (text[i] >= '0' && text[i] <= '9') ||
		    (text[i] >= 'a' && text[i] <= 'f');

		if (shape[i] == '-' ? text[i] != '-' : !is_digit)
			return false;
	}
	return true;
}

static bool
is_code(const char *text, size_t len)
{
	if (len != 6)
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

static bool
is_key(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	return true;
}

/* Printable ASCII and nothing else: most texts are, and need no closer look. */
static bool
is_plain(const char *text, size_t len)
{
	unsigned odd = 0;

	for (size_t i = 0; i < len; i++)
		odd |= (unsigned char)(text[i] - ' ') > '~' - ' ';
	return odd == 0;
}

static bool
has_controls(enum cw_format format, const char *text, size_t len)
{
	const char *allowed = allowed_controls[format];

	return memchr(text, '\0', len) != NULL ||
	    (allowed != NULL && cw_utf8_has_control(text, len, allowed));
}

static bool
has_form(enum cw_format format, const char *text, size_t len)
{
	switch (format) {
	case CW_FORMAT_UUID:
		return is_uuid(text, len);
	case CW_FORMAT_CODE:
		return is_code(text, len);
	case CW_FORMAT_KEY:
		return is_key(text, len);
	case CW_FORMAT_WORDS:
		return !cw_text_is_blank(text);
	default:
		return true;
	}
}

enum cw_flaw
cw_field_judge_text(const struct cw_field *field, const char *text, size_t len)
{
	bool plain = is_plain(text, len);
	size_t chars = plain ? len : cw_utf8_count(text, len);

	if (chars < (size_t)field->min)
		return CW_FLAW_SHORT;
	if (chars > (size_t)field->max)
		return CW_FLAW_LONG;
	if (!plain && has_controls(field->format, text, len))
		return CW_FLAW_FORM;
	if (!has_form(field->format, text, len))
		return CW_FLAW_FORM;
	return CW_FLAW_NONE;
}

enum cw_flaw
cw_field_judge_number(const struct cw_field *field, int64_t number)
{
	if (number < field->min || number > field->max)
		return CW_FLAW_RANGE;
	return CW_FLAW_NONE;
}

const void *
cw_field_at(const struct cw_field *field, const void *base)
{
	return (const char *)base + field->offset;
}

const struct cw_field *
cw_model_root(const struct cw_model *model)
{
	for (const struct cw_field *field = model->fields;
	     field->kind != CW_KIND_END; field++)
		if ((field->flags & CW_ROOT) != 0)
			return field;
	return NULL;
}

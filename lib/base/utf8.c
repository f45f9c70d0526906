/* Strict UTF-8, as the table of RFC 3629 section 4 has it. */

#include "base/utf8.h"

#include <string.h>

/*
 * The forms of a sequence by its first byte.  What the second byte may be
 * keeps over-long forms, surrogates and all above U+10FFFF out.
 */
static const struct form {
	unsigned char first, last; /* of the first byte */
	unsigned char size;
	unsigned char low, high; /* of the second byte */
	unsigned char bits;	 /* of the first byte that count */
} forms[] = {
	{ 0xc2, 0xdf, 2, 0x80, 0xbf, 0x1f },
	{ 0xe0, 0xe0, 3, 0xa0, 0xbf, 0x0f },
	{ 0xe1, 0xec, 3, 0x80, 0xbf, 0x0f },
	{ 0xed, 0xed, 3, 0x80, 0x9f, 0x0f },
	{ 0xee, 0xef, 3, 0x80, 0xbf, 0x0f },
	{ 0xf0, 0xf0, 4, 0x90, 0xbf, 0x07 },
	{ 0xf1, 0xf3, 4, 0x80, 0xbf, 0x07 },
	{ 0xf4, 0xf4, 4, 0x80, 0x8f, 0x07 },
};

static const struct form *
find_form(unsigned char byte)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (byte >= forms[i].first && byte <= forms[i].last)
			return &forms[i];
	}
	return NULL;
}

int32_t
cw_utf8_next(const char *bytes, size_t len, size_t *size)
{
	const unsigned char *byte = (const unsigned char *)bytes;
	const struct form *form;
	int32_t point;

	if (byte[0] < 0x80) {
		*size = 1;
		return byte[0];
	}
	form = find_form(byte[0]);
	if (form == NULL || len < form->size || byte[1] < form->low ||
	    byte[1] > form->high)
		return -1;
	point = byte[0] & form->bits;
	for (size_t i = 1; i < form->size; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return -1;
		point = point << 6 | (byte[i] & 0x3f);
	}
	*size = form->size;
	return point;
}

/* How many bytes from the front are ASCII, looking at eight at once. */
static size_t
ascii_run(const char *bytes, size_t len)
{
	size_t at = 0;
	uint64_t word;

	for (; len - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, bytes + at, sizeof(word));
		if ((word & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (at < len && (unsigned char)bytes[at] < 0x80)
		at++;
	return at;
}

bool
cw_utf8_is_valid(const char *bytes, size_t len)
{
	size_t at = ascii_run(bytes, len);
	size_t size;

	while (at < len) {
		if (cw_utf8_next(bytes + at, len - at, &size) < 0)
			return false;
		at += size;
		if (at < len)
			at += ascii_run(bytes + at, len - at);
	}
	return true;
}

static bool
is_continuation(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

size_t
cw_utf8_count(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += !is_continuation(text[i]);
	return count;
}

size_t
cw_utf8_prefix(const char *text, size_t len, size_t max_chars)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++) {
		if (is_continuation(text[i]))
			continue;
		if (count == max_chars)
			return i;
		count++;
	}
	return len;
}

bool
cw_utf8_has_control(const char *text, size_t len, const char *allowed)
{
	for (size_t i = 0; i < len; i++) {
		const unsigned char byte = (unsigned char)text[i];

		if (byte == 0x7f)
			return true;
		if (byte < 0x20 && (byte == 0 || strchr(allowed, byte) == NULL))
			return true;
		/* U+0080 to U+009F are C2 80 to C2 9F. */
		if (byte == 0xc2 && i + 1 < len &&
		    (unsigned char)text[i + 1] < 0xa0)
			return true;
	}
	return false;
}

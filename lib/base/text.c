/* A buffer with a stated maximum, and small questions about strings. */

#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define FIRST_CAP 256

/* What an empty buffer's data points to; nobody writes to it. */
static char nothing[1];

void
cw_buf_init(struct cw_buf *buf, struct cw_arena *arena, size_t max_bytes)
{
	*buf = (struct cw_buf){
		.arena = arena,
		.data = nothing,
		.max_bytes = max_bytes,
	};
}

void
cw_buf_init_fixed(struct cw_buf *buf, char *memory, size_t size)
{
	assert(size >= 1);
	memory[0] = '\0';
	*buf = (struct cw_buf){
		.data = memory,
		.cap = size,
		.max_bytes = size - 1,
	};
}

/* Enlarge the memory to at least need bytes, doubling it up to the maximum. */
static bool
enlarge(struct cw_buf *buf, size_t need)
{
	size_t cap = buf->cap * 2;
	char *data;

	if (cap < FIRST_CAP)
		cap = FIRST_CAP;
	if (cap > buf->max_bytes)
		cap = buf->max_bytes + 1;
	if (cap < need)
		cap = need;
	data = cw_arena_grow(buf->arena, buf->data, buf->cap, cap);
	if (data == NULL)
		return false;
	buf->data = data;
	buf->cap = cap;
	return true;
}

/* Room for len more bytes and the NUL. */
static bool
reserve(struct cw_buf *buf, size_t len)
{
	if (buf->failed)
		return false;
	if (len > buf->max_bytes - buf->len) {
		buf->failed = true;
		return false;
	}
	if (buf->len + len + 1 > buf->cap &&
	    !enlarge(buf, buf->len + len + 1)) {
		buf->failed = true;
		return false;
	}
	return true;
}

void
cw_buf_put(struct cw_buf *buf, const char *bytes, size_t len)
{
	if (len == 0 || !reserve(buf, len))
		return;
	memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
cw_buf_puts(struct cw_buf *buf, const char *text)
{
	cw_buf_put(buf, text, strlen(text));
}

void
cw_buf_putc(struct cw_buf *buf, char c)
{
	if (!reserve(buf, 1))
		return;
	buf->data[buf->len++] = c;
	buf->data[buf->len] = '\0';
}

void
cw_buf_putint(struct cw_buf *buf, int64_t value)
{
	char digits[20]; /* of -2^63, the longest */
	size_t start = sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--start] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest != 0);
	if (value < 0)
		digits[--start] = '-';
	cw_buf_put(buf, digits + start, sizeof(digits) - start);
}

void
cw_buf_printf(struct cw_buf *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0) {
		buf->failed = true;
		return;
	}
	if (!reserve(buf, (size_t)len))
		return;
	va_start(args, fmt);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, args);
	va_end(args);
	buf->len += (size_t)len;
}

/*
 * How a byte is written inside a JSON string: 0 as it is, a letter after a
 * backslash, 'u' as \u00XX, 'L' if it may begin U+2028 or U+2029.
 */
static const char json_escapes[256] = {
	[0x00] = 'u',
	[0x01] = 'u',
	[0x02] = 'u',
	[0x03] = 'u',
	[0x04] = 'u',
	[0x05] = 'u',
	[0x06] = 'u',
	[0x07] = 'u',
	['\b'] = 'b',
	['\t'] = 't',
	['\n'] = 'n',
	[0x0b] = 'u',
	['\f'] = 'f',
	['\r'] = 'r',
	[0x0e] = 'u',
	[0x0f] = 'u',
	[0x10] = 'u',
	[0x11] = 'u',
	[0x12] = 'u',
	[0x13] = 'u',
	[0x14] = 'u',
	[0x15] = 'u',
	[0x16] = 'u',
	[0x17] = 'u',
	[0x18] = 'u',
	[0x19] = 'u',
	[0x1a] = 'u',
	[0x1b] = 'u',
	[0x1c] = 'u',
	[0x1d] = 'u',
	[0x1e] = 'u',
	[0x1f] = 'u',
	['"'] = '"',
	['\\'] = '\\',
	['<'] = 'u',
	[0x7f] = 'u',
	[0xe2] = 'L',
};

/* Write what stands at text[0], which is not plain; bytes taken of len. */
static size_t
put_escaped(struct cw_buf *buf, const char *text, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char byte = (unsigned char)text[0];
	const char how = json_escapes[byte];

	if (how == 'L') {
		if (len >= 3 && memcmp(text, "\xe2\x80\xa8", 3) == 0)
			cw_buf_put(buf, "\\u2028", 6);
		else if (len >= 3 && memcmp(text, "\xe2\x80\xa9", 3) == 0)
			cw_buf_put(buf, "\\u2029", 6);
		else {
			cw_buf_putc(buf, text[0]);
			return 1;
		}
		return 3;
	}
	if (how == 'u') {
		const char escape[] = { '\\', 'u', '0', '0', hex[byte >> 4],
			hex[byte & 15] };

		cw_buf_put(buf, escape, sizeof(escape));
	} else {
		const char escape[] = { '\\', how };

		cw_buf_put(buf, escape, sizeof(escape));
	}
	return 1;
}

void
cw_buf_put_json(struct cw_buf *buf, const char *text, size_t len)
{
	const size_t start = buf->len;
	size_t at = 0;

	cw_buf_putc(buf, '"');
	while (at < len && !buf->failed) {
		const size_t run = at;

		while (at < len && json_escapes[(unsigned char)text[at]] == 0)
			at++;
		cw_buf_put(buf, text + run, at - run);
		if (at < len)
			at += put_escaped(buf, text + at, len - at);
	}
	cw_buf_putc(buf, '"');
	if (buf->failed)
		buf->len = start;
}

void
cw_buf_put_hex(struct cw_buf *buf, const void *bytes, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < len; i++) {
		cw_buf_putc(buf, hex[byte[i] >> 4]);
		cw_buf_putc(buf, hex[byte[i] & 15]);
	}
}

enum cw_err
cw_buf_end(const struct cw_buf *buf)
{
	return buf->failed ? CW_NOMEM : CW_OK;
}

bool
cw_text_equal(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
cw_text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static const struct {
	int32_t first, last;
} white_space[] = {
	{ 0x09, 0x0d },
	{ 0x20, 0x20 },
	{ 0x85, 0x85 },
	{ 0xa0, 0xa0 },
	{ 0x1680, 0x1680 },
	{ 0x2000, 0x200b },
	{ 0x2028, 0x2029 },
	{ 0x202f, 0x202f },
	{ 0x205f, 0x205f },
	{ 0x3000, 0x3000 },
	{ 0xfeff, 0xfeff },
};

static bool
is_white_space(int32_t point)
{
	for (size_t i = 0; i < CW_LEN(white_space); i++) {
		if (point >= white_space[i].first &&
		    point <= white_space[i].last)
			return true;
	}
	return false;
}

bool
cw_text_is_blank(const char *text)
{
	size_t len = strlen(text);
	size_t size;

	while (len > 0) {
		if (!is_white_space(cw_utf8_next(text, len, &size)))
			return false;
		text += size;
		len -= size;
	}
	return true;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
cw_text_equal_nocase(const char *a, const char *b)
{
	while (*a != '\0' && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

enum cw_err
cw_text_to_int(const char *text, int64_t *out)
{
	const bool is_negative = text[0] == '-';
	const char *digit = text + is_negative;
	int64_t value = 0;

	if (digit[0] == '\0' || (digit[0] == '0' && text[1] != '\0'))
		return CW_INVALID;
	for (; *digit != '\0'; digit++) {
		if (*digit < '0' || *digit > '9')
			return CW_INVALID;
		/* Counted down from zero, where there is one number more. */
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, *digit - '0', &value))
			return CW_INVALID;
	}
	if (!is_negative && value == INT64_MIN)
		return CW_INVALID;
	*out = is_negative ? value : -value;
	return CW_OK;
}

int
cw_text_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The strict JSON scan: one pass by recursive descent, keys kept on a stack. */

#include "gateway/scan.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

#define NUMBER_MAX_BYTES 255
#define WHOLE_MAX INT64_C(9007199254740991) /* 2^53 - 1 */

/* A key as it reads without escapes. */
struct key {
	const char *text;
	size_t len;
	size_t offset; /* where it stands, for the message */
};

struct scan {
	struct cw_arena *arena;
	const char *begin;
	const char *at;
	const char *end;
	int depth_left;
	struct key *keys; /* of all objects that are open, outermost first */
	size_t keys_count;
	size_t keys_cap;
	struct cw_scan_problem *problem;
};

static enum cw_err scan_value(struct scan *scan); /* recursive */

static enum cw_err
refuse_at(struct scan *scan, size_t offset, const char *message)
{
	scan->problem->message = message;
	scan->problem->offset = offset;
	return CW_INVALID;
}

static enum cw_err
refuse(struct scan *scan, const char *message)
{
	return refuse_at(scan, (size_t)(scan->at - scan->begin), message);
}

static void
skip_space(struct scan *scan)
{
	while (scan->at < scan->end &&
	    (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' ||
		*scan->at == '\t'))
		scan->at++;
}

static bool
is_next(const struct scan *scan, char c)
{
	return scan->at < scan->end && *scan->at == c;
}

/* --- numbers ------------------------------------------------------------- */

/* How many digits come next; they are passed over. */
static size_t
skip_digits(struct scan *scan)
{
	const char *from = scan->at;

	while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
		scan->at++;
	return (size_t)(scan->at - from);
}

static enum cw_err
check_range(struct scan *scan, const char *from, bool is_whole)
{
	char copy[NUMBER_MAX_BYTES + 1];
	size_t len = (size_t)(scan->at - from);
	double value;

	if (len > NUMBER_MAX_BYTES)
		return refuse(scan, "A number has too many digits.");
	memcpy(copy, from, len);
	copy[len] = '\0';
	/* A double is exact up to the bound, so it tells on which side. */
	value = fabs(strtod(copy, NULL));
	if (isinf(value) || (is_whole && value > (double)WHOLE_MAX))
		return refuse(scan, "A number is too large.");
	return CW_OK;
}

static enum cw_err
scan_number(struct scan *scan)
{
	const char *from = scan->at;
	bool is_whole = true;

	if (is_next(scan, '-'))
		scan->at++;
	if (is_next(scan, '0'))
		scan->at++;
	else if (skip_digits(scan) == 0)
		return refuse(scan, "A value was expected here.");
	if (is_next(scan, '.')) {
		is_whole = false;
		scan->at++;
		if (skip_digits(scan) == 0)
			return refuse(scan, "Digits must follow the point.");
	}
	if (is_next(scan, 'e') || is_next(scan, 'E')) {
		is_whole = false;
		scan->at++;
		if (is_next(scan, '+') || is_next(scan, '-'))
			scan->at++;
		if (skip_digits(scan) == 0)
			return refuse(scan, "An exponent needs digits.");
	}
	return check_range(scan, from, is_whole);
}

/* --- strings ------------------------------------------------------------- */

/* The four digits at text, or -1. */
static int32_t
hex_quad(const char *text, const char *end)
{
	int32_t value = 0;

	if (end - text < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = cw_text_hex_digit(text[i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* at stands behind "\u"; the code point, both halves of a pair taken. */
static enum cw_err
scan_unicode(struct scan *scan, int32_t *code)
{
	int32_t low;

	*code = hex_quad(scan->at, scan->end);
	if (*code < 0)
		return refuse(scan, "Four hexadecimal digits must follow \\u.");
	if (*code == 0)
		return refuse(scan, "Text must not hold the NUL character.");
	if (*code >= 0xdc00 && *code <= 0xdfff)
		return refuse(scan, "A surrogate stands alone.");
	scan->at += 4;
	if (*code < 0xd800 || *code > 0xdbff)
		return CW_OK;
	if (scan->end - scan->at < 6 || scan->at[0] != '\\' ||
	    scan->at[1] != 'u')
		return refuse(scan, "A surrogate stands alone.");
	low = hex_quad(scan->at + 2, scan->end);
	if (low < 0xdc00 || low > 0xdfff)
		return refuse(scan, "A surrogate stands alone.");
	scan->at += 6;
	*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
	return CW_OK;
}

/* at stands behind the backslash; the code point that is meant. */
static enum cw_err
scan_escape(struct scan *scan, int32_t *code)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	const char *letter;

	if (scan->at == scan->end)
		return refuse(scan, "A string is not closed.");
	if (*scan->at == 'u') {
		scan->at++;
		return scan_unicode(scan, code);
	}
	letter = memchr(letters, *scan->at, sizeof(letters) - 1);
	if (letter == NULL)
		return refuse(scan, "This escape is unknown.");
	*code = meanings[letter - letters];
	scan->at++;
	return CW_OK;
}

/* Past the string whose opening quote comes next. */
static enum cw_err
scan_string(struct scan *scan, bool *has_escapes)
{
	enum cw_err err;

	*has_escapes = false;
	scan->at++;
	while (scan->at < scan->end && *scan->at != '"') {
		unsigned char c = (unsigned char)*scan->at;
		size_t size = 1;
		int32_t code;

		if (c == '\\') {
			*has_escapes = true;
			scan->at++;
			err = scan_escape(scan, &code);
			if (err != CW_OK)
				return err;
			continue;
		}
		if (c < 0x20)
			return refuse(scan,
			    "A control character must be escaped.");
		if (c >= 0x80 &&
		    cw_utf8_next(scan->at, (size_t)(scan->end - scan->at),
			&size) < 0)
			return refuse(scan, "Text must be valid UTF-8.");
		scan->at += size;
	}
	if (scan->at == scan->end)
		return refuse(scan, "A string is not closed.");
	scan->at++;
	return CW_OK;
}

/* --- keys ---------------------------------------------------------------- */

static size_t
put_utf8(char *out, int32_t code)
{
	uint32_t c = (uint32_t)code;

	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/*
 * Resolve the escapes of a key that the scan has accepted, so that "a" and
 * "\u0061" are known as the same.  The result is never longer.
 */
static enum cw_err
unescape_key(struct scan *scan, struct key *key)
{
	struct scan inner = *scan;
	char *out = cw_arena_alloc(scan->arena, key->len);
	size_t len = 0;
	int32_t code;
	enum cw_err err;

	if (out == NULL)
		return CW_NOMEM;
	inner.at = key->text;
	inner.end = key->text + key->len;
	while (inner.at < inner.end) {
		if (*inner.at != '\\') {
			out[len++] = *inner.at++;
			continue;
		}
		inner.at++;
		err = scan_escape(&inner, &code);
		if (err != CW_OK)
			return err;
		len += put_utf8(out + len, code);
	}
	key->text = out;
	key->len = len;
	return CW_OK;
}

static enum cw_err
push_key(struct scan *scan, const struct key *key)
{
	if (scan->keys_count == scan->keys_cap) {
		size_t cap = scan->keys_cap == 0 ? 16 : scan->keys_cap * 2;
		struct key *keys =
		    cw_arena_calloc(scan->arena, cap, sizeof(*keys));

		if (keys == NULL)
			return CW_NOMEM;
		if (scan->keys_count > 0)
			memcpy(keys, scan->keys,
			    scan->keys_count * sizeof(*keys));
		scan->keys = keys;
		scan->keys_cap = cap;
	}
	scan->keys[scan->keys_count++] = *key;
	return CW_OK;
}

static enum cw_err
scan_key(struct scan *scan)
{
	const char *from = scan->at;
	struct key key;
	bool has_escapes;
	enum cw_err err;

	if (!is_next(scan, '"'))
		return refuse(scan, "A key in double quotes was expected.");
	err = scan_string(scan, &has_escapes);
	if (err != CW_OK)
		return err;
	key.text = from + 1;
	key.len = (size_t)(scan->at - from) - 2;
	key.offset = (size_t)(from - scan->begin);
	if (has_escapes) {
		err = unescape_key(scan, &key);
		if (err != CW_OK)
			return err;
	}
	return push_key(scan, &key);
}

static int
compare_keys(const void *a, const void *b)
{
	const struct key *left = a;
	const struct key *right = b;
	int order;

	if (left->len != right->len)
		return left->len < right->len ? -1 : 1;
	order = memcmp(left->text, right->text, left->len);
	if (order != 0)
		return order;
	return left->offset < right->offset ? -1 : 1;
}

/* An object has ended: are its keys, those from `first` on, all different? */
static enum cw_err
check_keys(struct scan *scan, size_t first)
{
	size_t count = scan->keys_count - first;
	struct key *keys;

	scan->keys_count = first;
	if (count < 2)
		return CW_OK;
	keys = scan->keys + first;
	qsort(keys, count, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < count; i++)
		if (keys[i].len == keys[i - 1].len &&
		    memcmp(keys[i].text, keys[i - 1].text, keys[i].len) == 0)
			return refuse_at(scan, keys[i].offset,
			    "A key stands twice in one object.");
	return CW_OK;
}

/* --- objects, lists, values ---------------------------------------------- */

static enum cw_err
scan_member(struct scan *scan)
{
	enum cw_err err = scan_key(scan);

	if (err != CW_OK)
		return err;
	skip_space(scan);
	if (!is_next(scan, ':'))
		return refuse(scan, "A colon was expected.");
	scan->at++;
	return scan_value(scan);
}

/*
 * What stands between the brackets, the opening one passed: `item` after
 * `item` with commas between, up to `close`, which is passed too.
 */
static enum cw_err
scan_items(struct scan *scan, char close, enum cw_err (*item)(struct scan *))
{
	enum cw_err err;

	skip_space(scan);
	if (is_next(scan, close)) {
		scan->at++;
		return CW_OK;
	}
	for (;;) {
		skip_space(scan);
		err = item(scan);
		if (err != CW_OK)
			return err;
		skip_space(scan);
		if (is_next(scan, close)) {
			scan->at++;
			return CW_OK;
		}
		if (!is_next(scan, ','))
			return refuse(scan,
			    close == '}'
				? "A comma or a closing brace was expected."
				: "A comma or a closing bracket was expected.");
		scan->at++;
	}
}

static enum cw_err
scan_nested(struct scan *scan)
{
	bool is_object = *scan->at == '{';
	size_t first = scan->keys_count;
	enum cw_err err;

	if (scan->depth_left == 0)
		return refuse(scan, "Objects and lists are nested too deep.");
	scan->depth_left--;
	scan->at++;
	err = is_object ? scan_items(scan, '}', scan_member)
			: scan_items(scan, ']', scan_value);
	scan->depth_left++;
	if (err != CW_OK || !is_object)
		return err;
	return check_keys(scan, first);
}

static enum cw_err
scan_word(struct scan *scan)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < CW_LEN(words); i++) {
		size_t len = strlen(words[i]);

		if ((size_t)(scan->end - scan->at) >= len &&
		    memcmp(scan->at, words[i], len) == 0) {
			scan->at += len;
			return CW_OK;
		}
	}
	return refuse(scan, "A value was expected here.");
}

static enum cw_err
scan_value(struct scan *scan)
{
	bool has_escapes;

	skip_space(scan);
	if (scan->at == scan->end)
		return refuse(scan, "A value was expected here.");
	switch (*scan->at) {
	case '{':
	case '[':
		return scan_nested(scan);
	case '"':
		return scan_string(scan, &has_escapes);
	case 't':
	case 'f':
	case 'n':
		return scan_word(scan);
	default:
		return scan_number(scan);
	}
}

enum cw_err
cw_json_scan(struct cw_arena *arena, const char *text, size_t len,
    int max_depth, struct cw_scan_problem *problem)
{
	struct scan scan = {
		.arena = arena,
		.begin = text,
		.at = text,
		.end = text + len,
		.depth_left = max_depth,
		.problem = problem,
	};
	enum cw_err err = scan_value(&scan);

	if (err != CW_OK)
		return err;
	skip_space(&scan);
	if (scan.at != scan.end)
		return refuse(&scan, "Nothing may follow the value.");
	return CW_OK;
}

/* Judging and folding user names (over utf8proc) and mail addresses. */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"
#include "pool/name.h"

#define LOCAL_MAX_BYTES 64 /* RFC 5321 section 4.5.3.1.1 */
#define LABEL_MAX_BYTES 63 /* RFC 1035 section 2.3.4 */

/* Scripts whose letters look like each other's. */
enum script { OTHER, LATIN, GREEK, CYRILLIC };

struct range {
	int32_t first, last;
	enum script script;
};

static const struct range ranges[] = {
	{ 0x0041, 0x005A, LATIN },
	{ 0x0061, 0x007A, LATIN },
	{ 0x00AA, 0x02B8, LATIN },
	{ 0x0370, 0x03FF, GREEK },
	{ 0x0400, 0x052F, CYRILLIC },
	{ 0x1C80, 0x1C8F, CYRILLIC },
	{ 0x1D00, 0x1D25, LATIN },
	{ 0x1D26, 0x1D2A, GREEK },
	{ 0x1D2B, 0x1D2B, CYRILLIC },
	{ 0x1D6B, 0x1D77, LATIN },
	{ 0x1D79, 0x1D9A, LATIN },
	{ 0x1E00, 0x1EFF, LATIN },
	{ 0x1F00, 0x1FFF, GREEK },
	{ 0x2C60, 0x2C7F, LATIN },
	{ 0xA640, 0xA69F, CYRILLIC },
	{ 0xA722, 0xA7FF, LATIN },
	{ 0xAB30, 0xAB64, LATIN },
	{ 0xAB65, 0xAB65, GREEK },
	{ 0xAB66, 0xAB6F, LATIN },
};

static enum script
script_of(int32_t c)
{
	for (size_t i = 0; i < CW_LEN(ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return ranges[i].script;
	return OTHER;
}

/* A normal form, with what utf8proc's options say, in the arena. */
static enum cw_err
transform(struct cw_arena *arena, const char *text, unsigned options,
    const char **out)
{
	utf8proc_option_t how = (utf8proc_option_t)(options |
	    UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
	utf8proc_int32_t *buf;
	utf8proc_ssize_t count, len;

	count = utf8proc_decompose(bytes, 0, NULL, 0, how);
	if (count < 0)
		return count == UTF8PROC_ERROR_NOMEM ? CW_NOMEM : CW_INVALID;
	/* One more, since the bytes that replace the numbers end with NUL. */
	buf = cw_arena_calloc(arena, (size_t)count + 1, sizeof(*buf));
	if (buf == NULL)
		return CW_NOMEM;
	count = utf8proc_decompose(bytes, 0, buf, count, how);
	if (count < 0)
		return CW_INVALID;
	len = utf8proc_reencode(buf, count, how);
	if (len < 0)
		return CW_INVALID;
	*out = (const char *)buf;
	return CW_OK;
}

static bool
is_letter_or_digit(int32_t c)
{
	/* Some fillers and joiners count as letters and cannot be seen. */
	if (utf8proc_get_property(c)->ignorable)
		return false;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return false;
	}
}

/* The characters of a name that is in NFC. */
static bool
has_only_name_chars(const char *name)
{
	enum script script, seen = OTHER;
	size_t size, len = strlen(name);
	int32_t c;

	for (size_t at = 0; at < len; at += size) {
		c = cw_utf8_next(name + at, len - at, &size);
		if (c == '.' || c == '_' || c == '-') {
			if (at == 0)
				return false;
			continue;
		}
		if (c < 0 || !is_letter_or_digit(c))
			return false;
		script = script_of(c);
		if (script != OTHER && seen != OTHER && script != seen)
			return false;
		if (script != OTHER)
			seen = script;
	}
	return true;
}

enum cw_err
cw_name_compose(struct cw_arena *arena, const char *text, const char **out)
{
	return transform(arena, text, 0, out);
}

enum cw_err
cw_name_fold(struct cw_arena *arena, const char *text, const char **fold)
{
	return transform(arena, text, UTF8PROC_CASEFOLD, fold);
}

enum cw_err
cw_name_check(struct cw_arena *arena, const char *text, const char **name,
    const char **fold)
{
	const char *nfc, *plain;
	size_t chars;
	enum cw_err err;

	/* In pieces no letter takes more than 12 bytes. */
	if (strlen(text) > CW_NAME_MAX_CHARS * 12)
		return CW_INVALID;
	err = transform(arena, text, 0, &nfc);
	if (err != CW_OK)
		return err;
	chars = cw_utf8_count(nfc, strlen(nfc));
	if (chars < CW_NAME_MIN_CHARS || chars > CW_NAME_MAX_CHARS)
		return CW_INVALID;
	if (!has_only_name_chars(nfc))
		return CW_INVALID;
	err = transform(arena, nfc, UTF8PROC_COMPAT, &plain);
	if (err != CW_OK)
		return err;
	if (strcmp(nfc, plain) != 0)
		return CW_INVALID;
	err = cw_name_fold(arena, nfc, fold);
	if (err != CW_OK)
		return err;
	*name = nfc;
	return CW_OK;
}

static bool
is_ascii_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* A dot-atom of RFC 5322 section 3.2.3. */
static bool
is_local_part(const char *text, size_t len)
{
	if (len == 0 || len > LOCAL_MAX_BYTES)
		return false;
	if (text[0] == '.' || text[len - 1] == '.')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '.' && text[i - 1] == '.')
			return false;
		if (!is_ascii_alnum(text[i]) &&
		    strchr(".!#$%&'*+-/=?^_`{|}~", text[i]) == NULL)
			return false;
	}
	return true;
}

static bool
is_label(const char *text, size_t len)
{
	if (len == 0 || len > LABEL_MAX_BYTES)
		return false;
	if (text[0] == '-' || text[len - 1] == '-')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!is_ascii_alnum(text[i]) && text[i] != '-')
			return false;
	return true;
}

/* Names with a dot whose last label is no number: an IP address is none. */
static bool
is_domain(const char *text)
{
	const char *dot = strchr(text, '.');

	if (dot == NULL)
		return false;
	while (dot != NULL) {
		if (!is_label(text, (size_t)(dot - text)))
			return false;
		text = dot + 1;
		dot = strchr(text, '.');
	}
	return is_label(text, strlen(text)) &&
	    strspn(text, "0123456789") != strlen(text);
}

enum cw_err
cw_email_fold(struct cw_arena *arena, const char *text, const char **fold)
{
	char *lower = cw_arena_strdup(arena, text);

	if (lower == NULL)
		return CW_NOMEM;
	for (char *c = lower; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	*fold = lower;
	return CW_OK;
}

enum cw_err
cw_email_check(struct cw_arena *arena, const char *text, const char **fold)
{
	const char *at = strrchr(text, '@');

	if (at == NULL || strlen(text) > CW_EMAIL_MAX_BYTES)
		return CW_INVALID;
	if (!is_local_part(text, (size_t)(at - text)) || !is_domain(at + 1))
		return CW_INVALID;
	return cw_email_fold(arena, text, fold);
}

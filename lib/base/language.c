/* Tags of languages. */

#include "base/language.h"

#include <string.h>

#include "base/text.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SUBTAG_MAX_CHARS 8
#define SCRIPT_CHARS 4
#define REGION_CHARS 2

static char
to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char
to_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* One subtag: Hant, TW, and all others in lower case. */
static void
write_subtag(char *tag, size_t len, bool is_first)
{
	const bool is_script = !is_first && len == SCRIPT_CHARS;
	const bool is_region = !is_first && len == REGION_CHARS;

	for (size_t i = 0; i < len; i++)
		tag[i] = is_region || (is_script && i == 0) ? to_upper(tag[i])
							    : to_lower(tag[i]);
}

bool
cw_language_read(const char *text, char out[CW_LANGUAGE_BYTES])
{
	const size_t size = strlen(text);
	size_t at = 0;

	if (size >= CW_LANGUAGE_BYTES || strspn(text, LETTERS) < 2)
		return false;
	memcpy(out, text, size + 1);
	for (;;) {
		size_t len = strspn(out + at, LETTERS "0123456789");

		if (len < 1 || len > SUBTAG_MAX_CHARS)
			return false;
		write_subtag(out + at, len, at == 0);
		at += len;
		if (out[at] == '\0')
			return true;
		if (out[at] != '-' && out[at] != '_')
			return false;
		out[at++] = '-';
	}
}

bool
cw_language_widen(char tag[CW_LANGUAGE_BYTES])
{
	char *hyphen = strrchr(tag, '-');

	if (hyphen == NULL)
		return false;
	*hyphen = '\0';
	return true;
}

bool
cw_language_is_rtl(const char *tag)
{
	static const char *const languages[] = { "ar", "dv", "fa", "he", "ps",
		"sd", "ug", "ur", "yi" };
	const size_t len = strcspn(tag, "-");

	for (size_t i = 0; i < CW_LEN(languages); i++)
		if (strlen(languages[i]) == len &&
		    memcmp(languages[i], tag, len) == 0)
			return true;
	return false;
}

/* Lines of the log, taken apart and shown. */

#include "logline.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

/* --- taking apart --------------------------------------------------------- */

static int
unescaped(char c)
{
	static const char codes[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	const char *found = c == '\0' ? NULL : strchr(codes, c);

	return found == NULL ? -1 : meanings[found - codes];
}

/* The four digits behind \u as UTF-8; surrogates, which no line has, as '?'. */
static size_t
put_code(const char *digits, char *out)
{
	unsigned code = 0;

	for (int i = 0; i < 4; i++) {
		int digit = cw_text_hex_digit(digits[i]);

		if (digit < 0)
			return 0;
		code = code * 16 + (unsigned)digit;
	}
	if (code >= 0xd800 && code < 0xe000)
		code = '?';
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | code >> 12);
	out[1] = (char)(0x80 | (code >> 6 & 0x3f));
	out[2] = (char)(0x80 | (code & 0x3f));
	return 3;
}

/* The string that *at is behind the quote of; NULL: it has no end. */
static char *
take_string(char **at)
{
	char *text = *at, *out = text, *in = text;

	while (*in != '"') {
		size_t size = 1;
		int meaning;

		if (*in == '\0')
			return NULL;
		if (*in != '\\') {
			*out++ = *in++;
			continue;
		}
		meaning = unescaped(in[1]);
		if (meaning >= 0)
			*out = (char)meaning;
		else if (in[1] == 'u')
			size = put_code(in + 2, out);
		else
			return NULL;
		if (size == 0)
			return NULL;
		out += size;
		in += meaning >= 0 ? 2 : 6;
	}
	*at = in + 1;
	*out = '\0';
	return text;
}

/* A number or a word; what follows it is kept in *next. */
static char *
take_word(char **at, char *next)
{
	char *text = *at;
	size_t len = strspn(text, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");

	if (len == 0)
		return NULL;
	*at = text + len + 1;
	*next = text[len];
	text[len] = '\0';
	return text;
}

static bool
take_member(char **at, struct log_member *out, char *next)
{
	if (**at != '"')
		return false;
	++*at;
	out->name = take_string(at);
	if (out->name == NULL || **at != ':')
		return false;
	++*at;
	if (**at != '"') {
		out->text = take_word(at, next);
		return out->text != NULL;
	}
	++*at;
	out->text = take_string(at);
	if (out->text == NULL)
		return false;
	*next = **at;
	++*at;
	return true;
}

bool
log_line_parse(char *bytes, struct log_line *out)
{
	char next = ',';
	char *at = bytes;

	out->count = 0;
	if (*at++ != '{')
		return false;
	while (next == ',') {
		if (out->count == LOG_MEMBERS_MAX ||
		    !take_member(&at, &out->members[out->count], &next))
			return false;
		out->count++;
	}
	return next == '}' && *at == '\0';
}

const char *
log_line_find(const struct log_line *line, const char *name)
{
	for (size_t i = 0; i < line->count; i++)
		if (cw_text_equal(line->members[i].name, name))
			return line->members[i].text;
	return "";
}

/* --- showing -------------------------------------------------------------- */

void
log_text_print(FILE *to, const char *text)
{
	size_t left = strlen(text), size;

	for (; left > 0; text += size, left -= size) {
		int32_t code = cw_utf8_next(text, left, &size);

		if (code < 0)
			size = 1;
		if (code < 0x20 || (code >= 0x7f && code < 0xa0))
			(void)fprintf(to, "\\x%02x",
			    code < 0 ? (unsigned char)*text : (unsigned)code);
		else
			(void)fwrite(text, 1, size, to);
	}
}

/* Those that have a place of their own. */
static bool
is_first(const char *name)
{
	static const char *const names[] = { "ts", "level", "program",
		"message" };

	for (size_t i = 0; i < CW_LEN(names); i++)
		if (cw_text_equal(names[i], name))
			return true;
	return false;
}

void
log_line_print(FILE *to, const struct log_line *line)
{
	log_text_print(to, log_line_find(line, "ts"));
	(void)fprintf(to, " %-7s ", log_line_find(line, "level"));
	log_text_print(to, log_line_find(line, "program"));
	(void)fputs(": ", to);
	log_text_print(to, log_line_find(line, "message"));
	for (size_t i = 0; i < line->count; i++) {
		if (is_first(line->members[i].name))
			continue;
		(void)fputc(' ', to);
		log_text_print(to, line->members[i].name);
		(void)fputc('=', to);
		log_text_print(to, line->members[i].text);
	}
	(void)fputc('\n', to);
}

/* Taking paths and queries apart. */

#include "gateway/query.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

/* The byte that the two digits at text mean, or -1; 0 is no byte of ours. */
static int
hex_byte(const char *text, size_t len)
{
	int high, low;

	if (len < 2)
		return -1;
	high = cw_text_hex_digit(text[0]);
	low = cw_text_hex_digit(text[1]);
	if (high < 0 || low < 0 || high + low == 0)
		return -1;
	return high * 16 + low;
}

enum cw_err
cw_percent_decode(struct cw_arena *arena, const char *text, size_t len,
    enum cw_plus plus, const char **out)
{
	char *decoded = cw_arena_alloc(arena, len + 1);
	size_t count = 0;

	if (decoded == NULL)
		return CW_NOMEM;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '%') {
			int byte = hex_byte(text + i + 1, len - i - 1);

			if (byte < 0)
				return CW_INVALID;
			c = (char)byte;
			i += 2;
		} else if (c == '+' && plus == CW_PLUS_IS_SPACE) {
			c = ' ';
		} else if (c == '\0') {
			return CW_INVALID;
		}
		decoded[count++] = c;
	}
	if (!cw_utf8_is_valid(decoded, count))
		return CW_INVALID;
	decoded[count] = '\0';
	*out = decoded;
	return CW_OK;
}

/* --- queries ------------------------------------------------------------- */

static bool
is_known(const struct cw_parameter *parameters, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(parameters[i].name, name) == 0)
			return true;
	return false;
}

/* One piece, "name=value" or "name". */
static enum cw_err
parse_piece(struct cw_arena *arena, const char *piece, size_t len,
    struct cw_parameter *out)
{
	const char *equals = memchr(piece, '=', len);
	size_t name_len = equals == NULL ? len : (size_t)(equals - piece);
	size_t value_from = equals == NULL ? len : name_len + 1;
	enum cw_err err;

	err = cw_percent_decode(arena, piece, name_len, CW_PLUS_IS_SPACE,
	    &out->name);
	if (err != CW_OK)
		return err;
	err = cw_percent_decode(arena, piece + value_from, len - value_from,
	    CW_PLUS_IS_SPACE, &out->value);
	if (err != CW_OK)
		return err;
	out->value_len = strlen(out->value);
	return CW_OK;
}

enum cw_err
cw_query_parse(struct cw_arena *arena, const char *query,
    struct cw_parameter out[CW_QUERY_MAX_PARAMETERS], size_t *count)
{
	size_t found = 0;

	while (*query != '\0') {
		size_t len = strcspn(query, "&");
		enum cw_err err;

		if (len > 0) {
			struct cw_parameter parameter;

			if (found == CW_QUERY_MAX_PARAMETERS)
				return CW_INVALID;
			err = parse_piece(arena, query, len, &parameter);
			if (err != CW_OK)
				return err;
			if (is_known(out, found, parameter.name))
				return CW_INVALID;
			out[found++] = parameter;
		}
		query += len;
		if (*query == '&')
			query++;
	}
	*count = found;
	return CW_OK;
}

/* --- paths --------------------------------------------------------------- */

struct segment {
	const char *text;
	size_t len;
};

/* The length of the segment at path, up to the next '/'. */
static size_t
segment_length(const char *path, size_t len)
{
	const char *slash = memchr(path, '/', len);

	return slash == NULL ? len : (size_t)(slash - path);
}

/* Does a segment match the template's, which may be a {name}? */
static bool
matches(const char *want, size_t want_len, const char *have, size_t have_len)
{
	if (have_len == 0)
		return false;
	if (want[0] == '{')
		return true;
	return want_len == have_len && memcmp(want, have, want_len) == 0;
}

/* Is a template's segment {name}? */
static bool
is_named(const char *want, size_t want_len, const char *name)
{
	return name != NULL && want[0] == '{' && strlen(name) == want_len - 2 &&
	    memcmp(want + 1, name, want_len - 2) == 0;
}

/*
 * Walk a template and a path side by side, segment by segment.  True if they
 * match; with a name, *segment is what stands for {name}.
 */
static bool
walk(const char *template, const char *path, size_t len, const char *name,
    struct segment *out)
{
	size_t template_len = strlen(template);

	while (template_len > 0 && len > 0) {
		size_t want, have;

		if (*template != '/' || *path != '/')
			return false;
		want = segment_length(template + 1, template_len - 1);
		have = segment_length(path + 1, len - 1);
		if (!matches(template + 1, want, path + 1, have))
			return false;
		if (is_named(template + 1, want, name))
			*out = (struct segment){ path + 1, have };
		template += want + 1;
		template_len -= want + 1;
		path += have + 1;
		len -= have + 1;
	}
	return template_len == 0 && len == 0;
}

bool
cw_path_matches(const char *template, const char *path, size_t len)
{
	return walk(template, path, len, NULL, NULL);
}

bool
cw_path_segment(const char *template, const char *path, size_t path_len,
    const char *name, const char **segment, size_t *segment_len)
{
	struct segment found = { NULL, 0 };

	if (!walk(template, path, path_len, name, &found) || found.text == NULL)
		return false;
	*segment = found.text;
	*segment_len = found.len;
	return true;
}

bool
cw_path_has(const char *template, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = strchr(template, '{'); at != NULL;
	     at = strchr(at + 1, '{'))
		if (strncmp(at + 1, name, len) == 0 && at[len + 1] == '}')
			return true;
	return false;
}

/* Finding a cookie (RFC 6265 section 5.4) in the header a server hands over. */

#include <string.h>

#include "base/text.h"
#include "gateway/request.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/*
 * A piece between separators: is it "name=value" with this name?  *value is
 * what stands behind the '=', without quotes around it.
 */
static bool
is_cookie(const char *piece, size_t len, const char *name, const char **value,
    size_t *value_len)
{
	size_t name_len = strlen(name);

	while (len > 0 && is_blank(*piece)) {
		piece++;
		len--;
	}
	while (len > 0 && is_blank(piece[len - 1]))
		len--;
	if (len <= name_len || memcmp(piece, name, name_len) != 0 ||
	    piece[name_len] != '=')
		return false;
	piece += name_len + 1;
	len -= name_len + 1;
	if (len >= 2 && piece[0] == '"' && piece[len - 1] == '"') {
		piece++;
		len -= 2;
	}
	*value = piece;
	*value_len = len;
	return true;
}

enum cw_err
cw_cookie_find(struct cw_arena *arena, const char *header, const char *name,
    const char **out)
{
	const char *found = NULL;
	size_t found_len = 0;
	const char *value;
	size_t value_len;

	*out = NULL;
	while (header != NULL && *header != '\0') {
		size_t len = strcspn(header, ";,");

		if (is_cookie(header, len, name, &value, &value_len)) {
			if (found != NULL &&
			    (found_len != value_len ||
				memcmp(found, value, value_len) != 0))
				return CW_INVALID;
			found = value;
			found_len = value_len;
		}
		header += len;
		if (*header != '\0')
			header++;
	}
	if (found == NULL)
		return CW_OK;
	*out = cw_arena_copy(arena, found, found_len);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

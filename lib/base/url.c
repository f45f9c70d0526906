/* What URLs of this site may look like. */

#include "base/url.h"

#include <string.h>

#include "base/text.h"

#define HOST_MAX_BYTES 253

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* The end of the run, from the front, of bytes that is_good takes. */
static size_t
span(const char *text, size_t len, bool (*is_good)(char))
{
	size_t at = 0;

	while (at < len && is_good(text[at]))
		at++;
	return at;
}

static bool
is_host_char(char c)
{
	return is_alnum(c) || c == '-' || c == '.';
}

static bool
is_address_char(char c)
{
	return cw_text_hex_digit(c) >= 0 || c == ':' || c == '.';
}

/* How long the host at the front is; 0 if there is none. */
static size_t
host_span(const char *text, size_t len)
{
	size_t end;

	if (len > 0 && text[0] == '[') {
		end = 1 + span(text + 1, len - 1, is_address_char);
		return end > 1 && end < len && text[end] == ']' ? end + 1 : 0;
	}
	end = span(text, len, is_host_char);
	if (end == 0 || end > HOST_MAX_BYTES || !is_alnum(text[0]) ||
	    !is_alnum(text[end - 1]))
		return 0;
	return end;
}

static bool
is_port(const char *text, size_t len)
{
	unsigned long port = 0;

	if (len == 0 || len > 5 || text[0] == '0')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		port = port * 10 + (unsigned long)(text[i] - '0');
	}
	return port <= 65535;
}

bool
cw_url_is_host_port(const char *text, size_t len)
{
	const size_t host = host_span(text, len);

	if (host == 0 || host == len)
		return host != 0;
	return text[host] == ':' && is_port(text + host + 1, len - host - 1);
}

/* How long "http://" or "https://" at the front is; 0 if neither is there. */
static size_t
scheme_span(const char *text, size_t len)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < 2; i++) {
		const size_t size = strlen(schemes[i]);

		if (len > size && memcmp(text, schemes[i], size) == 0)
			return size;
	}
	return 0;
}

bool
cw_url_is_origin(const char *text, size_t len)
{
	const size_t scheme = scheme_span(text, len);

	return scheme != 0 && cw_url_is_host_port(text + scheme, len - scheme);
}

static bool
is_segment_char(char c)
{
	return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool
cw_url_is_path(const char *text, size_t len)
{
	if (len == 0)
		return false;
	while (len > 0) {
		size_t size;

		if (text[0] != '/')
			return false;
		size = span(text + 1, len - 1, is_segment_char);
		if (size == 0 || (size == 1 && text[1] == '.') ||
		    (size == 2 && memcmp(text + 1, "..", 2) == 0))
			return false;
		text += 1 + size;
		len -= 1 + size;
	}
	return true;
}

bool
cw_url_is_base(const char *text, size_t len)
{
	const size_t scheme = scheme_span(text, len);
	const char *slash;

	if (scheme == 0)
		return false;
	slash = memchr(text + scheme, '/', len - scheme);
	if (slash == NULL)
		return cw_url_is_origin(text, len);
	return cw_url_is_origin(text, (size_t)(slash - text)) &&
	    cw_url_is_path(slash, len - (size_t)(slash - text));
}

void
cw_url_put_segment(struct cw_buf *buf, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c) != NULL) {
			cw_buf_putc(buf, (char)c);
			continue;
		}
		cw_buf_putc(buf, '%');
		cw_buf_putc(buf, hex[c >> 4]);
		cw_buf_putc(buf, hex[c & 15]);
	}
}

/* Entity tags: making an answer's own, and comparing a client's. */

#include "gateway/etag.h"

#include <string.h>

#include "base/crypto.h"
#include "base/text.h"
#include "config.h"
#include "gateway/request.h"

#define VERSION_MAX_BYTES 2048

enum cw_err
cw_etag_make(struct cw_ctx *cx, const struct cw_endpoint *endpoint,
    const void *req, const char **out)
{
	char text[CW_HASH_CHARS + 1];
	unsigned char hash[CW_HASH_BYTES];
	struct cw_buf version;
	enum cw_err err;

	*out = NULL;
	if (endpoint->version == NULL)
		return CW_OK;
	cw_buf_init(&version, cx->chat.arena,
	    VERSION_MAX_BYTES + CW_URI_MAX_BYTES);
	cw_buf_printf(&version, "%s %s\n%lld\n%s\n", endpoint->name,
	    PACKAGE_VERSION, (long long)cx->chat.user_id, cx->request->uri);
	err = endpoint->version(cx, req, &version);
	if (err == CW_NOTFOUND)
		return CW_OK;
	if (err == CW_OK)
		err = cw_buf_end(&version);
	if (err != CW_OK)
		return err;
	cw_crypto_sha256(version.data, version.len, hash);
	cw_crypto_hash_text(hash, text);
	*out = cw_arena_printf(cx->chat.arena, "\"%.22s\"", text);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* The tag at a place, with its quotes but without W/; its length, 0 none. */
static size_t
tag_at(const char *at)
{
	const char *end;

	if (*at != '"')
		return 0;
	end = strchr(at + 1, '"');
	return end == NULL ? 0 : (size_t)(end + 1 - at);
}

bool
cw_etag_is_among(const char *header, const char *tag)
{
	size_t len;

	if (header == NULL || tag == NULL)
		return false;
	header += strspn(header, " \t");
	if (*header == '*')
		return header[1 + strspn(header + 1, " \t")] == '\0';
	for (;; header += len) {
		header += strspn(header, ", \t");
		if (cw_text_starts(header, "W/"))
			header += 2;
		len = tag_at(header);
		if (len == 0)
			return false;
		if (len == strlen(tag) && memcmp(header, tag, len) == 0)
			return true;
	}
}

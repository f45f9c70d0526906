/* Keeping first answers beside what they tell of. */

#include "gateway/idempotency.h"

#include <string.h>

#include "base/crypto.h"
#include "gateway/service.h"

/* Every so many answers kept, some old ones are forgotten. */
#define EXPIRE_EVERY 64
#define EXPIRE_ROWS 256

const struct cw_field cw_idempotency_field = {
	.name = "idempotency_key",
	.header = "Idempotency-Key",
	.doc = "Made up by the client for one request; if the request must be "
	       "sent again, the same key brings the first answer and nothing "
	       "is done twice. Good for 24 hours.",
	.kind = CW_KIND_TEXT,
	.format = CW_FORMAT_KEY,
	.min = 1,
	.max = CW_IDEMPOTENCY_KEY_MAX_CHARS,
	.standard = CW_ABSENT,
};

enum cw_err
cw_idempotency_check(struct cw_request *request,
    const struct cw_endpoint *endpoint, bool *has_key)
{
	const char *key = request->idempotency_key;

	*has_key = endpoint->is_idempotent_by_key && key != NULL;
	if (!*has_key)
		return CW_OK;
	for (const char *c = key; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return cw_request_problem(request, "Idempotency-Key",
			    "This must be printable ASCII without blanks.");
	if (*key == '\0' || strlen(key) > CW_IDEMPOTENCY_KEY_MAX_CHARS)
		return cw_request_problem(request, "Idempotency-Key",
		    "This must have 1 to %d characters.",
		    CW_IDEMPOTENCY_KEY_MAX_CHARS);
	return CW_OK;
}

/* SHA-256 of the path, a line feed (which no path has) and the body. */
static enum cw_err
hash_request(const struct cw_request *request,
    unsigned char hash[CW_HASH_BYTES])
{
	size_t len = request->path_len + 1 + request->body_len;
	char *bytes = cw_arena_alloc(request->arena, len);

	if (bytes == NULL)
		return CW_NOMEM;
	memcpy(bytes, request->path, request->path_len);
	bytes[request->path_len] = '\n';
	if (request->body_len > 0)
		memcpy(bytes + request->path_len + 1, request->body,
		    request->body_len);
	cw_crypto_sha256(bytes, len, hash);
	return CW_OK;
}

static enum cw_err
read_answer(struct cw_rows *rows, struct cw_arena *arena,
    const unsigned char hash[CW_HASH_BYTES], struct cw_kept_answer *out)
{
	unsigned char first_hash[CW_HASH_BYTES];
	enum cw_err err;

	err = cw_col_bytes(rows, 0, first_hash, sizeof(first_hash));
	if (err != CW_OK)
		return err;
	if (!cw_crypto_equal(hash, first_hash, sizeof(first_hash)))
		return CW_REUSED;
	out->status = (int)cw_col_int(rows, 1);
	err = cw_col_text(rows, 2, arena, &out->location);
	if (err != CW_OK)
		return err;
	err = cw_col_text(rows, 3, arena, &out->body);
	if (err == CW_OK)
		out->body_len = strlen(out->body);
	return err;
}

enum cw_err
cw_idempotency_find(struct cw_ctx *cx, const struct cw_endpoint *endpoint,
    struct cw_kept_answer *out)
{
	unsigned char hash[CW_HASH_BYTES];
	const struct cw_val args[] = {
		cw_int(cx->chat.user_id),
		cw_text(endpoint->name),
		cw_text(cx->request->idempotency_key),
		cw_int(cx->chat.now_ms - CW_IDEMPOTENCY_TTL_MS),
	};
	struct cw_rows rows;
	enum cw_err err = hash_request(cx->request, hash);

	if (err != CW_OK)
		return err;
	err = cw_query_one(cx->chat.store, CW_SQL_IDEMPOTENCY_FIND, args,
	    CW_LEN(args), &rows);
	if (err == CW_OK)
		err = read_answer(&rows, cx->chat.arena, hash, out);
	cw_rows_end(&rows);
	return err;
}

static enum cw_err
forget_old(struct cw_ctx *cx)
{
	const struct cw_val args[] = {
		cw_int(cx->chat.now_ms - CW_IDEMPOTENCY_TTL_MS),
		cw_int(EXPIRE_ROWS),
	};

	if (atomic_fetch_add(&cx->service->kept, 1) % EXPIRE_EVERY != 0)
		return CW_OK;
	return cw_exec(cx->chat.store, CW_SQL_IDEMPOTENCY_EXPIRE, args,
	    CW_LEN(args), NULL);
}

enum cw_err
cw_idempotency_keep(struct cw_ctx *cx, const struct cw_endpoint *endpoint,
    const struct cw_kept_answer *answer)
{
	unsigned char hash[CW_HASH_BYTES];
	enum cw_err err = hash_request(cx->request, hash);
	const struct cw_val args[] = {
		cw_int(cx->chat.user_id),
		cw_text(endpoint->name),
		cw_text(cx->request->idempotency_key),
		cw_bytes(hash, sizeof(hash)),
		cw_int(answer->status),
		cw_text(answer->location),
		cw_text(answer->body),
		cw_int(cx->chat.now_ms),
	};

	if (err != CW_OK)
		return err;
	err = cw_exec(cx->chat.store, CW_SQL_IDEMPOTENCY_ADD, args,
	    CW_LEN(args), NULL);
	if (err != CW_OK)
		return err;
	return forget_old(cx);
}

/*
 * Idempotency keys: a request that comes again gets its first answer, and
 * nothing is done twice.
 */

#ifndef CW_GATEWAY_IDEMPOTENCY_H
#define CW_GATEWAY_IDEMPOTENCY_H

#include "base/text.h"
#include "gateway/endpoint.h"
#include "gateway/request.h"

#define CW_IDEMPOTENCY_KEY_MAX_CHARS 64
#define CW_IDEMPOTENCY_TTL_MS (INT64_C(24) * 60 * 60 * 1000)

/* An answer as it is kept. */
struct cw_kept_answer {
	int status;
	const char *location; /* NULL none */
	const char *body;
	size_t body_len;
};

/* The header as a model's field, to check and to describe it. */
extern const struct cw_field cw_idempotency_field;

/* Does this request carry a key that counts?  CW_INVALID: it is none. */
enum cw_err cw_idempotency_check(struct cw_request *request,
    const struct cw_endpoint *endpoint, bool *has_key) CW_CHECKED;

/*
 * The first answer to this key, inside the transaction.  CW_NOTFOUND: it has
 * not come before, or too long ago.  CW_REUSED: it came with another path or
 * body.
 */
enum cw_err cw_idempotency_find(struct cw_ctx *cx,
    const struct cw_endpoint *endpoint, struct cw_kept_answer *out) CW_CHECKED;

/* Keep the first answer, in the same transaction. */
enum cw_err
cw_idempotency_keep(struct cw_ctx *cx, const struct cw_endpoint *endpoint,
    const struct cw_kept_answer *answer) CW_CHECKED;

#endif

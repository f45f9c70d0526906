/*
 * Origins: whose page a request comes from.
 */

#ifndef CW_GATEWAY_CORS_H
#define CW_GATEWAY_CORS_H

#include <stdbool.h>

#include "base/conf.h"

/* What a page of another origin may send and see. */
#define CW_CORS_REQUEST_HEADERS                                     \
	"authorization, content-type, x-api-key, idempotency-key, " \
	"last-event-id, if-none-match, x-amz-date, x-amz-security-token"
#define CW_CORS_REPLY_HEADERS "location, x-request-id, retry-after, etag"
#define CW_CORS_MAX_AGE_SEC "600"

/* Is it one of cors_origins, letter by letter?  NULL is none. */
bool cw_cors_is_allowed(const struct cw_conf *conf, const char *origin);

/* Is it the origin of base_url? */
bool cw_cors_is_own(const struct cw_conf *conf, const char *origin);

#endif

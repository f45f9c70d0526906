/*
 * Proxy events of API Gateway (REST API) as CGI requests, and CGI answers as
 * proxy results: a saved test event runs against our programs, and what comes
 * back can be compared with what a function returned.
 */

#ifndef CW_GATEWAY_PROXY_H
#define CW_GATEWAY_PROXY_H

#include "base/list.h"
#include "base/text.h"

struct cw_proxy_request {
	struct cw_texts vars; /* "NAME=value" (RFC 3875), each name once */
	const char *body;
	size_t body_len;
};

/*
 * An event's request.  prefix is put before its path, unless that has it.
 * The multi-value members win over the others; of headers with many values one
 * line is made.  CW_INVALID: *problem, a sentence, says what is wrong.
 */
enum cw_err
cw_proxy_read(struct cw_arena *arena, const char *event, const char *prefix,
    struct cw_proxy_request *out, const char **problem) CW_CHECKED;

/*
 * A CGI answer as a proxy result, one JSON object.  A body that is not UTF-8 is
 * given in Base64.  CW_INVALID: it is no CGI answer.
 */
enum cw_err
cw_proxy_write(struct cw_buf *out, const char *answer, size_t len) CW_CHECKED;

#endif

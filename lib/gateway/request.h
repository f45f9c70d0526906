/*
 * The method request: what came in, from FastCGI parameters or the environment.
 *
 * Nothing here trusts its input.  Routing is by REQUEST_URI: the query is cut
 * off, the API prefix stripped, the path split at '/', and each segment decoded
 * once, after splitting.  Refused with CW_INVALID: NUL, invalid UTF-8, broken
 * percent-encoding, a parameter or header given twice, an unknown query
 * parameter.
 */

#ifndef CW_GATEWAY_REQUEST_H
#define CW_GATEWAY_REQUEST_H

#include "gateway/endpoint.h"

#define CW_URI_MAX_BYTES 8192
#define CW_QUERY_MAX_PARAMETERS 32
#define CW_JSON_MAX_DEPTH 16

/* The request as the web server hands it over; strings are the arena's. */
struct cw_request {
	struct cw_arena *arena;
	const char *method;
	const char *uri;
	const char *content_type; /* without parameters, lower case; "" none */
	const char *body;
	size_t body_len;
	const char *cookie; /* the Cookie header or NULL */
	const char *authorization;
	const char *origin;
	const char *fetch_site; /* Sec-Fetch-Site */
	const char *accept;
	const char *idempotency_key;
	const char *last_event_id;
	const char *remote_addr;
	bool is_https;
	char id[25]; /* random, also X-Request-Id */
	struct cw_list problems; /* of struct cw_problem */
};

/* Add a problem that the client is told; message is copied. */
enum cw_err cw_request_problem(struct cw_request *request, const char *at,
    const char *fmt, ...) CW_PRINTF(3, 4) CW_CHECKED;

/*
 * Parse and check everything that the model names into out.  CW_INVALID with
 * problems; CW_UNSUPPORTED: a body of a type nobody reads; CW_TOOLARGE.
 */
enum cw_err cw_request_parse(struct cw_request *request,
    const struct cw_endpoint *endpoint, void *out) CW_CHECKED;

/* Do the path and an endpoint's path template match?  Segments decoded later. */
bool cw_path_matches(const char *template, const char *path, size_t len);

/*
 * The value of a cookie, in the arena; accepts ';' and Apache's ',' between
 * cookies.  *out NULL: not there.  CW_INVALID: there twice with two values.
 */
enum cw_err cw_cookie_find(struct cw_arena *arena, const char *header,
    const char *name, const char **out) CW_CHECKED;

#endif

/*
 * Requests that are for no endpoint, or not for this one.
 */

#ifndef CW_GATEWAY_UNROUTED_H
#define CW_GATEWAY_UNROUTED_H

#include "gateway/endpoint.h"
#include "gateway/request.h"

#define CW_ALLOW_BYTES 64

/* "GET", and so on; as in HTTP. */
const char *cw_method_name(enum cw_method method);

/* Is the request for this endpoint? */
bool cw_endpoint_is_for(const struct cw_endpoint *endpoint,
    const struct cw_request *request);

/*
 * The methods of the request's path, "GET, POST, OPTIONS"; endpoint, which may
 * be NULL, counts even if the table of routes does not have it.
 */
void cw_unrouted_allow(const struct cw_request *request,
    const struct cw_endpoint *endpoint, char allow[CW_ALLOW_BYTES]);

/*
 * What to answer.  CW_OK: OPTIONS of a path that there is; CW_METHOD: there is
 * the path; else CW_NOTFOUND, also if a program has path and method but the
 * server did not bring the request there: it took the path for another.
 */
enum cw_err cw_unrouted_judge(const struct cw_request *request,
    const struct cw_endpoint *endpoint) CW_CHECKED;

#endif

/*
 * Who calls, and may they?  The one place that decides.
 */

#ifndef CW_GATEWAY_ACCESS_H
#define CW_GATEWAY_ACCESS_H

#include "gateway/endpoint.h"
#include "gateway/request.h"

/*
 * The session check and the rule against other sites' requests:
 * an unsafe method that comes with a cookie needs Sec-Fetch-Site same-origin
 * (or none), or, without that header, the Origin of base_url; and a body of
 * application/json.  Requests with Authorization need neither.
 * CW_UNAUTHORIZED, CW_CROSSSITE.
 */
enum cw_err cw_access_session(struct cw_ctx *cx,
    const struct cw_endpoint *endpoint, const struct cw_request *request)
    CW_CHECKED;

/* The membership, inside the handler's transaction.  CW_NOTFOUND. */
enum cw_err cw_access_member(struct cw_ctx *cx,
    const struct cw_endpoint *endpoint, const void *req) CW_CHECKED;

/* "__Host-chinwag" where base_url is https, else "chinwag". */
const char *cw_access_cookie_name(const struct cw_conf *conf);

#endif

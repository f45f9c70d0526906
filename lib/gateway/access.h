/*
 * Who calls, and may they?  The one place that decides.
 */

#ifndef CW_GATEWAY_ACCESS_H
#define CW_GATEWAY_ACCESS_H

#include "gateway/endpoint.h"
#include "gateway/request.h"

/*
 * The rule against other sites' requests.  An unsafe method needs
 * Sec-Fetch-Site same-origin or none, or, without that header, the Origin of
 * base_url; with a cookie one of the two must be there, and a body must be
 * application/json.  Not asked of requests with a token in Authorization,
 * which no page can send without being allowed to (CORS), nor of those from
 * an origin in cors_origins that come without a cookie.
 * CW_CROSSSITE, CW_UNSUPPORTED.
 */
enum cw_err
cw_access_origin(const struct cw_conf *conf, const struct cw_endpoint *endpoint,
    const struct cw_request *request) CW_CHECKED;

/*
 * The session check, if the endpoint wants one: fills cx->session and who
 * acts.  A token in Authorization, raw or after "Bearer ", a session's or one
 * of the pool's (jwt.h), goes before the cookie; credentials of other schemes
 * are some proxy's and are not looked at.
 * CW_UNAUTHORIZED; also for a cookie that is there twice with two values.
 */
enum cw_err
cw_access_session(struct cw_ctx *cx, const struct cw_endpoint *endpoint,
    const struct cw_request *request) CW_CHECKED;

/* The membership, inside the handler's transaction.  CW_NOTFOUND. */
enum cw_err cw_access_member(struct cw_ctx *cx,
    const struct cw_endpoint *endpoint, const void *req) CW_CHECKED;

/* "__Host-chinwag" where base_url is https, else "chinwag". */
const char *cw_access_cookie_name(const struct cw_conf *conf);

/* The cookie that a device is known by: the same and "-device". */
const char *cw_access_device_name(const struct cw_conf *conf);

/* And what a browser keeps that is away to a provider: "-handover". */
const char *cw_access_handover_name(const struct cw_conf *conf);

#endif

/*
 * Entity tags (RFC 9110 section 8.8.3): an answer that a client has already is
 * not made again.
 */

#ifndef CW_GATEWAY_ETAG_H
#define CW_GATEWAY_ETAG_H

#include "gateway/endpoint.h"

/*
 * The tag of what the endpoint would answer now, with its quotes, in the
 * arena: made from what its version function says, whose answer it is, the
 * request's address and this version of the programs.  *out NULL: there is
 * none.  Runs where the handler does, before it.
 */
enum cw_err cw_etag_make(struct cw_ctx *cx, const struct cw_endpoint *endpoint,
    const void *req, const char **out) CW_CHECKED;

/*
 * Does an If-None-Match header, which may be NULL, have the tag?  It is a list
 * of tags, weak ones too, or "*", which has any.  What follows something that
 * is no tag is not looked at.
 */
bool cw_etag_is_among(const char *header, const char *tag);

#endif

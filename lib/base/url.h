/*
 * What URLs of this site may look like (RFC 3986, in part): ASCII, http or
 * https, no user, no query, no fragment.
 */

#ifndef CW_BASE_URL_H
#define CW_BASE_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* A host name, IPv4 address or [IPv6 address], and maybe ":port". */
bool cw_url_is_host_port(const char *text, size_t len);

/* "http://" or "https://", and a host with or without a port. */
bool cw_url_is_origin(const char *text, size_t len);

/* "/a/b": segments that are not empty, "." or "..", no slash at the end. */
bool cw_url_is_path(const char *text, size_t len);

/* An origin, and maybe a path. */
bool cw_url_is_base(const char *text, size_t len);

/* Percent-encode all but unreserved characters. */
void cw_url_put_segment(struct cw_buf *buf, const char *text);

#endif

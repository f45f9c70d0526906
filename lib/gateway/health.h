/*
 * Is the product well enough to serve?
 */

#ifndef CW_GATEWAY_HEALTH_H
#define CW_GATEWAY_HEALTH_H

#include "gateway/endpoint.h"

/* Less room than this on the data's file system is a full disk. */
#define CW_HEALTH_FREE_MIN_BYTES (16 * 1024 * 1024)

/*
 * Both stores answer and are of this program's schema, and there is room to
 * write.  CW_FULL: there is none.  What else is wrong has been logged.
 */
enum cw_err cw_health_check(const struct cw_ctx *cx) CW_CHECKED;

#endif

/*
 * Times as clients of user pools write them: "Wed Mar 5 07:08:09 UTC 2025", in
 * English, the day without a zero in front.
 */

#ifndef CW_GATEWAY_IDP_TIME_H
#define CW_GATEWAY_IDP_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Seconds since 1970.  CW_INVALID. */
enum cw_err cw_idp_time(const char *text, int64_t *out) CW_CHECKED;

/* Is it one, and at most 5 minutes from now? */
bool cw_idp_is_timely(const char *text);

#endif

/*
 * Requests signed with a key pair: AWS Signature Version 4, as administrators'
 * programs make it.
 */

#ifndef CW_GATEWAY_SIGV4_H
#define CW_GATEWAY_SIGV4_H

#include "gateway/idp_call.h"

/*
 * A header of the request, by its name in lower case, or NULL.  One that came
 * twice is none.
 */
const char *cw_sigv4_header(const struct cw_source *source, const char *name);

/*
 * Is it signed by a key of an administrator's, in the last 5 minutes, over its
 * body and at least the headers host, x-amz-date and x-amz-target?  Fills
 * call->signer and call->actor.
 */
enum cw_idp_fault cw_sigv4_check(struct cw_idp_call *call);

#endif

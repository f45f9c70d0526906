/*
 * What signing in is answered with: a session, or the next step.
 */

#ifndef CW_GATEWAY_SIGNED_IN_H
#define CW_GATEWAY_SIGNED_IN_H

#include "gateway/endpoint.h"
#include "pool/signin.h"

/* A row of requests, for cw_reply_signed_in's wants_token. */
#define CW_ROW_TOKEN(s)                \
	CW_FLAG(s, token, CW_OPTIONAL, \
	    "Whether to answer with the session's token too.")

/* The body that cw_reply_signed_in fills. */
extern const struct cw_model cw_signed_in_model;

/*
 * Answer with how far somebody has come: the cookies, the body, and the person
 * made known to the chat, if they are in.
 */
enum cw_err cw_reply_signed_in(struct cw_ctx *cx,
    const struct cw_signed_in *done, bool wants_token, void *resp) CW_CHECKED;

struct cw_totp_new;

/* Answer with an app's seed, and the step in which a code proves it. */
enum cw_err
cw_reply_app_started(struct cw_ctx *cx, const struct cw_signed_in *done,
    const struct cw_totp_new *made, void *resp) CW_CHECKED;

#endif

/*
 * Asking a provider something, by an errand (base/errand.h).
 */

#ifndef CW_GATEWAY_OIDC_ASK_H
#define CW_GATEWAY_OIDC_ASK_H

#include "gateway/endpoint.h"

#define CW_OIDC_ANSWER_MAX_BYTES (256 * 1024)

struct cw_oidc_question {
	const char *url;
	const char *authorization; /* the header's value, or NULL */
	const char *form;	   /* what is posted; NULL: it is a GET */
};

/* A JSON object, not looked into yet. */
struct cw_oidc_answer {
	int status; /* 200, or 400 and so on */
	const char *body;
	size_t len;
};

/*
 * CW_UNREACHABLE: no answer that is one came in time: nothing, a redirect,
 * another media type, too much; why is logged.  CW_BUSY: too many ask.
 */
enum cw_err cw_oidc_ask(struct cw_ctx *cx, const struct cw_provider *provider,
    const struct cw_oidc_question *question,
    struct cw_oidc_answer *out) CW_CHECKED;

#endif

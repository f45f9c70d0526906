/*
 * What a provider publishes: its addresses (OpenID Connect Discovery 1.0
 * section 4) and its keys (RFC 7517 section 5), out of the store or fetched.
 */

#ifndef CW_GATEWAY_OIDC_DOCUMENT_H
#define CW_GATEWAY_OIDC_DOCUMENT_H

#include "gateway/endpoint.h"

struct cw_oidc_places {
	const char *authorization;
	const char *token;
	const char *keys;
	bool takes_post;   /* the secret goes into the body, not a header */
	bool tells_issuer; /* RFC 9207 section 3 */
};

/*
 * CW_UNREACHABLE: it cannot be asked, or its document is not right: another
 * issuer, addresses at hosts that are not its own; why is logged.
 */
enum cw_err cw_oidc_places(struct cw_ctx *cx,
    const struct cw_provider *provider, struct cw_oidc_places *out) CW_CHECKED;

/* What a discovery document says, if it is right.  *why if it is not. */
enum cw_err
cw_oidc_places_read(struct cw_arena *arena, const struct cw_provider *provider,
    const char *body, struct cw_oidc_places *out, const char **why) CW_CHECKED;

/* Its keys, a JSON object.  With `anew' those in the store are not enough. */
enum cw_err cw_oidc_keys(struct cw_ctx *cx, const struct cw_provider *provider,
    const struct cw_oidc_places *places, bool anew,
    const char **out) CW_CHECKED;

#endif

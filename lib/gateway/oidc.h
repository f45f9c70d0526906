/*
 * Signing in by other services: OpenID Connect Core 1.0 with the authorization
 * code (section 3.1), PKCE (RFC 7636, S256), state, nonce, and the issuer in
 * the answer (RFC 9207).
 *
 * A browser is sent to the provider by cw_oidc_begin, which gives it a cookie.
 * It comes back to the site, whose page hands over what came with it, and that
 * goes to cw_oidc_finish.
 */

#ifndef CW_GATEWAY_OIDC_H
#define CW_GATEWAY_OIDC_H

#include "gateway/endpoint.h"
#include "pool/handover.h"

#define CW_OIDC_CODE_MAX_CHARS 2048
#define CW_OIDC_STATE_MAX_CHARS 200

/* Rows of requests. */
#define CW_ROW_PROVIDER(s)                                                 \
	CW_TEXT(s, provider, 1, CW_PROVIDER_NAME_MAX_CHARS, CW_FORMAT_KEY, \
	    CW_REQUIRED, "Which provider.")

#define CW_ROW_OIDC_CODE(s)                                           \
	CW_TEXT(s, code, 1, CW_OIDC_CODE_MAX_CHARS, CW_FORMAT_SECRET, \
	    CW_REQUIRED, "What the browser came back with.")

#define CW_ROW_OIDC_STATE(s)                                         \
	CW_TEXT(s, state, 1, CW_OIDC_STATE_MAX_CHARS, CW_FORMAT_KEY, \
	    CW_REQUIRED, "The same.")

#define CW_ROW_OIDC_ISS(s)                                                   \
	CW_TEXT(s, iss, 1, CW_ISSUER_MAX_CHARS, CW_FORMAT_LINE, CW_OPTIONAL, \
	    "The same, if it was there.")

#define CW_ROW_ARRIVAL(s)                                                  \
	CW_TEXT(s, arrival, 1, CW_ARRIVAL_MAX_BYTES * 2, CW_FORMAT_SECRET, \
	    CW_REQUIRED, "As signing in by the provider has told it.")

/* The provider of a name.  CW_NOTFOUND. */
enum cw_err cw_oidc_provider(const struct cw_ctx *cx, const char *name,
    const struct cw_provider **out) CW_CHECKED;

/* Where to send the browser, which gets its cookie. */
struct cw_oidc_going {
	const char *location;
};

/* CW_NOTFOUND: no such provider.  CW_UNREACHABLE, CW_BUSY: oidc_ask.h. */
enum cw_err cw_oidc_begin(struct cw_ctx *cx, const char *provider,
    enum cw_handover_purpose purpose, struct cw_oidc_going *out) CW_CHECKED;

/* What came back with the browser. */
struct cw_oidc_coming {
	const char *provider;
	const char *code;
	const char *state;
	const char *iss; /* NULL none */
};

/*
 * Whom does it prove?  The cookie is void after.  CW_UNPROVEN: nobody, or the
 * browser did not set out for that here; why is logged.  Else as above.
 */
enum cw_err cw_oidc_finish(struct cw_ctx *cx, enum cw_handover_purpose purpose,
    const struct cw_oidc_coming *coming, struct cw_identity *out) CW_CHECKED;

/* Models that several programs share. */
extern const struct cw_model cw_oidc_going_model;
extern const struct cw_model cw_identity_model;

/* One whom no account is connected with yet, as clients see it. */
struct cw_arrival {
	const char *arrival;
	const char *provider;
	const char *label;
	const char *username;
	const char *email;
	bool verified;
	bool can_sign_up;
	bool needs_invitation;
	int64_t expires;
};

extern const struct cw_model cw_arrival_model;

enum cw_err cw_oidc_arrival(struct cw_ctx *cx,
    const struct cw_identity *identity, struct cw_arrival *out) CW_CHECKED;

/*
 * Who brings an arrival's token to a provider's path.  CW_NOTFOUND: no such
 * provider.  CW_UNPROVEN.
 */
enum cw_err cw_oidc_arrived(const struct cw_ctx *cx, const char *provider,
    const char *token, struct cw_identity *out) CW_CHECKED;

/* May they have an account made by it?  CW_FORBIDDEN: connect one at most. */
enum cw_err cw_oidc_may_sign_up(const struct cw_ctx *cx,
    const struct cw_identity *identity) CW_CHECKED;

#endif

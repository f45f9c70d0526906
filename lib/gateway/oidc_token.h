/*
 * Judging an ID token (OpenID Connect Core 1.0 sections 2 and 3.1.3.7).
 *
 * Which algorithm and whose keys count says the configuration, never the token:
 * it may say which of the provider's own keys, and no more.
 */

#ifndef CW_GATEWAY_OIDC_TOKEN_H
#define CW_GATEWAY_OIDC_TOKEN_H

#include "pool/identity.h"
#include "pool/provider.h"

#define CW_ID_TOKEN_MAX_BYTES (32 * 1024)

/* How far clocks may differ, and how old a token may be that was asked for. */
#define CW_ID_TOKEN_SKEW_SEC 60
#define CW_ID_TOKEN_AGE_SEC 600

struct cw_id_token {
	const char *text;
	const struct cw_provider *provider;
	const char *keys;  /* the provider's, JSON (RFC 7517 section 5) */
	const char *nonce; /* that was sent along */
	int64_t now_ms;
	const char *why; /* set with CW_UNPROVEN, for the log */
};

/*
 * Whom does it prove?  CW_UNPROVEN: nobody.  CW_NOTFOUND: it is signed by a key
 * that is not among these.
 */
enum cw_err cw_id_token_judge(struct cw_arena *arena, struct cw_id_token *token,
    struct cw_identity *out) CW_CHECKED;

/* Is there any key among these that the provider is to sign with? */
bool cw_id_token_has_key(struct cw_arena *arena,
    const struct cw_provider *provider, const char *keys);

#endif

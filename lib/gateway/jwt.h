/*
 * Tokens of the user pool: ID and access tokens as JSON Web Tokens (RFC 7519)
 * signed by RS256, with the claims that its clients read.
 *
 * Of a token that comes back nothing is believed before its signature: what
 * stands before the first dot must be, byte for byte, what a key of ours puts
 * there, so that a token chooses neither key nor algorithm.
 */

#ifndef CW_GATEWAY_JWT_H
#define CW_GATEWAY_JWT_H

#include "base/conf.h"
#include "pool/origin.h"
#include "pool/signing.h"

#define CW_JWT_MAX_BYTES 8192
#define CW_JWT_SCOPE "aws.cognito.signin.user.admin"

/* What a token says. */
struct cw_claims {
	enum cw_signing_use use;
	const char *sub;
	const char *client_id;
	const char *origin; /* origin_jti: the session that it belongs to */
	const char *scope;  /* of access tokens, else NULL */
	int64_t expires;    /* seconds since 1970 */
};

/* What tokens are made of. */
struct cw_jwt_of {
	const struct cw_client *client;
	const struct cw_origin *origin;
	const struct cw_holder *holder;
};

struct cw_jwt_pair {
	const char *id;
	const char *access;
};

/* The issuer's name: base_url and the pool's id. */
enum cw_err
cw_jwt_issuer(const struct cw_pool *pool, const struct cw_conf *conf,
    struct cw_arena *arena, const char **out) CW_CHECKED;

/* One of each; without keys to sign with some are made first. */
enum cw_err cw_jwt_make(struct cw_pool *pool, const struct cw_conf *conf,
    struct cw_arena *arena, const struct cw_jwt_of *of,
    struct cw_jwt_pair *out) CW_CHECKED;

/* Could it be a token of this kind?  One of a session never is. */
bool cw_jwt_looks_like(const char *text);

/*
 * Is it a token of ours?  Whether its session is living is not asked here.
 * CW_INVALID: it is not.  CW_MISMATCH: it was, but is too old.
 */
enum cw_err cw_jwt_read(struct cw_pool *pool, const struct cw_conf *conf,
    struct cw_arena *arena, const char *text, struct cw_claims *out) CW_CHECKED;

/* Who calls with a token, for the API's session check.  CW_UNAUTHORIZED. */
enum cw_err cw_jwt_session(struct cw_pool *pool, const struct cw_conf *conf,
    struct cw_arena *arena, const char *text,
    struct cw_session *out) CW_CHECKED;

#endif

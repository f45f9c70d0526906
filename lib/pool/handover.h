/*
 * What passes through others' hands while somebody signs in by a provider: both
 * are sealed under a key of the pool, so that nothing of it needs to be stored,
 * and nobody can fill the store by beginning and not going on.
 *
 * A handover is kept by the browser that goes to the provider, in a cookie, and
 * says what must come back.  An arrival is given to somebody whom a provider
 * proved, and who has no account that is connected with that yet.
 */

#ifndef CW_POOL_HANDOVER_H
#define CW_POOL_HANDOVER_H

#include "pool/identity.h"

#define CW_HANDOVER_LIFE_MS (INT64_C(10) * 60 * 1000)
#define CW_ARRIVAL_LIFE_MS (INT64_C(15) * 60 * 1000)
#define CW_HANDOVER_MAX_BYTES 1600
#define CW_ARRIVAL_MAX_BYTES 2400

enum cw_handover_purpose { CW_HANDOVER_SIGN_IN, CW_HANDOVER_LINK };

struct cw_handover {
	enum cw_handover_purpose purpose;
	const char *provider; /* by name */
	const char *issuer;
	const char *state; /* RFC 6749 section 10.12; names the purpose, too */
	const char *nonce; /* OpenID Connect Core 1.0 section 3.1.2.1 */
	const char *verifier; /* RFC 7636 */
	int64_t session_id;   /* whose account is to be connected; 0 none */
	int64_t expires;
};

/* Fill in state, nonce, verifier and expires afresh; *sealed is the cookie. */
enum cw_err cw_handover_begin(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_handover *handover, const char **sealed) CW_CHECKED;

/*
 * Open a cookie, of which this state is to be the state; each is good once.
 * CW_UNPROVEN: it is none of ours, too old, of another state, or was used.
 */
enum cw_err cw_handover_take(struct cw_pool *pool, struct cw_arena *arena,
    const char *sealed, const char *state, struct cw_handover *out) CW_CHECKED;

/* A token for somebody whom a provider proved, and until when it is good. */
enum cw_err cw_arrival_make(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_identity *identity, const char **token,
    int64_t *expires) CW_CHECKED;

/* CW_UNPROVEN: it is none of ours, or too old. */
enum cw_err cw_arrival_read(const struct cw_pool *pool, struct cw_arena *arena,
    const char *token, struct cw_identity *out) CW_CHECKED;

#endif

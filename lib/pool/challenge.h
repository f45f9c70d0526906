/*
 * Steps of a sign-in that come after the password.  Whoever answers one brings
 * the token that the step before has given: it is good for one account, one
 * client, one step, five tries and once.  For lib/pool alone.
 */

#ifndef CW_POOL_CHALLENGE_H
#define CW_POOL_CHALLENGE_H

#include "pool/inside.h"
#include "pool/token.h"

#define CW_CHALLENGE_TRIES 5

struct cw_challenge {
	int64_t account_id;
	int64_t epoch;	    /* the account's, when it began */
	const char *client; /* "" for the API itself */
	const char *step;   /* a word */
	/* What the steps before have left, not for others' eyes; may be "". */
	const char *state;
	int64_t created; /* when the sign-in began */
	int64_t life_ms; /* 0: conf->challenge_ttl_sec */
	int64_t expires;
	const char *token; /* only from cw_challenge_add */
	unsigned char hash[CW_HASH_BYTES];
};

/*
 * Begin a step, inside a transaction: account_id, epoch, client, step, state,
 * created and life_ms of *challenge count, and the rest is set.
 * CW_CREDENTIALS: the account changed meanwhile.
 */
enum cw_err cw_challenge_add(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, struct cw_challenge *challenge) CW_CHECKED;

/*
 * The step that a token of a client is for.  CW_UNAUTHORIZED: there is none
 * that may be answered.
 */
enum cw_err cw_challenge_find(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *token,
    struct cw_challenge *challenge) CW_CHECKED;

/*
 * The id of the client that may bring a token.  CW_UNAUTHORIZED: there is no
 * such step.  CW_MISMATCH: it is too old; *out is set.
 */
enum cw_err cw_challenge_client(struct cw_store *store, struct cw_arena *arena,
    const char *token, const char **out) CW_CHECKED;

/* As cw_challenge_find, and take a try; the transaction must be committed. */
enum cw_err cw_challenge_try(struct cw_pool *pool, struct cw_store *store,
    struct cw_arena *arena, const char *token,
    struct cw_challenge *challenge) CW_CHECKED;

/* It was answered.  CW_UNAUTHORIZED: by somebody else already. */
enum cw_err cw_challenge_use(struct cw_store *store,
    const struct cw_challenge *challenge) CW_CHECKED;

#endif

/*
 * Signing in by SRP: the password is proven without being sent.
 *
 * What is kept for it, the verifier, lets who has it guess passwords cheaply.
 * So it is made only while a client may sign in that way, and sealed under a
 * key that is not in the store.
 */

#ifndef CW_POOL_VERIFIER_H
#define CW_POOL_VERIFIER_H

#include "pool/client.h"
#include "pool/signin.h"

#define CW_VERIFIER_LIFE_MS (INT64_C(3) * 60 * 1000)

/* What a client is asked. */
struct cw_srp_question {
	const char *name;  /* that it must hash with the password */
	const char *salt;  /* hexadecimal */
	const char *b;	   /* B, hexadecimal */
	const char *block; /* base64; it comes back with the answer */
};

/* And what it answers. */
struct cw_srp_answer {
	const char *name;
	const char *block;
	const char *timestamp;
	const char *signature; /* base64 */
	const struct cw_client *client;
	const struct cw_actor *actor;
};

/*
 * Begin.  A name that nobody has is asked too, and always the same.
 * CW_INVALID: A is no number, or 0 modulo N.
 */
enum cw_err cw_verifier_ask(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_client *client, const char *login, const char *a,
    struct cw_srp_question *out) CW_CHECKED;

/*
 * End; errors, *out and *retry_ms as cw_sign_in.  CW_CREDENTIALS: also a
 * question that was not asked, was answered before, or is too old.
 */
enum cw_err cw_verifier_check(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_srp_answer *answer, struct cw_signed_in *out,
    int64_t *retry_ms) CW_CHECKED;

#endif

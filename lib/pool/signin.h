/*
 * Signing in to the API: the password, what is asked for after it, and at the
 * end a session.
 *
 * After the password the account may have to choose another one, since it was
 * given a temporary one, and to show a second factor, or to set one up where
 * that is required.  Each of these is a step with a token of its own; whoever
 * brings it has come through those before.
 */

#ifndef CW_POOL_SIGNIN_H
#define CW_POOL_SIGNIN_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/policy.h"
#include "pool/session.h"

struct cw_client;
struct cw_origin;

enum cw_step {
	CW_STEP_NONE, /* it is done: there is a session */
	CW_STEP_NEW_PASSWORD,
	CW_STEP_TOTP,
	CW_STEP_MAIL,
	CW_STEP_CHOOSE,	    /* which of the two; clients' alone */
	CW_STEP_SET_UP,	    /* a factor, where there is none */
	CW_STEP_PROVE_TOTP, /* by a code, that the app is set up */
	CW_STEP_PROVE_MAIL, /* that mail arrives */
	CW_STEP_PROVEN,	    /* and it goes on; clients' alone */
	CW_STEP__COUNT
};

/* "new_password", "totp" and so on; NULL for CW_STEP_NONE. */
const char *cw_step_word(enum cw_step step);

/* The step with a word; CW_STEP_NONE: there is none. */
enum cw_step cw_step_find(const char *word);

struct cw_sign_in {
	const char *login; /* name or mail address */
	const char *password;
	const char *device; /* the token of a known device, or NULL */
	const struct cw_actor *actor;
	const struct cw_client *client; /* of the pool; NULL: the API itself */
	/*
	 * The token of somebody whom a provider proved (handover.h): once they
	 * are in, the account is connected with that; NULL: nobody.
	 */
	const char *arrival;
};

/* How far somebody has come. */
struct cw_signed_in {
	const char *username;
	struct cw_session session;	/* with CW_STEP_NONE, for the API */
	const struct cw_origin *origin; /* with it, for a client */
	const char *device; /* and the device's token, if it is new */
	enum cw_step step;
	const char *token; /* of the step */
	int64_t expires;
	const char *destination; /* of a code by mail: "a***@e***" */
	bool can_totp, can_mail; /* the factors to choose from */
	struct cw_texts codes;	 /* recovery codes, just made */
};

/*
 * Sign in.  The same time and answers for known and unknown names.  *retry_ms
 * is set with CW_LOCKED and CW_BUSY.
 * CW_CREDENTIALS: name or password wrong.  CW_LOCKED: too many failures; the
 * attempt was not looked at and does not count.  CW_BUSY: no slot for hashing;
 * neither.  With the right password: CW_UNCONFIRMED, the account's address is
 * not confirmed; CW_WAITING, no administrator has approved of it yet; CW_RESET,
 * the password must be reset by mail first; out->username is set.  CW_TOOMANY:
 * a code was sent to the address too often.  With an arrival: CW_UNPROVEN, its
 * token is none or too old; CW_CONFLICT, as cw_identity_link.
 */
enum cw_err cw_sign_in(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_sign_in *in, struct cw_signed_in *out,
    int64_t *retry_ms) CW_CHECKED;

/* An answer to a step: a code, a recovery code, or a password. */
struct cw_step_answer {
	const char *token;
	const char *code;     /* six digits, or NULL */
	const char *recovery; /* instead of a code, or NULL */
	const char *password; /* the new one, or NULL */
	enum cw_step choice;  /* with CW_STEP_CHOOSE: of two factors */
	const char *label;    /* of the app's device, or NULL */
	const char *device;   /* as in cw_sign_in */
	const struct cw_actor *actor;
	const struct cw_client *client; /* the same that began */
	const char *login;   /* the account's name or address; NULL any */
	enum cw_step step;   /* that it is for; CW_STEP_NONE any */
	const char *problem; /* set with CW_INVALID: a sentence */
	int64_t retry_ms;    /* set with CW_LOCKED and CW_BUSY */
};

/*
 * Answer a step.  CW_UNAUTHORIZED: there is none that the token is for, or no
 * more.  CW_MISMATCH: the code is wrong.  CW_INVALID: the password may not be
 * one (problem says why), or is missing, or a code is.  Otherwise as
 * cw_sign_in.
 */
enum cw_err cw_sign_in_answer(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_step_answer *answer, struct cw_signed_in *out) CW_CHECKED;

/*
 * Instead of answering, have a code sent by mail; also another one.  Who must
 * set a factor up may do so by mail.
 * CW_UNAUTHORIZED as above; CW_FORBIDDEN: the account does not use mail.
 */
enum cw_err cw_sign_in_by_mail(struct cw_pool *pool, struct cw_arena *arena,
    const char *token, const struct cw_actor *actor,
    struct cw_signed_in *out) CW_CHECKED;

struct cw_totp_new;

/* Setting up an app, by the token of a step. */
struct cw_app_start {
	const char *token;
	const struct cw_client *client; /* the same that began */
	const char *label;		/* of the app's device */
	const struct cw_actor *actor;
};

/*
 * Who must set a factor up begins with an app, also anew; CW_STEP_PROVE_TOTP
 * follows.  CW_UNAUTHORIZED as above; CW_FORBIDDEN: no factor is to be set up.
 */
enum cw_err cw_sign_in_start_app(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_app_start *in, struct cw_totp_new *made,
    struct cw_signed_in *out) CW_CHECKED;

/*
 * The id of the client that a step is for; "" for the API.  CW_UNAUTHORIZED as
 * above; CW_MISMATCH: it is too late to answer it, and *out is set.
 */
enum cw_err cw_sign_in_client(struct cw_pool *pool, struct cw_arena *arena,
    const char *token, const char **out) CW_CHECKED;

/*
 * Prove once more who one is, before something grave: the actor's password.
 * CW_CREDENTIALS, CW_LOCKED, CW_BUSY: as cw_sign_in; sign-ins share the lock.
 */
enum cw_err cw_reauthenticate(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *password,
    int64_t *retry_ms) CW_CHECKED;

/* An address as others may see it: "a***@e***", in the arena. */
enum cw_err cw_address_mask(struct cw_arena *arena, const char *email,
    const char **out) CW_CHECKED;

#endif

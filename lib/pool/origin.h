/*
 * What somebody has who signed in by a client of the pool: a session, and a
 * refresh token for it.  Ending the session, in whatever way, makes void all
 * that its tokens were good for.
 */

#ifndef CW_POOL_ORIGIN_H
#define CW_POOL_ORIGIN_H

#include "pool/attribute.h"
#include "pool/audit.h"
#include "pool/client.h"
#include "pool/session.h"

/* Whom tokens speak of. */
struct cw_holder {
	int64_t account_id;
	const char *sub;
	const char *name;
	const char *email;
	const char *email_next; /* that waits for its code; NULL none */
	bool is_confirmed;
	bool is_disabled;
	int64_t confirmed;	   /* when; 0 not yet */
	struct cw_list attributes; /* of struct cw_attribute */
	struct cw_list groups;	   /* of struct cw_usergroup */
	struct cw_list identities; /* of struct cw_identity */
};

/* CW_NOTFOUND. */
enum cw_err cw_holder_find(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_holder *out) CW_CHECKED;
/* By a name or mail address; it takes as long where there is nobody. */
enum cw_err cw_holder_by_login(struct cw_pool *pool, struct cw_arena *arena,
    const char *login, struct cw_holder *out) CW_CHECKED;

struct cw_origin {
	int64_t session_id;
	int64_t account_id;
	const char *uuid;
	int64_t began;	     /* when somebody signed in, ms since 1970 */
	int64_t expires;     /* of the refresh token */
	const char *refresh; /* a new one; NULL: the client has it */
	bool is_new;	     /* it has just begun (signin.h) */
};

/* A refresh token, as a client brings it. */
struct cw_refresh {
	const struct cw_client *client;
	const char *token;
	const struct cw_actor *actor;
};

/*
 * Whose is a refresh token?  Where the client's rotate, another takes its
 * place.  CW_INVALID: nobody made it for this client.  CW_UNAUTHORIZED: its
 * session has ended.  CW_MISMATCH: it is too old.  CW_REUSED: another took its
 * place before; whoever has it, the session has ended now.
 */
enum cw_err cw_origin_by_refresh(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_refresh *in, struct cw_origin *out) CW_CHECKED;

/* The account that it is for; the token stays as it is.  Errors as above. */
enum cw_err cw_origin_whose(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_refresh *in, int64_t *account_id) CW_CHECKED;

/* End what a refresh token is for; fine if it has ended.  CW_INVALID. */
enum cw_err cw_origin_revoke(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_refresh *in) CW_CHECKED;

/*
 * Note that something secret was used, which may be once until it expires;
 * inside a transaction.  CW_MISMATCH: it was.
 */
enum cw_err cw_spent_use(struct cw_store *store, const void *bytes, size_t len,
    int64_t expires) CW_CHECKED;

#endif

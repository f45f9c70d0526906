/*
 * Sessions: signing in, the session check, signing out.
 */

#ifndef CW_POOL_SESSION_H
#define CW_POOL_SESSION_H

#include "pool/pool.h"

#define CW_TOKEN_CHARS 43 /* 256 random bits in base64url */

/* Who calls. */
struct cw_session {
	int64_t id;
	int64_t account_id;
	const char *username;
	const char *email;
	int64_t expires;   /* ms since 1970 */
	const char *token; /* only from cw_session_start: the only copy */
	int64_t confirmed; /* of the account */
};

/*
 * Sign in with a name or mail address.  The same time and answers for known
 * and unknown names.  *retry_ms is set with CW_LOCKED and CW_BUSY.
 * CW_CREDENTIALS: name or password wrong.  CW_UNCONFIRMED: right, but the
 * account's address is not confirmed; out->username is set.  CW_LOCKED: too
 * many failures; the attempt was not looked at and does not count.  CW_BUSY: no
 * slot for hashing; neither.
 */
enum cw_err cw_session_start(struct cw_pool *pool, struct cw_arena *arena,
    const char *login, const char *password, struct cw_session *out,
    int64_t *retry_ms) CW_CHECKED;

/* The session check.  CW_UNAUTHORIZED: no living session has the token. */
enum cw_err cw_session_check(struct cw_pool *pool, struct cw_arena *arena,
    const char *token, struct cw_session *out) CW_CHECKED;

/*
 * The same for a session that a client of the pool has (origin.h), by what its
 * tokens say, once their signature was checked.
 */
enum cw_err cw_session_by_origin(struct cw_pool *pool, struct cw_arena *arena,
    const char *uuid, const char *client_id, struct cw_session *out) CW_CHECKED;

/* Is a session, checked before, still living?  For open streams. */
enum cw_err cw_session_is_alive(struct cw_pool *pool, int64_t session_id,
    bool *out) CW_CHECKED;

/* Changes when sessions may have ended; cheap, for who asks often. */
enum cw_err cw_session_version(struct cw_pool *pool, int64_t *out) CW_CHECKED;

enum cw_err cw_session_end(struct cw_pool *pool, int64_t session_id) CW_CHECKED;
enum cw_err
cw_session_end_all(struct cw_pool *pool, int64_t account_id) CW_CHECKED;

#endif

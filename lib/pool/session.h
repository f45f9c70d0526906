/*
 * Sessions: the session check, the list of them, signing out.  signin.h begins
 * them.
 */

#ifndef CW_POOL_SESSION_H
#define CW_POOL_SESSION_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/pool.h"
#include "pool/token.h"

#define CW_AGENT_MAX_CHARS 200
#define CW_SESSIONS_MAX 100 /* that a list shows */

/* Who calls. */
struct cw_session {
	int64_t id;
	int64_t account_id;
	const char *username;
	const char *email;
	int64_t expires;   /* ms since 1970 */
	const char *token; /* only from signing in: the only copy */
	int64_t confirmed; /* of the account */
	int64_t seen;	   /* when it was last used, to the hour */
	bool is_administrator;
};

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

/*
 * Write down that a session was used, unless that was done within the hour.
 * That it fails does no harm, and is logged.
 */
void cw_session_touch(struct cw_pool *pool, const struct cw_session *session);

/* A session as its owner sees it. */
struct cw_session_seen {
	int64_t id;
	int64_t created;
	int64_t seen;
	int64_t expires;
	const char *agent;   /* what the client calls itself; may be "" */
	const char *address; /* its network; may be "" */
	const char *label;   /* NULL: none was given */
	bool current;	     /* it is the one that asks */
};

/* The living sessions of whose session this is, those used last first. */
enum cw_err cw_session_list(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_session *session, struct cw_list *out) CW_CHECKED;

/* End a session of the actor's own.  CW_NOTFOUND: there is none of that id. */
enum cw_err cw_session_end(struct cw_pool *pool, const struct cw_actor *actor,
    int64_t session_id) CW_CHECKED;

/* Void all that was issued to an account: sessions, tokens, challenges. */
enum cw_err
cw_session_end_all(struct cw_pool *pool, const struct cw_actor *actor,
    int64_t account_id, const char *username) CW_CHECKED;

#endif

/*
 * Clients of the pool: programs that people sign in with by the protocol of
 * user pools; and key pairs that administrators' programs sign requests with.
 */

#ifndef CW_POOL_CLIENT_H
#define CW_POOL_CLIENT_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/pool.h"

#define CW_CLIENT_ID_CHARS 26
#define CW_CLIENT_SECRET_CHARS 51
#define CW_CLIENT_NAME_MAX_BYTES 128
#define CW_POOL_ID_CHARS 20
#define CW_POOL_REGION "xx-local-1"

/* Ways of signing in that a client may use. */
enum cw_flow {
	CW_FLOW_PASSWORD = 1,
	CW_FLOW_SRP = 2, /* keeps verifiers, which are cheap to guess at */
	CW_FLOW_ADMIN_PASSWORD = 4,
};

/* Seconds. */
#define CW_TOKEN_TTL_MIN INT64_C(300)
#define CW_TOKEN_TTL_MAX INT64_C(86400)
#define CW_TOKEN_TTL INT64_C(3600)
#define CW_REFRESH_TTL_MIN INT64_C(3600)
#define CW_REFRESH_TTL_MAX (INT64_C(3650) * 86400)
#define CW_REFRESH_TTL (INT64_C(30) * 86400)
#define CW_REFRESH_GRACE_MAX INT64_C(60)

struct cw_client {
	const char *id;
	const char *name;
	const char *secret; /* that it shares with us; NULL none */
	int64_t flows;	    /* of enum cw_flow */
	bool tells_unknown; /* it is told that a name is unknown */
	int64_t access_ttl_sec;
	int64_t id_ttl_sec;
	int64_t refresh_ttl_sec;
	bool rotates;	   /* each refresh token is good once, */
	int64_t grace_sec; /* but for so long after that */
	int64_t created;
};

/*
 * The pool's id, which never changes: "xx-local-1_" and 9 letters and digits.
 * The part behind the '_' is in what clients hash by SRP.
 */
void cw_pool_id(const struct cw_pool *pool, char out[CW_POOL_ID_CHARS + 1]);
/* That part, of an id. */
const char *cw_pool_id_name(const char *id);

/* Bytes that are always the same for a name, and mean nothing. */
void cw_pool_invent(const struct cw_pool *pool, const char *name,
    unsigned char out[CW_HASH_BYTES]);

/*
 * Count one more of what went wrong for a name, which may be nobody's.
 * CW_TOOMANY: it is more than `most' within the hour.
 */
enum cw_err cw_client_limit(struct cw_pool *pool, struct cw_arena *arena,
    const char *what, const char *login, int64_t most) CW_CHECKED;

/*
 * Make a client out of what `in' says; its id, its time and, if in->secret is
 * not NULL, a secret are made.  The first one brings the keys that sign tokens.
 * CW_INVALID: a time to live out of bounds, or a name that is too long.
 */
enum cw_err cw_client_add(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_client *in, struct cw_client *out) CW_CHECKED;

/* CW_NOTFOUND. */
enum cw_err cw_client_find(struct cw_pool *pool, struct cw_arena *arena,
    const char *id, struct cw_client *out) CW_CHECKED;

/* All, by id; *out holds struct cw_client. */
enum cw_err cw_client_list(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_list *out) CW_CHECKED;

/* Everything but its id and secret.  CW_NOTFOUND, CW_INVALID. */
enum cw_err
cw_client_change(struct cw_pool *pool, const struct cw_client *in) CW_CHECKED;

/* Remove it, and end what people have by it.  CW_NOTFOUND. */
enum cw_err cw_client_remove(struct cw_pool *pool, const char *id) CW_CHECKED;

/* Does any client sign in that way? */
enum cw_err cw_client_any_has(struct cw_store *store, enum cw_flow flow,
    bool *out) CW_CHECKED;

#define CW_ACCESS_KEY_CHARS 20

struct cw_access_key {
	const char *id;
	const char *secret;   /* only from cw_access_key_add and _find */
	const char *username; /* the administrator who answers for it */
	int64_t account_id;
	int64_t created;
};

/*
 * A key pair for an account, which is of use while it is an administrator's.
 * CW_NOTFOUND: no such account.
 */
enum cw_err cw_access_key_add(struct cw_pool *pool, struct cw_arena *arena,
    const char *username, struct cw_access_key *out) CW_CHECKED;
/* CW_NOTFOUND: no such key, or its account is no administrator any more. */
enum cw_err cw_access_key_find(struct cw_pool *pool, struct cw_arena *arena,
    const char *id, struct cw_access_key *out) CW_CHECKED;
enum cw_err cw_access_key_list(struct cw_pool *pool, struct cw_arena *arena,
    struct cw_list *out) CW_CHECKED;
/* CW_NOTFOUND. */
enum cw_err
cw_access_key_remove(struct cw_pool *pool, const char *id) CW_CHECKED;

#endif

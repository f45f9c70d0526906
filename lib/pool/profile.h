/*
 * An account as its owner and administrators see it.
 */

#ifndef CW_POOL_PROFILE_H
#define CW_POOL_PROFILE_H

#include "base/list.h"
#include "pool/pool.h"

struct cw_profile {
	int64_t id; /* inside the pool */
	const char *username;
	const char *sub;
	const char *email;
	const char *email_next; /* NULL: no other is to be confirmed */
	const char *status;	/* "CONFIRMED" and so on */
	bool enabled;
	bool waiting;	 /* for an administrator to approve of it */
	bool totp, mail; /* second factors */
	int64_t created;
	int64_t changed;
	int64_t deletion; /* when it was asked for; CW_NEVER: it was not */
	struct cw_texts groups;	   /* those that count most first */
	struct cw_list attributes; /* of struct cw_attribute */
	struct cw_texts providers; /* that it is connected with, by name */
};

/* What has not happened. */
#define CW_NEVER INT64_MIN

/* CW_NOTFOUND. */
enum cw_err cw_profile_find(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_profile *out) CW_CHECKED;

/* The same by name, in any case. */
enum cw_err cw_profile_find_name(struct cw_pool *pool, struct cw_arena *arena,
    const char *username, struct cw_profile *out) CW_CHECKED;

#endif

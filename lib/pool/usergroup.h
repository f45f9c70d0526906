/*
 * Groups of accounts.  Members of the group `administrators', which is there
 * from the start, may manage accounts; the session check says who is one.
 *
 * (What lib/db/group.h has under cw_group is the group commit.)
 */

#ifndef CW_POOL_USERGROUP_H
#define CW_POOL_USERGROUP_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/pool.h"

#define CW_ADMINISTRATORS "administrators"

#define CW_USERGROUP_NAME_MAX_CHARS 128
#define CW_USERGROUP_DESCRIPTION_MAX_CHARS 2048
#define CW_USERGROUPS_MAX 10000
#define CW_USERGROUPS_PER_ACCOUNT 100

/* A group that has no precedence counts least. */
#define CW_NO_PRECEDENCE INT64_MIN

struct cw_usergroup {
	const char *name;
	const char *description; /* may be empty */
	int64_t precedence;	 /* the lower, the more it counts */
	const char *role;	 /* what others know it by; NULL none */
	int64_t created;
	int64_t changed;
	int64_t id; /* inside the pool */
};

/*
 * A name of a group: 1 to 128 characters, none of them blank or invisible.
 * *fold is what names are compared by.  CW_INVALID.
 */
enum cw_err cw_usergroup_check(struct cw_arena *arena, const char *name,
    const char **fold) CW_CHECKED;

/*
 * Make a group; created and changed of `in' do not count.  CW_CONFLICT: there
 * is one of that name.  CW_INVALID: it is no name.  CW_TOOMANY: there are
 * CW_USERGROUPS_MAX.
 */
enum cw_err cw_usergroup_add(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_usergroup *in) CW_CHECKED;

/*
 * Change description and precedence of the group named so, and its role unless
 * that is NULL.  CW_NOTFOUND.
 */
enum cw_err cw_usergroup_change(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const struct cw_usergroup *in) CW_CHECKED;

/* CW_NOTFOUND.  CW_FORBIDDEN: that of the administrators. */
enum cw_err cw_usergroup_remove(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *name) CW_CHECKED;

/* CW_NOTFOUND. */
enum cw_err cw_usergroup_find(struct cw_pool *pool, struct cw_arena *arena,
    const char *name, struct cw_usergroup *out) CW_CHECKED;

/* Groups by name, those after one (""); *out holds struct cw_usergroup. */
enum cw_err cw_usergroup_list(struct cw_pool *pool, struct cw_arena *arena,
    const char *after, int64_t limit, struct cw_list *out) CW_CHECKED;

/* The groups of an account, those that count most first. */
enum cw_err cw_usergroup_list_of(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_list *out) CW_CHECKED;

/* A page of a group's members. */
struct cw_usergroup_page {
	const char *name;  /* of the group */
	const char *after; /* the last name of the page before; "" none */
	int64_t limit;
};

/* Names of accounts in a group, by name.  CW_NOTFOUND: no such group. */
enum cw_err cw_usergroup_members(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_usergroup_page *page, struct cw_texts *out) CW_CHECKED;

/*
 * Put an account into a group, or take it out; fine if it is, or is not,
 * there.  CW_NOTFOUND: no such group or account.  CW_TOOMANY: it is in
 * CW_USERGROUPS_PER_ACCOUNT.  CW_CONFLICT: it is the last administrator who
 * can sign in, and it is not the operator who asks.
 */
enum cw_err cw_usergroup_join(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *name,
    const char *username) CW_CHECKED;
enum cw_err cw_usergroup_leave(struct cw_pool *pool, struct cw_arena *arena,
    const struct cw_actor *actor, const char *name,
    const char *username) CW_CHECKED;

#endif

/*
 * What people tell of themselves: the standard claims of OpenID Connect Core
 * 1.0 section 5.1 that are theirs to tell, and those that the configuration
 * names, called custom: and the name.
 *
 * `name' is what they want to be called, `locale' their language and `zoneinfo'
 * their time zone.  The mail address is no attribute: see change.h.
 */

#ifndef CW_POOL_ATTRIBUTE_H
#define CW_POOL_ATTRIBUTE_H

#include "base/list.h"
#include "pool/audit.h"
#include "pool/pool.h"

#define CW_ATTRIBUTES_MAX 100
#define CW_ATTRIBUTE_NAME_MAX_CHARS 27 /* custom: and 20 */
#define CW_ATTRIBUTE_VALUE_MAX_CHARS 2048

struct cw_attribute {
	const char *name;
	const char *value; /* to be changed: "" removes it */
};

/*
 * May an attribute have this value?  *problem is a sentence if not.
 * CW_INVALID; CW_NOTFOUND: there is no such attribute.
 */
enum cw_err cw_attribute_check(const struct cw_conf *conf,
    const struct cw_attribute *attribute, const char **problem) CW_CHECKED;

/* Those of an account, by name; *out holds struct cw_attribute. */
enum cw_err cw_attribute_list(struct cw_pool *pool, struct cw_arena *arena,
    int64_t account_id, struct cw_list *out) CW_CHECKED;

/* Set one that was checked, inside a transaction of the pool store. */
enum cw_err cw_attribute_put(struct cw_store *store, int64_t account_id,
    const struct cw_attribute *attribute) CW_CHECKED;

/* Whose attributes are changed, and how. */
struct cw_attribute_change {
	int64_t account_id;
	const char *username;
	const struct cw_attribute *attributes; /* each was checked */
	size_t count;
	const struct cw_actor *actor;
};

/* All of them, or none.  CW_NOTFOUND: no such account. */
enum cw_err cw_attribute_set(struct cw_pool *pool,
    const struct cw_attribute_change *change) CW_CHECKED;

#endif

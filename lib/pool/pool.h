/*
 * The user pool: what all its parts work with.
 *
 * A pool belongs to a process and may be used by many threads.  Its functions
 * make their own transactions on the pool store; the chat store is not known
 * here.
 */

#ifndef CW_POOL_POOL_H
#define CW_POOL_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/conf.h"
#include "base/crypto.h"
#include "base/err.h"
#include "db/db.h"

struct cw_pool;

/*
 * conf must outlive the pool.  Reads DATA/keys (made by cw_pool_init_keys);
 * opens connections at the first need.
 */
enum cw_err
cw_pool_open(const struct cw_conf *conf, struct cw_pool **out) CW_CHECKED;
void cw_pool_close(struct cw_pool *pool);

/* Close connections that nobody uses at the moment; they open again at need. */
void cw_pool_rest(struct cw_pool *pool);

/* Make DATA/keys (0600) with fresh random keys, unless it is there. */
enum cw_err cw_pool_init_keys(const char *data_dir) CW_CHECKED;

/* An account, without its secrets. */
struct cw_account {
	int64_t id;
	const char *name;
	const char *email;
	bool is_confirmed;
	bool is_waiting;   /* for an administrator to approve of it */
	int64_t confirmed; /* when; 0 not yet */
	const char *sub;   /* a UUID that is never another's */
	int64_t created;   /* ms since 1970 */
	int64_t changed;
};

#endif

/*
 * The mail queue as operators see it.
 */

#ifndef CW_POOL_MAIL_QUEUE_H
#define CW_POOL_MAIL_QUEUE_H

#include "base/list.h"
#include "pool/pool.h"

/* A mail that was not sent. */
struct cw_mail_row {
	int64_t id;
	const char *recipient;
	int64_t created;
	int64_t tries;
	int64_t due; /* when it is tried next, unless it was given up */
	bool is_given_up;
};

/*
 * Mail that waits or was given up, with ids above `after', at most limit.
 * out: items are struct cw_mail_row.
 */
enum cw_err cw_mail_list(struct cw_pool *pool, struct cw_arena *arena,
    int64_t after, int64_t limit, struct cw_list *out) CW_CHECKED;

/*
 * Have a mail sent that was given up; it has a day again.  CW_NOTFOUND: it was
 * not, or what it says is gone.
 */
enum cw_err cw_mail_again(struct cw_pool *pool, int64_t id) CW_CHECKED;

/* Forget a mail that was not sent.  CW_NOTFOUND: there is none of that id. */
enum cw_err cw_mail_drop(struct cw_pool *pool, int64_t id) CW_CHECKED;

struct cw_mail_tally {
	int64_t waiting;
	int64_t oldest; /* when the first of them was queued; 0: none waits */
	int64_t given_up;
};

enum cw_err
cw_mail_tally(struct cw_pool *pool, struct cw_mail_tally *out) CW_CHECKED;

#endif

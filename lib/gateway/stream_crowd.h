/*
 * The crowd: all readers, found by their user.
 */

#ifndef CW_GATEWAY_STREAM_CROWD_H
#define CW_GATEWAY_STREAM_CROWD_H

#include "gateway/stream_reader.h"

struct cw_crowd {
	struct cw_reader_list *buckets; /* by user id */
	size_t buckets_count;		/* a power of two */
	size_t count;			/* of readers */
};

/* Room for about readers_max; more only makes it slower. */
enum cw_err
cw_crowd_init(struct cw_crowd *crowd, int64_t readers_max) CW_CHECKED;
void cw_crowd_clear(struct cw_crowd *crowd); /* nobody is in it */

void cw_crowd_add(struct cw_crowd *crowd, struct cw_reader *reader);
void cw_crowd_remove(struct cw_crowd *crowd, struct cw_reader *reader);

/*
 * The first reader of a user, and the one after a reader; NULL none.  To
 * remove a reader on the way, ask for the next one before.
 */
struct cw_reader *cw_crowd_first(const struct cw_crowd *crowd, int64_t user_id);
struct cw_reader *cw_crowd_next(const struct cw_reader *reader);

/* How many readers a user has. */
int64_t cw_crowd_count(const struct cw_crowd *crowd, int64_t user_id);

#endif

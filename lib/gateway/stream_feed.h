/*
 * What a stream needs of the stores: the feed of events and whom each is for,
 * what a reader missed, and whether sessions still live.
 *
 * A feed belongs to the thread of its stream.  After CW_STORE the process must
 * go; after any other error the same call may be made again.
 */

#ifndef CW_GATEWAY_STREAM_FEED_H
#define CW_GATEWAY_STREAM_FEED_H

#include "base/conf.h"
#include "base/text.h"
#include "gateway/events.h"
#include "gateway/stream_output.h"
#include "pool/session.h"

struct cw_feed {
	struct cw_store *store; /* the chat, for reading */
	struct cw_pool *pool;
	struct cw_arena arena; /* of one batch or page */
	int64_t last;	       /* the newest event that has been handed out */
	int64_t
	    version; /* of the chat store when it was last read to the end */
	int64_t session_version;
};

/* One event as it goes to readers. */
struct cw_feed_item {
	int64_t id;
	struct cw_chunk *chunk; /* in the form of text/event-stream */
	const int64_t *users;	/* who may see it today, ascending */
	size_t users_count;
};

struct cw_feed_batch {
	struct cw_feed_item *items;
	size_t count;
	bool is_full; /* there may be more */
};

/* Start behind the newest event.  The pool must outlive the feed. */
enum cw_err cw_feed_open(struct cw_feed *feed, const struct cw_conf *conf,
    struct cw_pool *pool) CW_CHECKED;
void cw_feed_close(struct cw_feed *feed);

/*
 * The events that came since the last batch, oldest first, with those who may
 * see them as of now.  Cheap when there are none.  The batch is good until the
 * feed is asked for anything else; release it before.
 */
enum cw_err
cw_feed_next(struct cw_feed *feed, struct cw_feed_batch *out) CW_CHECKED;
void cw_feed_release(struct cw_feed_batch *batch);

/* Go behind the newest event without a look at those in between. */
enum cw_err cw_feed_skip(struct cw_feed *feed) CW_CHECKED;

/*
 * Some events that a user may see, from behind position *at on and not beyond
 * feed->last; moves *at behind what was looked at, which is more than was
 * found.  Looks at a bounded stretch of the feed, so that nobody else waits
 * long: *at < feed->last says that there is more to look at.  Events live in
 * the feed's arena until the feed is asked for anything else.
 */
enum cw_err cw_feed_page(struct cw_feed *feed, int64_t user_id, int64_t *at,
    struct cw_events_page *out) CW_CHECKED;

/* An event in the form of text/event-stream, behind others. */
enum cw_err
cw_feed_write(struct cw_buf *buf, const struct cw_event *event) CW_CHECKED;

/* May sessions have ended since this was asked last? */
enum cw_err
cw_feed_sessions_changed(struct cw_feed *feed, bool *out) CW_CHECKED;

#endif

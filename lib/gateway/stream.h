/*
 * The stream: one thread that holds every reader of events in one process.
 *
 * It waits for the bell, for readers that come, go or can be written to, and
 * for time to pass.  Other threads only hand readers over (cw_stream_join) and
 * ask it to stop (cw_stream_stop).
 *
 * A reader starts behind: it gets what it missed, page by page, in turn with
 * others that are behind.  At the feed's last event it goes live: from then on
 * the feed's batches reach it.  Reading pages and batches is done by the same
 * thread, so between the two no event is skipped and none comes twice.
 */

#ifndef CW_GATEWAY_STREAM_H
#define CW_GATEWAY_STREAM_H

#include <pthread.h>
#include <stdatomic.h>

#include "gateway/stream_crowd.h"
#include "gateway/stream_feed.h"
#include "gateway/stream_reader.h"

/* A reader for whom more than this waits to be written is dropped. */
#define CW_STREAM_WAITING_MAX_BYTES (64 * 1024)
/* So is one that has not taken anything for this long. */
#define CW_STREAM_STUCK_MAX_MS 30000

struct cw_stream {
	const struct cw_conf *conf;
	struct cw_feed feed;
	struct cw_pen pen;
	struct cw_crowd crowd;
	struct cw_timers timers;
	struct cw_reader_queue newcomers; /* not seated yet */
	struct cw_reader_queue behind;	  /* who gets a page, in order */
	struct cw_chunk *heartbeat;
	int epoll_fd;
	int bell_fd;
	int wake_fd;	   /* an eventfd: somebody joined, or stop */
	unsigned joined;   /* so far; spreads heartbeats */
	int64_t now_ms;	   /* of this turn: cw_clock_steady_ms, or stands_ms */
	int64_t stands_ms; /* for tests: where this clock stands; 0: it runs */
	int64_t budget_us; /* of a turn, for each step that may be long */
	int64_t look_ms;   /* when to look at the stores without a bell */
	int64_t stop_ms;   /* when who is left is cut; 0: not stopping */
	int64_t sweep_ms;  /* not before: the next sweep */
	size_t sweep_at;   /* the bucket whose sessions are looked at next */
	bool sweep_is_due;
	bool has_news;	      /* the feed may have events */
	bool ends_when_empty; /* a CGI program has one reader */
	atomic_bool stop_is_asked;
	pthread_mutex_t lock; /* of the inbox */
	struct cw_reader_queue inbox;
	bool is_held; /* also under lock: there were readers lately */
};

/* conf, pool and page (the model of JSON answers) must outlive the stream. */
enum cw_err cw_stream_open(struct cw_stream *stream, const struct cw_conf *conf,
    struct cw_pool *pool, const struct cw_model *page) CW_CHECKED;
void cw_stream_close(struct cw_stream *stream);

/* Hand over a reader with everything set.  Any thread; never waits long. */
void cw_stream_join(struct cw_stream *stream, struct cw_reader *reader);

/* Is nobody there, nor was within a turn?  Any thread. */
bool cw_stream_is_empty(struct cw_stream *stream);

/* Make cw_stream_run end all readers and return.  Signal handlers may. */
void cw_stream_stop(struct cw_stream *stream);

/* Serve until stopped.  CW_STORE: the store is broken. */
enum cw_err cw_stream_run(struct cw_stream *stream) CW_CHECKED;

/* One turn of it, which waits at most so long for something to happen. */
enum cw_err
cw_stream_turn(struct cw_stream *stream, int64_t wait_ms) CW_CHECKED;

#endif

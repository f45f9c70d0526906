/*
 * One reader of the feed, and what it is told: as Server-Sent Events (HTML
 * Living Standard section 9.2) or as one JSON answer.
 *
 * Functions that send return what became of the write; what follows from that
 * is the stream's business.
 */

#ifndef CW_GATEWAY_STREAM_READER_H
#define CW_GATEWAY_STREAM_READER_H

#include <sys/queue.h>

#include "gateway/events.h"
#include "gateway/model.h"
#include "gateway/stream_output.h"
#include "gateway/stream_timer.h"

enum cw_reader_kind {
	CW_READER_STREAM, /* stays, and gets every event */
	CW_READER_POLL,	  /* gets one answer */
};

enum cw_reader_state {
	CW_READER_BEHIND, /* has older events to get first */
	CW_READER_LIVE,	  /* has had everything up to the feed's last event */
	CW_READER_ENDING, /* only its last bytes remain to be written */
};

struct cw_reader {
	LIST_ENTRY(cw_reader) of_user;
	TAILQ_ENTRY(cw_reader) queued; /* in the inbox, or among those behind */
	struct cw_output output;
	struct cw_timer timer;
	struct cw_chunk *head; /* header lines but the blank one; NULL: sent */
	struct cw_chunk *refusal; /* the answer if there is no room */
	int64_t user_id;
	int64_t session_id;
	int64_t expires;  /* of the session, ms since 1970 */
	int64_t at;	  /* position reached while behind; CW_ABSENT: now */
	int64_t wait_ms;  /* to a poll's answer, or a stream's end */
	int64_t beat_sec; /* between heartbeats; 0 as usual */
	int64_t beat_ms;  /* when the next heartbeat is due */
	int64_t end_ms;	  /* when wait_ms are over */
	int64_t stuck_ms; /* since when the output waits; 0 it does not */
	enum cw_reader_kind kind;
	enum cw_reader_state state;
	enum cw_events_mode mode;
	char cursor[CW_CURSOR_CHARS + 1]; /* "" not asked for */
	bool is_queued;
};

LIST_HEAD(cw_reader_list, cw_reader);
TAILQ_HEAD(cw_reader_queue, cw_reader);

/* What answers are written with. */
struct cw_pen {
	struct cw_arena *arena;	     /* for encoding */
	const struct cw_model *page; /* of struct cw_events_page */
};

/* A reader with nothing but its output set; NULL: no memory.  Owns fd. */
struct cw_reader *cw_reader_new(int fd, uint16_t request_id);
void cw_reader_free(struct cw_reader *reader);

/* Header lines, and for a stream the first event: where it starts. */
enum cw_output_state cw_reader_greet(struct cw_reader *reader);

/*
 * A poll waits: its header lines go ahead.  Some servers look whether a client
 * is still there only once they have written to it (lighttpd 1.4.69, where a
 * request comes whole with its connection).  Again it does nothing.
 */
enum cw_output_state cw_reader_hold(struct cw_reader *reader);

/* There is no room: the refusal, and the end. */
enum cw_output_state cw_reader_refuse(struct cw_reader *reader);

/*
 * A page that is not empty goes to a stream as events; to a poll, empty or
 * not, as its answer, and the end.
 */
enum cw_output_state cw_reader_send_page(struct cw_reader *reader,
    const struct cw_events_page *page, const struct cw_pen *pen);

enum cw_reader_end {
	CW_END_SIGNED_OUT, /* the session is over */
	CW_END_RETURN,	   /* come again soon */
};

/* End a reader that has not got its answer yet: a poll gets an empty page. */
enum cw_output_state cw_reader_end(struct cw_reader *reader,
    enum cw_reader_end why, const struct cw_pen *pen);

#endif

/*
 * What events-get asks and answers: the structs of its models.
 */

#ifndef CW_GATEWAY_EVENTS_H
#define CW_GATEWAY_EVENTS_H

#include "chat/event.h"
#include "pool/cursor.h"

#define CW_EVENTS_WAIT_MAX_SEC 25
#define CW_EVENTS_PAGE_MAX 200 /* events in one answer */

struct cw_events_request {
	int64_t after; /* a position; CW_ABSENT: from now */
	int64_t wait;  /* seconds, for an answer as JSON */
	/* The same as after, from a header; the greater one wins. */
	const char *last_event_id;
	bool cursor; /* asks for a cursor file */
};

/* How the server would have a client follow events. */
enum cw_events_mode {
	CW_EVENTS_STREAM,
	CW_EVENTS_POLL,
	CW_EVENTS_CURSOR,
	CW_EVENTS__COUNT
};

struct cw_events_page {
	struct cw_list events; /* of struct cw_event */
	int64_t last;	       /* where to ask from next */
	const char *mode;      /* "stream", "poll", "cursor" */
	const char *cursor;    /* the cursor file's name; NULL: not asked for */
};

#endif

/* GET /events: what happens, as it happens. */

#include "chinwag.h"

static const struct cw_field request_fields[] = {
	CW_NUMBER(struct cw_events_request, after, 0, CW_ID_MAX, CW_ABSENT,
	    CW_OPTIONAL,
	    "Position to go on from; without it, only what happens from now "
	    "on is told."),
	CW_NUMBER(struct cw_events_request, wait, 0, CW_EVENTS_WAIT_MAX_SEC,
	    CW_EVENTS_WAIT_MAX_SEC, CW_OPTIONAL,
	    "Seconds to wait for an event before an empty answer; for JSON."),
	CW_HEADER(struct cw_events_request, last_event_id, "Last-Event-ID", 1,
	    16, CW_FORMAT_KEY,
	    "The same as after, as browsers send it; the greater one counts."),
	CW_FLAG(struct cw_events_request, cursor, CW_OPTIONAL,
	    "Whether to make a cursor file for this session, or keep it; for "
	    "JSON."),
	CW_END,
};

static const struct cw_model request_model = {
	.name = "EventsGet",
	.size = sizeof(struct cw_events_request),
	.fields = request_fields,
};

static const struct cw_field response_fields[] = {
	CW_OBJECTS(struct cw_events_page, events, CW_EVENTS_PAGE_MAX,
	    &cw_event_model, CW_REQUIRED, "What happened, oldest first."),
	CW_NUMBER(struct cw_events_page, last, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "Position to ask from next."),
	CW_TEXT(struct cw_events_page, mode, 4, 6, CW_FORMAT_KEY, CW_REQUIRED,
	    "How to follow events here: stream; poll, by waiting requests; "
	    "or cursor, by a cursor file."),
	CW_TEXT(struct cw_events_page, cursor, CW_CURSOR_CHARS, CW_CURSOR_CHARS,
	    CW_FORMAT_KEY, CW_OPTIONAL,
	    "The cursor file's name: /live/NAME.json beside the site is "
	    "another than before, or gone, when there is something to ask "
	    "for."),
	CW_END,
};

static const struct cw_model response_model = {
	.name = "EventsPage",
	.size = sizeof(struct cw_events_page),
	.fields = response_fields,
};

static const struct cw_endpoint endpoint = {
	.name = "events-get",
	.method = CW_GET,
	.path = "/events",
	.summary = "Follow what happens",
	.doc = "With Accept: text/event-stream, Server-Sent Events: first "
	       "ready, which tells the position, then each event as it "
	       "happens, until the session ends.  Otherwise one page as JSON, "
	       "as soon as there is an event or the wait is over.  A client "
	       "that goes on from the last position it saw misses nothing.  "
	       "Where waiting is dear, a cursor file tells when to ask.",
	.access = CW_USER,
	.work = CW_READS,
	.request = &request_model,
	.response = &response_model,
	.status = 200,
	.errors = CW_ERRORS1(CW_BUSY),
	.has_stream = true,
};

int
main(int argc, char **argv)
{
	return cw_serve_events(&endpoint, argc, argv);
}

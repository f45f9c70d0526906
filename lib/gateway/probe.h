/*
 * Probes: how `chinwag doctor' learns what a web server makes of a request on
 * its way to a program.
 *
 * Who may write to the data directory makes a ticket: a random number, of which
 * DATA/run has a file named after its hash.  A request that brings the number
 * in X-Chinwag-Probe uses the ticket up, and is answered, whatever it asks for,
 * with which program got it and what arrived; the program does nothing else.
 * To strangers the header is one like any other.
 *
 * A reader of events with a ticket gets a stream that tells nothing, and ends
 * after some seconds.
 */

#ifndef CW_GATEWAY_PROBE_H
#define CW_GATEWAY_PROBE_H

#include "base/text.h"
#include "gateway/request.h"

#define CW_PROBE_HEADER "X-Chinwag-Probe"
#define CW_PROBE_TICKET_CHARS 43

/* A ticket that nobody used by then is good for nothing. */
#define CW_PROBE_LIFE_MS 120000

/* So long a stream lasts. */
#define CW_PROBE_STREAM_MS 2000

/* Make a ticket.  CW_SYSTEM, CW_FULL: DATA/run may not be written to. */
enum cw_err cw_probe_make(const char *data_dir,
    char ticket[CW_PROBE_TICKET_CHARS + 1]) CW_CHECKED;

/* Take a ticket back, if it was not used. */
void cw_probe_drop(const char *data_dir, const char *ticket);

/* Remove tickets that are too old. */
void cw_probe_tidy(const char *data_dir);

/* Does the request bring a good ticket?  It is used up then. */
bool cw_probe_use(const struct cw_conf *conf, const struct cw_source *source);

/* What a program knows of a request that it got. */
struct cw_probe {
	const char *program;
	const struct cw_endpoint *endpoint; /* NULL: unrouted */
	const struct cw_request *request;
	const struct cw_source *source;
	enum cw_err err; /* of taking it in */
};

/* What arrived, as one JSON object. */
enum cw_err
cw_probe_tell(const struct cw_probe *probe, struct cw_buf *out) CW_CHECKED;

#endif

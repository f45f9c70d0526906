/*
 * How clients follow events where not everybody can be streamed to.
 */

#ifndef CW_GATEWAY_STREAM_CURSOR_H
#define CW_GATEWAY_STREAM_CURSOR_H

#include "gateway/answer.h"
#include "gateway/stream_reader.h"

/* As events_by has it; auto depends on whether the process serves others. */
enum cw_events_mode cw_stream_mode(const struct cw_conf *conf, bool is_fastcgi);

/*
 * May a reader of this kind wait here at all?  False: events_by has it that
 * nobody does, so a stream is refused and a poll answered at once.
 */
bool cw_stream_may_wait(const struct cw_conf *conf, enum cw_reader_kind kind);

/*
 * Make the cursor file of the request's session, or keep the one that is
 * there; its name goes to out.
 */
enum cw_err cw_stream_make_cursor(const struct cw_answer *answer,
    char out[CW_CURSOR_CHARS + 1]) CW_CHECKED;

#endif

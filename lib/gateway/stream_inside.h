/*
 * What the files of the stream share; for lib/gateway/stream*.c alone.
 *
 * A reader may be gone after any function that has (gone) behind it: let go of
 * it, and of whatever was reached through it, before.
 */

#ifndef CW_GATEWAY_STREAM_INSIDE_H
#define CW_GATEWAY_STREAM_INSIDE_H

#include "gateway/stream.h"

/* --- stream_keep.c: readers come, wait and go ----------------------- */

/* Seat newcomers, or refuse them. */
void cw_stream_seat(struct cw_stream *stream);

/* Does a reader's session live?  The doctor's, which have none, do. */
enum cw_err cw_stream_is_alive(struct cw_stream *stream,
    const struct cw_reader *reader, bool *out) CW_CHECKED;

/* Let a reader go at once.  (gone) */
void cw_stream_drop(struct cw_stream *stream, struct cw_reader *reader);

/* Act on what became of a write to a reader.  (gone) */
void cw_stream_settle(struct cw_stream *stream, struct cw_reader *reader,
    enum cw_output_state state);

/* Tell a reader that it is over.  (gone) */
void cw_stream_end(struct cw_stream *stream, struct cw_reader *reader,
    enum cw_reader_end why);
void cw_stream_end_all(struct cw_stream *stream);

/* A reader is behind: it gets a page when it is its turn. */
void cw_stream_queue(struct cw_stream *stream, struct cw_reader *reader);

/* Set a reader's timer anew, after its state changed. */
void cw_stream_arm(struct cw_stream *stream, struct cw_reader *reader);

/* Something came from a reader's descriptor: these epoll events.  (gone) */
void cw_stream_hear(struct cw_stream *stream, struct cw_reader *reader,
    uint32_t events);

/* Heartbeats, ends of waits and of sessions that are due.  (gone) */
void cw_stream_ring_timers(struct cw_stream *stream);

/*
 * --- stream_tell.c: what readers are told -----------------------------------
 * These fail only if the store is broken; the rest is logged and tried again.
 */

/* The feed's news to those who are live. */
enum cw_err cw_stream_tell_news(struct cw_stream *stream) CW_CHECKED;

/* What they missed to those behind, as far as one turn goes. */
enum cw_err cw_stream_help(struct cw_stream *stream) CW_CHECKED;

/* Their end to those who signed out, as far as one turn goes. */
enum cw_err cw_stream_sweep(struct cw_stream *stream) CW_CHECKED;
bool cw_stream_is_sweeping(const struct cw_stream *stream);

/* Have a sweep if sessions may have ended. */
enum cw_err cw_stream_look_at_sessions(struct cw_stream *stream) CW_CHECKED;

#endif

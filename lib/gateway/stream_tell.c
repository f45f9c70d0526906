/* What readers are told: news, what they missed, and that they signed out. */

#include "gateway/stream_inside.h"

#include "base/clock.h"
#include "base/log.h"

/* Sessions are looked at again at most this often, however many end. */
#define SWEEP_MS 1000

/* Only a broken store ends the stream; the rest is tried again. */
static enum cw_err
note(enum cw_err err, const char *what)
{
	if (err == CW_OK)
		return CW_OK;
	cw_log(CW_LOG_WARNING, "cannot %s: %s", what, cw_err_word(err));
	return err == CW_STORE ? err : CW_OK;
}

static void
tell(struct cw_stream *stream, struct cw_reader *reader,
    const struct cw_feed_item *item)
{
	struct cw_output *output = &reader->output;
	size_t waiting = output->waiting_bytes;

	if (reader->state != CW_READER_LIVE)
		return;
	if (reader->kind == CW_READER_POLL) {
		/* Its answer is a page, which may hold more than this one. */
		reader->at = item->id - 1;
		cw_stream_queue(stream, reader);
		return;
	}
	if (waiting > 0 &&
	    waiting + item->chunk->len > CW_STREAM_WAITING_MAX_BYTES) {
		/* It comes back, and goes on from what it has got. */
		cw_stream_drop(stream, reader);
		return;
	}
	cw_stream_settle(stream, reader, cw_output_put(output, item->chunk));
}

static void
tell_audience(struct cw_stream *stream, const struct cw_feed_item *item)
{
	for (size_t i = 0; i < item->users_count; i++) {
		struct cw_reader *reader =
		    cw_crowd_first(&stream->crowd, item->users[i]);

		while (reader != NULL) {
			struct cw_reader *next = cw_crowd_next(reader);

			tell(stream, reader, item);
			reader = next;
		}
	}
}

enum cw_err
cw_stream_tell_news(struct cw_stream *stream)
{
	struct cw_feed_batch batch;
	enum cw_err err;

	if (!stream->has_news)
		return CW_OK;
	stream->has_news = false;
	/* With nobody here, writers have the processor to themselves. */
	if (stream->crowd.count == 0)
		return note(cw_feed_skip(&stream->feed),
		    "skip events that nobody waits for");
	err = cw_feed_next(&stream->feed, &batch);
	if (err != CW_OK)
		return note(err, "read the feed of events");
	for (size_t i = 0; i < batch.count; i++)
		tell_audience(stream, &batch.items[i]);
	stream->has_news = batch.is_full;
	cw_feed_release(&batch);
	return CW_OK;
}

/* A poll goes on waiting while there is nothing to answer. */
static bool
waits_on(const struct cw_stream *stream, const struct cw_reader *reader,
    const struct cw_events_page *page)
{
	return reader->kind == CW_READER_POLL && page->events.count == 0 &&
	    (reader->at < stream->feed.last || stream->now_ms < reader->end_ms);
}

/* Give a reader its next page.  It has just left the queue. */
static enum cw_err
help(struct cw_stream *stream, struct cw_reader *reader)
{
	struct cw_events_page page;
	enum cw_err err;

	/* When its output has drained, it is queued again. */
	if (reader->state != CW_READER_BEHIND || reader->stuck_ms != 0)
		return CW_OK;
	err = cw_feed_page(&stream->feed, reader->user_id, &reader->at, &page);
	if (err != CW_OK) {
		cw_stream_drop(stream, reader);
		return note(err, "read what a reader missed");
	}
	if (reader->at == stream->feed.last)
		reader->state = CW_READER_LIVE;
	if (waits_on(stream, reader, &page)) {
		cw_stream_arm(stream, reader);
		cw_stream_settle(stream, reader, cw_reader_hold(reader));
		return CW_OK;
	}
	cw_stream_settle(stream, reader,
	    cw_reader_send_page(reader, &page, &stream->pen));
	return CW_OK;
}

enum cw_err
cw_stream_help(struct cw_stream *stream)
{
	int64_t until = cw_clock_steady_us() + stream->budget_us;
	enum cw_err err = CW_OK;

	while (err == CW_OK && !TAILQ_EMPTY(&stream->behind)) {
		struct cw_reader *reader = TAILQ_FIRST(&stream->behind);

		TAILQ_REMOVE(&stream->behind, reader, queued);
		reader->is_queued = false;
		err = help(stream, reader);
		if (cw_clock_steady_us() >= until)
			break;
	}
	return err;
}

/* End the readers of a bucket whose sessions are over. */
static enum cw_err
sweep_bucket(struct cw_stream *stream, size_t at)
{
	struct cw_reader *reader = LIST_FIRST(&stream->crowd.buckets[at]);

	while (reader != NULL) {
		struct cw_reader *next = LIST_NEXT(reader, of_user);
		bool lives = true;
		enum cw_err err = cw_stream_is_alive(stream, reader, &lives);

		if (err != CW_OK)
			return err;
		if (!lives)
			cw_stream_end(stream, reader, CW_END_SIGNED_OUT);
		reader = next;
	}
	return CW_OK;
}

bool
cw_stream_is_sweeping(const struct cw_stream *stream)
{
	return stream->sweep_at < stream->crowd.buckets_count;
}

/* Every sign-in and sign-out gives cause for a sweep, so it goes in steps. */
enum cw_err
cw_stream_sweep(struct cw_stream *stream)
{
	int64_t until = cw_clock_steady_us() + stream->budget_us;
	enum cw_err err = CW_OK;

	if (!cw_stream_is_sweeping(stream)) {
		if (!stream->sweep_is_due || stream->now_ms < stream->sweep_ms)
			return CW_OK;
		stream->sweep_is_due = false;
		stream->sweep_ms = stream->now_ms + SWEEP_MS;
		stream->sweep_at = 0;
	}
	while (cw_stream_is_sweeping(stream)) {
		err = sweep_bucket(stream, stream->sweep_at++);
		if (err != CW_OK) {
			stream->sweep_is_due = true;
			stream->sweep_at = stream->crowd.buckets_count;
			return note(err, "check sessions");
		}
		if (cw_clock_steady_us() >= until)
			break;
	}
	return CW_OK;
}

enum cw_err
cw_stream_look_at_sessions(struct cw_stream *stream)
{
	bool changed;
	enum cw_err err;

	err = cw_feed_sessions_changed(&stream->feed, &changed);
	if (err == CW_OK && changed)
		stream->sweep_is_due = true;
	return note(err, "look for ended sessions");
}

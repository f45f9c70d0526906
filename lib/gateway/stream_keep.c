/* Keeping readers: seating them, and what becomes of each. */

#include "gateway/stream_inside.h"

#include <errno.h>
#include <sys/epoll.h>

#include "base/clock.h"

void
cw_stream_drop(struct cw_stream *stream, struct cw_reader *reader)
{
	if (reader->is_queued)
		TAILQ_REMOVE(&stream->behind, reader, queued);
	cw_timers_remove(&stream->timers, &reader->timer);
	cw_crowd_remove(&stream->crowd, reader);
	cw_reader_free(reader);
}

/* Be told when it leaves, and, while its output waits, when it takes more. */
static enum cw_err
watch(struct cw_stream *stream, struct cw_reader *reader, int operation)
{
	struct epoll_event event = { .data.ptr = reader };

	if (reader->output.request_id != 0)
		event.events = EPOLLIN | EPOLLRDHUP;
	if (reader->stuck_ms != 0)
		event.events |= EPOLLOUT;
	if (epoll_ctl(stream->epoll_fd, operation, reader->output.fd, &event) ==
	    0)
		return CW_OK;
	/* A file, as standard output may be, always takes more. */
	return errno == EPERM ? CW_OK : CW_SYSTEM;
}

void
cw_stream_queue(struct cw_stream *stream, struct cw_reader *reader)
{
	reader->state = CW_READER_BEHIND;
	if (reader->is_queued)
		return;
	reader->is_queued = true;
	TAILQ_INSERT_TAIL(&stream->behind, reader, queued);
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* A poll that is behind is answered with what there is, not by time. */
static bool
ends_by_time(const struct cw_reader *reader)
{
	return reader->kind == CW_READER_STREAM ||
	    reader->state == CW_READER_LIVE;
}

/* When something is to be done about a reader, whatever else happens. */
static int64_t
due_ms(const struct cw_stream *stream, const struct cw_reader *reader)
{
	int64_t due = INT64_MAX;

	if (reader->stuck_ms != 0)
		due = reader->stuck_ms + CW_STREAM_STUCK_MAX_MS;
	if (reader->state == CW_READER_ENDING)
		return due;
	due =
	    earlier(due, stream->now_ms + reader->expires - cw_clock_now_ms());
	if (reader->kind == CW_READER_STREAM)
		due = earlier(due, reader->beat_ms);
	if (ends_by_time(reader))
		due = earlier(due, reader->end_ms);
	return due;
}

void
cw_stream_arm(struct cw_stream *stream, struct cw_reader *reader)
{
	enum cw_err err = cw_timers_set(&stream->timers, &reader->timer,
	    due_ms(stream, reader));

	/* A timer that runs is moved, which cannot fail; seat() starts it. */
	(void)err;
}

void
cw_stream_settle(struct cw_stream *stream, struct cw_reader *reader,
    enum cw_output_state state)
{
	bool was_stuck = reader->stuck_ms != 0;
	bool is_stuck = state == CW_OUTPUT_WAITS;
	enum cw_err err;

	if (state == CW_OUTPUT_BROKEN ||
	    (state == CW_OUTPUT_DONE && reader->state == CW_READER_ENDING)) {
		cw_stream_drop(stream, reader);
		return;
	}
	if (is_stuck != was_stuck) {
		reader->stuck_ms = is_stuck ? stream->now_ms : 0;
		err = watch(stream, reader, EPOLL_CTL_MOD);
		if (err != CW_OK) {
			cw_stream_drop(stream, reader);
			return;
		}
		cw_stream_arm(stream, reader);
	}
	/* A page at a time: the next when this one is on its way. */
	if (!is_stuck && reader->state == CW_READER_BEHIND)
		cw_stream_queue(stream, reader);
}

void
cw_stream_end(struct cw_stream *stream, struct cw_reader *reader,
    enum cw_reader_end why)
{
	if (reader->state == CW_READER_ENDING)
		return;
	if (reader->state == CW_READER_LIVE)
		reader->at = stream->feed.last;
	cw_stream_settle(stream, reader,
	    cw_reader_end(reader, why, &stream->pen));
}

void
cw_stream_end_all(struct cw_stream *stream)
{
	for (size_t i = 0; i < stream->crowd.buckets_count; i++) {
		struct cw_reader *reader =
		    LIST_FIRST(&stream->crowd.buckets[i]);

		while (reader != NULL) {
			struct cw_reader *next = LIST_NEXT(reader, of_user);

			cw_stream_end(stream, reader, CW_END_RETURN);
			reader = next;
		}
	}
}

static bool
has_room(const struct cw_stream *stream, const struct cw_reader *reader)
{
	const struct cw_conf *conf = stream->conf;
	const struct cw_crowd *crowd = &stream->crowd;

	return stream->stop_ms == 0 &&
	    (int64_t)crowd->count < conf->event_readers_max &&
	    cw_crowd_count(crowd, reader->user_id) <
	    conf->event_readers_per_user;
}

static int64_t
beat_sec(const struct cw_stream *stream, const struct cw_reader *reader)
{
	int64_t usual = stream->conf->event_heartbeat_sec;

	return reader->beat_sec > 0 && reader->beat_sec < usual
	    ? reader->beat_sec
	    : usual;
}

/*
 * Heartbeats fall on whole seconds, so that the loop wakes once for many; and
 * those who came together beat at different ones.
 */
static void
set_times(struct cw_stream *stream, struct cw_reader *reader)
{
	int64_t spread = stream->joined++ % beat_sec(stream, reader);

	reader->beat_ms = (stream->now_ms / 1000 + 1 + spread) * 1000;
	reader->end_ms = INT64_MAX;
	if (reader->wait_ms < INT64_MAX - stream->now_ms)
		reader->end_ms = stream->now_ms + reader->wait_ms;
}

enum cw_err
cw_stream_is_alive(struct cw_stream *stream, const struct cw_reader *reader,
    bool *out)
{
	*out = true;
	if (reader->session_id == 0)
		return CW_OK;
	return cw_session_is_alive(stream->feed.pool, reader->session_id, out);
}

/* Into all the places where a reader is kept; on failure into none. */
static enum cw_err
admit(struct cw_stream *stream, struct cw_reader *reader)
{
	bool lives;
	enum cw_err err;

	if (!has_room(stream, reader))
		return CW_BUSY;
	/* It was checked by another thread, a while ago. */
	err = cw_stream_is_alive(stream, reader, &lives);
	if (err != CW_OK)
		return err;
	if (!lives)
		reader->expires = 0;
	set_times(stream, reader);
	err = cw_timers_set(&stream->timers, &reader->timer,
	    due_ms(stream, reader));
	if (err != CW_OK)
		return err;
	err = watch(stream, reader, EPOLL_CTL_ADD);
	if (err == CW_OK)
		cw_crowd_add(&stream->crowd, reader);
	else
		cw_timers_remove(&stream->timers, &reader->timer);
	return err;
}

static void
seat(struct cw_stream *stream, struct cw_reader *reader)
{
	int64_t last = stream->feed.last;
	enum cw_err err = admit(stream, reader);

	if (err != CW_OK) {
		/* Small enough for any socket; it is not tried twice. */
		(void)cw_reader_refuse(reader);
		cw_reader_free(reader);
		return;
	}
	if (reader->at == CW_ABSENT || reader->at > last)
		reader->at = last;
	cw_stream_settle(stream, reader, cw_reader_greet(reader));
}

void
cw_stream_seat(struct cw_stream *stream)
{
	while (!TAILQ_EMPTY(&stream->newcomers)) {
		struct cw_reader *reader = TAILQ_FIRST(&stream->newcomers);

		TAILQ_REMOVE(&stream->newcomers, reader, queued);
		seat(stream, reader);
	}
}

static void
beat(struct cw_stream *stream, struct cw_reader *reader)
{
	reader->beat_ms += beat_sec(stream, reader) * 1000;
	cw_stream_arm(stream, reader);
	if (reader->stuck_ms == 0)
		cw_stream_settle(stream, reader,
		    cw_output_put(&reader->output, stream->heartbeat));
}

static void
ring_timer(struct cw_stream *stream, struct cw_reader *reader)
{
	if (reader->stuck_ms != 0 &&
	    stream->now_ms >= reader->stuck_ms + CW_STREAM_STUCK_MAX_MS)
		cw_stream_drop(stream, reader);
	else if (reader->state == CW_READER_ENDING)
		cw_stream_arm(stream, reader);
	else if (cw_clock_now_ms() >= reader->expires)
		cw_stream_end(stream, reader, CW_END_SIGNED_OUT);
	else if (stream->now_ms >= reader->end_ms && ends_by_time(reader))
		cw_stream_end(stream, reader, CW_END_RETURN);
	else if (stream->now_ms >= reader->beat_ms &&
	    reader->kind == CW_READER_STREAM)
		beat(stream, reader);
	else
		cw_stream_arm(stream, reader);
}

static struct cw_reader *
reader_of(struct cw_timer *timer)
{
	return (struct cw_reader *)(void *)((char *)timer -
	    offsetof(struct cw_reader, timer));
}

void
cw_stream_ring_timers(struct cw_stream *stream)
{
	struct cw_timer *timer = cw_timers_first(&stream->timers);

	while (timer != NULL && timer->due_ms <= stream->now_ms) {
		ring_timer(stream, reader_of(timer));
		timer = cw_timers_first(&stream->timers);
	}
}

void
cw_stream_hear(struct cw_stream *stream, struct cw_reader *reader,
    uint32_t events)
{
	enum cw_output_state state;

	if ((events & (EPOLLHUP | EPOLLERR)) != 0 ||
	    ((events & (EPOLLIN | EPOLLRDHUP)) != 0 &&
		!cw_output_drain(&reader->output))) {
		/* It left; a server that only closed its half hears the end. */
		if (reader->state != CW_READER_ENDING)
			(void)cw_output_end(&reader->output);
		cw_stream_drop(stream, reader);
		return;
	}
	if ((events & EPOLLOUT) != 0) {
		state = cw_output_flush(&reader->output);
		if (state == CW_OUTPUT_WAITS)
			reader->stuck_ms = stream->now_ms; /* took something */
		cw_stream_settle(stream, reader, state);
	}
}

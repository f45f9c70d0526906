/* The loop that holds all readers of events. */

#include "gateway/stream_inside.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/bell.h"

#define EPOLL_EVENTS 256

/* How often the stores are looked at without a bell, which may get lost. */
#define LOOK_MS 1000

/* Others wait so long, at most, for those who are behind. */
#define BUDGET_US 2000

/* When asked to stop, readers have this long to take their end. */
#define STOP_MS 3000

static void
on_bell(struct cw_stream *stream)
{
	unsigned rang = cw_bell_clear(stream->bell_fd);

	if ((rang & 1u << CW_BELL_EVENT) != 0)
		stream->has_news = true;
	if ((rang & 1u << CW_BELL_SESSION) != 0)
		stream->look_ms = 0;
}

static void
on_wake(struct cw_stream *stream)
{
	uint64_t count;

	while (
	    read(stream->wake_fd, &count, sizeof(count)) < 0 && errno == EINTR)
		;
	/* What a newcomer knows of already, it shall get. */
	stream->has_news = true;
}

static int
wait_bound(const struct cw_stream *stream, int64_t wait_ms)
{
	const struct cw_timer *timer = cw_timers_first(&stream->timers);
	int64_t until = stream->now_ms + wait_ms;

	if (stream->has_news || cw_stream_is_sweeping(stream) ||
	    !TAILQ_EMPTY(&stream->behind))
		return 0;
	if (stream->look_ms < until)
		until = stream->look_ms;
	if (timer != NULL && timer->due_ms < until)
		until = timer->due_ms;
	return until <= stream->now_ms ? 0 : (int)(until - stream->now_ms);
}

static enum cw_err
wait_for_something(struct cw_stream *stream, int64_t wait_ms)
{
	struct epoll_event events[EPOLL_EVENTS];
	int count = epoll_wait(stream->epoll_fd, events, EPOLL_EVENTS,
	    wait_bound(stream, wait_ms));

	stream->now_ms = stream->stands_ms;
	if (stream->now_ms == 0)
		stream->now_ms = cw_clock_steady_ms();
	if (count < 0 && errno != EINTR) {
		cw_log(CW_LOG_ERROR, "cannot wait for readers: %s",
		    strerror(errno));
		return CW_SYSTEM;
	}
	for (int i = 0; i < count; i++) {
		void *who = events[i].data.ptr;

		if (who == &stream->bell_fd)
			on_bell(stream);
		else if (who == &stream->wake_fd)
			on_wake(stream);
		else
			cw_stream_hear(stream, who, events[i].events);
	}
	return CW_OK;
}

/* What is due about the stores without anybody having called. */
static enum cw_err
look(struct cw_stream *stream)
{
	if (stream->now_ms < stream->look_ms)
		return CW_OK;
	stream->look_ms = stream->now_ms + LOOK_MS;
	stream->has_news = true;
	return cw_stream_look_at_sessions(stream);
}

static void
begin_stop(struct cw_stream *stream)
{
	stream->stop_ms = stream->now_ms + STOP_MS;
	cw_stream_end_all(stream);
}

static void
take_inbox(struct cw_stream *stream)
{
	pthread_mutex_lock(&stream->lock);
	TAILQ_CONCAT(&stream->newcomers, &stream->inbox, queued);
	stream->is_held =
	    stream->crowd.count > 0 || !TAILQ_EMPTY(&stream->newcomers);
	pthread_mutex_unlock(&stream->lock);
}

enum cw_err
cw_stream_turn(struct cw_stream *stream, int64_t wait_ms)
{
	enum cw_err err;

	err = wait_for_something(stream, wait_ms);
	if (err != CW_OK)
		return err;
	if (stream->stop_ms == 0 && atomic_load(&stream->stop_is_asked))
		begin_stop(stream);
	take_inbox(stream);
	err = look(stream);
	if (err == CW_OK)
		err = cw_stream_tell_news(stream);
	/*
	 * Newcomers were taken before the news were read, and are seated when
	 * all news are told: the feed has then reached whatever position they
	 * heard of elsewhere.
	 */
	if (!stream->has_news || stream->stop_ms != 0)
		cw_stream_seat(stream);
	if (err == CW_OK)
		err = cw_stream_sweep(stream);
	cw_stream_ring_timers(stream);
	if (err == CW_OK)
		err = cw_stream_help(stream);
	return err;
}

static enum cw_err
listen_to(struct cw_stream *stream, int *fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = fd };

	if (*fd < 0 ||
	    epoll_ctl(stream->epoll_fd, EPOLL_CTL_ADD, *fd, &event) != 0)
		return CW_SYSTEM;
	return CW_OK;
}

static enum cw_err
open_descriptors(struct cw_stream *stream)
{
	unsigned bells = 1u << CW_BELL_EVENT | 1u << CW_BELL_SESSION;
	enum cw_err err;

	stream->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	stream->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (stream->epoll_fd < 0)
		return CW_SYSTEM;
	err = listen_to(stream, &stream->wake_fd);
	if (err != CW_OK)
		return err;
	err = cw_bell_watch(stream->conf->data_dir, bells, &stream->bell_fd);
	if (err != CW_OK)
		return err;
	return listen_to(stream, &stream->bell_fd);
}

static enum cw_err
open_parts(struct cw_stream *stream, struct cw_pool *pool)
{
	enum cw_err err;

	err = cw_crowd_init(&stream->crowd, stream->conf->event_readers_max);
	if (err != CW_OK)
		return err;
	stream->sweep_at = stream->crowd.buckets_count;
	stream->heartbeat = cw_chunk_new(":\n\n", 3);
	if (stream->heartbeat == NULL)
		return CW_NOMEM;
	/* The bells first: what is committed from here on is heard. */
	err = open_descriptors(stream);
	if (err != CW_OK)
		return err;
	return cw_feed_open(&stream->feed, stream->conf, pool);
}

enum cw_err
cw_stream_open(struct cw_stream *stream, const struct cw_conf *conf,
    struct cw_pool *pool, const struct cw_model *page)
{
	enum cw_err err;

	*stream = (struct cw_stream){ .conf = conf,
		.epoll_fd = -1,
		.bell_fd = -1,
		.wake_fd = -1,
		.budget_us = BUDGET_US };
	stream->pen = (struct cw_pen){ &stream->feed.arena, page };
	TAILQ_INIT(&stream->behind);
	TAILQ_INIT(&stream->inbox);
	TAILQ_INIT(&stream->newcomers);
	pthread_mutex_init(&stream->lock, NULL);
	err = open_parts(stream, pool);
	if (err != CW_OK)
		cw_stream_close(stream);
	return err;
}

static void
free_all(struct cw_stream *stream)
{
	struct cw_reader *reader;

	for (size_t i = 0; i < stream->crowd.buckets_count; i++) {
		while (!LIST_EMPTY(&stream->crowd.buckets[i]))
			cw_stream_drop(stream,
			    LIST_FIRST(&stream->crowd.buckets[i]));
	}
	take_inbox(stream);
	while (!TAILQ_EMPTY(&stream->newcomers)) {
		reader = TAILQ_FIRST(&stream->newcomers);
		TAILQ_REMOVE(&stream->newcomers, reader, queued);
		cw_reader_free(reader);
	}
}

void
cw_stream_close(struct cw_stream *stream)
{
	const int fds[] = { stream->epoll_fd, stream->bell_fd,
		stream->wake_fd };

	free_all(stream);
	cw_feed_close(&stream->feed);
	cw_crowd_clear(&stream->crowd);
	cw_timers_clear(&stream->timers);
	cw_chunk_release(stream->heartbeat);
	for (size_t i = 0; i < CW_LEN(fds); i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
	pthread_mutex_destroy(&stream->lock);
}

/* Safe in signal handlers. */
static void
wake(struct cw_stream *stream)
{
	const uint64_t one = 1;
	ssize_t wrote = write(stream->wake_fd, &one, sizeof(one));

	/* A counter that is full wakes too. */
	(void)wrote;
}

void
cw_stream_join(struct cw_stream *stream, struct cw_reader *reader)
{
	pthread_mutex_lock(&stream->lock);
	TAILQ_INSERT_TAIL(&stream->inbox, reader, queued);
	pthread_mutex_unlock(&stream->lock);
	wake(stream);
}

bool
cw_stream_is_empty(struct cw_stream *stream)
{
	bool is_empty;

	pthread_mutex_lock(&stream->lock);
	is_empty = !stream->is_held && TAILQ_EMPTY(&stream->inbox);
	pthread_mutex_unlock(&stream->lock);
	return is_empty;
}

void
cw_stream_stop(struct cw_stream *stream)
{
	atomic_store(&stream->stop_is_asked, true);
	wake(stream);
}

static bool
is_over(const struct cw_stream *stream)
{
	if (stream->ends_when_empty)
		return stream->crowd.count == 0 &&
		    TAILQ_EMPTY(&stream->newcomers);
	return stream->stop_ms != 0 &&
	    (stream->crowd.count == 0 || stream->now_ms >= stream->stop_ms);
}

enum cw_err
cw_stream_run(struct cw_stream *stream)
{
	enum cw_err err;

	do {
		err = cw_stream_turn(stream, LOOK_MS);
	} while (err == CW_OK && !is_over(stream));
	if (err != CW_OK)
		cw_stream_end_all(stream);
	return err;
}

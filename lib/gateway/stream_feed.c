/* The database side of a stream: reading the feed and encoding its events. */

#include "gateway/stream_feed.h"

#include <string.h>

#include "base/clock.h"
#include "gateway/reply.h"

/* One turn of the loop takes at most these many events for everybody. */
#define BATCH_EVENTS 64

/* A page looks at these many events of all users: about a millisecond. */
#define PAGE_STRETCH 512

/* Of one page's texts; the first event is always taken. */
#define PAGE_MAX_BYTES (128 * 1024)

/* A batch holds its events' rows and their encoded form. */
#define ARENA_MAX_BYTES (32 * 1024 * 1024)
#define EVENT_MAX_BYTES (512 * 1024)

enum cw_err
cw_feed_open(struct cw_feed *feed, const struct cw_conf *conf,
    struct cw_pool *pool)
{
	enum cw_err err;

	*feed = (struct cw_feed){ .pool = pool, .version = -1 };
	cw_arena_init(&feed->arena, ARENA_MAX_BYTES);
	err = cw_store_open(conf->data_dir, CW_STORE_CHAT, CW_STORE_READ,
	    (int)conf->store_busy_ms, &feed->store);
	if (err != CW_OK)
		return err;
	err = cw_session_version(pool, &feed->session_version);
	if (err != CW_OK)
		return err;
	return cw_event_last(feed->store, &feed->last);
}

void
cw_feed_close(struct cw_feed *feed)
{
	cw_store_close(feed->store);
	cw_arena_clear(&feed->arena);
	feed->store = NULL;
}

enum cw_err
cw_feed_write(struct cw_buf *buf, const struct cw_event *event)
{
	enum cw_err err;

	cw_buf_puts(buf, "id: ");
	cw_buf_putint(buf, event->id);
	cw_buf_puts(buf, "\nevent: ");
	cw_buf_puts(buf, event->event);
	cw_buf_puts(buf, "\ndata: ");
	err = cw_reply_body(buf, &cw_event_model, event);
	if (err != CW_OK)
		return err;
	cw_buf_puts(buf, "\n\n");
	return cw_buf_end(buf);
}

static enum cw_err
encode(struct cw_feed *feed, const struct cw_event *event,
    struct cw_chunk **out)
{
	struct cw_buf buf;
	enum cw_err err;

	cw_buf_init(&buf, &feed->arena, EVENT_MAX_BYTES);
	err = cw_feed_write(&buf, event);
	if (err != CW_OK)
		return err;
	*out = cw_chunk_new(buf.data, buf.len);
	return *out == NULL ? CW_NOMEM : CW_OK;
}

/* The item before this one that has the same conversation's members, if any. */
static const struct cw_feed_item *
same_audience(const struct cw_feed_batch *batch, const struct cw_event *events)
{
	int64_t conversation_id = events[batch->count].conversation_id;

	for (size_t i = batch->count; i-- > 0;) {
		if (events[i].audience_id == 0 &&
		    events[i].conversation_id == conversation_id)
			return &batch->items[i];
	}
	return NULL;
}

/* Who may see an event: one person, or the members of today. */
static enum cw_err
find_audience(struct cw_feed *feed, const struct cw_feed_batch *batch,
    const struct cw_event *events, struct cw_feed_item *item)
{
	const struct cw_event *event = &events[batch->count];
	const struct cw_feed_item *before;
	int64_t *users;
	enum cw_err err;

	if (event->audience_id != 0) {
		item->users = &event->audience_id;
		item->users_count = 1;
		return CW_OK;
	}
	before = same_audience(batch, events);
	if (before != NULL) {
		item->users = before->users;
		item->users_count = before->users_count;
		return CW_OK;
	}
	err = cw_event_audience(feed->store, &feed->arena,
	    event->conversation_id, &users, &item->users_count);
	if (err != CW_OK)
		return err;
	item->users = users;
	return CW_OK;
}

static enum cw_err
fill_batch(struct cw_feed *feed, const struct cw_list *list,
    struct cw_feed_batch *batch)
{
	const struct cw_event *events = list->items;
	enum cw_err err;

	batch->items = cw_arena_calloc(&feed->arena, list->count + 1,
	    sizeof(*batch->items));
	if (batch->items == NULL)
		return CW_NOMEM;
	for (; batch->count < list->count; batch->count++) {
		struct cw_feed_item *item = &batch->items[batch->count];

		item->id = events[batch->count].id;
		err = find_audience(feed, batch, events, item);
		if (err != CW_OK)
			return err;
		err = encode(feed, &events[batch->count], &item->chunk);
		if (err != CW_OK)
			return err;
	}
	return CW_OK;
}

/* The events and their audiences are read from one state of the store. */
static enum cw_err
read_batch(struct cw_feed *feed, struct cw_feed_batch *batch)
{
	struct cw_list list = { 0 };
	enum cw_err err;

	cw_arena_reset(&feed->arena);
	err = cw_read_begin(feed->store);
	if (err != CW_OK)
		return err;
	err = cw_events_after(feed->store, &feed->arena, feed->last,
	    BATCH_EVENTS, &list);
	if (err == CW_OK)
		err = fill_batch(feed, &list, batch);
	cw_read_end(feed->store);
	return err;
}

enum cw_err
cw_feed_next(struct cw_feed *feed, struct cw_feed_batch *out)
{
	struct cw_feed_batch batch = { 0 };
	int64_t version;
	enum cw_err err;

	/* Asked before reading: rather read twice than never. */
	err = cw_store_version(feed->store, &version);
	if (err != CW_OK)
		return err;
	if (version == feed->version) {
		*out = batch;
		return CW_OK;
	}
	err = read_batch(feed, &batch);
	if (err != CW_OK) {
		cw_feed_release(&batch);
		return err;
	}
	batch.is_full = batch.count == BATCH_EVENTS;
	if (!batch.is_full)
		feed->version = version;
	if (batch.count > 0)
		feed->last = batch.items[batch.count - 1].id;
	*out = batch;
	return CW_OK;
}

enum cw_err
cw_feed_skip(struct cw_feed *feed)
{
	int64_t version;
	enum cw_err err;

	err = cw_store_version(feed->store, &version);
	if (err != CW_OK || version == feed->version)
		return err;
	err = cw_event_last(feed->store, &feed->last);
	if (err == CW_OK)
		feed->version = version;
	return err;
}

void
cw_feed_release(struct cw_feed_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		cw_chunk_release(batch->items[i].chunk);
	batch->count = 0;
}

/* Bytes that an event's texts come to, roughly. */
static size_t
text_bytes(const struct cw_event *event)
{
	size_t bytes = 0;

	if (event->message != NULL)
		bytes += strlen(event->message->message);
	for (size_t i = 0;
	     event->participants != NULL && i < event->participants->count; i++)
		bytes += strlen(event->participants->items[i]);
	return bytes;
}

/* Cut a list of events where it becomes too long. */
static void
bound_page(struct cw_list *list)
{
	const struct cw_event *events = list->items;
	size_t bytes = 0;

	for (size_t i = 0; i < list->count; i++) {
		bytes += text_bytes(&events[i]);
		if (i > 0 && bytes > PAGE_MAX_BYTES) {
			list->count = i;
			return;
		}
	}
}

enum cw_err
cw_feed_page(struct cw_feed *feed, int64_t user_id, int64_t *at,
    struct cw_events_page *out)
{
	struct cw_chat chat = { .store = feed->store,
		.arena = &feed->arena,
		.user_id = user_id,
		.now_ms = cw_clock_now_ms() };
	struct cw_events_page page = { 0 };
	const struct cw_event *events;
	int64_t up_to = feed->last;
	size_t found;
	enum cw_err err;

	if (up_to - *at > PAGE_STRETCH)
		up_to = *at + PAGE_STRETCH;
	cw_arena_reset(&feed->arena);
	err = cw_events_of_user(&chat, *at, up_to, CW_EVENTS_PAGE_MAX,
	    &page.events);
	if (err != CW_OK)
		return err;
	found = page.events.count;
	bound_page(&page.events);
	events = page.events.items;
	page.last = up_to;
	if (page.events.count < found || found == CW_EVENTS_PAGE_MAX)
		page.last = events[page.events.count - 1].id;
	*at = page.last;
	*out = page;
	return CW_OK;
}

enum cw_err
cw_feed_sessions_changed(struct cw_feed *feed, bool *out)
{
	int64_t version;
	enum cw_err err;

	err = cw_session_version(feed->pool, &version);
	if (err != CW_OK)
		return err;
	*out = version != feed->session_version;
	feed->session_version = version;
	return CW_OK;
}

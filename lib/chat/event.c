/* The feed of events: telling of a change, and reading what happened. */

#include "chat/event.h"

#include "chat/watch.h"

static const char *const event_words[] = {
	[CW_EVENT_MESSAGE] = "message",
	[CW_EVENT_CONVERSATION] = "conversation",
	[CW_EVENT_READ] = "read",
	[CW_EVENT_MEMBER] = "member",
	[CW_EVENT_DATASET] = "dataset",
};

static struct cw_val
id_or_null(int64_t id)
{
	return id == 0 ? cw_null() : cw_int(id);
}

enum cw_err
cw_event_add(const struct cw_chat *chat, enum cw_event_kind kind,
    int64_t conversation_id, int64_t time, int64_t audience_id)
{
	const struct cw_val args[] = { cw_int(kind),
		id_or_null(conversation_id), cw_int(chat->user_id),
		cw_int(time), id_or_null(audience_id), cw_int(chat->now_ms) };
	enum cw_err err;

	err = cw_exec(chat->store, CW_SQL_EVENT_ADD, args, CW_LEN(args), NULL);
	if (err != CW_OK || chat->told == NULL)
		return err;
	return cw_watch_note(chat, conversation_id, audience_id);
}

enum cw_err
cw_event_add_dataset(const struct cw_chat *chat, int64_t version)
{
	const struct cw_val args[] = { cw_int(chat->user_id), cw_int(version) };
	enum cw_err err;

	err = cw_event_add(chat, CW_EVENT_DATASET, 0, version, chat->user_id);
	if (err != CW_OK)
		return err;
	return cw_exec(chat->store, CW_SQL_EVENT_OUTDATED, args, CW_LEN(args),
	    NULL);
}

enum cw_err
cw_event_last(struct cw_store *store, int64_t *out)
{
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query_one(store, CW_SQL_EVENT_LAST, NULL, 0, &rows);
	if (err == CW_OK)
		*out = cw_col_int(&rows, 0);
	cw_rows_end(&rows);
	if (err != CW_NOTFOUND)
		return err;
	*out = 0;
	return CW_OK;
}

/* What rows of events_after and events_of_user have in common. */
struct feed {
	struct cw_store *store;
	struct cw_arena *arena;
	struct cw_list *out;
};

static enum cw_err
read_body(const struct feed *feed, const struct cw_rows *rows,
    struct cw_event *event)
{
	struct cw_message *message =
	    cw_arena_alloc(feed->arena, sizeof(*message));

	if (message == NULL)
		return CW_NOMEM;
	message->time = cw_col_int(rows, 4);
	message->sender = event->username;
	event->username = NULL;
	event->message = message;
	return cw_col_text(rows, 8, feed->arena, &message->message);
}

static enum cw_err
read_participants(const struct feed *feed, struct cw_event *event)
{
	const struct cw_val args[] = { cw_int(event->conversation_id),
		cw_int(CW_MEMBERS_MAX) };
	struct cw_rows rows;
	const char *name;
	enum cw_err err;

	event->username = NULL;
	event->participants =
	    cw_arena_alloc(feed->arena, sizeof(*event->participants));
	if (event->participants == NULL)
		return CW_NOMEM;
	err = cw_query(feed->store, CW_SQL_EVENT_NAMES, args, CW_LEN(args),
	    &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err)) {
		err = cw_col_text(&rows, 0, feed->arena, &name);
		if (err == CW_OK)
			err = cw_texts_push(event->participants, feed->arena,
			    name);
	}
	cw_rows_end(&rows);
	return err;
}

/*
 * The count of now, and up to where it counts: what came after the event, and
 * is told after it, must not be counted again.
 */
static enum cw_err
read_unread(const struct feed *feed, struct cw_event *event)
{
	const struct cw_val args[] = { cw_int(event->conversation_id),
		cw_int(event->audience_id) };
	struct cw_rows rows;
	enum cw_err err;

	event->username = NULL;
	event->unread = 0;
	event->last = 0;
	err = cw_query_one(feed->store, CW_SQL_EVENT_UNREAD, args, CW_LEN(args),
	    &rows);
	if (err == CW_OK) {
		event->unread = cw_col_int(&rows, 0);
		event->last = cw_col_int(&rows, 1);
	}
	cw_rows_end(&rows);
	return err == CW_NOTFOUND ? CW_OK : err; /* left meanwhile */
}

/* What only this kind of event has. */
static enum cw_err
read_particulars(const struct feed *feed, const struct cw_rows *rows,
    enum cw_event_kind kind, struct cw_event *event)
{
	switch (kind) {
	case CW_EVENT_MESSAGE:
		return read_body(feed, rows, event);
	case CW_EVENT_CONVERSATION:
		return read_participants(feed, event);
	case CW_EVENT_READ:
		event->time = cw_col_int(rows, 4);
		return read_unread(feed, event);
	case CW_EVENT_DATASET:
		event->username = NULL;
		event->version = cw_col_int(rows, 4);
		break;
	case CW_EVENT_MEMBER:
		break;
	}
	return CW_OK;
}

static enum cw_err
read_event(const struct feed *feed, const struct cw_rows *rows)
{
	int64_t kind = cw_col_int(rows, 1);
	struct cw_event *event;
	enum cw_err err;

	if (kind < CW_EVENT_MESSAGE || kind > CW_EVENT_DATASET)
		return CW_STORE;
	event = cw_list_push(feed->out, feed->arena, sizeof(*event));
	if (event == NULL)
		return CW_NOMEM;
	event->id = cw_col_int(rows, 0);
	event->event = event_words[kind];
	event->conversation_id = cw_col_int(rows, 2);
	event->audience_id = cw_col_int(rows, 5);
	event->time = CW_ABSENT;
	event->unread = CW_ABSENT;
	event->last = CW_ABSENT;
	event->version = CW_ABSENT;
	err = cw_col_text(rows, 6, feed->arena, &event->conversation);
	if (err != CW_OK)
		return err;
	err = cw_col_text(rows, 7, feed->arena, &event->username);
	if (err != CW_OK)
		return err;
	return read_particulars(feed, rows, (enum cw_event_kind)kind, event);
}

static enum cw_err
read_events(const struct feed *feed, enum cw_sql sql, const struct cw_val *args,
    size_t count)
{
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query(feed->store, sql, args, count, &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		err = read_event(feed, &rows);
	cw_rows_end(&rows);
	return err;
}

enum cw_err
cw_events_of_user(const struct cw_chat *chat, int64_t after, int64_t up_to,
    int64_t limit, struct cw_list *out)
{
	const struct feed feed = { chat->store, chat->arena, out };
	const struct cw_val args[] = { cw_int(after), cw_int(up_to),
		cw_int(chat->user_id), cw_int(limit) };

	return read_events(&feed, CW_SQL_EVENTS_OF_USER, args, CW_LEN(args));
}

enum cw_err
cw_events_after(struct cw_store *store, struct cw_arena *arena, int64_t after,
    int64_t limit, struct cw_list *out)
{
	const struct feed feed = { store, arena, out };
	const struct cw_val args[] = { cw_int(after), cw_int(limit) };

	return read_events(&feed, CW_SQL_EVENTS_AFTER, args, CW_LEN(args));
}

static enum cw_err
push_id(struct cw_list *ids, struct cw_arena *arena, int64_t id)
{
	int64_t *item = cw_list_push(ids, arena, sizeof(*item));

	if (item == NULL)
		return CW_NOMEM;
	*item = id;
	return CW_OK;
}

enum cw_err
cw_event_audience(struct cw_store *store, struct cw_arena *arena,
    int64_t conversation_id, int64_t **ids, size_t *count)
{
	const struct cw_val args[] = { cw_int(conversation_id), cw_int(0),
		cw_int(CW_MEMBERS_MAX) };
	struct cw_list list = { 0 };
	struct cw_rows rows;
	enum cw_err err;

	err = cw_query(store, CW_SQL_EVENT_AUDIENCE, args, CW_LEN(args), &rows);
	while (err == CW_OK && cw_rows_next(&rows, &err))
		err = push_id(&list, arena, cw_col_int(&rows, 0));
	cw_rows_end(&rows);
	if (err == CW_OK) {
		*ids = list.items;
		*count = list.count;
	}
	return err;
}

/*
 * The feed of events: what a client missed, and what happens now.
 */

#ifndef CW_CHAT_EVENT_H
#define CW_CHAT_EVENT_H

#include "chat/chat.h"
#include "chat/message.h"

enum cw_event_kind {
	CW_EVENT_MESSAGE = 1,
	CW_EVENT_CONVERSATION = 2,
	CW_EVENT_READ = 3,
	CW_EVENT_MEMBER = 4,
	CW_EVENT_DATASET = 5, /* of an account, in no conversation */
};

/* An event as clients see it; absent members are NULL or CW_ABSENT. */
struct cw_event {
	int64_t id;
	const char *event;	  /* "message", "conversation" and so on */
	const char *conversation; /* UUID; NULL: in none */
	struct cw_message *message;
	struct cw_texts *participants;
	const char *username;
	int64_t time;
	int64_t unread; /* of now, which may be after the event */
	int64_t last;	/* the newest message that the count knows of; 0 none */
	int64_t version;
	/* Not shown: */
	int64_t conversation_id;
	int64_t audience_id; /* 0: all members */
};

/*
 * Tell of a change, in its transaction; audience_id 0: all members.
 * conversation_id 0: in none, so that there is an audience.
 */
enum cw_err cw_event_add(const struct cw_chat *chat, enum cw_event_kind kind,
    int64_t conversation_id, int64_t time, int64_t audience_id) CW_CHECKED;

/*
 * Tell the acting user's other devices of a version of the datasets.  Nobody
 * needs to know of the former ones any more.
 */
enum cw_err
cw_event_add_dataset(const struct cw_chat *chat, int64_t version) CW_CHECKED;

/* The newest event's id, 0 before the first. */
enum cw_err cw_event_last(struct cw_store *store, int64_t *out) CW_CHECKED;

/* The acting user's events after an id and up to another, at most limit. */
enum cw_err cw_events_of_user(const struct cw_chat *chat, int64_t after,
    int64_t up_to, int64_t limit, struct cw_list *out) CW_CHECKED;

/* All events after an id, at most limit; cw_event_audience: for whom. */
enum cw_err cw_events_after(struct cw_store *store, struct cw_arena *arena,
    int64_t after, int64_t limit, struct cw_list *out) CW_CHECKED;

/*
 * The ids of a conversation's members of today, ascending, in the arena: who
 * may see an event without an audience of its own.
 */
enum cw_err cw_event_audience(struct cw_store *store, struct cw_arena *arena,
    int64_t conversation_id, int64_t **ids, size_t *count) CW_CHECKED;

#endif

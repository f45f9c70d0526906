/*
 * What the rooms of the chat share: who acts, and how much there may be.
 */

#ifndef CW_CHAT_CHAT_H
#define CW_CHAT_CHAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "pool/name.h"

#define CW_UUID_CHARS 36
#define CW_MESSAGE_MAX_CHARS 8000
#define CW_PREVIEW_MAX_CHARS 200
#define CW_MEMBERS_MAX 500 /* of a conversation, its founder too */
#define CW_TITLE_MAX_CHARS 120

/* An optional number that is not there. */
#define CW_ABSENT INT64_MIN

/* A list that lives in the request's arena; items are `size` bytes each. */
struct cw_list {
	size_t count;
	size_t cap;
	size_t size; /* of one item; set by cw_list_push at the first */
	void *items;
};

/* Room for one more item, zeroed; NULL: no memory. */
void *cw_list_push(struct cw_list *list, struct cw_arena *arena,
    size_t size) CW_CHECKED;

/* Item i, which is there. */
void *cw_list_at(const struct cw_list *list, size_t i);

/* Strings in the arena. */
struct cw_texts {
	size_t count;
	size_t cap;
	const char **items;
};

enum cw_err cw_texts_push(struct cw_texts *texts, struct cw_arena *arena,
    const char *text) CW_CHECKED;

/* A transaction's or a read's surroundings: what every function here needs. */
struct cw_chat {
	struct cw_store *store; /* in a transaction, for functions that write */
	struct cw_arena *arena; /* results live here */
	int64_t user_id;	/* who acts */
	const char *user_name;
	int64_t now_ms;
};

/* A conversation as the acting member sees it. */
struct cw_member {
	int64_t conversation_id;
	const char *uuid;
	const char *title; /* NULL none */
	int64_t last;	   /* the greatest message time, 0 none */
	int64_t seq;
	int64_t read_time;
	int64_t read_seq;
	int64_t sent_after_read;
	int64_t sent;
	int64_t last_sent;
};

#endif

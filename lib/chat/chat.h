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
#include "base/list.h"
#include "db/db.h"
#include "pool/name.h"

#define CW_UUID_CHARS 36
#define CW_MESSAGE_MAX_CHARS 8000
#define CW_PREVIEW_MAX_CHARS 200
#define CW_MEMBERS_MAX 500 /* of a conversation, its founder too */
#define CW_TITLE_MAX_CHARS 120

/* An optional number that is not there. */
#define CW_ABSENT INT64_MIN

struct cw_told;

/* A transaction's or a read's surroundings: what every function here needs. */
struct cw_chat {
	struct cw_store *store; /* in a transaction, for functions that write */
	struct cw_arena *arena; /* results live here */
	int64_t user_id;	/* who acts */
	const char *user_name;
	int64_t now_ms;
	struct cw_told *told; /* whom the commit concerns; NULL: no matter */
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

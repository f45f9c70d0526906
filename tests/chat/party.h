/*
 * Three people with a chat store of their own, and what they do in one line.
 *
 * Anna, bob and Carla have the ids 1, 2 and 3.  Each deed is a transaction;
 * reads happen outside of one.
 */

#ifndef TESTS_CHAT_PARTY_H
#define TESTS_CHAT_PARTY_H

#include "unit.h"

#include "chat/chat.h"
#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/member.h"
#include "chat/message.h"
#include "chat/user.h"

enum { ANNA = 1, BOB = 2, CARLA = 3 };

struct party {
	void *room;
	struct cw_store *store;
	struct cw_arena arena;
	int64_t now_ms; /* of the next deed */
};

/* Setup and teardown; *state is the struct party. */
int party_make(void **state);
int party_remove(void **state);

/* A row of a table of tests. */
#define PARTY_TEST(f) \
	cmocka_unit_test_setup_teardown(f, party_make, party_remove)

/* Make a fourth, fifth, ... person known. */
void party_join(struct party *party, int64_t id, const char *name);

struct cw_chat party_chat(struct party *party, int64_t who);

/* Start a conversation with the names given, NULL last; its UUID. */
const char *party_start(struct party *party, int64_t who, ...);

/* Say something; *time (may be NULL) is the message's. */
enum cw_err
party_say(struct party *party, int64_t who, const char *uuid, int64_t *time);

enum cw_err party_read(struct party *party, int64_t who, const char *uuid,
    int64_t time, enum cw_read_direction direction);

enum cw_err party_leave(struct party *party, int64_t who, const char *uuid);

/* Texts joined by blanks, in the arena. */
const char *party_join_texts(struct party *party, const struct cw_texts *texts);

#endif

/*
 * Fills a store for the benchmarks: conversations of every size that a figure
 * asks for, made by the functions that the programs use.
 *
 * usage: seed DATA NAME OTHER SMALL LARGE LIST CROWD
 *
 * NAME and OTHER are people that exist.  Makes one conversation of the two
 * with SMALL messages, one with LARGE, LIST more with one message each from
 * the other, and one of the other's with CROWD members; prints their ids as
 * JSON.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/log.h"
#include "chat/conversation.h"
#include "chat/message.h"
#include "chat/user.h"

#define BATCH 5000
#define CROWD_FIRST_ID 100000

static struct cw_arena arena;

static void
must(enum cw_err err, const char *what)
{
	if (err == CW_OK)
		return;
	fprintf(stderr, "seed: %s: %s\n", what, cw_err_word(err));
	exit(1);
}

static struct cw_chat
act_as(struct cw_store *store, const char *name)
{
	struct cw_chat chat = { .store = store, .arena = &arena };
	const struct cw_val args[] = { cw_text(name) };
	struct cw_rows rows;

	must(cw_query_one(store, CW_SQL_USER_FIND, args, 1, &rows), name);
	chat.user_id = cw_col_int(&rows, 0);
	must(cw_col_text(&rows, 1, &arena, &chat.user_name), name);
	cw_rows_end(&rows);
	chat.now_ms = cw_clock_now_ms();
	return chat;
}

/* A group of the two and a third, since a pair has one conversation only. */
static const char *
start(const struct cw_chat *chat, const char *const *names, size_t count)
{
	struct cw_texts others = { 0 };
	struct cw_conversation_new made;

	for (size_t i = 0; i < count; i++)
		must(cw_texts_push(&others, &arena, names[i]), "names");
	must(cw_begin(chat->store), "begin");
	must(cw_end(chat->store, cw_conversation_add(chat, &others, &made)),
	    "conversation");
	return made.uuid;
}

/* count messages of about 60 characters, in transactions of BATCH. */
static void
say(struct cw_store *store, const char *name, const char *uuid, long count)
{
	for (long said = 0; said < count;) {
		char *copy = strdup(uuid), *who = strdup(name);
		struct cw_chat chat;

		cw_arena_clear(&arena);
		chat = act_as(store, who);
		must(cw_begin(store), "begin");
		for (long i = 0; i < BATCH && said < count; i++, said++) {
			struct cw_member member;
			struct cw_message message;
			char body[96];

			cw_arena_reset(&arena);
			chat.user_name = who;
			chat.now_ms = cw_clock_now_ms();
			snprintf(body, sizeof(body),
			    "message %ld: how about lunch at one, by the"
			    " river?",
			    said);
			must(cw_member_find(&chat, copy, &member), "member");
			must(cw_message_add(&chat, &member, body, &message),
			    "message");
		}
		must(cw_end(store, CW_OK), "commit");
		free(copy);
		free(who);
	}
}

/* People who only fill a conversation; they cannot sign in. */
static void
make_crowd(struct cw_store *store, const char **names, long count)
{
	must(cw_begin(store), "begin");
	for (long i = 0; i < count; i++) {
		char name[32];

		snprintf(name, sizeof(name), "crowd%05ld", i);
		names[i] = strdup(name);
		must(cw_user_add(store, CROWD_FIRST_ID + i, name, name, 1),
		    "crowd");
	}
	must(cw_end(store, CW_OK), "commit");
}

int
main(int argc, char **argv)
{
	struct cw_store *store;
	struct cw_chat chat;
	char small[40], large[40], crowd[40];
	const char *names[512];
	long list, members;

	if (argc != 8)
		return 2;
	list = strtol(argv[6], NULL, 10);
	members = strtol(argv[7], NULL, 10);
	if (members < 4 || members > 500)
		return 2;
	must(cw_log_open("seed", NULL), "log");
	must(cw_crypto_init(), "crypto");
	cw_arena_init(&arena, (size_t)256 << 20);
	must(cw_store_open(argv[1], CW_STORE_CHAT, CW_STORE_WRITE, 5000,
		 &store),
	    "store");
	make_crowd(store, names, members);
	names[0] = argv[3];
	chat = act_as(store, argv[2]);
	snprintf(small, sizeof(small), "%s", start(&chat, names, 1));
	snprintf(large, sizeof(large), "%s", start(&chat, names, 2));
	/* The other's, so that the list is one of small conversations. */
	chat = act_as(store, argv[3]);
	snprintf(crowd, sizeof(crowd), "%s",
	    start(&chat, names + 1, (size_t)members - 1));
	say(store, argv[2], small, strtol(argv[4], NULL, 10));
	say(store, argv[2], large, strtol(argv[5], NULL, 10));
	for (long i = 0; i < list; i++) {
		const char *uuid;

		chat = act_as(store, argv[2]);
		names[1] = i % 2 == 0 ? "crowd00001" : "crowd00002";
		uuid = start(&chat, names, 2);
		say(store, argv[3], uuid, 1);
	}
	printf("{\"small\":\"%s\",\"large\":\"%s\",\"crowd\":\"%s\"}\n", small,
	    large, crowd);
	cw_store_close(store);
	return 0;
}

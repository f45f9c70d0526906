/*
 * A hall: Anna and Bob, who have a conversation, Eve, who is not in it, and a
 * stream that they are readers of.
 */

#ifndef TESTS_GATEWAY_HALL_H
#define TESTS_GATEWAY_HALL_H

#include "../pool/fixture.h"
#include "chat/conversation.h"
#include "chat/user.h"
#include "db/bell.h"
#include "gateway/stream.h"
#include "records.h"

#define ANNA 0
#define BOB 1
#define EVE 2
#define USERS 3

struct hall {
	struct fixture *pool;
	struct cw_store *store;
	struct cw_session sessions[USERS];
	char uuid[CW_UUID_CHARS + 1]; /* anna's and bob's */
	struct cw_stream stream;
};

/* Setup and teardown of a test; the hall is *state. */
int hall_setup(void **state);
int hall_teardown(void **state);

/* --- what others do ------------------------------------------------------- */

/* A transaction of somebody's; its end rings the bell. */
void hall_begin(struct hall *h);
void hall_commit(struct hall *h);
struct cw_chat hall_chat(struct hall *h, int user);
void hall_say_inside(struct hall *h, int user, const char *text);

/* A conversation of two, in which everything is said from now on. */
void hall_converse_inside(struct hall *h, int user, int other);

/* Each in a transaction of its own. */
void hall_say(struct hall *h, int user, const char *text);
void hall_say_many(struct hall *h, int user, int count);
void hall_leave(struct hall *h, int user);

/* --- the stream ----------------------------------------------------------- */

/* One turn, which does not wait; more than anything under way needs. */
void hall_turn(struct hall *h);
void hall_turns(struct hall *h);

/* A reader that is not handed over yet; the other end is *peer. */
struct cw_reader *hall_reader(struct hall *h, struct peer *peer, int user);

/* Hand one over that starts behind a position, or from now. */
void
hall_attend_from(struct hall *h, struct peer *peer, int user, int64_t after);
void hall_poll_from(struct hall *h, struct peer *peer, int user, int64_t after,
    int64_t wait_ms);

/* Hand over a stream from now on, and see it begin. */
void hall_attend(struct hall *h, struct peer *peer, int user);

int64_t hall_last(struct hall *h);

/* Fails unless the ids in the text are exactly these, in order. */
void hall_check_ids(const struct peer *peer, int64_t first, int64_t last);

#endif

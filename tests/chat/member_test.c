/*
 * One person's part in a conversation; and a model: three people do whatever
 * comes to their minds, and after each deed the store must say the same as a
 * list of what was said.
 */

#include "chat/party.h"

#include <string.h>

static int64_t
unread(struct party *party, int64_t who, const char *uuid)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_member member;

	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	return cw_member_unread(&member);
}

static void
own_words_are_not_unread_and_move_no_mark(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	int64_t second;

	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	assert_int_equal(party_say(party, BOB, uuid, &second), CW_OK);
	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	assert_int_equal(party_say(party, BOB, uuid, NULL), CW_OK);
	assert_int_equal(unread(party, ANNA, uuid), 2);
	assert_int_equal(unread(party, BOB, uuid), 2);
	assert_int_equal(party_read(party, ANNA, uuid, second, CW_READ_FORWARD),
	    CW_OK);
	assert_int_equal(unread(party, ANNA, uuid), 1);
}

static void
a_mark_moves_back_only_when_asked(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	int64_t first, last;

	assert_int_equal(party_say(party, BOB, uuid, &first), CW_OK);
	assert_int_equal(party_say(party, BOB, uuid, &last), CW_OK);
	assert_int_equal(party_read(party, ANNA, uuid, INT64_MAX,
			     CW_READ_FORWARD),
	    CW_OK);
	assert_int_equal(unread(party, ANNA, uuid), 0);
	assert_int_equal(party_read(party, ANNA, uuid, first, CW_READ_FORWARD),
	    CW_OK);
	assert_int_equal(unread(party, ANNA, uuid), 0);
	assert_int_equal(party_read(party, ANNA, uuid, first, CW_READ_EITHER),
	    CW_OK);
	assert_int_equal(unread(party, ANNA, uuid), 1);
	assert_int_equal(party_read(party, ANNA, uuid, 0, CW_READ_EITHER),
	    CW_OK);
	assert_int_equal(unread(party, ANNA, uuid), 2);
}

static void
only_members_find_a_conversation(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_chat carla = party_chat(party, CARLA);
	struct cw_chat bob = party_chat(party, BOB);
	struct cw_member member;

	assert_int_equal(cw_member_find(&carla, uuid, &member), CW_NOTFOUND);
	assert_int_equal(cw_member_find(&bob, uuid, &member), CW_OK);
	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	assert_int_equal(cw_member_find(&bob, uuid, &member), CW_NOTFOUND);
	assert_int_equal(party_leave(party, BOB, uuid), CW_NOTFOUND);
}

static void
nobody_throws_another_out(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_chat chat = party_chat(party, ANNA);
	struct cw_member member;
	const char *const names[] = { "bob", "BOB", "nobody", "", "\n" };
	enum cw_err err;

	assert_int_equal(cw_begin(party->store), CW_OK);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	for (size_t i = 0; i < CW_LEN(names); i++)
		assert_int_equal(cw_member_remove(&chat, &member, names[i]),
		    CW_FORBIDDEN);
	err = cw_member_remove(&chat, &member, "aNNA");
	assert_int_equal(cw_end(party->store, err), CW_OK);
}

/* --- the model ----------------------------------------------------------- */

enum { DEEDS = 1500, PEOPLE = 3, ROOMS = 2 };

struct model_room {
	const char *uuid;
	size_t count;
	int64_t times[DEEDS];
	int64_t senders[DEEDS];
	int64_t marks[PEOPLE + 1];
	bool is_gone[PEOPLE + 1];
};

/* A generator of its own, so that a failing run can be had again. */
static uint32_t
draw(uint64_t *seed, uint32_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(*seed >> 33) % below;
}

static int64_t
model_unread(const struct model_room *room, int64_t who)
{
	int64_t count = 0;

	for (size_t i = 0; i < room->count; i++)
		count += room->senders[i] != who &&
		    room->times[i] > room->marks[who];
	return count;
}

/* The time of the newest message at or before a time, 0 none. */
static int64_t
model_mark(const struct model_room *room, int64_t time)
{
	int64_t mark = 0;

	for (size_t i = 0; i < room->count; i++)
		if (room->times[i] <= time)
			mark = room->times[i];
	return mark;
}

static void
say(struct party *party, struct model_room *room, int64_t who)
{
	enum cw_err err;
	int64_t time;

	err = party_say(party, who, room->uuid, &time);
	if (room->is_gone[who]) {
		assert_int_equal(err, CW_NOTFOUND);
		return;
	}
	assert_int_equal(err, CW_OK);
	if (room->count > 0)
		assert_true(time > room->times[room->count - 1]);
	room->times[room->count] = time;
	room->senders[room->count++] = who;
}

static void
read_some(struct party *party, struct model_room *room, int64_t who,
    uint64_t *seed)
{
	bool is_either = draw(seed, 3) == 0;
	int64_t time = (int64_t)draw(seed, 3) - 1;
	enum cw_err err;

	if (room->count > 0)
		time += room->times[draw(seed, (uint32_t)room->count)];
	err = party_read(party, who, room->uuid, time,
	    is_either ? CW_READ_EITHER : CW_READ_FORWARD);
	if (room->is_gone[who]) {
		assert_int_equal(err, CW_NOTFOUND);
		return;
	}
	assert_int_equal(err, CW_OK);
	time = model_mark(room, time);
	if (is_either || time > room->marks[who])
		room->marks[who] = time;
}

/* A page anywhere holds what the model says. */
static void
compare_page(struct party *party, const struct model_room *room, int64_t who,
    uint64_t *seed)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_page page = { 1 + draw(seed, 7), CW_ABSENT, CW_ABSENT };
	size_t end = room->count, from;
	struct cw_list out = { 0 };
	struct cw_member member;
	bool has_more;

	if (room->count > 0 && draw(seed, 2) == 0) {
		end = draw(seed, (uint32_t)room->count);
		page.before = room->times[end];
	}
	assert_int_equal(cw_member_find(&chat, room->uuid, &member), CW_OK);
	assert_int_equal(cw_messages_page(&chat, &member, &page, &out,
			     &has_more),
	    CW_OK);
	from = end > (size_t)page.limit ? end - (size_t)page.limit : 0;
	assert_int_equal(out.count, end - from);
	assert_int_equal(has_more, from > 0);
	for (size_t i = 0; i < out.count; i++) {
		const struct cw_message *message = cw_list_at(&out, i);

		assert_int_equal(message->time, room->times[from + i]);
		assert_string_equal(message->sender,
		    party_chat(party, room->senders[from + i]).user_name);
	}
}

/* The list holds the rooms that one is in, with last and unread. */
static void
compare_list(struct party *party, const struct model_room *rooms, int64_t who)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_list out = { 0 };
	size_t expected = 0;

	assert_int_equal(cw_conversations_list(&chat, NULL, 10, &out), CW_OK);
	for (size_t r = 0; r < ROOMS; r++)
		expected += !rooms[r].is_gone[who];
	assert_int_equal(out.count, expected);
	for (size_t i = 0; i < out.count; i++) {
		const struct cw_conversation *row = cw_list_at(&out, i);
		const struct model_room *room = rooms;

		while (strcmp(room->uuid, row->id) != 0)
			room++;
		assert_int_equal(row->unread, model_unread(room, who));
		assert_int_equal(row->last,
		    room->count == 0 ? CW_ABSENT
				     : room->times[room->count - 1]);
	}
}

static void
do_something(struct party *party, struct model_room *room, int64_t who,
    uint64_t *seed)
{
	switch (draw(seed, 200)) {
	case 0: /* now and then the clock steps back */
		party->now_ms -= draw(seed, 5000);
		break;
	case 1:
		if (!room->is_gone[who] && who == CARLA && room->count > 400) {
			assert_int_equal(party_leave(party, who, room->uuid),
			    CW_OK);
			room->is_gone[who] = true;
		}
		break;
	default:
		if (draw(seed, 3) == 0)
			read_some(party, room, who, seed);
		else
			say(party, room, who);
	}
}

static void
whatever_three_people_do_the_counts_are_exact(void **state)
{
	static struct model_room rooms[ROOMS];
	struct party *party = *state;
	uint64_t seed = 20240229;

	for (size_t r = 0; r < ROOMS; r++)
		rooms[r].uuid = party_start(party, ANNA, "bob", "carla", NULL);
	for (int i = 0; i < DEEDS; i++) {
		struct model_room *room = &rooms[draw(&seed, ROOMS)];
		int64_t who = ANNA + draw(&seed, PEOPLE);
		int64_t other = ANNA + draw(&seed, PEOPLE);

		party->now_ms += draw(&seed, 3);
		do_something(party, room, who, &seed);
		compare_list(party, rooms, other);
		if (!room->is_gone[other])
			compare_page(party, room, other, &seed);
	}
	assert_true(rooms[0].count > DEEDS / 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(own_words_are_not_unread_and_move_no_mark),
		PARTY_TEST(a_mark_moves_back_only_when_asked),
		PARTY_TEST(only_members_find_a_conversation),
		PARTY_TEST(nobody_throws_another_out),
		PARTY_TEST(whatever_three_people_do_the_counts_are_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

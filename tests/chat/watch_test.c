/* Watching: whose cursor files an event moves. */

#include "chat/party.h"

#include "chat/watch.h"

static int64_t
watch(struct party *party, int64_t who, int64_t session_id)
{
	struct cw_chat chat = party_chat(party, who);
	int64_t last = -1;
	enum cw_err err;

	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_watch_set(&chat, session_id, &last);
	assert_int_equal(cw_end(party->store, err), CW_OK);
	return last;
}

/* Whom a message of somebody concerns: session ids as words. */
static const char *
told_of(struct party *party, int64_t who, const char *uuid,
    struct cw_told *told)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_texts words = { 0 };
	struct cw_message said = { 0 };
	struct cw_member member;
	enum cw_err err;

	*told = (struct cw_told){ 0 };
	chat.told = told;
	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_member_find(&chat, uuid, &member);
	if (err == CW_OK)
		err = cw_message_add(&chat, &member, "words", &said);
	assert_int_equal(cw_end(party->store, err), CW_OK);
	for (size_t i = 0; i < told->sessions.count; i++) {
		const struct cw_watch *one = cw_list_at(&told->sessions, i);

		assert_int_equal(cw_texts_push(&words, &party->arena,
				     cw_arena_printf(&party->arena, "%lld%s",
					 (long long)one->session_id,
					 one->is_over ? "-over" : "")),
		    CW_OK);
	}
	return party_join_texts(party, &words);
}

static void
while_nobody_watches_nothing_is_noted(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_told told;

	assert_string_equal(told_of(party, ANNA, uuid, &told), "");
	assert_int_equal(told.event_id, 0);
}

static void
members_who_watch_are_noted_and_strangers_are_not(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_told told;

	(void)watch(party, BOB, 21);
	(void)watch(party, BOB, 22);
	(void)watch(party, CARLA, 31);
	assert_string_equal(told_of(party, ANNA, uuid, &told), "21 22");
	assert_int_equal(told.event_id, watch(party, ANNA, 11));
	assert_string_equal(told_of(party, ANNA, uuid, &told), "11 21 22");
}

static void
my_read_mark_moves_my_files_alone(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_chat chat = party_chat(party, BOB);
	struct cw_told told = { 0 };
	const struct cw_watch *only;
	struct cw_member member;
	int64_t time;

	assert_int_equal(party_say(party, ANNA, uuid, &time), CW_OK);
	(void)watch(party, ANNA, 11);
	(void)watch(party, BOB, 21);
	chat.told = &told;
	assert_int_equal(cw_begin(party->store), CW_OK);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	assert_int_equal(cw_member_read(&chat, &member, time, CW_READ_FORWARD),
	    CW_OK);
	assert_int_equal(cw_end(party->store, CW_OK), CW_OK);
	assert_int_equal(told.sessions.count, 1);
	only = cw_list_at(&told.sessions, 0);
	assert_int_equal(only->session_id, 21);
}

static void
who_leaves_is_told_with_those_who_stay(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", "carla", NULL);
	struct cw_chat chat = party_chat(party, BOB);
	struct cw_told told = { 0 };
	struct cw_member member;

	(void)watch(party, ANNA, 11);
	(void)watch(party, BOB, 21);
	chat.told = &told;
	assert_int_equal(cw_begin(party->store), CW_OK);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	assert_int_equal(cw_member_depart(&chat, &member), CW_OK);
	assert_int_equal(cw_end(party->store, CW_OK), CW_OK);
	assert_int_equal(told.sessions.count, 2);
	assert_int_equal(told.event_id, watch(party, ANNA, 11));
}

static void
who_has_not_asked_for_long_is_forgotten_at_the_next_event(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_told told;

	(void)watch(party, BOB, 21);
	(void)watch(party, BOB, 22);
	party->now_ms += CW_WATCH_TTL_MS - 1;
	(void)watch(party, BOB, 22);
	assert_string_equal(told_of(party, ANNA, uuid, &told), "21 22");
	party->now_ms += 1;
	assert_string_equal(told_of(party, ANNA, uuid, &told), "21-over 22");
	assert_string_equal(told_of(party, ANNA, uuid, &told), "22");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(while_nobody_watches_nothing_is_noted),
		PARTY_TEST(members_who_watch_are_noted_and_strangers_are_not),
		PARTY_TEST(my_read_mark_moves_my_files_alone),
		PARTY_TEST(who_leaves_is_told_with_those_who_stay),
		PARTY_TEST(
		    who_has_not_asked_for_long_is_forgotten_at_the_next_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Changes: the numbers are others whenever an answer may be. */

#include "chat/party.h"

#include "base/text.h"
#include "chat/changes.h"

static const char *
of_list(struct party *party, int64_t who)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_buf out;

	cw_buf_init(&out, &party->arena, 4096);
	assert_int_equal(cw_changes_of_list(&chat, &out), CW_OK);
	assert_int_equal(cw_buf_end(&out), CW_OK);
	return out.data;
}

static const char *
of_conversation(struct party *party, int64_t who, const char *uuid)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_member member;
	struct cw_buf out;

	cw_buf_init(&out, &party->arena, 4096);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	assert_int_equal(cw_changes_of_conversation(&chat, &member, &out),
	    CW_OK);
	assert_int_equal(cw_buf_end(&out), CW_OK);
	return out.data;
}

static const char *
of_users(struct party *party)
{
	struct cw_chat chat = party_chat(party, ANNA);
	struct cw_buf out;

	cw_buf_init(&out, &party->arena, 4096);
	assert_int_equal(cw_changes_of_users(&chat, &out), CW_OK);
	assert_int_equal(cw_buf_end(&out), CW_OK);
	return out.data;
}

static void
my_list_changes_with_what_concerns_me(void **state)
{
	struct party *party = *state;
	const char *before = of_list(party, ANNA);
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	int64_t time;

	assert_string_not_equal(of_list(party, ANNA), before);
	before = of_list(party, ANNA);
	assert_int_equal(party_say(party, BOB, uuid, &time), CW_OK);
	assert_string_not_equal(of_list(party, ANNA), before);
	before = of_list(party, ANNA);
	assert_int_equal(party_read(party, ANNA, uuid, time, CW_READ_FORWARD),
	    CW_OK);
	assert_string_not_equal(of_list(party, ANNA), before);
	before = of_list(party, ANNA);
	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	assert_string_not_equal(of_list(party, ANNA), before);
	before = of_list(party, ANNA);
	assert_int_equal(party_leave(party, ANNA, uuid), CW_OK);
	assert_string_not_equal(of_list(party, ANNA), before);
}

static void
my_list_stays_while_others_talk_a_little(void **state)
{
	struct party *party = *state;
	const char *mine = party_start(party, ANNA, "bob", NULL);
	const char *other = party_start(party, BOB, "carla", NULL);
	const char *before = of_list(party, ANNA);

	assert_int_equal(party_say(party, CARLA, other, NULL), CW_OK);
	assert_string_equal(of_list(party, ANNA), before);
	/* What is mine is never taken for what it was before. */
	for (int i = 0; i < 200; i++)
		assert_int_equal(party_say(party, CARLA, other, NULL), CW_OK);
	before = of_list(party, ANNA);
	assert_int_equal(party_say(party, BOB, mine, NULL), CW_OK);
	assert_string_not_equal(of_list(party, ANNA), before);
}

/* The store went back to an older copy, and its numbers came again. */
static void
an_event_of_another_time_is_another(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	const char *first, *second;

	assert_int_equal(cw_begin(party->store), CW_OK);
	first = of_list(party, ANNA);
	assert_int_equal(cw_end(party->store, CW_CONFLICT), CW_CONFLICT);
	for (int i = 0; i < 2; i++) {
		struct cw_chat chat = party_chat(party, ANNA);
		struct cw_message said;
		struct cw_member member;

		assert_int_equal(cw_begin(party->store), CW_OK);
		assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
		assert_int_equal(cw_message_add(&chat, &member, "x", &said),
		    CW_OK);
		second = of_list(party, ANNA);
		assert_int_equal(cw_end(party->store, CW_CONFLICT),
		    CW_CONFLICT);
		assert_string_not_equal(first, second);
		first = second;
		party->now_ms++;
	}
}

static void
a_conversation_changes_with_each_thing_that_it_shows(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", "carla", NULL);
	const char *before = of_conversation(party, ANNA, uuid);
	int64_t time;

	assert_string_equal(of_conversation(party, ANNA, uuid), before);
	assert_int_equal(party_say(party, BOB, uuid, &time), CW_OK);
	assert_string_not_equal(of_conversation(party, ANNA, uuid), before);
	before = of_conversation(party, ANNA, uuid);
	assert_int_equal(party_read(party, BOB, uuid, time, CW_READ_FORWARD),
	    CW_OK);
	assert_string_equal(of_conversation(party, ANNA, uuid), before);
	assert_int_equal(party_read(party, ANNA, uuid, time, CW_READ_FORWARD),
	    CW_OK);
	assert_string_not_equal(of_conversation(party, ANNA, uuid), before);
	before = of_conversation(party, ANNA, uuid);
	assert_int_equal(party_leave(party, CARLA, uuid), CW_OK);
	assert_string_not_equal(of_conversation(party, ANNA, uuid), before);
}

static void
the_people_change_when_somebody_comes(void **state)
{
	struct party *party = *state;
	const char *before = of_users(party);

	assert_string_equal(of_users(party), before);
	party_join(party, 4, "Dora");
	assert_string_not_equal(of_users(party), before);
	before = of_users(party);
	party_join(party, 4, "Dora");
	assert_string_equal(of_users(party), before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(my_list_changes_with_what_concerns_me),
		PARTY_TEST(my_list_stays_while_others_talk_a_little),
		PARTY_TEST(an_event_of_another_time_is_another),
		PARTY_TEST(
		    a_conversation_changes_with_each_thing_that_it_shows),
		PARTY_TEST(the_people_change_when_somebody_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

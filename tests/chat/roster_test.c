/* The roster: the names of a conversation's members, kept as one text. */

#include "chat/party.h"

#include "chat/roster.h"

/* A roster's names, joined by blanks. */
static const char *
split(struct party *party, const char *roster)
{
	struct cw_texts names = { 0 };
	char *copy = NULL;

	if (roster != NULL) {
		copy = cw_arena_strdup(&party->arena, roster);
		assert_non_null(copy);
	}
	assert_int_equal(cw_roster_split(&party->arena, copy, &names), CW_OK);
	return party_join_texts(party, &names);
}

static void
a_roster_comes_apart_into_its_names(void **state)
{
	struct party *party = *state;

	assert_string_equal(split(party, NULL), "");
	assert_string_equal(split(party, ""), "");
	assert_string_equal(split(party, "Anna"), "Anna");
	assert_string_equal(split(party, "Anna\nbob\nCarla"), "Anna bob Carla");
}

/* As a member's own list shows it. */
static const char *
names_of(struct party *party, int64_t who)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_list mine = { 0 };
	struct cw_conversation *row;

	assert_int_equal(cw_conversations_list(&chat, NULL, 10, &mine), CW_OK);
	assert_int_equal(mine.count, 1);
	row = cw_list_at(&mine, 0);
	return party_join_texts(party, &row->participants);
}

static void
a_roster_follows_its_members(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, CARLA, "bob", "anna", NULL);

	assert_string_equal(names_of(party, ANNA), "Anna bob Carla");
	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	assert_string_equal(names_of(party, ANNA), "Anna Carla");
	assert_int_equal(party_leave(party, CARLA, uuid), CW_OK);
	assert_string_equal(names_of(party, ANNA), "Anna");
	assert_int_equal(party_leave(party, ANNA, uuid), CW_OK);
}

static void
a_leave_that_fails_leaves_the_roster(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_chat chat = party_chat(party, BOB);
	struct cw_member member;

	assert_int_equal(cw_begin(party->store), CW_OK);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	assert_int_equal(cw_member_depart(&chat, &member), CW_OK);
	assert_int_equal(cw_end(party->store, CW_FULL), CW_FULL);
	assert_string_equal(names_of(party, BOB), "Anna bob");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(a_roster_comes_apart_into_its_names),
		PARTY_TEST(a_roster_follows_its_members),
		PARTY_TEST(a_leave_that_fails_leaves_the_roster),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* lib/chat/erase.c: who is here no more. */

#include "chat/party.h"

#include "chat/erase.h"

static void
erase(struct party *party, int64_t who)
{
	struct cw_chat chat = party_chat(party, who);
	bool has_more = true;

	while (has_more) {
		assert_int_equal(cw_begin(party->store), CW_OK);
		assert_int_equal(cw_end(party->store,
				     cw_user_erase(&chat, &has_more)),
		    CW_OK);
	}
}

static void
what_was_said_stays_and_the_name_goes(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	const struct cw_users_page people = { "", "", 10 };
	const struct cw_page newest = { 10, CW_ABSENT, CW_ABSENT };
	struct cw_list users = { 0 }, messages = { 0 };
	const struct cw_message *said;
	struct cw_member member;
	struct cw_chat chat;
	bool has_more;
	int64_t id;

	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	erase(party, ANNA);
	erase(party, ANNA);
	chat = party_chat(party, BOB);
	assert_int_equal(cw_user_find(&chat, "anna", &id), CW_NOTFOUND);
	assert_int_equal(cw_users_list(&chat, &people, &users), CW_OK);
	assert_int_equal(users.count, 1);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	assert_int_equal(cw_messages_page(&chat, &member, &newest, &messages,
			     &has_more),
	    CW_OK);
	said = cw_list_at(&messages, 0);
	assert_string_equal(said->sender, "(deleted 1)");
	chat = party_chat(party, ANNA);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_NOTFOUND);
}

static void
others_are_told_that_somebody_left(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", "Carla", NULL);
	struct cw_texts names = { 0 };
	struct cw_member member;
	struct cw_chat chat;

	erase(party, ANNA);
	chat = party_chat(party, BOB);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	assert_int_equal(cw_conversation_names(&chat, &member, &names), CW_OK);
	assert_string_equal(party_join_texts(party, &names), "bob Carla");
}

static void
however_many_conversations_there_are(void **state)
{
	struct party *party = *state;
	struct cw_list left = { 0 };
	struct cw_chat chat;

	for (int i = 0; i < CW_ERASE_MAX + 5; i++)
		(void)party_start(party, ANNA, "bob", "Carla", NULL);
	erase(party, ANNA);
	chat = party_chat(party, ANNA);
	assert_int_equal(cw_conversations_list(&chat, NULL, 10, &left), CW_OK);
	assert_int_equal(left.count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(what_was_said_stays_and_the_name_goes),
		PARTY_TEST(others_are_told_that_somebody_left),
		PARTY_TEST(however_many_conversations_there_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

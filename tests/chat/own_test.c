/* lib/chat/own.c: all that somebody said, page by page. */

#include "chat/party.h"

#include "chat/own.h"

static struct cw_list
page_of(struct party *party, int64_t who, const struct cw_own_message *last,
    int64_t limit)
{
	const struct cw_own_page page = {
		.conversation = last == NULL ? NULL : last->conversation,
		.time = last == NULL ? 0 : last->time,
		.limit = limit,
	};
	const struct cw_chat chat = party_chat(party, who);
	struct cw_list out = { 0 };

	assert_int_equal(cw_own_messages(&chat, &page, &out), CW_OK);
	return out;
}

static void
only_mine_and_all_of_it(void **state)
{
	struct party *party = *state;
	const char *one = party_start(party, ANNA, "bob", NULL);
	const char *two = party_start(party, ANNA, "Carla", NULL);
	const struct cw_own_message *last = NULL;
	struct cw_list page;
	size_t count = 0;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(party_say(party, ANNA, one, NULL), CW_OK);
		assert_int_equal(party_say(party, BOB, one, NULL), CW_OK);
		assert_int_equal(party_say(party, ANNA, two, NULL), CW_OK);
	}
	/* Also where I am no more. */
	assert_int_equal(party_leave(party, ANNA, two), CW_OK);
	for (;;) {
		page = page_of(party, ANNA, last, 2);
		if (page.count == 0)
			break;
		count += page.count;
		last = cw_list_at(&page, page.count - 1);
	}
	assert_int_equal(count, 6);
	assert_int_equal(page_of(party, BOB, NULL, 10).count, 3);
	assert_int_equal(page_of(party, CARLA, NULL, 10).count, 0);
}

static void
a_conversation_of_others_is_no_place_to_go_on_from(void **state)
{
	struct party *party = *state;
	const struct cw_own_page page = {
		.conversation = party_start(party, ANNA, "bob", NULL),
		.limit = 10,
	};
	const struct cw_chat chat = party_chat(party, CARLA);
	struct cw_list out = { 0 };

	assert_int_equal(cw_own_messages(&chat, &page, &out), CW_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(only_mine_and_all_of_it),
		PARTY_TEST(a_conversation_of_others_is_no_place_to_go_on_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

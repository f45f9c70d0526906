/* Conversations: the list of somebody's, who is in them, starting one. */

#include "chat/party.h"

#include <stdio.h>
#include <string.h>

static struct cw_list
list(struct party *party, int64_t who, const char *before, int64_t limit)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_list out = { 0 };

	assert_int_equal(cw_conversations_list(&chat, before, limit, &out),
	    CW_OK);
	return out;
}

static struct cw_conversation *
at(const struct cw_list *conversations, size_t i)
{
	assert_true(i < conversations->count);
	return cw_list_at(conversations, i);
}

/* What came of asking for a conversation with these; committed if it may. */
static enum cw_err
ask(struct party *party, int64_t who, const struct cw_texts *others,
    struct cw_conversation_new *made)
{
	struct cw_chat chat = party_chat(party, who);
	enum cw_err err;

	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_conversation_add(&chat, others, made);
	return cw_end(party->store, err);
}

static void
two_people_have_one_conversation(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_list mine;

	assert_string_equal(party_start(party, ANNA, "BOB", NULL), uuid);
	assert_string_equal(party_start(party, BOB, "anna", NULL), uuid);
	assert_string_equal(party_start(party, BOB, "bob", "anna", "Anna",
				NULL),
	    uuid);
	mine = list(party, ANNA, NULL, 10);
	assert_int_equal(mine.count, 1);
	assert_string_equal(at(&mine, 0)->id, uuid);
}

static void
groups_may_be_many(void **state)
{
	struct party *party = *state;
	const char *first = party_start(party, ANNA, "bob", "carla", NULL);
	const char *second = party_start(party, ANNA, "bob", "carla", NULL);

	assert_string_not_equal(first, second);
	assert_int_equal(list(party, CARLA, NULL, 10).count, 2);
}

static void
who_left_a_pair_gets_a_new_one(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_list mine;

	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	assert_string_not_equal(party_start(party, BOB, "anna", NULL), uuid);
	mine = list(party, BOB, NULL, 10);
	assert_int_equal(mine.count, 1);
	assert_string_not_equal(at(&mine, 0)->id, uuid);
	assert_int_equal(list(party, ANNA, NULL, 10).count, 2);
}

static void
unknown_names_are_told_by_place(void **state)
{
	struct party *party = *state;
	const char *names[] = { "bob", "carla", "dora", "emil" };
	struct cw_texts others = { .count = 4, .cap = 4, .items = names };
	struct cw_conversation_new made = { 0 };

	assert_int_equal(ask(party, ANNA, &others, &made), CW_INVALID);
	assert_int_equal(made.unknown, 2);
	assert_int_equal(list(party, BOB, NULL, 10).count, 0);
}

static void
nobody_talks_to_themselves(void **state)
{
	struct party *party = *state;
	const char *names[] = { "Anna", "ANNA" };
	struct cw_texts others = { .count = 2, .cap = 2, .items = names };
	struct cw_conversation_new made = { 0 };

	assert_int_equal(ask(party, ANNA, &others, &made), CW_INVALID);
	assert_int_equal(made.unknown, CW_ABSENT);
}

static void
five_hundred_fit_and_one_more_does_not(void **state)
{
	struct party *party = *state;
	struct cw_conversation_new made = { 0 };
	struct cw_texts others = { 0 };
	const char *name;
	struct cw_list mine;

	for (int64_t id = 10; id < 10 + CW_MEMBERS_MAX; id++) {
		name =
		    cw_arena_printf(&party->arena, "guest%lld", (long long)id);
		party_join(party, id, name);
		assert_int_equal(cw_texts_push(&others, &party->arena, name),
		    CW_OK);
	}
	assert_int_equal(ask(party, ANNA, &others, &made), CW_INVALID);
	assert_int_equal(made.unknown, CW_ABSENT);
	others.count = CW_MEMBERS_MAX - 1;
	assert_int_equal(ask(party, ANNA, &others, &made), CW_OK);
	mine = list(party, 10, NULL, 10);
	assert_int_equal(at(&mine, 0)->participants.count, CW_MEMBERS_MAX);
}

static void
the_newest_activity_comes_first(void **state)
{
	struct party *party = *state;
	const char *one = party_start(party, ANNA, "bob", NULL);
	const char *two, *three;
	struct cw_list mine;

	party->now_ms += 10;
	two = party_start(party, ANNA, "carla", NULL);
	party->now_ms += 10;
	three = party_start(party, ANNA, "bob", "carla", NULL);
	party->now_ms += 10;
	assert_int_equal(party_say(party, BOB, one, NULL), CW_OK);
	mine = list(party, ANNA, NULL, 10);
	assert_int_equal(mine.count, 3);
	assert_string_equal(at(&mine, 0)->id, one);
	assert_string_equal(at(&mine, 1)->id, three);
	assert_string_equal(at(&mine, 2)->id, two);
	mine = list(party, ANNA, three, 10);
	assert_int_equal(mine.count, 1);
	assert_string_equal(at(&mine, 0)->id, two);
}

static void
a_row_says_who_when_what_and_how_many(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, BOB, "carla", "anna", NULL);
	struct cw_conversation *row;
	struct cw_list mine = list(party, ANNA, NULL, 10);
	int64_t time;

	row = at(&mine, 0);
	assert_int_equal(row->last, CW_ABSENT);
	assert_int_equal(row->unread, 0);
	assert_null(row->preview);
	assert_null(row->title);
	assert_int_equal(party_say(party, BOB, uuid, &time), CW_OK);
	mine = list(party, ANNA, NULL, 10);
	row = at(&mine, 0);
	assert_string_equal(party_join_texts(party, &row->participants),
	    "Anna bob Carla");
	assert_int_equal(row->last, time);
	assert_int_equal(row->unread, 1);
	assert_string_equal(row->preview->sender, "bob");
	assert_string_equal(row->preview->message, "words");
	assert_int_equal(row->preview->time, time);
}

static void
a_preview_is_cut_between_characters(void **state)
{
	struct party *party = *state;
	struct cw_chat chat = party_chat(party, ANNA);
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	char body[4 * 300 + 1] = "";
	struct cw_message said;
	struct cw_member member;
	struct cw_list mine;
	enum cw_err err;

	for (size_t i = 0; i < 300; i++)
		memcpy(body + 4 * i, "\xf0\x9f\x98\x80", 4);
	assert_int_equal(cw_begin(party->store), CW_OK);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	err = cw_message_add(&chat, &member, body, &said);
	assert_int_equal(cw_end(party->store, err), CW_OK);
	mine = list(party, BOB, NULL, 10);
	assert_int_equal(strlen(at(&mine, 0)->preview->message),
	    4 * CW_PREVIEW_MAX_CHARS);
}

static void
pages_of_many_have_everyone_once_and_all_names(void **state)
{
	struct party *party = *state;
	const char *before = NULL;
	size_t seen = 0;

	for (int i = 0; i < 47; i++) {
		if (i % 3 == 0)
			party->now_ms++; /* some begin at the same time */
		party_start(party, ANNA, "bob", "carla", NULL);
	}
	for (;;) {
		struct cw_list page = list(party, CARLA, before, 45);

		for (size_t i = 0; i < page.count; i++)
			assert_string_equal(party_join_texts(party,
						&at(&page, i)->participants),
			    "Anna bob Carla");
		seen += page.count;
		if (page.count < 45)
			break;
		before = at(&page, page.count - 1)->id;
	}
	assert_int_equal(seen, 47);
}

static void
who_left_is_named_no_more(void **state)
{
	struct party *party = *state;
	struct cw_chat chat = party_chat(party, ANNA);
	const char *uuid = party_start(party, ANNA, "bob", "carla", NULL);
	struct cw_texts names = { 0 };
	struct cw_member member;
	struct cw_list mine;

	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	mine = list(party, ANNA, NULL, 10);
	assert_string_equal(party_join_texts(party,
				&at(&mine, 0)->participants),
	    "Anna Carla");
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	assert_int_equal(cw_conversation_names(&chat, &member, &names), CW_OK);
	assert_string_equal(party_join_texts(party, &names), "Anna Carla");
}

static void
names_ascend_whoever_came_first(void **state)
{
	struct party *party = *state;
	const char *uuid;
	struct cw_list mine;

	party_join(party, 4, "aaron");
	party_join(party, 5, "Bea");
	uuid = party_start(party, CARLA, "bob", "bea", "aaron", NULL);
	mine = list(party, BOB, NULL, 10);
	assert_string_equal(at(&mine, 0)->id, uuid);
	assert_string_equal(party_join_texts(party,
				&at(&mine, 0)->participants),
	    "aaron Bea bob Carla");
}

static void
a_page_cannot_start_at_a_strangers_conversation(void **state)
{
	struct party *party = *state;
	struct cw_chat chat = party_chat(party, CARLA);
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_list out = { 0 };

	assert_int_equal(cw_conversations_list(&chat, uuid, 10, &out),
	    CW_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(two_people_have_one_conversation),
		PARTY_TEST(groups_may_be_many),
		PARTY_TEST(who_left_a_pair_gets_a_new_one),
		PARTY_TEST(unknown_names_are_told_by_place),
		PARTY_TEST(nobody_talks_to_themselves),
		PARTY_TEST(five_hundred_fit_and_one_more_does_not),
		PARTY_TEST(the_newest_activity_comes_first),
		PARTY_TEST(a_row_says_who_when_what_and_how_many),
		PARTY_TEST(a_preview_is_cut_between_characters),
		PARTY_TEST(pages_of_many_have_everyone_once_and_all_names),
		PARTY_TEST(who_left_is_named_no_more),
		PARTY_TEST(names_ascend_whoever_came_first),
		PARTY_TEST(a_page_cannot_start_at_a_strangers_conversation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

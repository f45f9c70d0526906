/* Messages: saying something, and reading what was said. */

#include "chat/party.h"

#include <string.h>

static enum cw_err
page(struct party *party, int64_t who, const char *uuid,
    const struct cw_page *asked, struct cw_list *out, bool *has_more)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_member member;
	enum cw_err err;

	err = cw_member_find(&chat, uuid, &member);
	if (err != CW_OK)
		return err;
	return cw_messages_page(&chat, &member, asked, out, has_more);
}

/* The times of a page, less base; checks that senders and words are there. */
static const char *
times(struct party *party, const char *uuid, struct cw_page asked, int64_t base)
{
	struct cw_list out = { 0 };
	char *text = cw_arena_strdup(&party->arena, "");
	bool has_more;

	assert_int_equal(page(party, BOB, uuid, &asked, &out, &has_more),
	    CW_OK);
	for (size_t i = 0; i < out.count; i++) {
		const struct cw_message *message = cw_list_at(&out, i);

		assert_string_equal(message->message, "words");
		assert_string_equal(message->sender, "Anna");
		text = cw_arena_printf(&party->arena, "%s%lld ", text,
		    (long long)(message->time - base));
	}
	return cw_arena_printf(&party->arena, "%s%s", text,
	    has_more ? "more" : "end");
}

static void
times_grow_even_if_the_clock_stands_or_steps_back(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	int64_t last = 0, time;

	for (int i = 0; i < 20; i++) {
		if (i == 10)
			party->now_ms -= 3600000;
		assert_int_equal(party_say(party, i % 2 ? ANNA : BOB, uuid,
				     &time),
		    CW_OK);
		assert_true(time > last);
		last = time;
	}
	assert_int_equal(last, 1000000 + 19);
	party->now_ms = 5000000;
	assert_int_equal(party_say(party, BOB, uuid, &time), CW_OK);
	assert_int_equal(time, 5000000);
}

static void
pages_go_both_ways(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	const int64_t base = party->now_ms;
	const struct {
		struct cw_page page;
		const char *times;
	} cases[] = {
		{ { 3, CW_ABSENT, CW_ABSENT }, "7 8 9 more" },
		{ { 10, CW_ABSENT, CW_ABSENT }, "0 1 2 3 4 5 6 7 8 9 end" },
		{ { 3, base + 7, CW_ABSENT }, "4 5 6 more" },
		{ { 3, base + 3, CW_ABSENT }, "0 1 2 end" },
		{ { 3, base, CW_ABSENT }, "end" },
		{ { 3, CW_ABSENT, base + 2 }, "3 4 5 more" },
		{ { 3, CW_ABSENT, base + 6 }, "7 8 9 end" },
		{ { 3, CW_ABSENT, base + 9 }, "end" },
		{ { 3, CW_ABSENT, 0 }, "0 1 2 more" },
		{ { 2, base + 3, base + 5 }, "6 7 more" },
	};

	for (int i = 0; i < 10; i++)
		assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	for (size_t i = 0; i < CW_LEN(cases); i++)
		assert_string_equal(times(party, uuid, cases[i].page, base),
		    cases[i].times);
}

static void
an_empty_conversation_has_an_empty_page(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);

	assert_string_equal(times(party, uuid,
				(struct cw_page){ 5, CW_ABSENT, CW_ABSENT }, 0),
	    "end");
}

static void
more_senders_than_are_remembered_have_their_own_names(void **state)
{
	struct party *party = *state;
	struct cw_texts others = { 0 };
	struct cw_chat chat = party_chat(party, ANNA);
	struct cw_conversation_new made;
	struct cw_list out = { 0 };
	bool has_more;

	for (int64_t id = 10; id < 50; id++) {
		struct cw_chat guest = party_chat(party, id);

		party_join(party, id, guest.user_name);
		assert_int_equal(cw_texts_push(&others, &party->arena,
				     guest.user_name),
		    CW_OK);
	}
	assert_int_equal(cw_begin(party->store), CW_OK);
	assert_int_equal(cw_conversation_add(&chat, &others, &made), CW_OK);
	assert_int_equal(cw_end(party->store, CW_OK), CW_OK);
	for (int64_t i = 0; i < 120; i++)
		assert_int_equal(party_say(party, 10 + i % 40, made.uuid, NULL),
		    CW_OK);
	assert_int_equal(page(party, ANNA, made.uuid,
			     &(struct cw_page){ 200, CW_ABSENT, CW_ABSENT },
			     &out, &has_more),
	    CW_OK);
	assert_int_equal(out.count, 120);
	for (size_t i = 0; i < out.count; i++) {
		const struct cw_message *message = cw_list_at(&out, i);

		assert_string_equal(message->sender,
		    party_chat(party, 10 + (int64_t)i % 40).user_name);
	}
}

static void
who_left_between_the_look_and_the_word_says_nothing(void **state)
{
	struct party *party = *state;
	struct cw_chat chat = party_chat(party, BOB);
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_member member;
	struct cw_message said;
	struct cw_list out = { 0 };
	bool has_more;
	enum cw_err err;

	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	assert_int_equal(cw_member_find(&chat, uuid, &member), CW_OK);
	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	assert_int_equal(cw_begin(party->store), CW_OK);
	err = cw_message_add(&chat, &member, "late", &said);
	assert_int_equal(cw_end(party->store, err), CW_NOTFOUND);
	assert_int_equal(cw_messages_page(&chat, &member,
			     &(struct cw_page){ 5, CW_ABSENT, CW_ABSENT }, &out,
			     &has_more),
	    CW_OK);
	assert_int_equal(out.count, 0);
	assert_int_equal(party_say(party, BOB, uuid, NULL), CW_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(times_grow_even_if_the_clock_stands_or_steps_back),
		PARTY_TEST(pages_go_both_ways),
		PARTY_TEST(an_empty_conversation_has_an_empty_page),
		PARTY_TEST(
		    more_senders_than_are_remembered_have_their_own_names),
		PARTY_TEST(who_left_between_the_look_and_the_word_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

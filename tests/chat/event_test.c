/* The feed of events: who hears of what. */

#include "chat/party.h"

#include <stdio.h>

/* The events of somebody as words, "message:Anna", joined by blanks. */
static const char *
feed(struct party *party, int64_t who, int64_t after)
{
	struct cw_chat chat = party_chat(party, who);
	struct cw_list events = { 0 };
	struct cw_texts words = { 0 };
	const char *word;
	int64_t last;

	assert_int_equal(cw_event_last(party->store, &last), CW_OK);
	assert_int_equal(cw_events_of_user(&chat, after, last, 100, &events),
	    CW_OK);
	for (size_t i = 0; i < events.count; i++) {
		const struct cw_event *event = cw_list_at(&events, i);

		assert_true(event->id > after && event->id <= last);
		word = event->event;
		if (event->message != NULL)
			word = cw_arena_printf(&party->arena, "%s:%s", word,
			    event->message->sender);
		if (event->username != NULL)
			word = cw_arena_printf(&party->arena, "%s:%s", word,
			    event->username);
		if (event->participants != NULL)
			word = cw_arena_printf(&party->arena, "%s:%zu", word,
			    event->participants->count);
		if (event->version != CW_ABSENT)
			word = cw_arena_printf(&party->arena, "%s:%lld", word,
			    (long long)event->version);
		if (event->unread != CW_ABSENT)
			word = cw_arena_printf(&party->arena, "%s:%lld", word,
			    (long long)event->unread);
		assert_int_equal(cw_texts_push(&words, &party->arena, word),
		    CW_OK);
	}
	return party_join_texts(party, &words);
}

static int64_t
last_event(struct party *party)
{
	int64_t last;

	assert_int_equal(cw_event_last(party->store, &last), CW_OK);
	return last;
}

static void
members_hear_of_all_and_strangers_of_nothing(void **state)
{
	struct party *party = *state;
	const char *uuid;

	assert_int_equal(last_event(party), 0);
	uuid = party_start(party, ANNA, "bob", NULL);
	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	assert_string_equal(feed(party, ANNA, 0),
	    "conversation:2 message:Anna");
	assert_string_equal(feed(party, BOB, 0), "conversation:2 message:Anna");
	assert_string_equal(feed(party, CARLA, 0), "");
}

static void
a_page_ends_where_it_was_told_to(void **state)
{
	struct party *party = *state;
	struct cw_chat chat = party_chat(party, BOB);
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_list events = { 0 };

	for (int i = 0; i < 5; i++)
		assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	assert_int_equal(cw_events_of_user(&chat, 1, 4, 100, &events), CW_OK);
	assert_int_equal(events.count, 3);
	events.count = 0;
	assert_int_equal(cw_events_of_user(&chat, 1, 6, 2, &events), CW_OK);
	assert_int_equal(events.count, 2);
}

static void
my_read_mark_is_my_own_business(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	int64_t start, time;

	assert_int_equal(party_say(party, ANNA, uuid, &time), CW_OK);
	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	start = last_event(party);
	assert_int_equal(party_read(party, BOB, uuid, time, CW_READ_FORWARD),
	    CW_OK);
	assert_string_equal(feed(party, BOB, start), "read:1");
	assert_string_equal(feed(party, ANNA, start), "");
	start = last_event(party);
	assert_int_equal(party_read(party, BOB, uuid, time, CW_READ_FORWARD),
	    CW_OK);
	assert_int_equal(last_event(party), start);
}

static void
who_leaves_hears_of_it_and_of_nothing_else(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", "carla", NULL);
	int64_t start;

	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	start = last_event(party);
	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	assert_string_equal(feed(party, BOB, 0), "member:bob");
	assert_string_equal(feed(party, CARLA, start),
	    "member:bob message:Anna");
}

static void
the_whole_feed_comes_in_order_and_in_pages(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, ANNA, "bob", NULL);
	struct cw_list events = { 0 };
	const struct cw_event *event;

	assert_int_equal(party_say(party, ANNA, uuid, NULL), CW_OK);
	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	assert_int_equal(cw_events_after(party->store, &party->arena, 1, 2,
			     &events),
	    CW_OK);
	assert_int_equal(events.count, 2);
	event = cw_list_at(&events, 0);
	assert_int_equal(event->id, 2);
	assert_string_equal(event->conversation, uuid);
	assert_string_equal(event->message->message, "words");
	event = cw_list_at(&events, 1);
	assert_int_equal(event->audience_id, 0);
	events.count = 0;
	assert_int_equal(cw_events_after(party->store, &party->arena, 3, 9,
			     &events),
	    CW_OK);
	assert_int_equal(events.count, 1);
	event = cw_list_at(&events, 0);
	assert_int_equal(event->audience_id, BOB);
	assert_string_equal(event->username, "bob");
}

static void
the_audience_is_the_members_of_today(void **state)
{
	struct party *party = *state;
	const char *uuid = party_start(party, BOB, "carla", "anna", NULL);
	int64_t *ids;
	size_t count;

	assert_int_equal(party_leave(party, BOB, uuid), CW_OK);
	assert_int_equal(cw_event_audience(party->store, &party->arena, 1, &ids,
			     &count),
	    CW_OK);
	assert_int_equal(count, 2);
	assert_int_equal(ids[0], ANNA);
	assert_int_equal(ids[1], CARLA);
}

static void
the_newest_of_my_datasets_is_my_own_business(void **state)
{
	struct party *party = *state;
	struct cw_chat chat = party_chat(party, BOB);
	struct cw_list events = { 0 };
	const struct cw_event *event;
	enum cw_err err;

	(void)party_start(party, ANNA, "bob", NULL);
	for (int64_t version = 15; version <= 17; version++) {
		assert_int_equal(cw_begin(party->store), CW_OK);
		err = cw_event_add_dataset(&chat, version);
		assert_int_equal(cw_end(party->store, err), CW_OK);
	}
	assert_string_equal(feed(party, BOB, 1), "dataset:17");
	assert_string_equal(feed(party, ANNA, 1), "");
	assert_int_equal(cw_events_after(party->store, &party->arena, 1, 9,
			     &events),
	    CW_OK);
	assert_int_equal(events.count, 1);
	event = cw_list_at(&events, 0);
	assert_null(event->conversation);
	assert_int_equal(event->audience_id, BOB);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PARTY_TEST(members_hear_of_all_and_strangers_of_nothing),
		PARTY_TEST(a_page_ends_where_it_was_told_to),
		PARTY_TEST(my_read_mark_is_my_own_business),
		PARTY_TEST(who_leaves_hears_of_it_and_of_nothing_else),
		PARTY_TEST(the_whole_feed_comes_in_order_and_in_pages),
		PARTY_TEST(the_audience_is_the_members_of_today),
		PARTY_TEST(the_newest_of_my_datasets_is_my_own_business),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

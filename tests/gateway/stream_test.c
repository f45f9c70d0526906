/*
 * Readers of events get what is theirs, once and in order, and nothing else
 * happens to them.
 */

#include "hall.h"

#include <sys/socket.h>

static void
a_stream_begins_with_its_position(void **state)
{
	struct hall *h = *state;
	struct peer anna;
	char ready[96];

	hall_attend_from(h, &anna, ANNA, CW_ABSENT);
	hall_turns(h);
	peer_read(&anna);
	snprintf(ready, sizeof(ready),
	    "Status: 200\r\n\r\nretry: 2000\n\nid: %lld\nevent: ready\n"
	    "data: {\"id\":%lld,\"event\":\"ready\"}\n\n",
	    (long long)hall_last(h), (long long)hall_last(h));
	assert_string_equal(anna.text, ready);
	assert_false(anna.has_ended);
	peer_close(&anna);
}

static void
a_stream_is_empty_when_nobody_is_there(void **state)
{
	struct hall *h = *state;
	struct peer anna;

	hall_turns(h);
	assert_true(cw_stream_is_empty(&h->stream));
	cw_stream_join(&h->stream, hall_reader(h, &anna, ANNA));
	assert_false(cw_stream_is_empty(&h->stream));
	hall_turns(h);
	assert_false(cw_stream_is_empty(&h->stream));
	peer_close(&anna);
	hall_turns(h);
	assert_true(cw_stream_is_empty(&h->stream));
}

static void
a_position_that_is_not_there_yet_is_now(void **state)
{
	struct hall *h = *state;
	struct peer anna;
	char ready[32];

	hall_attend_from(h, &anna, ANNA, CW_ID_MAX);
	hall_turns(h);
	peer_read(&anna);
	snprintf(ready, sizeof(ready), "id: %lld\nevent: ready",
	    (long long)hall_last(h));
	assert_true(peer_has(&anna, ready));
	peer_forget(&anna);
	hall_say(h, BOB, "hello");
	hall_turns(h);
	peer_read(&anna);
	hall_check_ids(&anna, hall_last(h), hall_last(h));
	peer_close(&anna);
}

static void
what_is_told_together_goes_to_whom_it_is_for(void **state)
{
	struct hall *h = *state;
	char with_bob[CW_UUID_CHARS + 1];
	struct peer bob, eve;

	memcpy(with_bob, h->uuid, sizeof(with_bob));
	hall_attend(h, &bob, BOB);
	hall_begin(h);
	hall_say_inside(h, ANNA, "for bob");
	hall_converse_inside(h, ANNA, EVE);
	hall_say_inside(h, ANNA, "for eve");
	memcpy(h->uuid, with_bob, sizeof(with_bob));
	hall_say_inside(h, ANNA, "bob again");
	hall_commit(h);
	hall_attend_from(h, &eve, EVE, 0);
	hall_turns(h);
	peer_read(&bob);
	peer_read(&eve);
	assert_int_equal(peer_count(&bob, "event: message"), 2);
	assert_true(peer_has(&bob, "for bob") && peer_has(&bob, "bob again"));
	assert_int_equal(peer_count(&eve, "event: message"), 1);
	assert_true(peer_has(&eve, "for eve"));
	peer_close(&bob);
	peer_close(&eve);
}

static void
a_message_reaches_members_and_nobody_else(void **state)
{
	struct hall *h = *state;
	struct peer anna, bob, bobs_phone, eve;

	hall_attend(h, &anna, ANNA);
	hall_attend(h, &bob, BOB);
	hall_attend(h, &bobs_phone, BOB);
	hall_attend(h, &eve, EVE);
	hall_say(h, ANNA, "hello\n\ndata: evil");
	hall_turn(h);
	peer_read(&anna);
	peer_read(&bob);
	peer_read(&bobs_phone);
	peer_read(&eve);
	hall_check_ids(&bob, hall_last(h), hall_last(h));
	assert_true(peer_has(&bob, "\"message\":\"hello\\n\\ndata: evil\""));
	assert_string_equal(bob.text, anna.text);
	assert_string_equal(bob.text, bobs_phone.text);
	assert_int_equal(eve.len, 0);
	peer_close(&anna);
	peer_close(&bob);
	peer_close(&bobs_phone);
	peer_close(&eve);
}

static void
who_left_hears_of_it_and_of_nothing_after(void **state)
{
	struct hall *h = *state;
	struct peer bob, late;
	int64_t before = hall_last(h);

	hall_attend(h, &bob, BOB);
	hall_leave(h, BOB);
	hall_say(h, ANNA, "alone");
	hall_turns(h);
	peer_read(&bob);
	assert_int_equal(peer_count(&bob, "event: member"), 1);
	assert_false(peer_has(&bob, "alone"));
	hall_attend_from(h, &late, BOB, before);
	hall_turns(h);
	peer_read(&late);
	assert_false(peer_has(&late, "alone"));
	peer_close(&bob);
	peer_close(&late);
}

/* Between commit and telling: rights are those of the telling. */
static void
rights_are_those_of_the_moment_of_telling(void **state)
{
	struct hall *h = *state;
	struct peer bob;

	hall_attend(h, &bob, BOB);
	hall_begin(h);
	hall_say_inside(h, ANNA, "quickly");
	hall_commit(h);
	hall_leave(h, BOB);
	hall_turns(h);
	peer_read(&bob);
	assert_false(peer_has(&bob, "quickly"));
	peer_close(&bob);
}

static void
a_reader_resumes_without_a_gap_while_others_write(void **state)
{
	struct hall *h = *state;
	int64_t start = hall_last(h);
	struct peer bob;

	hall_say_many(h, ANNA, 1500);
	hall_attend_from(h, &bob, BOB, start);
	for (int i = 0; i < 60; i++) {
		if (i % 3 == 0)
			hall_say_many(h, ANNA, 7);
		hall_turn(h);
		peer_read(&bob);
	}
	hall_turns(h);
	peer_read(&bob);
	hall_check_ids(&bob, start + 1, hall_last(h));
	assert_int_equal(hall_last(h) - start, 1500 + 20 * 7);
	peer_close(&bob);
}

static void
nobody_waits_for_one_who_is_far_behind(void **state)
{
	struct hall *h = *state;
	int64_t start = hall_last(h);
	struct peer bob, eve;

	hall_attend(h, &bob, BOB);
	for (int i = 0; i < 100; i++) {
		hall_say_many(h, ANNA, 100);
		hall_turns(h);
		peer_read(&bob);
	}
	hall_check_ids(&bob, start + 1, hall_last(h));
	peer_forget(&bob);
	h->stream.budget_us = 0; /* one page a turn */
	/* Eve may see none of them, and still each has to be looked at. */
	hall_attend_from(h, &eve, EVE, start);
	hall_turn(h);
	assert_false(TAILQ_EMPTY(&h->stream.behind));
	hall_say(h, ANNA, "now");
	hall_turn(h);
	peer_read(&bob);
	assert_true(peer_has(&bob, "now"));
	peer_close(&bob);
	peer_close(&eve);
}

static void
a_slow_reader_is_dropped_and_resumes(void **state)
{
	struct hall *h = *state;
	int64_t start = hall_last(h);
	struct peer bob, anna, again;
	int64_t got;

	hall_attend(h, &bob, BOB);
	hall_attend(h, &anna, ANNA);
	for (int i = 0; i < 200 && h->stream.crowd.count == 2; i++) {
		hall_say_many(h, ANNA, 50);
		hall_turns(h);
		peer_read(&anna);
	}
	assert_int_equal(h->stream.crowd.count, 1);
	hall_turns(h);
	peer_read(&anna);
	hall_check_ids(&anna, start + 1, hall_last(h));
	/* What it got is whole but for the last event, and in order. */
	peer_read(&bob);
	assert_true(bob.is_closed);
	assert_false(bob.has_ended);
	got = start + (int64_t)peer_count(&bob, "\n\n");
	hall_attend_from(h, &again, BOB, got);
	for (int i = 0; i < 50; i++) {
		hall_turns(h);
		peer_read(&again);
	}
	hall_check_ids(&again, got + 1, hall_last(h));
	peer_close(&bob);
	peer_close(&anna);
	peer_close(&again);
}

static void
a_reader_that_takes_nothing_is_dropped_after_a_while(void **state)
{
	struct hall *h = *state;
	struct peer bob;

	hall_attend(h, &bob, BOB);
	while (h->stream.crowd.count == 1 &&
	    cw_crowd_first(&h->stream.crowd, h->sessions[BOB].account_id)
		    ->stuck_ms == 0) {
		hall_say_many(h, ANNA, 20);
		hall_turns(h);
	}
	assert_int_equal(h->stream.crowd.count, 1);
	h->stream.stands_ms += CW_STREAM_STUCK_MAX_MS - 1000;
	hall_turns(h);
	assert_int_equal(h->stream.crowd.count, 1);
	h->stream.stands_ms += 2000;
	hall_turns(h);
	assert_int_equal(h->stream.crowd.count, 0);
	peer_close(&bob);
}

static void
signing_out_cuts_that_sessions_readers(void **state)
{
	struct hall *h = *state;
	struct cw_session other;
	struct peer bob, tab, phone;

	assert_int_equal(sign_in(h->pool, "bob", PASSWORD, &other), CW_OK);
	hall_attend(h, &bob, BOB);
	hall_attend(h, &tab, BOB);
	h->sessions[BOB].id = other.id;
	hall_attend(h, &phone, BOB);
	assert_int_equal(end_session(h->pool, &other), CW_OK);
	h->stream.stands_ms += 1000;
	hall_turns(h);
	peer_read(&bob);
	peer_read(&tab);
	peer_read(&phone);
	assert_string_equal(phone.text,
	    "event: end\n"
	    "data: {\"event\":\"end\",\"code\":\"unauthorized\"}\n\n");
	assert_true(phone.has_ended);
	assert_true(phone.is_closed);
	assert_false(bob.has_ended);
	assert_false(tab.has_ended);
	assert_int_equal(end_all_sessions(h->pool, h->sessions[BOB].account_id),
	    CW_OK);
	h->stream.stands_ms += 1000;
	hall_turns(h);
	peer_read(&bob);
	peer_read(&tab);
	assert_true(peer_has(&bob, "event: end") && bob.has_ended);
	assert_true(peer_has(&tab, "event: end") && tab.has_ended);
	assert_int_equal(h->stream.crowd.count, 0);
	peer_close(&bob);
	peer_close(&tab);
	peer_close(&phone);
}

static void
a_session_that_ended_before_it_was_seated_gets_nothing(void **state)
{
	struct hall *h = *state;
	int64_t start = hall_last(h);
	struct peer bob;

	hall_say(h, ANNA, "secret");
	assert_int_equal(end_session(h->pool, &h->sessions[BOB]), CW_OK);
	/* Whoever was there has been looked at by now. */
	h->stream.stands_ms += 1000;
	hall_turns(h);
	hall_attend_from(h, &bob, BOB, start);
	hall_turns(h);
	peer_read(&bob);
	assert_true(peer_has(&bob, "event: end"));
	assert_false(peer_has(&bob, "secret"));
	assert_true(bob.is_closed);
	peer_close(&bob);
}

static void
a_session_that_expires_is_cut_in_time(void **state)
{
	struct hall *h = *state;
	struct peer bob;

	h->sessions[BOB].expires = NOW + 90 * 1000;
	hall_attend(h, &bob, BOB);
	cw_clock_set_now_ms(NOW + 85 * 1000);
	h->stream.stands_ms += 85 * 1000;
	hall_turns(h);
	peer_read(&bob);
	assert_false(bob.has_ended);
	cw_clock_set_now_ms(NOW + 91 * 1000);
	h->stream.stands_ms += 6 * 1000;
	hall_turns(h);
	peer_read(&bob);
	assert_true(peer_has(&bob, "event: end"));
	assert_true(bob.has_ended);
	peer_close(&bob);
}

static void
heartbeats_keep_time_and_spread(void **state)
{
	struct hall *h = *state;
	struct peer peers[3];
	int at_once = 0;

	hall_attend(h, &peers[0], ANNA);
	hall_attend(h, &peers[1], BOB);
	hall_attend(h, &peers[2], EVE);
	for (int second = 0; second < 60; second++) {
		int now = 0;

		h->stream.stands_ms += 1000;
		hall_turns(h);
		for (int i = 0; i < 3; i++) {
			size_t before = peers[i].len;

			peer_read(&peers[i]);
			now += peers[i].len > before;
		}
		at_once = now > at_once ? now : at_once;
	}
	for (int i = 0; i < 3; i++) {
		assert_in_range(peer_count(&peers[i], ":\n\n"), 2, 4);
		assert_int_equal(peer_count(&peers[i], ":\n\n") * 3,
		    peers[i].len);
		peer_close(&peers[i]);
	}
	assert_in_range(at_once, 1, 2);
}

/* As behind a server that notices who left when it writes. */
static void
who_is_to_be_noticed_sooner_hears_more_often(void **state)
{
	struct hall *h = *state;
	struct peer peer;
	struct cw_reader *reader = hall_reader(h, &peer, ANNA);

	reader->beat_sec = 2;
	cw_stream_join(&h->stream, reader);
	hall_turns(h);
	peer_read(&peer);
	peer_forget(&peer);
	for (int second = 0; second < 60; second++) {
		h->stream.stands_ms += 1000;
		hall_turns(h);
		peer_read(&peer);
	}
	assert_in_range(peer_count(&peer, ":\n\n"), 29, 31);
	peer_close(&peer);
}

static void
who_leaves_is_let_go_at_once(void **state)
{
	struct hall *h = *state;
	struct peer anna, bob, eve;

	hall_attend(h, &anna, ANNA);
	hall_attend(h, &bob, BOB);
	hall_poll_from(h, &eve, EVE, CW_ABSENT, 25000);
	hall_turns(h);
	assert_int_equal(h->stream.crowd.count, 3);
	peer_close(&anna);
	/* As lighttpd does when the client has closed. */
	assert_int_equal(shutdown(bob.fd, SHUT_WR), 0);
	peer_close(&eve);
	hall_turn(h);
	assert_int_equal(h->stream.crowd.count, 0);
	assert_null(cw_timers_first(&h->stream.timers));
	peer_read(&bob);
	assert_true(bob.has_ended);
	assert_true(bob.is_closed);
	peer_close(&bob);
}

static void
one_too_many_of_a_user_is_refused(void **state)
{
	struct hall *h = *state;
	struct peer bobs[4], anna;

	for (int i = 0; i < 3; i++)
		hall_attend(h, &bobs[i], BOB);
	hall_attend_from(h, &bobs[3], BOB, CW_ABSENT);
	hall_turns(h);
	peer_read(&bobs[3]);
	assert_string_equal(bobs[3].text, "Status: 503\r\n\r\nbusy");
	assert_true(bobs[3].has_ended);
	assert_true(bobs[3].is_closed);
	hall_attend(h, &anna, ANNA);
	peer_close(&anna);
	for (int i = 0; i < 4; i++) {
		peer_read(&bobs[i]);
		assert_int_equal(bobs[i].has_ended, i == 3);
		peer_close(&bobs[i]);
	}
	hall_turns(h);
	hall_attend(h, &anna, BOB);
	peer_close(&anna);
}

static void
one_too_many_in_all_is_refused(void **state)
{
	struct hall *h = *state;
	struct peer peers[9];

	for (int i = 0; i < 9; i++) {
		hall_attend_from(h, &peers[i], i % 3, CW_ABSENT);
		hall_turns(h);
		peer_read(&peers[i]);
		assert_int_equal(peers[i].has_ended, i == 8);
	}
	assert_true(peer_has(&peers[8], "busy"));
	for (int i = 0; i < 9; i++)
		peer_close(&peers[i]);
}

static void
a_read_mark_is_told_to_its_owner_alone(void **state)
{
	struct hall *h = *state;
	struct peer anna, bob;
	struct cw_chat chat = hall_chat(h, BOB);
	struct cw_member member;

	hall_say(h, ANNA, "one");
	hall_say(h, ANNA, "two");
	hall_attend(h, &anna, ANNA);
	hall_attend(h, &bob, BOB);
	hall_begin(h);
	assert_int_equal(cw_member_find(&chat, h->uuid, &member), CW_OK);
	assert_int_equal(cw_member_read(&chat, &member, INT64_C(1) << 50,
			     CW_READ_FORWARD),
	    CW_OK);
	hall_commit(h);
	hall_turns(h);
	peer_read(&anna);
	peer_read(&bob);
	assert_int_equal(anna.len, 0);
	assert_true(peer_has(&bob, "event: read"));
	assert_true(peer_has(&bob, "\"unread\":0"));
	peer_close(&anna);
	peer_close(&bob);
}

static void
a_bell_that_was_lost_delays_by_a_second(void **state)
{
	struct hall *h = *state;
	struct peer bob;

	hall_attend(h, &bob, BOB);
	hall_begin(h);
	hall_say_inside(h, ANNA, "unheard");
	assert_int_equal(cw_end(h->store, CW_OK), CW_OK);
	h->stream.look_ms = h->stream.now_ms + 1000;
	hall_turns(h);
	peer_read(&bob);
	assert_int_equal(bob.len, 0);
	h->stream.stands_ms += 1000;
	hall_turns(h);
	peer_read(&bob);
	assert_true(peer_has(&bob, "unheard"));
	peer_close(&bob);
}

static void
when_stopped_all_are_sent_away_politely(void **state)
{
	struct hall *h = *state;
	struct peer anna, bob, late;

	hall_attend(h, &anna, ANNA);
	hall_poll_from(h, &bob, BOB, CW_ABSENT, 25000);
	hall_turns(h);
	cw_stream_stop(&h->stream);
	hall_attend_from(h, &late, EVE, CW_ABSENT);
	/* Who does not take the end is cut by a clock that runs. */
	h->stream.stands_ms = 0;
	assert_int_equal(cw_stream_run(&h->stream), CW_OK);
	peer_read(&anna);
	peer_read(&bob);
	peer_read(&late);
	assert_true(cw_text_starts(anna.text, "retry: "));
	assert_true(anna.has_ended && anna.is_closed);
	assert_true(peer_has(&bob, "{\"events\":[],\"last\":"));
	assert_true(bob.has_ended && bob.is_closed);
	assert_true(peer_has(&late, "busy"));
	peer_close(&anna);
	peer_close(&bob);
	peer_close(&late);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hall_setup, hall_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stream_begins_with_its_position),
		TEST(a_stream_is_empty_when_nobody_is_there),
		TEST(a_position_that_is_not_there_yet_is_now),
		TEST(what_is_told_together_goes_to_whom_it_is_for),
		TEST(a_message_reaches_members_and_nobody_else),
		TEST(who_left_hears_of_it_and_of_nothing_after),
		TEST(rights_are_those_of_the_moment_of_telling),
		TEST(a_reader_resumes_without_a_gap_while_others_write),
		TEST(nobody_waits_for_one_who_is_far_behind),
		TEST(a_slow_reader_is_dropped_and_resumes),
		TEST(a_reader_that_takes_nothing_is_dropped_after_a_while),
		TEST(signing_out_cuts_that_sessions_readers),
		TEST(a_session_that_ended_before_it_was_seated_gets_nothing),
		TEST(a_session_that_expires_is_cut_in_time),
		TEST(heartbeats_keep_time_and_spread),
		TEST(who_is_to_be_noticed_sooner_hears_more_often),
		TEST(who_leaves_is_let_go_at_once),
		TEST(one_too_many_of_a_user_is_refused),
		TEST(one_too_many_in_all_is_refused),
		TEST(a_read_mark_is_told_to_its_owner_alone),
		TEST(a_bell_that_was_lost_delays_by_a_second),
		TEST(when_stopped_all_are_sent_away_politely),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

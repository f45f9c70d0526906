/*
 * Readers of events get what is theirs, once and in order, and nothing else
 * happens to them.
 */

#include "records.h"

#include <fcntl.h>
#include <sys/socket.h>

#include "../pool/fixture.h"
#include "chat/conversation.h"
#include "chat/user.h"
#include "db/bell.h"
#include "gateway/stream.h"

#define ANNA 0
#define BOB 1
#define EVE 2
#define USERS 3

static const struct cw_field page_fields[] = {
	CW_OBJECTS(struct cw_events_page, events, CW_EVENTS_PAGE_MAX,
	    &cw_event_model, CW_REQUIRED, "Events."),
	CW_NUMBER(struct cw_events_page, last, 0, CW_ID_MAX, CW_ABSENT,
	    CW_REQUIRED, "Position."),
	CW_END,
};

static const struct cw_model page_model = {
	.name = "Page",
	.size = sizeof(struct cw_events_page),
	.fields = page_fields,
};

struct hall {
	struct fixture *pool; /* first, for its own functions */
	struct cw_store *store;
	struct cw_session sessions[USERS];
	char uuid[CW_UUID_CHARS + 1]; /* anna's and bob's */
	struct cw_stream stream;
};

static const char *const names[USERS] = { "anna", "bob", "eve" };

/* --- what others do ------------------------------------------------------- */

static struct cw_chat
chat_of(struct hall *h, int user)
{
	return (struct cw_chat){ .store = h->store,
		.arena = &h->pool->arena,
		.user_id = h->sessions[user].account_id,
		.user_name = names[user],
		.now_ms = cw_clock_now_ms() };
}

static void
begin(struct hall *h)
{
	assert_int_equal(cw_begin(h->store), CW_OK);
}

static void
commit(struct hall *h)
{
	assert_int_equal(cw_end(h->store, CW_OK), CW_OK);
	cw_bell_ring(h->pool->dir, CW_BELL_EVENT);
	cw_arena_reset(&h->pool->arena);
}

static void
say_inside(struct hall *h, int user, const char *text)
{
	struct cw_chat chat = chat_of(h, user);
	struct cw_member member;
	struct cw_message message;

	assert_int_equal(cw_member_find(&chat, h->uuid, &member), CW_OK);
	assert_int_equal(cw_message_add(&chat, &member, text, &message), CW_OK);
}

static void
say(struct hall *h, int user, const char *text)
{
	begin(h);
	say_inside(h, user, text);
	commit(h);
}

static void
say_many(struct hall *h, int user, int count)
{
	char text[32];

	begin(h);
	for (int i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "many-%d-", i);
		say_inside(h, user, text);
	}
	commit(h);
}

static void
leave(struct hall *h, int user)
{
	struct cw_chat chat = chat_of(h, user);
	struct cw_member member;

	begin(h);
	assert_int_equal(cw_member_find(&chat, h->uuid, &member), CW_OK);
	assert_int_equal(cw_member_depart(&chat, &member), CW_OK);
	commit(h);
}

static void
converse(struct hall *h, int user, int other)
{
	const char *name = names[other];
	struct cw_texts others = { .count = 1, .cap = 1, .items = &name };
	struct cw_chat chat = chat_of(h, user);
	struct cw_conversation_new made;

	begin(h);
	assert_int_equal(cw_conversation_add(&chat, &others, &made), CW_OK);
	snprintf(h->uuid, sizeof(h->uuid), "%s", made.uuid);
	commit(h);
}

/* --- the hall ------------------------------------------------------------- */

static void
add_person(struct hall *h, int user)
{
	char email[64];

	snprintf(email, sizeof(email), "%s@example.org", names[user]);
	add_account(h->pool, names[user], email);
	assert_int_equal(sign_in(h->pool, names[user], PASSWORD,
			     &h->sessions[user]),
	    CW_OK);
	begin(h);
	assert_int_equal(cw_user_add(h->store, h->sessions[user].account_id,
			     names[user], names[user], NOW),
	    CW_OK);
	commit(h);
}

static int
hall_setup(void **state)
{
	struct hall *h = calloc(1, sizeof(*h));
	struct cw_conf *conf;
	void *pool;

	assert_non_null(h);
	assert_int_equal(fixture_setup(&pool), 0);
	h->pool = pool;
	conf = &h->pool->conf;
	conf->event_readers_max = 8;
	conf->event_readers_per_user = 3;
	conf->event_heartbeat_sec = 20;
	assert_int_equal(cw_migrate(h->pool->dir, CW_STORE_CHAT), CW_OK);
	assert_int_equal(cw_store_open(h->pool->dir, CW_STORE_CHAT,
			     CW_STORE_WRITE, 1000, &h->store),
	    CW_OK);
	for (int user = 0; user < USERS; user++)
		add_person(h, user);
	converse(h, ANNA, BOB);
	assert_int_equal(cw_stream_open(&h->stream, conf, h->pool->pool,
			     &page_model),
	    CW_OK);
	*state = h;
	return 0;
}

static int
hall_teardown(void **state)
{
	struct hall *h = *state;
	void *pool = h->pool;

	cw_stream_close(&h->stream);
	cw_store_close(h->store);
	fixture_teardown(&pool);
	free(h);
	return 0;
}

static void
turn(struct hall *h)
{
	assert_int_equal(cw_stream_turn(&h->stream, 0), CW_OK);
}

/* More than anything that is under way needs. */
static void
turns(struct hall *h)
{
	for (int i = 0; i < 50; i++)
		turn(h);
}

static struct cw_reader *
make_reader(struct hall *h, struct peer *peer, int user)
{
	struct cw_reader *reader;
	int fd;

	peer_open(peer, 1, &fd);
	reader = cw_reader_new(fd, 1);
	assert_non_null(reader);
	reader->user_id = h->sessions[user].account_id;
	reader->session_id = h->sessions[user].id;
	reader->expires = h->sessions[user].expires;
	reader->head = cw_chunk_new("Status: 200\r\n", 13);
	reader->refusal = cw_chunk_new("Status: 503\r\n\r\nbusy", 19);
	return reader;
}

static void
attend_from(struct hall *h, struct peer *peer, int user, int64_t after)
{
	struct cw_reader *reader = make_reader(h, peer, user);

	reader->at = after;
	cw_stream_join(&h->stream, reader);
}

static void
attend(struct hall *h, struct peer *peer, int user)
{
	attend_from(h, peer, user, CW_ABSENT);
	turns(h);
	peer_read(peer);
	assert_true(peer_has(peer, "event: ready\n"));
	peer_forget(peer);
}

static void
poll_from(struct hall *h, struct peer *peer, int user, int64_t after,
    int64_t wait_ms)
{
	struct cw_reader *reader = make_reader(h, peer, user);

	reader->kind = CW_READER_POLL;
	reader->at = after;
	reader->wait_ms = wait_ms;
	cw_stream_join(&h->stream, reader);
}

static int64_t
last_event(struct hall *h)
{
	int64_t last;

	assert_int_equal(cw_event_last(h->store, &last), CW_OK);
	return last;
}

/* Fails unless the ids in the text are exactly these, in order. */
static void
check_ids(const struct peer *peer, int64_t first, int64_t last)
{
	const char *at = peer->text;
	int64_t id = first;

	for (; (at = strstr(at, "id: ")) != NULL; at += 4) {
		if (strstr(at, "event: ready") == strchr(at, '\n') + 1)
			continue;
		assert_int_equal(strtoll(at + 4, NULL, 10), id);
		id++;
	}
	assert_int_equal(id, last + 1);
}

/* --- what must hold ------------------------------------------------------- */

static void
a_stream_begins_with_its_position(void **state)
{
	struct hall *h = *state;
	struct peer anna;
	char ready[96];

	attend_from(h, &anna, ANNA, CW_ABSENT);
	turns(h);
	peer_read(&anna);
	snprintf(ready, sizeof(ready),
	    "Status: 200\r\n\r\nretry: 2000\n\nid: %lld\nevent: ready\n"
	    "data: {\"id\":%lld,\"event\":\"ready\"}\n\n",
	    (long long)last_event(h), (long long)last_event(h));
	assert_string_equal(anna.text, ready);
	assert_false(anna.has_ended);
	peer_close(&anna);
}

static void
a_message_reaches_members_and_nobody_else(void **state)
{
	struct hall *h = *state;
	struct peer anna, bob, bobs_phone, eve;

	attend(h, &anna, ANNA);
	attend(h, &bob, BOB);
	attend(h, &bobs_phone, BOB);
	attend(h, &eve, EVE);
	say(h, ANNA, "hello\n\ndata: evil");
	turn(h);
	peer_read(&anna);
	peer_read(&bob);
	peer_read(&bobs_phone);
	peer_read(&eve);
	check_ids(&bob, last_event(h), last_event(h));
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
	int64_t before = last_event(h);

	attend(h, &bob, BOB);
	leave(h, BOB);
	say(h, ANNA, "alone");
	turns(h);
	peer_read(&bob);
	assert_int_equal(peer_count(&bob, "event: member"), 1);
	assert_false(peer_has(&bob, "alone"));
	attend_from(h, &late, BOB, before);
	turns(h);
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

	attend(h, &bob, BOB);
	begin(h);
	say_inside(h, ANNA, "quickly");
	commit(h);
	leave(h, BOB);
	turns(h);
	peer_read(&bob);
	assert_false(peer_has(&bob, "quickly"));
	peer_close(&bob);
}

static void
a_reader_resumes_without_a_gap_while_others_write(void **state)
{
	struct hall *h = *state;
	int64_t start = last_event(h);
	struct peer bob;

	say_many(h, ANNA, 1500);
	attend_from(h, &bob, BOB, start);
	for (int i = 0; i < 60; i++) {
		if (i % 3 == 0)
			say_many(h, ANNA, 7);
		turn(h);
		peer_read(&bob);
	}
	turns(h);
	peer_read(&bob);
	check_ids(&bob, start + 1, last_event(h));
	assert_int_equal(last_event(h) - start, 1500 + 20 * 7);
	peer_close(&bob);
}

static void
nobody_waits_for_one_who_is_far_behind(void **state)
{
	struct hall *h = *state;
	int64_t start = last_event(h);
	struct peer bob, eve;

	attend(h, &bob, BOB);
	for (int i = 0; i < 100; i++) {
		say_many(h, ANNA, 100);
		turns(h);
		peer_read(&bob);
	}
	check_ids(&bob, start + 1, last_event(h));
	peer_forget(&bob);
	h->stream.budget_us = 0; /* one page a turn */
	/* Eve may see none of them, and still each has to be looked at. */
	attend_from(h, &eve, EVE, start);
	turn(h);
	assert_false(TAILQ_EMPTY(&h->stream.behind));
	say(h, ANNA, "now");
	turn(h);
	peer_read(&bob);
	assert_true(peer_has(&bob, "now"));
	peer_close(&bob);
	peer_close(&eve);
}

static void
a_slow_reader_is_dropped_and_resumes(void **state)
{
	struct hall *h = *state;
	int64_t start = last_event(h);
	struct peer bob, anna, again;
	int64_t got;

	attend(h, &bob, BOB);
	attend(h, &anna, ANNA);
	for (int i = 0; i < 200 && h->stream.crowd.count == 2; i++) {
		say_many(h, ANNA, 50);
		turns(h);
		peer_read(&anna);
	}
	assert_int_equal(h->stream.crowd.count, 1);
	turns(h);
	peer_read(&anna);
	check_ids(&anna, start + 1, last_event(h));
	/* What it got is whole but for the last event, and in order. */
	peer_read(&bob);
	assert_true(bob.is_closed);
	assert_false(bob.has_ended);
	got = start + (int64_t)peer_count(&bob, "\n\n");
	attend_from(h, &again, BOB, got);
	for (int i = 0; i < 50; i++) {
		turns(h);
		peer_read(&again);
	}
	check_ids(&again, got + 1, last_event(h));
	peer_close(&bob);
	peer_close(&anna);
	peer_close(&again);
}

static void
a_reader_that_takes_nothing_is_dropped_after_a_while(void **state)
{
	struct hall *h = *state;
	struct peer bob;

	attend(h, &bob, BOB);
	while (h->stream.crowd.count == 1 &&
	    cw_crowd_first(&h->stream.crowd, h->sessions[BOB].account_id)
		    ->stuck_ms == 0) {
		say_many(h, ANNA, 20);
		turns(h);
	}
	assert_int_equal(h->stream.crowd.count, 1);
	h->stream.ahead_ms += CW_STREAM_STUCK_MAX_MS - 1000;
	turns(h);
	assert_int_equal(h->stream.crowd.count, 1);
	h->stream.ahead_ms += 2000;
	turns(h);
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
	attend(h, &bob, BOB);
	attend(h, &tab, BOB);
	h->sessions[BOB].id = other.id;
	attend(h, &phone, BOB);
	assert_int_equal(cw_session_end(h->pool->pool, other.id), CW_OK);
	h->stream.ahead_ms += 1000;
	turns(h);
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
	assert_int_equal(cw_session_end_all(h->pool->pool,
			     h->sessions[BOB].account_id),
	    CW_OK);
	h->stream.ahead_ms += 1000;
	turns(h);
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
	int64_t start = last_event(h);
	struct peer bob;

	say(h, ANNA, "secret");
	attend_from(h, &bob, BOB, start);
	assert_int_equal(cw_session_end(h->pool->pool, h->sessions[BOB].id),
	    CW_OK);
	turns(h);
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
	attend(h, &bob, BOB);
	cw_clock_set_now_ms(NOW + 85 * 1000);
	h->stream.ahead_ms += 85 * 1000;
	turns(h);
	peer_read(&bob);
	assert_false(bob.has_ended);
	cw_clock_set_now_ms(NOW + 91 * 1000);
	h->stream.ahead_ms += 6 * 1000;
	turns(h);
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

	attend(h, &peers[0], ANNA);
	attend(h, &peers[1], BOB);
	attend(h, &peers[2], EVE);
	for (int second = 0; second < 60; second++) {
		int now = 0;

		h->stream.ahead_ms += 1000;
		turns(h);
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

static void
who_leaves_is_let_go_at_once(void **state)
{
	struct hall *h = *state;
	struct peer anna, bob, eve;

	attend(h, &anna, ANNA);
	attend(h, &bob, BOB);
	poll_from(h, &eve, EVE, CW_ABSENT, 25000);
	turns(h);
	assert_int_equal(h->stream.crowd.count, 3);
	peer_close(&anna);
	/* As lighttpd does when the client has closed. */
	assert_int_equal(shutdown(bob.fd, SHUT_WR), 0);
	peer_close(&eve);
	turn(h);
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
		attend(h, &bobs[i], BOB);
	attend_from(h, &bobs[3], BOB, CW_ABSENT);
	turns(h);
	peer_read(&bobs[3]);
	assert_string_equal(bobs[3].text, "Status: 503\r\n\r\nbusy");
	assert_true(bobs[3].has_ended);
	assert_true(bobs[3].is_closed);
	attend(h, &anna, ANNA);
	peer_close(&anna);
	for (int i = 0; i < 4; i++) {
		peer_read(&bobs[i]);
		assert_int_equal(bobs[i].has_ended, i == 3);
		peer_close(&bobs[i]);
	}
	turns(h);
	attend(h, &anna, BOB);
	peer_close(&anna);
}

static void
one_too_many_in_all_is_refused(void **state)
{
	struct hall *h = *state;
	struct peer peers[9];

	for (int i = 0; i < 9; i++) {
		attend_from(h, &peers[i], i % 3, CW_ABSENT);
		turns(h);
		peer_read(&peers[i]);
		assert_int_equal(peers[i].has_ended, i == 8);
	}
	assert_true(peer_has(&peers[8], "busy"));
	for (int i = 0; i < 9; i++)
		peer_close(&peers[i]);
}

static void
a_poll_waits_for_what_happens(void **state)
{
	struct hall *h = *state;
	struct peer bob, eve;
	char last[64];

	poll_from(h, &bob, BOB, CW_ABSENT, 25000);
	poll_from(h, &eve, EVE, CW_ABSENT, 25000);
	turns(h);
	peer_read(&bob);
	assert_int_equal(bob.len, 0);
	say_many(h, ANNA, 2);
	turns(h);
	peer_read(&bob);
	peer_read(&eve);
	snprintf(last, sizeof(last), "],\"last\":%lld}",
	    (long long)last_event(h));
	assert_true(
	    cw_text_starts(bob.text, "Status: 200\r\nContent-Length: "));
	assert_true(peer_has(&bob, "many-0-") && peer_has(&bob, "many-1-"));
	assert_true(peer_has(&bob, last));
	assert_true(bob.has_ended);
	/* Nothing of this is Eve's, but her position moves. */
	assert_int_equal(eve.len, 0);
	h->stream.ahead_ms += 25000;
	turns(h);
	peer_read(&eve);
	snprintf(last, sizeof(last), "\r\n\r\n{\"events\":[],\"last\":%lld}",
	    (long long)last_event(h));
	assert_true(peer_has(&eve, last));
	assert_true(eve.has_ended);
	peer_close(&bob);
	peer_close(&eve);
}

static void
a_poll_that_does_not_wait_is_answered_at_once(void **state)
{
	struct hall *h = *state;
	int64_t start = last_event(h);
	struct peer bob, eve, ahead;
	char last[64];

	say_many(h, ANNA, 700);
	poll_from(h, &bob, BOB, start, 0);
	poll_from(h, &eve, EVE, start, 0);
	poll_from(h, &ahead, EVE, CW_ID_MAX, 0);
	turns(h);
	peer_read(&bob);
	peer_read(&eve);
	peer_read(&ahead);
	assert_int_equal(peer_count(&bob, "\"event\":\"message\""), 200);
	snprintf(last, sizeof(last), "],\"last\":%lld}",
	    (long long)start + 200);
	assert_true(peer_has(&bob, last));
	snprintf(last, sizeof(last), "{\"events\":[],\"last\":%lld}",
	    (long long)last_event(h));
	assert_true(peer_has(&eve, last));
	assert_true(peer_has(&ahead, last));
	peer_close(&bob);
	peer_close(&eve);
	peer_close(&ahead);
}

static void
large_events_make_short_pages(void **state)
{
	static char large[CW_MESSAGE_MAX_CHARS + 1];
	struct hall *h = *state;
	int64_t at = last_event(h);
	int pages = 0;

	memset(large, '<', sizeof(large) - 1);
	begin(h);
	for (int i = 0; i < 40; i++)
		say_inside(h, ANNA, large);
	commit(h);
	for (size_t seen = 0; seen < 40; pages++) {
		struct peer bob;

		poll_from(h, &bob, BOB, at, 0);
		for (int i = 0; i < 50 && !bob.has_ended; i++) {
			turns(h);
			peer_read(&bob);
		}
		assert_true(bob.has_ended);
		assert_true(bob.len < 1024 * 1024);
		seen += peer_count(&bob, "\"event\":\"message\"");
		at = strtoll(strstr(bob.text, "\"last\":") + 7, NULL, 10);
		peer_close(&bob);
	}
	assert_int_equal(at, last_event(h));
	assert_in_range(pages, 2, 20);
}

static void
a_read_mark_is_told_to_its_owner_alone(void **state)
{
	struct hall *h = *state;
	struct peer anna, bob;
	struct cw_chat chat = chat_of(h, BOB);
	struct cw_member member;

	say(h, ANNA, "one");
	say(h, ANNA, "two");
	attend(h, &anna, ANNA);
	attend(h, &bob, BOB);
	begin(h);
	assert_int_equal(cw_member_find(&chat, h->uuid, &member), CW_OK);
	assert_int_equal(cw_member_read(&chat, &member, INT64_C(1) << 50,
			     CW_READ_FORWARD),
	    CW_OK);
	commit(h);
	turns(h);
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

	attend(h, &bob, BOB);
	begin(h);
	say_inside(h, ANNA, "unheard");
	assert_int_equal(cw_end(h->store, CW_OK), CW_OK);
	h->stream.look_ms = h->stream.now_ms + 1000;
	turns(h);
	peer_read(&bob);
	assert_int_equal(bob.len, 0);
	h->stream.ahead_ms += 1000;
	turns(h);
	peer_read(&bob);
	assert_true(peer_has(&bob, "unheard"));
	peer_close(&bob);
}

static void
when_stopped_all_are_sent_away_politely(void **state)
{
	struct hall *h = *state;
	struct peer anna, bob, late;

	attend(h, &anna, ANNA);
	poll_from(h, &bob, BOB, CW_ABSENT, 25000);
	turns(h);
	cw_stream_stop(&h->stream);
	attend_from(h, &late, EVE, CW_ABSENT);
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

/* As CGI: the stream ends with its one reader. */
static void
a_plain_descriptor_gets_plain_bytes(void **state)
{
	struct hall *h = *state;
	struct cw_reader *reader;
	struct peer unused;
	char got[512] = "";
	int fds[2];

	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	reader = make_reader(h, &unused, BOB);
	cw_output_clear(&reader->output);
	cw_output_init(&reader->output, fds[1], 0);
	reader->kind = CW_READER_POLL;
	reader->wait_ms = 0;
	h->stream.ends_when_empty = true;
	cw_stream_join(&h->stream, reader);
	assert_int_equal(cw_stream_run(&h->stream), CW_OK);
	assert_true(read(fds[0], got, sizeof(got) - 1) > 0);
	assert_true(cw_text_starts(got, "Status: 200\r\nContent-Length: "));
	close(fds[0]);
	peer_close(&unused);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hall_setup, hall_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stream_begins_with_its_position),
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
		TEST(who_leaves_is_let_go_at_once),
		TEST(one_too_many_of_a_user_is_refused),
		TEST(one_too_many_in_all_is_refused),
		TEST(a_poll_waits_for_what_happens),
		TEST(a_poll_that_does_not_wait_is_answered_at_once),
		TEST(large_events_make_short_pages),
		TEST(a_read_mark_is_told_to_its_owner_alone),
		TEST(a_bell_that_was_lost_delays_by_a_second),
		TEST(when_stopped_all_are_sent_away_politely),
		TEST(a_plain_descriptor_gets_plain_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

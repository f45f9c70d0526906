/* A hall: people, a conversation, and a stream with readers in it. */

#include "hall.h"

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

static const char *const names[USERS] = { "anna", "bob", "eve" };

/* --- what others do ------------------------------------------------------- */

struct cw_chat
hall_chat(struct hall *h, int user)
{
	return (struct cw_chat){ .store = h->store,
		.arena = &h->pool->arena,
		.user_id = h->sessions[user].account_id,
		.user_name = names[user],
		.now_ms = cw_clock_now_ms() };
}

void
hall_begin(struct hall *h)
{
	assert_int_equal(cw_begin(h->store), CW_OK);
}

void
hall_commit(struct hall *h)
{
	assert_int_equal(cw_end(h->store, CW_OK), CW_OK);
	cw_bell_ring(h->pool->dir, CW_BELL_EVENT);
	cw_arena_reset(&h->pool->arena);
}

void
hall_say_inside(struct hall *h, int user, const char *text)
{
	struct cw_chat chat = hall_chat(h, user);
	struct cw_member member;
	struct cw_message message;

	assert_int_equal(cw_member_find(&chat, h->uuid, &member), CW_OK);
	assert_int_equal(cw_message_add(&chat, &member, text, &message), CW_OK);
}

void
hall_say(struct hall *h, int user, const char *text)
{
	hall_begin(h);
	hall_say_inside(h, user, text);
	hall_commit(h);
}

void
hall_say_many(struct hall *h, int user, int count)
{
	char text[32];

	hall_begin(h);
	for (int i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "many-%d-", i);
		hall_say_inside(h, user, text);
	}
	hall_commit(h);
}

void
hall_leave(struct hall *h, int user)
{
	struct cw_chat chat = hall_chat(h, user);
	struct cw_member member;

	hall_begin(h);
	assert_int_equal(cw_member_find(&chat, h->uuid, &member), CW_OK);
	assert_int_equal(cw_member_depart(&chat, &member), CW_OK);
	hall_commit(h);
}

void
hall_converse_inside(struct hall *h, int user, int other)
{
	const char *name = names[other];
	struct cw_texts others = { .count = 1, .cap = 1, .items = &name };
	struct cw_chat chat = hall_chat(h, user);
	struct cw_conversation_new made;

	assert_int_equal(cw_conversation_add(&chat, &others, &made), CW_OK);
	snprintf(h->uuid, sizeof(h->uuid), "%s", made.uuid);
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
	/* Sessions outlive what the arena holds. */
	h->sessions[user].username = names[user];
	hall_begin(h);
	assert_int_equal(cw_user_add(h->store, h->sessions[user].account_id,
			     names[user], names[user], NOW),
	    CW_OK);
	hall_commit(h);
}

int
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
	hall_begin(h);
	hall_converse_inside(h, ANNA, BOB);
	hall_commit(h);
	assert_int_equal(cw_stream_open(&h->stream, conf, h->pool->pool,
			     &page_model),
	    CW_OK);
	/* The first heartbeat is at the next whole second. */
	h->stream.stands_ms = cw_clock_steady_ms() / 1000 * 1000 + 500;
	*state = h;
	return 0;
}

int
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

void
hall_turn(struct hall *h)
{
	assert_int_equal(cw_stream_turn(&h->stream, 0), CW_OK);
}

void
hall_turns(struct hall *h)
{
	for (int i = 0; i < 50; i++)
		hall_turn(h);
}

struct cw_reader *
hall_reader(struct hall *h, struct peer *peer, int user)
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

void
hall_attend_from(struct hall *h, struct peer *peer, int user, int64_t after)
{
	struct cw_reader *reader = hall_reader(h, peer, user);

	reader->at = after;
	cw_stream_join(&h->stream, reader);
}

void
hall_attend(struct hall *h, struct peer *peer, int user)
{
	hall_attend_from(h, peer, user, CW_ABSENT);
	hall_turns(h);
	peer_read(peer);
	assert_true(peer_has(peer, "event: ready\n"));
	peer_forget(peer);
}

void
hall_poll_from(struct hall *h, struct peer *peer, int user, int64_t after,
    int64_t wait_ms)
{
	struct cw_reader *reader = hall_reader(h, peer, user);

	reader->kind = CW_READER_POLL;
	reader->at = after;
	reader->wait_ms = wait_ms;
	cw_stream_join(&h->stream, reader);
}

int64_t
hall_last(struct hall *h)
{
	int64_t last;

	assert_int_equal(cw_event_last(h->store, &last), CW_OK);
	return last;
}

void
hall_check_ids(const struct peer *peer, int64_t first, int64_t last)
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

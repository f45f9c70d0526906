/* Polls: readers who want one answer, now or when something happens. */

#include "hall.h"

#include <fcntl.h>

static void
a_poll_waits_for_what_happens(void **state)
{
	struct hall *h = *state;
	struct peer bob, eve;
	char last[64];

	hall_poll_from(h, &bob, BOB, CW_ABSENT, 25000);
	hall_poll_from(h, &eve, EVE, CW_ABSENT, 25000);
	hall_turns(h);
	/* Its header lines go ahead: so servers hear of it if it leaves. */
	peer_read(&bob);
	assert_string_equal(bob.text, "Status: 200\r\n\r\n");
	hall_say_many(h, ANNA, 2);
	hall_turns(h);
	peer_read(&bob);
	peer_read(&eve);
	snprintf(last, sizeof(last), "],\"last\":%lld}",
	    (long long)hall_last(h));
	assert_true(cw_text_starts(bob.text, "Status: 200\r\n\r\n{"));
	assert_true(peer_has(&bob, "many-0-") && peer_has(&bob, "many-1-"));
	assert_true(peer_has(&bob, last));
	assert_true(bob.has_ended);
	/* Nothing of this is Eve's, but her position moves. */
	assert_string_equal(eve.text, "Status: 200\r\n\r\n");
	h->stream.stands_ms += 25000;
	hall_turns(h);
	peer_read(&eve);
	snprintf(last, sizeof(last), "\r\n\r\n{\"events\":[],\"last\":%lld}",
	    (long long)hall_last(h));
	assert_true(peer_has(&eve, last));
	assert_true(eve.has_ended);
	peer_close(&bob);
	peer_close(&eve);
}

static void
a_poll_that_does_not_wait_is_answered_at_once(void **state)
{
	struct hall *h = *state;
	int64_t start = hall_last(h);
	struct peer bob, eve, ahead;
	char last[64];

	hall_say_many(h, ANNA, 700);
	hall_poll_from(h, &bob, BOB, start, 0);
	hall_poll_from(h, &eve, EVE, start, 0);
	hall_poll_from(h, &ahead, EVE, CW_ID_MAX, 0);
	hall_turns(h);
	peer_read(&bob);
	peer_read(&eve);
	peer_read(&ahead);
	assert_int_equal(peer_count(&bob, "\"event\":\"message\""), 200);
	snprintf(last, sizeof(last), "],\"last\":%lld}",
	    (long long)start + 200);
	assert_true(peer_has(&bob, last));
	snprintf(last, sizeof(last), "{\"events\":[],\"last\":%lld}",
	    (long long)hall_last(h));
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
	int64_t at = hall_last(h);
	int pages = 0;

	memset(large, '<', sizeof(large) - 1);
	hall_begin(h);
	for (int i = 0; i < 40; i++)
		hall_say_inside(h, ANNA, large);
	hall_commit(h);
	for (size_t seen = 0; seen < 40; pages++) {
		struct peer bob;

		hall_poll_from(h, &bob, BOB, at, 0);
		for (int i = 0; i < 50 && !bob.has_ended; i++) {
			hall_turns(h);
			peer_read(&bob);
		}
		assert_true(bob.has_ended);
		assert_true(bob.len < 1024 * 1024);
		seen += peer_count(&bob, "\"event\":\"message\"");
		at = strtoll(strstr(bob.text, "\"last\":") + 7, NULL, 10);
		peer_close(&bob);
	}
	assert_int_equal(at, hall_last(h));
	assert_in_range(pages, 2, 20);
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
	reader = hall_reader(h, &unused, BOB);
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
		TEST(a_poll_waits_for_what_happens),
		TEST(a_poll_that_does_not_wait_is_answered_at_once),
		TEST(large_events_make_short_pages),
		TEST(a_plain_descriptor_gets_plain_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Output is well-formed, whole and in order, whatever the socket takes. */

#include "records.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit.h"
#include "gateway/stream_output.h"

/* Bytes of which each tells its place. */
static struct cw_chunk *
make_chunk(size_t len, char first)
{
	char *bytes = malloc(len + 1);
	struct cw_chunk *chunk;

	assert_non_null(bytes);
	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)('a' + ((size_t)first + i) % 23);
	chunk = cw_chunk_new(bytes, len);
	assert_non_null(chunk);
	free(bytes);
	return chunk;
}

static void
text_comes_as_records(void **state)
{
	struct cw_output output;
	struct peer peer;
	struct cw_chunk *chunk = cw_chunk_new("hello\n", 6);
	int fd;

	(void)state;
	peer_open(&peer, 1, &fd);
	cw_output_init(&output, fd, 1);
	assert_int_equal(cw_output_put(&output, chunk), CW_OUTPUT_DONE);
	assert_int_equal(cw_output_put(&output, chunk), CW_OUTPUT_DONE);
	assert_int_equal(cw_output_end(&output), CW_OUTPUT_DONE);
	assert_int_equal(chunk->holders, 1);
	peer_read(&peer);
	assert_string_equal(peer.text, "hello\nhello\n");
	assert_true(peer.has_ended);
	assert_false(peer.is_closed);
	cw_output_clear(&output);
	peer_read(&peer);
	assert_true(peer.is_closed);
	cw_chunk_release(chunk);
	peer_close(&peer);
}

static void
the_request_id_is_the_readers_own(void **state)
{
	struct cw_output output;
	struct peer peer;
	struct cw_chunk *chunk = cw_chunk_new("x", 1);
	int fd;

	(void)state;
	peer_open(&peer, 0x1234, &fd);
	cw_output_init(&output, fd, 0x1234);
	assert_int_equal(cw_output_put(&output, chunk), CW_OUTPUT_DONE);
	assert_int_equal(cw_output_end(&output), CW_OUTPUT_DONE);
	peer_read(&peer);
	assert_true(peer.has_ended);
	cw_output_clear(&output);
	cw_chunk_release(chunk);
	peer_close(&peer);
}

/* Reads a few bytes whenever the socket is full, until all has come. */
static void
flush_against(struct cw_output *output, struct peer *peer, size_t step)
{
	enum cw_output_state state = CW_OUTPUT_WAITS;

	while (state == CW_OUTPUT_WAITS) {
		peer_read_some(peer, step);
		state = cw_output_flush(output);
	}
	assert_int_equal(state, CW_OUTPUT_DONE);
	peer_read(peer);
}

static void
a_full_socket_keeps_order_and_framing(void **state)
{
	static const size_t lens[] = { 1, 65528, 300000, 65529, 7, 131056, 99,
		250000 };
	struct cw_output output;
	struct peer peer;
	size_t at = 0;
	int fd;

	(void)state;
	peer_open(&peer, 1, &fd);
	cw_output_init(&output, fd, 1);
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct cw_chunk *chunk = make_chunk(lens[i], (char)i);

		assert_int_not_equal(cw_output_put(&output, chunk),
		    CW_OUTPUT_BROKEN);
		cw_chunk_release(chunk);
	}
	assert_true(output.waiting_bytes > 0);
	assert_int_equal(cw_output_end(&output), CW_OUTPUT_WAITS);
	flush_against(&output, &peer, 4099);
	assert_int_equal(output.waiting_bytes, 0);
	assert_true(peer.has_ended);
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		for (size_t k = 0; k < lens[i]; k++, at++)
			if (peer.text[at] != (char)('a' + (i + k) % 23))
				fail_msg("byte %zu of chunk %zu", k, i);
	}
	assert_int_equal(at, peer.len);
	cw_output_clear(&output);
	peer_close(&peer);
}

static void
what_waits_is_let_go_with_the_reader(void **state)
{
	struct cw_output output;
	struct peer peer;
	struct cw_chunk *chunk = make_chunk(1 << 20, 0);
	int fd;

	(void)state;
	peer_open(&peer, 1, &fd);
	cw_output_init(&output, fd, 1);
	assert_int_equal(cw_output_put(&output, chunk), CW_OUTPUT_WAITS);
	assert_int_equal(chunk->holders, 2);
	cw_output_clear(&output);
	assert_int_equal(chunk->holders, 1);
	cw_chunk_release(chunk);
	peer_close(&peer);
}

static void
a_peer_that_left_is_noticed(void **state)
{
	struct cw_output output;
	struct peer peer;
	struct cw_chunk *chunk = cw_chunk_new("x", 1);
	int fd;

	(void)state;
	peer_open(&peer, 1, &fd);
	cw_output_init(&output, fd, 1);
	assert_int_equal(write(peer.fd, "rest", 4), 4);
	assert_true(cw_output_drain(&output));
	peer_close(&peer);
	assert_false(cw_output_drain(&output));
	assert_int_equal(cw_output_put(&output, chunk), CW_OUTPUT_BROKEN);
	cw_output_clear(&output);
	cw_chunk_release(chunk);
}

static void
without_fastcgi_the_bytes_are_plain(void **state)
{
	struct cw_output output;
	struct cw_chunk *chunk = cw_chunk_new("plain", 5);
	char got[16] = "";
	int fds[2];

	(void)state;
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	cw_output_init(&output, fds[1], 0);
	assert_int_equal(cw_output_put(&output, chunk), CW_OUTPUT_DONE);
	assert_int_equal(cw_output_end(&output), CW_OUTPUT_DONE);
	cw_output_clear(&output);
	assert_int_equal(read(fds[0], got, sizeof(got) - 1), 5);
	assert_string_equal(got, "plain");
	close(fds[0]);
	cw_chunk_release(chunk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_comes_as_records),
		cmocka_unit_test(the_request_id_is_the_readers_own),
		cmocka_unit_test(a_full_socket_keeps_order_and_framing),
		cmocka_unit_test(what_waits_is_let_go_with_the_reader),
		cmocka_unit_test(a_peer_that_left_is_noticed),
		cmocka_unit_test(without_fastcgi_the_bytes_are_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

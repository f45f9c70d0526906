/* Taking FastCGI records apart. */

#include "records.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../unit.h"

#define HEADER_BYTES 8
#define STDOUT 6
#define END_REQUEST 3

void
peer_open(struct peer *peer, uint16_t request_id, int *fd)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
			     pair),
	    0);
	*peer = (struct peer){ .fd = pair[0], .request_id = request_id };
	peer->text = calloc(1, 1);
	assert_non_null(peer->text);
	*fd = pair[1];
}

void
peer_close(struct peer *peer)
{
	if (peer->fd >= 0)
		close(peer->fd);
	peer->fd = -1;
	free(peer->text);
	free(peer->raw);
	peer->text = NULL;
	peer->raw = NULL;
}

static void
take_record(struct peer *peer, const unsigned char *record, size_t len)
{
	assert_int_equal(record[0], 1);
	assert_int_equal(record[2] << 8 | record[3], peer->request_id);
	assert_false(peer->has_ended);
	if (record[1] == END_REQUEST) {
		assert_int_equal(len, 8);
		assert_int_equal(record[HEADER_BYTES + 4], 0);
		peer->has_ended = true;
		return;
	}
	assert_int_equal(record[1], STDOUT);
	peer->text = realloc(peer->text, peer->len + len + 1);
	assert_non_null(peer->text);
	memcpy(peer->text + peer->len, record + HEADER_BYTES, len);
	peer->len += len;
	peer->text[peer->len] = '\0';
}

static void
take_raw(struct peer *peer)
{
	size_t at = 0;

	while (peer->raw_len - at >= HEADER_BYTES) {
		const unsigned char *record = peer->raw + at;
		size_t len = (size_t)(record[4] << 8 | record[5]);
		size_t whole = HEADER_BYTES + len + record[6];

		if (peer->raw_len - at < whole)
			break;
		take_record(peer, record, len);
		at += whole;
	}
	memmove(peer->raw, peer->raw + at, peer->raw_len - at);
	peer->raw_len -= at;
}

void
peer_read_some(struct peer *peer, size_t max_bytes)
{
	while (max_bytes > 0) {
		size_t step = max_bytes < 65536 ? max_bytes : 65536;
		ssize_t got;

		peer->raw = realloc(peer->raw, peer->raw_len + step);
		assert_non_null(peer->raw);
		got = recv(peer->fd, peer->raw + peer->raw_len, step,
		    MSG_DONTWAIT);
		if (got < 0) {
			assert_int_equal(errno, EAGAIN);
			return;
		}
		if (got == 0) {
			peer->is_closed = true;
			return;
		}
		peer->raw_len += (size_t)got;
		max_bytes -= (size_t)got;
		take_raw(peer);
	}
}

void
peer_read(struct peer *peer)
{
	peer_read_some(peer, SIZE_MAX);
}

void
peer_forget(struct peer *peer)
{
	peer->len = 0;
	peer->text[0] = '\0';
}

size_t
peer_count(const struct peer *peer, const char *text)
{
	const char *at = peer->text;
	size_t count = 0;

	for (;;) {
		at = strstr(at, text);
		if (at == NULL)
			return count;
		count++;
		at += strlen(text);
	}
}

bool
peer_has(const struct peer *peer, const char *text)
{
	return peer_count(peer, text) > 0;
}

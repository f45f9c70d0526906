/* The records of a request, and waiting for what comes of them. */

#include "wire.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <linux/sockios.h>

#include "../unit.h"

#define POLL_MS 100

void
wire_init(struct wire *wire)
{
	cw_buf_init_fixed(&wire->buf, wire->bytes, sizeof(wire->bytes));
}

void
wire_put(struct wire *wire, int type, const char *content, size_t len)
{
	const char header[8] = { 1, (char)type, 0, WIRE_REQUEST_ID,
		(char)(len >> 8), (char)len, 0, 0 };

	cw_buf_put(&wire->buf, header, sizeof(header));
	cw_buf_put(&wire->buf, content, len);
}

void
wire_put_begin(struct wire *wire, char flags)
{
	const char content[8] = { 0, 1, flags };

	wire_init(wire);
	wire_put(wire, WIRE_BEGIN, content, sizeof(content));
}

void
wire_put_params(struct wire *wire, size_t body_len)
{
	char params[256], length[24];
	struct cw_buf buf;
	const char *pairs[][2] = {
		{ "REQUEST_METHOD", "POST" },
		{ "REQUEST_URI", "/api/session" },
		{ "CONTENT_TYPE", "text/plain" },
		{ "CONTENT_LENGTH", length },
	};

	(void)snprintf(length, sizeof(length), "%zu", body_len);
	cw_buf_init_fixed(&buf, params, sizeof(params));
	for (size_t i = 0; i < CW_LEN(pairs); i++) {
		cw_buf_putc(&buf, (char)strlen(pairs[i][0]));
		cw_buf_putc(&buf, (char)strlen(pairs[i][1]));
		cw_buf_puts(&buf, pairs[i][0]);
		cw_buf_puts(&buf, pairs[i][1]);
	}
	wire_put(wire, WIRE_PARAMS, buf.data, buf.len);
	wire_put(wire, WIRE_PARAMS, "", 0);
}

void
wire_send(const struct peer *peer, const struct wire *wire)
{
	assert_false(wire->buf.failed);
	assert_int_equal(write(peer->fd, wire->buf.data, wire->buf.len),
	    wire->buf.len);
}

/*
 * So long have we waited ourselves, by what we meant to wait: a machine that
 * stands still meanwhile makes nobody late.
 */
static void
wait_more(int *waited_ms, int ms)
{
	*waited_ms += ms;
	assert_true(*waited_ms < WIRE_PATIENCE_MS);
}

static void
read_on(struct peer *peer, int *waited_ms)
{
	struct pollfd pollfd = { .fd = peer->fd, .events = POLLIN };

	if (poll(&pollfd, 1, POLL_MS) == 0)
		wait_more(waited_ms, POLL_MS);
	peer_read(peer);
}

bool
wire_await(struct peer *peer)
{
	int waited_ms = 0;

	while (!peer->has_ended && !peer->is_closed)
		read_on(peer, &waited_ms);
	return peer->has_ended;
}

void
wire_await_close(struct peer *peer)
{
	int waited_ms = 0;

	while (!peer->is_closed)
		read_on(peer, &waited_ms);
}

void
wire_await_taken(const struct peer *peer)
{
	const struct timespec pause = { .tv_nsec = 1000 * 1000 };
	int waited_ms = 0, left;

	for (;;) {
		assert_int_equal(ioctl(peer->fd, SIOCOUTQ, &left), 0);
		if (left == 0)
			return;
		nanosleep(&pause, NULL);
		wait_more(&waited_ms, 1);
	}
}

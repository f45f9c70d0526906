/* The records of a request. */

#include "wire.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../unit.h"

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

/*
 * What a web server sends to a FastCGI program: the records of a POST to
 * /api/session, put together as a test likes.
 */

#ifndef TESTS_GATEWAY_WIRE_H
#define TESTS_GATEWAY_WIRE_H

#include "base/text.h"
#include "records.h"

#define WIRE_REQUEST_ID 7

/* Types of records. */
enum { WIRE_BEGIN = 1, WIRE_PARAMS = 4, WIRE_INPUT = 5 };

struct wire {
	char bytes[70000];
	struct cw_buf buf;
};

/* Nothing to be sent yet. */
void wire_init(struct wire *wire);

void wire_put(struct wire *wire, int type, const char *content, size_t len);

/* The first record; flags 1: keep the connection. */
void wire_put_begin(struct wire *wire, char flags);

/* Parameters of a text/plain body that is so long. */
void wire_put_params(struct wire *wire, size_t body_len);

void wire_send(const struct peer *peer, const struct wire *wire);

/* What is waited for longer than that never comes. */
#define WIRE_PATIENCE_MS 20000

/* Wait until the request has ended; false: the connection ended first. */
bool wire_await(struct peer *peer);

/* Wait until the other side has closed. */
void wire_await_close(struct peer *peer);

/* Wait until the program has read all that was sent to it. */
void wire_await_taken(const struct peer *peer);

#endif
